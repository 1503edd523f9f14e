"""Who begins to work here later acquaints themselves with the orders for all (004/5.5.1)."""

import datetime

import pytest
from django.utils.timezone import localdate

from common.models import JournalEntry, Letter, Todo
from common.tasks import announce
from documents.models import OrderReading
from documents.tasks import ask_newcomers
from people.models import Appointment
from tests import factories

from .ordering import draft_of, signed

pytestmark = pytest.mark.django_db


def swept() -> None:
    """The tick comes twice."""
    for _time in range(2):
        ask_newcomers()
        announce()


def asked(person) -> set:
    return {reading.order for reading in OrderReading.objects.filter(person=person)}


@pytest.mark.clause("004-5.5.1-b")
def test_who_begins_later_is_asked_to_know_every_order_for_all_that_holds(agency):
    first = signed(draft_of(agency, everyone=True), agency)
    second = signed(draft_of(agency, everyone=True, points=[{"responsible": []}]), agency)
    signed(draft_of(agency), agency)  # of those it names alone
    swept()
    newcomer = factories.employee("newcomer")
    swept()

    assert asked(newcomer.person) == {first, second}
    waits = Todo.objects.waiting().filter(person=newcomer.person, kind="documents.acquaint_order")
    assert {todo.object for todo in waits} == {first, second}
    assert all(todo.due > localdate() for todo in waits)
    letter = Letter.objects.get(person=newcomer.person, key__contains=":orders_to_know:")
    assert first.order_number in letter.body
    assert second.get_absolute_url() in letter.body
    assert JournalEntry.objects.filter(deed="ask_to_know_orders").count() == 1

    first.readings.get(person=newcomer.person).confirm(by=newcomer)
    swept()
    assert waits.all().count() == 1


def test_of_what_was_taken_back_or_is_a_draft_no_newcomer_is_asked(agency):
    gone = signed(draft_of(agency, everyone=True), agency)
    gone.repeal(by=agency.director)
    draft_of(agency, everyone=True)
    newcomer = factories.employee("newcomer")
    swept()

    assert asked(newcomer.person) == set()


def test_an_order_that_is_carried_out_still_holds_for_who_comes_later(agency):
    order = signed(draft_of(agency, everyone=True), agency)
    point = order.points.get()
    point.report(by=agency.staff, result="Түзүлдү.")
    point.confirm(by=agency.director)
    order.refresh_from_db()
    assert order.state == "fulfilled"
    newcomer = factories.employee("newcomer")
    swept()

    assert asked(newcomer.person) == {order}


def test_who_has_left_or_begins_tomorrow_is_not_asked(agency):
    signed(draft_of(agency, everyone=True), agency)
    newcomer = factories.employee("newcomer")
    tomorrow = localdate() + datetime.timedelta(days=1)
    Appointment.objects.filter(person=newcomer.person).update(since=tomorrow)
    swept()

    assert asked(newcomer.person) == set()


def test_once_everybody_knows_the_sweep_asks_one_question(agency, django_assert_num_queries):
    signed(draft_of(agency, everyone=True), agency)
    swept()
    with django_assert_num_queries(2):  # versions, orders
        ask_newcomers()
