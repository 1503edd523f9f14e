"""A result beside the year before and by units (001/5.3)."""

from datetime import date

import pytest
from django.utils import translation

from monitoring.counting import verify
from monitoring.models import Campaign, Indicator
from monitoring.result_charts import charts_of
from monitoring.result_figures import years as years_in_words
from people.models import Position
from tests.factories import UnitFactory, employee
from tests.monitoring import campaigns
from tests.monitoring.counted import ONE, computed, letters, named

pytestmark = pytest.mark.django_db
TWO = ((600, 400),)


@pytest.mark.clause("001-5.3")
def test_a_year_is_compared_with_the_one_before_by_the_same_indicators(runner, agency):
    kind = campaigns.kind("yearly", takes_all=False, collects_material=False)
    old = campaigns.criteria_of(kind, runner.person, year=2025, weights=TWO)
    new = campaigns.criteria_of(kind, runner.person, weights=((500,), (500,)))
    first = old.indicators()[0]
    Indicator.objects.filter(pk=new.indicators()[0].pk).update(key=first.key)
    people = [employee(f"post{n}") for n in range(3)]
    users = None
    results = []
    for year, criteria, value in ((2025, old, 3), (2026, new, 4)):
        campaign = Campaign.begin(
            by=runner,
            kind=kind,
            year=year,
            title=campaigns.words(f"{year}"),
            starts_on=date(year, 5, 25),
            scoring_until=date(year, 6, 15),
            results_on=date(year, 6, 20),
            criteria=criteria,
        )
        campaign.name_participants([one.person for one in people], by=runner)
        users = campaigns.form(campaign, runner, users)
        campaigns.declare(campaign)
        campaign.begin_scoring(by=runner)
        campaigns.sign_all(campaign, users, value)
        results.append(computed(campaign, users[0]))

    assert results[0].statistics["years"] is None
    years = results[1].statistics["years"]
    assert (years["year"], years["matched"], years["indicators"], years["people"]) == (
        2025,
        1,
        2,
        3,
    )
    assert years["same_commission"] is True
    assert years["mean"] == 1
    assert {value for _row, value in years["deltas"]} == {"1"}
    assert years["criteria"] == [{"criterion": 0, "then": "3", "now": "4"}]
    assert verify(results[1]) == []
    with translation.override("en"):
        assert "Mean change +1,00" in " ".join(years_in_words(results[1]))


@pytest.mark.clause("001-5.3")
def test_units_are_compared_and_small_ones_are_not_shown(runner, agency):
    sizes = {"big": 5, "other": 5, "small": 4}
    marks = {}
    for code, size in sizes.items():
        unit = UnitFactory(code=code, name={"ky": code})
        for n in range(size):
            name = f"{code}{n}"
            marks[name] = letters("5544" if code == "big" else "3344")
            Position.objects.create(code=f"post-{name}", name={"ky": name}, unit=unit)
    campaign, users, _people = named(runner, marks, ONE)
    told = computed(campaign, users[0]).statistics["units"]
    assert [median for _unit, median in told["medians"]] == [4.5, 3.5]
    assert [count for _unit, count in told["people"]] == [5, 5]
    assert len(told["suppressed"]) == 1
    assert told["p"] < 0.05


def test_the_charts_of_what_are_no_people_count_what_was_scored(runner, agency, monkeypatch):
    campaign, users, _people = named(runner, {"A": [[5, 5, 4, 4]], "B": [[4, 4, 4, 4]]}, ONE)
    result = computed(campaign, users[0])

    def heads():
        with translation.override("en"):
            return [head for chart in charts_of(result) for head in chart.heads]

    assert "People" in heads()
    assert "Scored" not in heads()
    monkeypatch.setattr("monitoring.result_charts.scores_people", lambda kind: False)
    assert "Scored" in heads()
    assert "People" not in heads()
