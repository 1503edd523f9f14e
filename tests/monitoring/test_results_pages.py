"""The pages and papers of a result: who sees what, what stands there, what it costs (000/4.3)."""

import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from monitoring.models import Campaign, Ruling
from tests.factories import UserFactory
from tests.monitoring import campaigns
from tests.monitoring.counted import D1, D1_WEIGHTS, computed, explain, letters, named, rows

pytestmark = pytest.mark.django_db
TWO = ((600, 400),)


@pytest.fixture
def told(runner, agency):
    """A result that the meeting has heard: campaign, members, participants, result."""
    campaign, users, people = named(runner, D1, D1_WEIGHTS, tie_break=["weightiest", "outsider"])
    result = computed(campaign, users[0])
    Campaign.objects.update(state="announced")
    return campaign, users, people, result


def get(user, name, *args, **asked):
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(user)
    return client.get(reverse(f"monitoring:{name}", args=args), asked)


def text(user, name, *args, **asked) -> str:
    response = get(user, name, *args, **asked)
    assert response.status_code == 200
    return response.content.decode()


def paper(user, campaign, kind, language="en") -> str:
    response = get(user, "result_paper", campaign.pk, kind, language)
    assert response.status_code == 200
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# Who may ----------------------------------------------------------------------------------------


@pytest.mark.clause("000-4.3")
def test_everybody_sees_the_places_after_the_meeting_and_the_chair_alone_the_severity(
    told, runner, agency, stranger
):
    campaign, users, people, result = told
    found = rows(result, people)
    own = people["A"].person.user
    chair, member, outside = users[0], users[1], users[3]
    readers = (stranger, agency.staff, own, member, outside, runner, agency.director, chair)
    pages = {
        ("results",): (404, 200, 200, 200, 200, 200, 200, 200),
        ("consolidated",): (404, 200, 200, 200, 200, 200, 200, 200),
        ("result_figures",): (404, 200, 200, 200, 200, 200, 200, 200),
        ("result_members",): (404, 403, 403, 403, 403, 403, 403, 200),
        ("result_check",): (404, 403, 403, 200, 200, 200, 200, 200),
        ("result_row", found["A"].pk): (404, 403, 200, 200, 200, 200, 200, 200),
        ("result_row", found["B"].pk): (404, 403, 403, 200, 200, 200, 200, 200),
        ("result_paper", "winners", "ky"): (404, 200, 200, 200, 200, 200, 200, 200),
        ("result_paper", "consolidated", "ky"): (404, 403, 403, 200, 200, 200, 200, 200),
        ("leave_out_cells",): (404, 403, 403, 403, 403, 403, 403, 403),
    }
    for (name, *more), expected in pages.items():
        answers = tuple(get(one, name, campaign.pk, *more).status_code for one in readers)
        assert answers == expected, name


def test_before_the_meeting_only_the_commission_and_who_runs_it_see_results(told, runner, agency):
    campaign, users, people, _result = told
    Campaign.objects.update(state="computed")
    own = people["A"].person.user
    readers = (agency.staff, own, users[1], users[3], runner, agency.director, users[0])
    answers = [get(one, "results", campaign.pk).status_code for one in readers]
    assert answers == [403, 403, 200, 200, 200, 200, 200]


def test_an_outsider_of_another_commission_finds_nothing(told):
    campaign, *_rest = told
    assert get(campaigns.outsider(), "results", campaign.pk).status_code == 404
    assert get(UserFactory(), "results", campaign.pk).status_code == 404


def test_which_member_gave_what_only_the_chair_and_the_director_are_told(told, runner, agency):
    campaign, users, _people, result = told
    names = [one.person.short_name for one in campaign.members.select_related("person")]
    for reader in (users[0], agency.director):
        page = text(reader, "consolidated", campaign.pk)
        assert all(name in page for name in names)
        assert all(name in paper(reader, campaign, "consolidated") for name in names)
    for reader in (runner, users[1], users[3]):
        page = text(reader, "consolidated", campaign.pk)
        heads = page[page.index("<thead") : page.index("</thead")]
        assert "Sum 1" in heads
        assert not any(name in heads for name in names)
        assert _order_of_sums(page)
    assert "Sum 1" not in text(agency.staff, "consolidated", campaign.pk)


def _order_of_sums(page: str) -> bool:
    """Without names, each row goes from the highest sum down: no column is a member's."""
    body = page[page.index("<tbody") : page.index("</tbody")]
    rows = [re.findall(r">\s*(\d+|–)\s*<", row) for row in body.split("<tr")[1:]]
    sums = [[int(cell) for cell in row[1:5] if cell != "–"] for row in rows]
    return len(sums) > 1 and all(row == sorted(row, reverse=True) for row in sums)


# What stands there --------------------------------------------------------------------------------


@pytest.mark.clause("000-4.4")
def test_the_table_of_places_says_what_decided_between_equals(told, agency):
    campaign, *_rest = told
    page = text(agency.director, "results", campaign.pk)
    for words in ("4,54", "4,45", "4,30", "decided by the score given by the external expert"):
        assert words in page
    found = text(agency.director, "results", campaign.pk, stands="prize")
    assert "C Өмүр" not in found
    assert "B Өмүр" in found
    assert "B Өмүр" not in text(agency.director, "results", campaign.pk, q="D Өмүр")


@pytest.mark.clause("000-4.3")
def test_ones_own_result_is_explained_step_by_step(told):
    campaign, _users, people, result = told
    own = people["A"].person.user
    page = text(own, "result_row", campaign.pk, rows(result, people)["A"].pk)
    for words in (
        "89/20",
        "They stayed equal: by the score of the weightiest criterion.",
        "It was decided by the score given by the external expert.",
        f"Equal score with: {people['D']}.",
        "In nineteen of twenty commissions drawn anew",
    ):
        assert words in page
    assert "By member" not in page


@pytest.mark.clause("001-5.4")
def test_agreement_is_told_in_words_with_its_figures_and_charts(told, agency):
    campaign, *_rest = told
    page = text(agency.director, "result_figures", campaign.pk)
    for words in ("Kendall’s W", "Krippendorff’s alpha", "ICC 3,k", "The same as a table", "<svg"):
        assert words in page
    assert "style=" not in page[page.index("<main") : page.index("</main")]


def test_the_lists_leave_the_house_as_excel_and_as_pdf_with_the_exact_score(told, agency):
    campaign, *_rest = told
    book = load_workbook(
        io.BytesIO(get(agency.director, "consolidated", campaign.pk, **{"as": "xlsx"}).content)
    )
    cells = [[str(cell) for cell in row] for row in book.worksheets[0].values]
    assert "Exactly" in cells[0]
    assert any("363/80" in row for row in cells)
    response = get(agency.director, "results", campaign.pk, **{"as": "pdf"})
    assert response.content.startswith(b"%PDF")


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_papers_are_made_in_each_language_with_lines_to_sign(told, agency, language):
    campaign, users, _people, result = told
    for kind, words in (
        ("consolidated", ("4,54", "363/80")),
        ("winners", ("4,54",)),
        ("annex", ("0,", "256")),
    ):
        found = paper(agency.director, campaign, kind, language)
        assert all(word in found for word in (*words, result.digest)), kind
        assert all(one.person.short_name in found for one in campaign.members.all()), kind
    assert get(agency.director, "result_paper", campaign.pk, "other", "ky").status_code == 404
    assert get(agency.director, "result_paper", campaign.pk, "annex", "de").status_code == 404


@pytest.mark.parametrize("kind", ["consolidated", "winners", "annex"])
def test_the_name_beside_a_line_to_sign_is_not_broken(told, agency, kind):
    campaign = told[0]
    campaign.members.filter(is_chair=True).update(
        position_name=campaigns.words("Өтө узун аталган кызмат " * 4)
    )
    answer = get(agency.director, "result_paper", campaign.pk, kind, "ky")

    pages = PdfReader(io.BytesIO(answer.content)).pages
    lines = [line for page in pages for line in page.extract_text().splitlines()]
    for one in campaign.members.all():
        assert any(one.person.short_name in line for line in lines), one


def test_an_older_result_is_found_by_its_number_by_who_runs_it(told, runner, agency):
    campaign, users, _people, _result = told
    campaign.refresh_from_db()
    campaign.reopen(by=agency.director, reason="Каршы пикир")
    assert get(agency.director, "results", campaign.pk).status_code == 403
    for user in users:
        campaigns.sheet_of(campaign, user).sign(by=user)
    computed(campaign, users[0])
    Campaign.objects.update(state="announced")
    page = text(runner, "results", campaign.pk, version="1")
    assert "This result counts no more" in page
    assert "counts no more" not in text(runner, "results", campaign.pk)
    assert get(agency.staff, "results", campaign.pk, version="1").status_code == 403


def test_a_result_counted_once_more_is_told_to_hold_or_not(told, runner):
    campaign, _users, _people, result = told
    assert "everything came out as it stands" in text(runner, "result_check", campaign.pk)
    result.rows.filter(place=1).update(place=2)
    assert "scores or places come out otherwise" in text(runner, "result_check", campaign.pk)


def test_the_tab_shows_the_progress_and_then_the_result(runner, agency):
    campaign, users, _people = named(runner, D1, D1_WEIGHTS)
    explain(campaign)
    campaign.compute(by=users[0], late_reason="Сыноо")
    Campaign.objects.update(progress=30)
    page = text(runner, "campaign", campaign.pk, tab="results")
    assert 'value="30"' in page
    computed_page = None
    from monitoring import tasks

    tasks.count_results()
    computed_page = text(runner, "campaign", campaign.pk, tab="results")
    assert "4,54" in computed_page
    assert 'value="30"' not in computed_page
    assert "tab=results" not in text(agency.staff, "campaign", campaign.pk)


def test_nobody_scored_at_all_makes_pages_that_say_so(runner, agency):
    marks = {"A": [["not_applicable"] * 4]}
    campaign, users, _people = named(runner, marks, ((1000,),))
    computed(campaign, users[0])
    assert "Could not be scored" in text(agency.director, "results", campaign.pk)
    assert "nothing to draw" in text(agency.director, "result_figures", campaign.pk)
    assert "Nobody took a place" in paper(agency.director, campaign, "winners")


# The chair decides on cells -------------------------------------------------------------------------


def test_the_chair_leaves_cells_out_on_a_page_with_a_reason(runner, agency):
    marks = {"A": letters("4444 / 5555"), "B": letters("3333 / 3333")}
    marks["A"][1][:2] = ["cannot_judge", "refused"]
    campaign, users, people = named(runner, marks, TWO)
    explain(campaign)
    client = Client()
    client.force_login(users[0])
    url = reverse("monitoring:leave_out_cells", args=[campaign.pk])
    cell = f"{people['A'].pk}:{campaign.criteria.indicators()[1].pk}"
    assert cell in client.get(url).content.decode()
    assert client.post(url, {"cells": [cell], "reason": ""}).status_code == 422
    assert client.post(url, {"cells": ["1:x"], "reason": "Жок"}).status_code == 422
    assert client.post(url, {"cells": [cell], "reason": "Тиешеси жок"}).status_code == 302
    assert client.post(url, {"cells": [cell], "reason": "Дагы"}).status_code == 422
    assert Ruling.objects.count() == 1
    for user in (users[1], runner):
        client.force_login(user)
        assert client.get(url).status_code == 403
    client.force_login(agency.staff)
    assert client.get(url).status_code == 403


# What it costs ------------------------------------------------------------------------------------


def test_a_page_costs_the_same_at_three_rows_and_at_three_hundred(runner, agency):
    pages = ("results", "consolidated", "result_figures")
    costs = []
    for count in (3, 300):
        marks = {f"P{n}": letters(["5454", "4433", "5544"][n % 3]) for n in range(count)}
        campaign, users, _people = named(runner, marks, ((1000,),), code=f"of-{count}")
        computed(campaign, users[0])
        get(agency.director, "results", campaign.pk)
        for name in pages:
            with CaptureQueriesContext(connection) as asked:
                assert get(agency.director, name, campaign.pk, per="100").status_code == 200
            costs.append(len(asked))
    assert costs[:3] == costs[3:]
    assert max(costs) <= MOST


MOST = 34
