"""The whole tree of criteria on one page: nothing typed is lost, nobody is overwritten (000/3.2)."""

import pytest
from django.urls import reverse

from monitoring.models import CriteriaSet, Direction
from tests.monitoring import campaigns
from tests.monitoring import criteria_data as data
from tests.monitoring.criteria_data import look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def draft(runner, kind):
    """The draft of 2027, copied from 2026."""
    campaigns.criteria_of(kind, runner.person)
    return data.begin(runner, kind)


@pytest.fixture
def save(client, runner, draft):
    """The form of the draft, sent by who runs the monitoring."""

    def send(*rows, **fields):
        url = reverse("monitoring:criteria_edit", args=[draft.pk])
        answer = look(client, runner, url, data.posted(draft, *rows, **fields))
        draft.refresh_from_db()
        return answer

    return send


def lines(criteria) -> list[tuple]:
    """The tree, briefly."""
    return [
        (str(row.title), [(str(one.title), one.weight) for one in row.indicators.all()])
        for row in criteria.whole_tree()
    ]


@pytest.mark.clause("000-3.3")
def test_a_new_year_is_begun_from_the_last_on_its_page(client, runner, kind):
    earlier = campaigns.criteria_of(kind, runner.person)
    url = reverse("monitoring:criteria_add")
    assert "2026" not in look(client, runner, url).context["form"].errors

    answer = look(client, runner, url, {"kind": kind.pk, "year": 2027})

    made = CriteriaSet.objects.get(year=2027)
    assert answer.url == f"{made.get_absolute_url()}edit/"
    assert made.copied_from == earlier
    again = look(client, runner, url, {"kind": kind.pk, "year": 2027})
    assert again.status_code == 422
    assert "already" in again.context["form"].errors["year"][0]


def test_what_is_saved_as_it_stood_changes_nothing(save, draft):
    before = [row.manifest() for row in draft.whole_tree()]
    history = draft.indicators()[0].history.count()

    assert save(*data.kept(draft)).status_code == 302

    assert [row.manifest() for row in draft.whole_tree()] == before
    assert draft.indicators()[0].history.count() == history
    assert draft.revision_words == "Бир көрсөткүч кошулду."


@pytest.mark.clause("000-3.2")
def test_criteria_and_indicators_are_added_with_weight_material_and_points(save, draft):
    direction = Direction.objects.create(code="people", name={"ky": "Кадрлар"})
    type(draft.kind).objects.update(collects_material=True)
    first, second = data.kept(draft)
    more = data.translated("material", {"ky": "Тизме", "ru": "Список"})
    more |= data.translated("point_5", "Үлгүлүү")
    new = ("Кадрлар", [("Окуу", "12,5 %", more)], {"direction": direction.pk})

    answer = save(first, second, new, points=[(1, "Жок"), (5, "Толук")])

    assert answer.status_code == 302
    assert lines(draft)[2] == ("Кадрлар", [("Окуу", 125)])
    one = draft.indicators().last()
    assert one.material == {"ky": "Тизме", "ru": "Список"}
    assert [(p.point, str(p.words)) for p in one.points.all()] == [(5, "Үлгүлүү")]
    assert one.criterion.direction == direction
    assert [p.point for p in draft.points.filter(indicator=None)] == [1, 5]
    assert draft.total_weight() == 1125


def test_rows_change_places_and_keep_their_keys(save, draft):
    keys = [row.key for row in draft.whole_tree()]
    first, second = data.kept(draft)
    first[2]["ORDER"], second[2]["ORDER"] = 2, 1
    second[1][0][2]["ORDER"], second[1][2][2]["ORDER"] = 3, 1
    second[1][1][2]["ORDER"] = 2

    save(first, second)

    assert [row.key for row in draft.whole_tree()] == keys[::-1]
    assert [weight for _title, weight in lines(draft)[0][1]] == [100, 150, 200]


def test_a_row_is_taken_away_with_what_is_under_it(save, draft):
    first, second = data.kept(draft)
    first[2]["DELETE"] = "on"
    second[1][0][2]["DELETE"] = "on"

    save(first, second)

    assert [len(rows) for _title, rows in lines(draft)] == [2]


def test_empty_rows_that_stand_ready_do_not_count(save, draft):
    blank = ({"ky": ""}, [({"ky": ""}, "", {"ORDER": 2})], {"ORDER": 3})

    assert save(*data.kept(draft), blank).status_code == 302

    assert len(lines(draft)) == 2


@pytest.mark.parametrize("weight", ["0", "-5", "101", "12,55", "көп", ""])
def test_a_weight_that_is_none_is_told_beside_it(save, draft, weight):
    answer = save(("Жаңы", [("Көрсөткүч", weight)]))

    assert answer.status_code == 422
    row = answer.context["form"].criteria.forms[0]
    assert "12,5" in row.indicators.forms[0].errors["weight"][0]
    assert "Көрсөткүч" in answer.content.decode()
    assert len(lines(draft)) == 2


def test_an_indicator_without_a_criterion_is_told(save):
    answer = save(({"ky": ""}, [("Көрсөткүч", "10")]))
    assert answer.status_code == 422
    assert "title" in answer.context["form"].criteria.forms[0].errors


def test_a_draft_with_99_per_cent_is_saved_and_told(client, save, draft):
    answer = save(("Жаңы", [("Көрсөткүч", "99")]))
    assert answer.status_code == 302
    assert "99 per cent" in client.get(answer.url).content.decode()


def test_who_comes_second_loses_nothing_and_overwrites_nothing(client, save, draft):
    rows = data.kept(draft)
    stale = draft.revision
    save(*rows)

    answer = save(("Менин критерийим", [("Менин көрсөткүчүм", "100")]), revision=stale)

    assert answer.status_code == 409
    assert "Менин көрсөткүчүм" in answer.content.decode()
    assert len(lines(draft)) == 2


@pytest.mark.parametrize("which", ["criteria", "criteria-0-indicators"])
def test_without_a_script_the_server_adds_a_row(save, draft, which):
    rows = data.kept(draft)
    answer = save(*rows, more=which)

    form = answer.context["form"]
    assert answer.status_code == 200
    assert len(form.criteria.forms) == (3 if which == "criteria" else 2)
    assert len(form.criteria.forms[0].indicators.forms) == (2 if which == "criteria" else 3)
    assert not form.errors
    assert form.criteria.forms[0]["title"].value()[0] == "Критерий 1"


@pytest.mark.parametrize("total", ["9" * 5000, "٣", "-5", "x"], ids=len)
def test_a_forged_number_of_rows_breaks_nothing(save, draft, total):
    forged = {"more": "criteria", "criteria-TOTAL_FORMS": total}
    assert save(*data.kept(draft), **forged).status_code == 200
    assert len(lines(draft)) == 2


def test_many_criteria_fit_into_one_form(save, draft):
    rows = [
        (f"К{n}", [(f"К{n}.{m}", "2", data.translated("point_1", "Жок")) for m in range(10)])
        for n in range(5)
    ]
    for _title, lines_of in rows:
        for _name, _weight, more in lines_of:
            for point in range(2, 6):
                more |= data.translated(f"point_{point}", {"ky": "а", "ru": "б", "en": "c"})
    assert save(*rows).status_code == 302
    assert draft.total_weight() == 1000


def test_an_approved_set_is_not_rewritten(client, runner, director, draft):
    data.approve(data.revise(draft), by=runner, director=director)
    answer = look(client, runner, f"{draft.get_absolute_url()}edit/")
    assert answer.status_code == 409
    assert "New edition" in answer.content.decode() or "new edition" in answer.content.decode()


def test_a_new_edition_is_begun_by_a_button(client, runner, director, draft):
    data.approve(data.revise(draft), by=runner, director=director)
    page = look(client, runner, draft.get_absolute_url())
    url = f"{draft.get_absolute_url()}edition/"
    assert url in page.content.decode()

    answer = look(client, runner, url, {"once": "1"})

    made = CriteriaSet.objects.get(edition=2)
    assert answer.url == f"{made.get_absolute_url()}edit/"
    assert look(client, runner, url).status_code == 409
