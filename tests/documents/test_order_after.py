"""What stays of an order that was repealed, and by when one is to know of one (004/5.5.1, 5.5.3)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from .ordering import draft_of, entered, signed, words

pytestmark = pytest.mark.django_db


@pytest.mark.clause("004-5.5.3-5")
def test_a_repealed_order_still_says_who_had_what_to_do_and_what_was_reported(agency):
    given = [{}, {"responsible": [agency.manager.person]}]
    order = signed(draft_of(agency, points=given), agency)
    order.points.first().report(by=agency.staff, result="Түзүлдү.")
    order.repeal(by=agency.director)

    shown = words(agency.director, order.get_absolute_url(), tab="execution")
    assert "Түзүлдү." in shown
    assert shown.count("Not needed any more") == 2
    assert "No point names anybody responsible" not in shown
    assert "done 0 of 2" in words(agency.director, reverse("documents:orders"))
    assert "2 records" in words(agency.director, reverse("documents:order_points"))


def test_one_is_to_know_of_an_order_before_the_first_of_its_points_is_due(agency):
    tomorrow, later = localdate() + timedelta(days=1), localdate() + timedelta(days=60)
    order = signed(draft_of(agency, points=[{"due": later}, {"due": tomorrow}]), agency)
    assert set(order.readings.values_list("due", flat=True)) == {tomorrow}
    assert signed(draft_of(agency, points=[{"due": later}]), agency).readings.first().due < later


def test_a_day_that_is_over_already_leaves_the_usual_days_to_read_a_paper_order(agency):
    yesterday = localdate() - timedelta(days=1)
    order = draft_of(agency, points=[{"due": yesterday}])
    entered(order, agency, "7/0102", yesterday)
    assert order.readings.first().due > localdate()
