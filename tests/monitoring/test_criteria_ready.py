"""What criteria lack is told before they go, line by line; drafts may be dropped (000/3.2, 3.3)."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from common.models import JournalEntry, Todo, deed
from documents.pdf import paper_languages
from monitoring.criteria_changes import changes_of
from monitoring.models import Campaign, CriteriaSet, PointWords
from tests.monitoring import campaigns
from tests.monitoring import criteria_data as data
from tests.monitoring.criteria_data import look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def draft(runner, kind):
    """The draft of 2027, copied from 2026, its revision told."""
    campaigns.criteria_of(kind, runner.person)
    return data.revise(data.begin(runner, kind))


def page_of(client, user, criteria) -> str:
    return look(client, user, criteria.get_absolute_url()).content.decode()


def reworded(criteria):
    """The Kyrgyz of one title goes on, ru and en stay."""
    one = criteria.indicators()[1]
    with deed():
        one.title = {**one.title, "ky": "Такталган көрсөткүч"}
        one.save()
    return one


# Languages --------------------------------------------------------------------------------------


@pytest.mark.clause("000-3.2")
def test_a_language_in_which_a_point_is_missing_has_no_paper_and_the_page_says_where(
    client, runner, draft
):
    assert paper_languages(draft) == ["ky", "ru", "en"]
    one = draft.indicators()[1]
    words = {"ky": "Үлгүлүү", "en": "Exemplary"}
    PointWords.objects.create(criteria=draft, indicator=one, point=5, words=words)

    assert paper_languages(draft) == ["ky", "en"]
    page = page_of(client, runner, draft)
    assert "Not made: 1 places are not translated." in page
    assert f"{draft.get_absolute_url()}edit/#id_criteria-0-indicators-1-point_5_group" in page
    assert "1.2 point 5" in page
    answer = look(client, runner, f"{draft.get_absolute_url()}paper/?lang=ru")
    assert answer.status_code == 404


def test_a_language_nobody_began_is_no_gap(client, runner, draft):
    with deed():
        for row in [*draft.whole_tree(), *draft.indicators()]:
            row.title = {"ky": row.title["ky"], "ru": row.title["ru"]}
            row.save()
    assert paper_languages(draft) == ["ky", "ru"]
    assert "not everything is translated" not in page_of(client, runner, draft)


def test_translations_that_stayed_behind_are_named_and_confirmed_in_sending(client, runner, draft):
    reworded(draft)
    page = page_of(client, runner, draft)
    assert "the original changed and these translations did not" in page
    assert "1.2 indicator" in page
    send = f"{draft.get_absolute_url()}send/"
    assert "1.2 indicator" in look(client, runner, send).content.decode()

    assert look(client, runner, send, {"once": "1"}).status_code == 422
    draft.refresh_from_db()
    assert draft.state == "draft"
    answer = look(client, runner, send, {"once": "2", "translations_hold": "on"})

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.state == "approving"
    assert JournalEntry.objects.about(draft).filter(deed="confirm_translations").exists()


def test_the_deed_itself_asks_for_it(runner, draft):
    reworded(draft)
    with pytest.raises(ValidationError, match="look them through"):
        draft.send(by=runner)


def test_nothing_is_asked_where_every_language_went_along(client, runner, draft):
    assert (
        "translations_hold"
        not in look(client, runner, f"{draft.get_absolute_url()}send/").content.decode()
    )


# Before it can be sent --------------------------------------------------------------------------


def test_what_is_missing_is_told_before_anybody_presses_send(client, runner, kind):
    with deed():
        made = CriteriaSet.begin(kind=kind, year=2027, author=runner.person)
    page = page_of(client, runner, made)
    assert "Before it can be sent:" in page
    assert "sum to 0 per cent" in page
    assert f"{made.get_absolute_url()}edit/#id_revision_words_group" in page
    edit = look(client, runner, f"{made.get_absolute_url()}edit/").content.decode()
    assert 'href="#weights"' in edit


def test_an_error_names_its_row_and_the_sum_its_cell(client, runner, draft):
    rows = [("Сапат", [("Мөөнөт", "60"), ("Тактык", "көп")]), ("", [("Ээсиз", "10")])]
    url = reverse("monitoring:criteria_edit", args=[draft.pk])
    answer = look(client, runner, url, data.posted(draft, *rows))

    assert answer.status_code == 422
    told = [(one.where, one.anchor) for one in answer.context["form"].troubles]
    assert told == [
        ("Сапат › Тактык › Weight, %", "id_criteria-0-indicators-1-weight_group"),
        ("Criterion 2 › Criterion", "id_criteria-1-title_group"),
    ]
    total = answer.context["form"].total
    assert (total.percent, total.unread, total.is_whole) == ("70", 1, False)
    page = answer.content.decode()
    assert 'data-focus="wrong"' in page
    assert "not counted: <b>1</b>" in page


# Moving -----------------------------------------------------------------------------------------


def test_an_indicator_moves_under_another_criterion_and_keeps_its_past(client, runner, draft):
    first, second = data.kept(draft)
    one = draft.indicators()[0]
    first[1][0][2]["under"] = second[2]["kept"]
    url = reverse("monitoring:criteria_edit", args=[draft.pk])

    assert look(client, runner, url, data.posted(draft, first, second)).status_code == 302

    one.refresh_from_db()
    assert str(one.criterion.key) == second[2]["kept"]
    tree = [[line.key for line in row.indicators.all()] for row in draft.whole_tree()]
    assert [len(lines) for lines in tree] == [1, 4]
    assert tree[1][-1] == one.key
    assert [change.kind for change in changes_of(draft)] == ["moved"]


def test_it_may_leave_a_criterion_that_is_taken_away_but_not_go_there(client, runner, draft):
    first, second = data.kept(draft)
    first[2]["DELETE"] = "on"
    second[1][0][2]["under"] = first[2]["kept"]
    url = reverse("monitoring:criteria_edit", args=[draft.pk])
    answer = look(client, runner, url, data.posted(draft, first, second))
    assert answer.status_code == 422
    assert "being taken away" in answer.content.decode()

    del second[1][0][2]["under"]
    first[1][0][2]["under"] = second[2]["kept"]
    answer = look(client, runner, url, data.posted(draft, first, second))

    assert answer.status_code == 302
    assert [row.indicators.count() for row in draft.whole_tree()] == [4]


@pytest.mark.parametrize("cleared", ["sibling", "own"])
def test_what_leaves_a_criterion_taken_away_is_never_lost_for_a_bad_row(
    client, runner, draft, cleared
):
    one = draft.whole_tree()[1].indicators.all()[0]
    first, second = data.kept(draft)
    second[2]["DELETE"] = "on"
    second[1][0][2]["under"] = first[2]["kept"]
    bad = 0 if cleared == "own" else 1
    title, _weight, more = second[1][bad]
    second[1][bad] = (title, "", more)
    url = reverse("monitoring:criteria_edit", args=[draft.pk])
    answer = look(client, runner, url, data.posted(draft, first, second))

    one.refresh_from_db()
    if cleared == "own":
        assert answer.status_code == 422
        assert [told.where for told in answer.context["form"].troubles] == [
            f"{second[0]['ky']} › {title['ky']} › Weight, %"
        ]
        assert str(one.criterion.key) == second[2]["kept"]
    else:
        assert answer.status_code == 302
        assert str(one.criterion.key) == first[2]["kept"]


def test_nothing_moves_under_a_criterion_that_is_not_in_the_form(client, runner, draft):
    first, second = data.kept(draft)
    first[1][0][2]["under"] = second[2]["kept"]
    url = reverse("monitoring:criteria_edit", args=[draft.pk])
    answer = look(client, runner, url, data.posted(draft, first))
    assert answer.status_code == 422
    assert "being taken away" in answer.content.decode()


# Dropping ---------------------------------------------------------------------------------------


def test_a_draft_edition_is_dropped_with_a_reason_and_the_approved_one_stays(
    client, runner, director, kind, draft
):
    approved = data.approve(draft, by=runner, director=director)
    newer = approved.new_edition(by=runner)
    campaign = campaigns.begin(runner, kind, criteria=approved)
    with deed():
        campaign.criteria = newer
        campaign.save()
    drop = f"{newer.get_absolute_url()}drop/"
    assert drop in page_of(client, runner, newer)

    assert look(client, runner, drop, {"once": "1", "reason": " "}).status_code == 422
    reason = "Бир көрсөткүч эки жолу жазылган"
    assert look(client, runner, drop, {"once": "2", "reason": reason}).status_code == 302

    newer.refresh_from_db()
    assert (newer.state, newer.dropped_because) == ("dropped", reason)
    assert reason in page_of(client, runner, newer)
    assert Campaign.objects.get().criteria == approved
    assert JournalEntry.objects.about(newer).filter(deed="drop").exists()
    approved.refresh_from_db()
    assert approved.state == "approved"
    assert approved.new_edition(by=runner).edition == 3


def test_the_longest_reason_that_the_form_takes_is_kept(client, runner, draft):
    """Where letters of a column are counted, that is on PostgreSQL."""
    drop, reason = f"{draft.get_absolute_url()}drop/", "и" * 1000
    assert look(client, runner, drop, {"once": "1", "reason": f"{reason}и"}).status_code == 422
    assert look(client, runner, drop, {"once": "2", "reason": reason}).status_code == 302
    draft.refresh_from_db()
    draft.full_clean()
    assert draft.dropped_because == reason
    assert CriteriaSet._meta.get_field("dropped_because").max_length == len(reason)


def test_nobody_waits_for_a_draft_that_came_back_and_was_dropped(runner, director, draft):
    draft.send(by=runner)
    draft.send_back(by=director, remark="Салмактарды карап чыгыңыз.")
    assert Todo.objects.waiting().about(draft).exists()
    draft.drop(by=runner, reason="Жаңыдан башталат")
    assert not Todo.objects.waiting().about(draft).exists()


def test_a_year_is_begun_anew_after_its_draft_was_dropped(client, runner, draft, kind):
    draft.drop(by=runner, reason="Жаңыдан башталат")
    answer = look(
        client, runner, reverse("monitoring:criteria_add"), {"kind": kind.pk, "year": 2027}
    )
    assert answer.status_code == 302
    assert list(CriteriaSet.objects.in_use().filter(year=2027).values_list("edition")) == [(2,)]


def test_what_is_approved_is_not_dropped_and_staff_drop_nothing(
    client, runner, staff, director, draft
):
    assert look(client, staff, f"{draft.get_absolute_url()}drop/").status_code == 404
    data.approve(draft, by=runner, director=director)
    answer = look(client, runner, f"{draft.get_absolute_url()}drop/", {"reason": "Жок"})
    assert answer.status_code == 409
    assert look(client, staff, f"{draft.get_absolute_url()}drop/").status_code in (403, 409)


# What a kind begins with ------------------------------------------------------------------------


def test_the_first_criteria_of_a_kind_begin_with_what_its_profile_proposes(runner, kind):
    one = {"title": campaigns.words("Мөөнөт"), "weight": 1000}
    kind.criteria_proposal = {
        "points": {"5": campaigns.words("Талаптан жогору")},
        "criteria": [{"title": campaigns.words("Жеткирүү"), "indicators": [one]}],
    }
    kind.save()
    made = data.begin(runner, kind, year=2026)
    assert [str(line) for line in made.indicators()] == ["Мөөнөт"]
    assert [row.point for row in made.points.all()] == [5]
    assert data.revise(made).faults() == []

    later = data.begin(runner, kind, year=2027)
    assert later.copied_from is None  # nothing approved yet: the proposal again
    assert later.total_weight() == 1000
