"""What the protocol and the papers tell of single marks: far ones, cells left out (000/2.4, 4.3)."""

import pytest
from django.urls import reverse

from monitoring.counting_inputs import unscored
from monitoring.models import Campaign, Ruling
from monitoring.protocol_words import protocol_words
from monitoring.result_paper import paper
from tests.monitoring import after
from tests.monitoring.counted import computed, explain, letters, named, rows

pytestmark = pytest.mark.django_db
TWO = ((600, 400),)
WHY = "Материал талап кылынган эмес"


@pytest.fixture
def short(runner, agency):
    """A's second indicator was marked by two members of four; the chair left it out."""
    marks = {"A": letters("4444 / 5555"), "B": letters("3333 / 3333")}
    marks["A"][1][:2] = ["cannot_judge", "refused"]
    campaign, users, people = named(runner, marks, TWO)
    explain(campaign)
    cells = [(one.participant, one.indicator) for one in unscored(campaign)]
    Ruling.leave_out(campaign, cells, by=users[0], reason=WHY)
    return campaign, users, people, computed(campaign, users[0])


def page(client, user, name, *args) -> str:
    return after.look(client, user, reverse(f"monitoring:{name}", args=args)).content.decode()


def test_why_a_cell_was_left_out_stands_beside_the_result_and_on_the_papers(
    client, agency, runner, short
):
    campaign, users, people, result = short
    row = rows(result, people)["A"]
    assert WHY in page(client, users[0], "result_row", campaign.pk, row.pk)
    assert WHY not in page(
        client, users[0], "result_row", campaign.pk, rows(result, people)["B"].pk
    )
    data, _title = paper(result, "consolidated", "ky", named=False)
    assert WHY in after.text_of(data)
    told = after.drafted(campaign, runner).manifest()
    assert [(one["no"], one["reason"]) for one in told["left_out"]] == [(people["A"].number, WHY)]
    assert WHY in protocol_words(told, "ky")["left_out"][0]
    Campaign.objects.update(state="announced")
    assert WHY in page(client, people["A"].person.user, "own_result", campaign.pk)


def test_the_history_names_the_cell_once_the_results_are_told(client, agency, short):
    campaign, _users, people, _result = short
    address = f"{campaign.get_absolute_url()}?tab=history"
    name = f"{people['A']} – "
    assert name not in after.look(client, agency.staff, address).content.decode()
    Campaign.objects.update(state="announced")
    assert name in after.look(client, agency.staff, address).content.decode()


def test_a_paper_that_was_taken_out_is_told_by_its_name(client, agency, short):
    campaign, *_rest = short
    url = reverse("monitoring:result_paper", args=[campaign.pk, "winners", "ky"])
    assert after.look(client, agency.director, url).status_code == 200
    told = after.look(client, agency.director, f"{campaign.get_absolute_url()}?tab=history")
    assert "List of the winners, KY (PDF)" in told.content.decode()
    assert "/results/paper/" not in told.content.decode()


@pytest.fixture
def far(runner, agency):
    """Of one indicator two people with marks far apart, each explained by both ends."""
    marks = {"A": letters("1444"), "B": letters("5522"), "C": letters("3333")}
    campaign, users, people = named(runner, marks, ((1000,),))
    return campaign, users, people, computed(campaign, users[0])


def test_explanations_are_told_apart_by_the_number_of_their_cell_without_a_name(runner, far):
    campaign, _users, people, _result = far
    told = after.drafted(campaign, runner).manifest()
    assert sorted({one["case"] for one in told["spread"]}) == [1, 2]
    assert not any(str(people[name].name) in str(told["spread"]) for name in "AB")
    cells = protocol_words(told, "ky")["spread"]
    assert [one["case"] for one in cells] == [1, 2]
    assert sorted((one["lowest"], one["highest"], len(one["said"])) for one in cells) == [
        (1, 4, 4),
        (2, 5, 4),
    ]


def test_whoever_sees_the_scores_finds_whose_cell_a_number_is(client, agency, runner, far):
    campaign, users, people, _result = far
    after.signed(campaign, users, runner)
    Campaign.objects.update(state="announced")
    address = campaign.protocol.get_absolute_url()
    for user, sees in ((runner, True), (users[1], True), (agency.staff, False)):
        said = after.look(client, user, address).content.decode()
        assert (f"<b>{people['A']}</b>" in said) == sees
        assert "mark 1 –" in said


def test_charts_are_drawn_for_a_phone_too_and_once_on_paper(client, agency, far):
    campaign, *_rest = far
    url = reverse("monitoring:result_figures", args=[campaign.pk])
    shown = after.look(client, agency.director, url)
    for chart in shown.context["charts"]:
        assert chart.narrow.width < 390
        assert chart.narrow.rows == chart.rows
    said = shown.content.decode()
    assert said.count("chart-narrow") == said.count("chart-wide") > 0
