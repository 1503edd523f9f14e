"""The yearly duty to revise the criteria: it begins them and closes once they are approved."""

import pytest

from monitoring.models import CriteriaSet
from planning import opening
from planning.openers import is_closed_by_hand
from tests.monitoring import campaigns
from tests.monitoring import criteria_data as data
from tests.planning.things import obligation, on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
MAY = {"rrule": "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=11"}


@pytest.fixture
def duty(runner, kind):
    """Opened in April 2027, with the approved criteria of 2026 there."""
    campaigns.criteria_of(kind, runner.person)
    one = obligation(
        "monitoring_criteria",
        MAY,
        power="monitoring.manage",
        opener="monitoring.criteria",
        options={"assessment": kind.code},
        lead_days=30,
    )
    with on("2027-04-12"):
        opening.keep_the_year()
        opening.keep_the_year()
    return one.duties.get()


@pytest.mark.clause("000-3.3")
def test_every_year_the_revision_is_opened_with_the_lines_of_the_last(runner, duty):
    made = CriteriaSet.objects.get(year=2027)
    assert (made.author, made.state) == (runner.person, "draft")
    assert made.indicators().count() == 5
    assert duty.opened == made


def test_it_is_closed_by_their_approval(runner, director, duty):
    made = CriteriaSet.objects.get(year=2027)
    with on("2027-05-03"):
        opening.keep_the_year()
        duty.refresh_from_db()
        assert duty.state == "open"
        data.approve(data.revise(made), by=runner, director=director)
        opening.keep_the_year()
    duty.refresh_from_db()
    assert duty.state == "done"
    assert duty.record == made


def test_a_draft_that_somebody_began_is_not_begun_twice(runner, kind):
    mine = data.begin(runner, kind)
    obligation(
        "monitoring_criteria",
        MAY,
        power="monitoring.manage",
        opener="monitoring.criteria",
        options={"assessment": kind.code},
        lead_days=30,
    )
    with on("2027-04-12"):
        opening.keep_the_year()
    assert CriteriaSet.objects.get(year=2027) == mine


def test_where_the_profile_names_no_assessment_it_is_closed_by_hand(runner, kind):
    one = obligation(
        "criteria", MAY, power="monitoring.manage", opener="monitoring.criteria", lead_days=30
    )
    with on("2027-04-12"):
        opening.keep_the_year()
    assert not CriteriaSet.objects.exists()
    assert is_closed_by_hand(one.duties.get())
