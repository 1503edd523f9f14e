"""Execution under control: reminded before the day, told of once it is late (RI-05)."""

import datetime

import pytest
from django.utils.timezone import localdate

from common.models import JournalEntry, Letter, deed
from common.tasks import announce
from documents import execution
from documents.handover_orders import pass_points
from documents.models import Memo
from documents.tasks import look_ahead
from people.models import Appointment
from tests import factories

from . import mail
from .ordering import draft_of, kind_of, signed

pytestmark = pytest.mark.django_db


def swept() -> None:
    """The hour comes twice."""
    for _time in range(2):
        look_ahead()
        announce()


def told(template: str) -> list:
    """Who got a letter of this kind, in the order in which they got it."""
    rows = Letter.objects.filter(key__contains=f":{template}:").order_by("pk")
    return [letter.person for letter in rows.select_related("person")]


def reminders() -> list:
    return told("execution_reminder")


def complaints() -> list:
    return told("execution_late")


def days(count: int) -> datetime.date:
    return localdate() + datetime.timedelta(days=count)


@pytest.fixture
def point(agency):
    """To be done in seven days, controlled by the manager."""
    order = draft_of(agency, control="person", controller=agency.manager.person)
    return signed(order, agency).points.get()


def test_who_carries_out_a_point_is_reminded_once_shortly_before_its_day(agency, point, clock):
    swept()
    assert reminders() == []

    clock.shift(days=4)
    swept()
    assert (reminders(), complaints()) == ([agency.staff.person], [])
    letter = Letter.objects.get(key__contains="execution_reminder")
    assert f"{point.due:%d.%m.%Y}" in letter.subject
    assert letter.url == point.get_absolute_url()
    clock.shift(days=1)
    swept()
    assert reminders() == [agency.staff.person]


def test_of_a_late_point_its_executor_and_its_controller_are_told_once(agency, point, clock):
    clock.shift(days=8)
    swept()
    clock.shift(days=1)
    swept()

    assert (reminders(), complaints()) == ([agency.staff.person], [agency.manager.person])
    letter = Letter.objects.get(key__contains=":execution_late:")
    assert agency.staff.person.short_name in letter.body


def test_whose_control_is_nobodys_is_told_to_whoever_keeps_orders(agency, clock):
    signed(draft_of(agency, control="none"), agency)
    clock.shift(days=8)
    swept()

    assert complaints() == [agency.office.person]


def test_who_controls_what_they_carry_out_themselves_gets_one_letter(agency, clock):
    mine = [{"responsible": [agency.manager.person]}]
    order = draft_of(agency, points=mine, control="person", controller=agency.manager.person)
    signed(order, agency)
    clock.shift(days=8)
    swept()

    assert (reminders(), complaints()) == ([agency.manager.person], [])


def test_nobody_is_reminded_of_what_they_were_given_just_now(agency):
    signed(draft_of(agency, points=[{"due": days(2)}]), agency)
    swept()

    assert reminders() == []


@pytest.mark.parametrize("end", ["reported", "confirmed", "repealed", "on_time"])
def test_of_what_is_closed_nobody_is_told(agency, point, clock, end):
    if end in ("reported", "confirmed"):
        point.report(by=agency.staff, result="Түзүлдү.")
    if end == "confirmed":
        point.confirm(by=agency.manager)
    if end == "repealed":
        point.order.repeal(by=agency.director)
    clock.shift(days=8 if end != "on_time" else 2)
    swept()

    assert (reminders(), complaints()) == ([], [])


def test_what_was_done_between_the_sweep_and_the_letter_is_told_to_nobody(agency, point, clock):
    clock.shift(days=8)
    look_ahead()
    point.report(by=agency.staff, result="Түзүлдү.")
    announce()

    assert (reminders(), complaints()) == ([], [])


def test_who_took_over_is_reminded_in_the_place_of_who_left(agency, point, clock):
    with deed(by=agency.director):
        pass_points(agency.staff.person, agency.office.person, agency.director)
    clock.shift(days=5)
    swept()

    assert reminders() == [agency.office.person]


def test_the_organisation_says_how_many_days_before(agency, point, clock):
    agency.organisation.switches |= {"execution_ahead_days": 1}
    agency.organisation.save()
    clock.shift(days=5)
    swept()
    assert reminders() == []
    clock.shift(days=1)
    swept()
    assert reminders() == [agency.staff.person]


# Letters and memos ------------------------------------------------------------------------------


@pytest.fixture
def house(agency):
    mail.terms()
    mail.numbered(agency)
    return agency


def test_who_carries_out_a_resolution_is_reminded_and_its_controller_told(house, clock):
    letter = mail.letter(house)
    (one,) = mail.resolve(letter, house, due=days(7), controller=house.manager.person)
    clock.shift(days=5)
    swept()
    assert (reminders(), complaints()) == ([house.staff.person], [])
    clock.shift(days=3)
    swept()
    assert reminders() == [house.staff.person] * 2
    assert complaints() == [house.manager.person]
    assert JournalEntry.objects.about(one).filter(deed=execution.LATE).count() == 1


def test_a_controller_who_left_hands_it_to_whoever_keeps_letters(house, clock):
    letter = mail.letter(house)
    gone = factories.employee("gone")
    mail.resolve(letter, house, due=days(7), controller=gone.person)
    Appointment.objects.filter(person=gone.person).update(until=localdate())
    clock.shift(days=8)
    swept()

    assert complaints() == [house.office.person]


def test_a_resolution_taken_off_or_carried_out_is_told_to_nobody(house, clock):
    first, second = mail.resolve(mail.letter(house), house, house.staff, house.manager, due=days(7))
    first.report(by=house.staff, text="Жооп жиберилди.")
    second.cancel(by=house.office, remark="Керек эмес.")
    clock.shift(days=8)
    swept()

    assert (reminders(), complaints()) == ([], [])


def test_a_letter_that_waits_for_its_resolution_reminds_its_addressee(house, clock):
    letter = mail.letter(house, due=days(10))
    clock.shift(days=8)
    swept()
    assert (reminders(), complaints()) == ([house.director.person], [])

    letter.due = days(1)
    letter.save()
    swept()
    assert reminders() == [house.director.person] * 2  # of another day anew
    clock.shift(days=2)
    swept()
    assert reminders() == [house.director.person] * 3
    assert complaints() == [house.office.person]


def test_a_memo_that_was_given_reminds_whom_it_was_given_to(agency, clock):
    kind_of("memo", form="memo", mask="{n}-K")
    memo = Memo(author=agency.staff.person, addressee=agency.director.person, title="Т", text="Т")
    memo.save()
    memo.send(by=agency.staff)
    memo.assign(by=agency.director, to=agency.manager.person, due=days(7))
    clock.shift(days=8)
    swept()

    assert (reminders(), complaints()) == ([agency.manager.person], [agency.director.person])


def test_the_sweep_costs_the_same_however_much_is_told_already(
    agency, clock, django_assert_max_num_queries
):
    signed(draft_of(agency, points=[{} for _point in range(5)]), agency)
    clock.shift(days=8)
    swept()
    with django_assert_max_num_queries(12):
        execution.sweep()
