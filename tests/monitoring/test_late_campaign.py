"""A campaign that is held when the days of its results are over (000/4.1)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from common import deeds
from common.models import JournalEntry
from tests.factories import employee
from tests.monitoring import campaigns

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 20)


@pytest.fixture
def june(agency, clock):
    """The last day of the window, who runs the monitoring, the kind and its criteria."""
    clock.set(2026, 6, 30, 10)
    runner = employee("quality-manager", "monitoring.manage")
    kind = campaigns.kind(
        collects_material=False, results_from="06-01", results_until="06-30", code="june"
    )
    return runner, kind, campaigns.criteria_of(kind, runner.person)


def test_before_june_is_over_nothing_else_is_planned(june):
    runner, kind, criteria = june
    with pytest.raises(ValidationError, match="30.06.2026"):
        campaigns.begin(runner, kind, criteria=criteria, results_on=JULY)


@pytest.mark.clause("000-4.1")
def test_once_june_is_over_it_is_planned_late_and_computing_says_why(june, clock):
    runner, kind, criteria = june
    clock.set(2026, 7, 3, 10)
    with pytest.raises(ValidationError, match="30.06.2026"):
        campaigns.begin(runner, kind, criteria=criteria, results_on=JULY.replace(day=2))
    campaign, users = campaigns.scoring(runner, kind, criteria=criteria, results_on=JULY)
    campaigns.sign_all(campaign, users)
    with pytest.raises(ValidationError):
        campaign.compute(by=runner)
    campaign.compute(by=runner, late_reason="Төрага ооруп калды")
    assert campaign.late_reason == "Төрага ооруп калды"


def test_the_history_names_no_reason_that_nobody_gave(runner, scoring):
    campaign, _users = scoring
    rows = JournalEntry.objects.about(campaign)
    assert campaign.participants.filter(recusals__ground="self").exists()
    assert [line["reason"] for line in deeds.history(rows, runner) if line["reason"]] == []
