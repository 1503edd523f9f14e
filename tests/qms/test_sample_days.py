"""The days of the sample's monitoring fit the day on which the sample is made, whichever it is."""

from datetime import date, timedelta

import pytest
import time_machine

from monitoring.models import Campaign
from qms.sample.monitoring import days_of
from tests.monitoring import campaigns

pytestmark = pytest.mark.django_db


def test_the_campaign_under_way_is_of_this_year_on_every_day_of_it(agency):
    kind = campaigns.kind(results_from="06-01", results_until="06-30")
    for n in range(366):
        day = date(2028, 1, 1) + timedelta(days=n)
        with time_machine.travel(f"{day}T10:00:00+06:00", tick=False):
            days = days_of(kind)
            Campaign(kind=kind, title=campaigns.words("Мониторинг"), **days).clean()
        assert days["year"] == 2028
        assert days["material_until"] < day <= days["scoring_until"] <= days["results_on"]
