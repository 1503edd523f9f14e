"""Orders: numbered by their own register, told to those they name, carried out, repealed (RI-05)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from common.models import JournalEntry, Letter, StepNotAllowed, Todo
from common.models.journal import verify
from common.tasks import announce
from documents import proof
from documents.models import Order, OrderPoint
from documents.sheet_trail import faults
from people.models import Appointment
from tests import factories

from .ordering import draft_of, entered, kind_of, scan, signed

pytestmark = pytest.mark.django_db


def todos_of(user) -> set[str]:
    return set(Todo.objects.waiting().filter(person=user.person).values_list("kind", flat=True))


# Distribution ---------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
def test_whom_a_signed_order_names_is_told_by_mail_and_asked_to_acquaint_themselves(agency):
    order = draft_of(agency, executors=[agency.manager.person])
    order.send(by=agency.office)
    assert not todos_of(agency.manager)

    order.approve(by=agency.director, seen=order.sheet.manifest_hash)
    announce()

    assert {r.person for r in order.readings.all()} == {
        agency.manager.person,
        agency.staff.person,
        agency.director.person,
    }
    assert todos_of(agency.manager) == {"documents.acquaint_order"}
    assert todos_of(agency.staff) == {"documents.acquaint_order", "documents.carry_out_point"}
    assert "documents.acquaint_order" not in todos_of(agency.director)  # who signed it knows it
    letters = Letter.objects.filter(key__contains=":order_to_know:")
    assert {letter.person for letter in letters} == {agency.manager.person, agency.staff.person}


def test_an_order_for_everyone_is_told_to_everyone_who_works_here(agency):
    order = signed(draft_of(agency, everyone=True), agency)

    assert order.readings.count() == 4


@pytest.mark.clause("004-5.5.1-b")
def test_an_executor_confirms_with_a_click_or_on_the_signed_sheet(agency):
    order = signed(draft_of(agency, executors=[agency.manager.person]), agency)
    own = order.readings.get(person=agency.manager.person)
    own.confirm(by=agency.manager)
    own.confirm(by=agency.manager)
    paper = order.readings.filter(person=agency.staff.person)
    order.readings.model.objects.record_on_paper(
        paper, by=agency.office, on=localdate(), scan=scan()
    )

    done = order.readings.get(person=agency.staff.person)
    assert (done.paper_on, done.recorded_by) == (localdate(), agency.office.person)
    assert not order.readings.open().exists()
    assert todos_of(agency.manager) == set()
    assert JournalEntry.objects.about(order).filter(deed="acquaint_order").count() == 1
    assert order.attachments.filter(kind="acquaintance").exists()


def test_a_sheet_is_not_signed_before_the_order_nor_in_the_future(agency, tomorrow):
    order = signed(draft_of(agency), agency)
    for day in (tomorrow, localdate() - datetime.timedelta(days=1)):
        with pytest.raises(ValidationError):
            order.readings.model.objects.record_on_paper(
                order.readings.all(), by=agency.office, on=day
            )
    assert order.readings.open().count() == 1


@pytest.mark.parametrize("role", ["executor", "responsible", "controller"])
def test_who_left_can_be_named_by_no_order(agency, role):
    gone = factories.employee("gone")
    Appointment.objects.filter(person=gone.person).update(
        since=localdate() - datetime.timedelta(days=9),
        until=localdate() - datetime.timedelta(days=1),
    )
    fields = {
        "executor": {"executors": [gone.person]},
        "responsible": {"points": [{"responsible": [gone.person]}]},
        "controller": {"control": "person", "controller": gone.person},
    }[role]
    order = draft_of(agency, **fields)

    with pytest.raises(ValidationError, match=gone.person.short_name):
        order.send(by=agency.office)
    assert Order.objects.get().state == "draft"


# Two at once ------------------------------------------------------------------------------------


def test_who_signs_second_is_told_that_it_is_signed(agency):
    order = draft_of(agency)
    order.send(by=agency.office)
    twin = Order.objects.get(pk=order.pk)
    seen = order.sheet.manifest_hash
    order.approve(by=agency.director, seen=seen)

    with pytest.raises(StepNotAllowed):
        twin.approve(by=agency.director, seen=seen)
    assert Order.objects.get().order_number == "1/0102"
    assert order.readings.count() == 2


def test_a_point_changed_behind_the_route_stops_the_signature(agency):
    order = draft_of(agency)
    order.send(by=agency.office)
    OrderPoint.objects.update(due=localdate())

    with pytest.raises(ValidationError):
        order.approve(by=agency.director, seen=order.sheet.manifest_hash)
    assert Order.objects.get().state == "approving"


def test_a_signed_order_is_whole_and_stays_so_while_it_is_carried_out(agency):
    order = signed(draft_of(agency), agency)
    point = order.points.get()
    point.report(by=agency.staff, result="Түзүлдү.")
    order = Order.objects.get()

    assert proof.doubt(order) is None
    assert list(faults()) == []
    OrderPoint.objects.update(text={"ky": "Башка сөз."})
    assert proof.doubt(Order.objects.get()) == proof.Doubt.TEXT


# Execution -------------------------------------------------------------------------------------


@pytest.mark.core
def test_a_point_is_reported_confirmed_and_its_order_carried_out(agency):
    order = signed(draft_of(agency), agency)
    point = order.points.get()
    assert (point.state, order.controlled_by) == ("open", agency.director.person)
    with pytest.raises(PermissionDenied):
        point.report(by=agency.manager, result="Эмес.")

    point.report(by=agency.staff, result="Долбоор даяр.")
    assert todos_of(agency.director) == {"documents.confirm_point"}
    point.give_back(by=agency.director, remark="Тизме жок.")
    assert "documents.carry_out_point" in todos_of(agency.staff)
    point.report(by=agency.staff, result="Тизме кошулду.")
    with pytest.raises(PermissionDenied):
        point.confirm(by=agency.staff)
    point.confirm(by=agency.director)

    assert Order.objects.get().state == "fulfilled"
    assert todos_of(agency.director) == set()


def test_the_office_that_carried_out_a_point_does_not_confirm_it_itself(agency):
    order = signed(draft_of(agency, points=[{"responsible": [agency.office.person]}]), agency)
    point = order.points.get()
    point.report(by=agency.office, result="Болду.")
    with pytest.raises(PermissionDenied):
        point.confirm(by=agency.office)
    point.confirm(by=agency.director)
    assert point.confirmed_by == agency.director.person


def test_an_order_with_an_open_point_is_not_carried_out(agency):
    order = signed(draft_of(agency), agency)

    with pytest.raises(ValidationError):
        order.fulfil(by=agency.director)
    assert Order.objects.get().state == "approved"


def test_late_points_and_late_readings_stand_out(agency, clock):
    order = signed(draft_of(agency), agency)
    assert not Order.objects.for_list().get().is_late

    clock.shift(days=30)
    assert Order.objects.for_list().get().is_late
    assert OrderPoint.objects.late().count() == order.readings.late().count() == 1


# Repealed by a new order ------------------------------------------------------------------------


@pytest.mark.core
def test_an_order_is_taken_back_by_a_new_one_and_who_knew_it_is_told(agency):
    old = signed(draft_of(agency, executors=[agency.manager.person]), agency)
    old.readings.get(person=agency.manager.person).confirm(by=agency.manager)
    new = draft_of(agency, points=[{"repeals": old, "text": {}, "responsible": [], "due": None}])
    signed(new, agency)
    announce()

    old.refresh_from_db()
    assert (old.state, old.repealed_by) == ("repealed", new)
    assert old.points.get().state == "stopped"
    assert {r.person for r in new.readings.all()} >= {agency.manager.person, agency.staff.person}
    assert todos_of(agency.staff) == todos_of(agency.manager) == {"documents.acquaint_order"}
    letter = Letter.objects.filter(
        person=agency.manager.person, key__contains=":order_to_know:"
    ).last()
    assert old.order_number in letter.body.replace(new.order_number, "")
    assert verify() is None


def test_what_does_not_hold_any_more_cannot_be_repealed_again(agency):
    old = signed(draft_of(agency), agency)
    again = [{"repeals": old, "text": {}, "responsible": [], "due": None}]
    signed(draft_of(agency, points=again), agency)

    with pytest.raises(ValidationError):
        draft_of(agency, points=again).send(by=agency.office)


def test_nobody_repeals_without_a_new_order(client, agency):
    old = signed(draft_of(agency), agency)
    client.force_login(agency.director)

    assert client.post(f"{old.get_absolute_url()}repeal/").status_code == 404
    old.refresh_from_db()
    assert old.state == "approved"


# From paper -------------------------------------------------------------------------------------


@pytest.mark.core
def test_an_order_signed_on_paper_is_entered_with_its_number_day_and_scan(agency):
    day = localdate() - datetime.timedelta(days=40)
    order = entered(
        draft_of(agency, points=[{"due": day + datetime.timedelta(days=3)}]), agency, "5/0102", day
    )

    order.refresh_from_db()
    assert (order.order_number, order.order_date, order.on_paper) == ("5/0102", day, True)
    assert order.attachments.filter(kind="scan").exists()
    assert todos_of(agency.staff) >= {"documents.acquaint_order"}
    assert proof.doubt(order) is None


def test_a_paper_of_tomorrow_is_not_entered(agency, tomorrow):
    with pytest.raises(ValidationError):
        entered(draft_of(agency), agency, "5/0102", tomorrow)
    assert Order.objects.get().state == "draft"


def test_a_kind_that_is_closed_sends_no_order(agency):
    order = draft_of(agency)
    kind_of().close(by=agency.office)

    with pytest.raises(ValidationError):
        Order.objects.get(pk=order.pk).send(by=agency.office)
