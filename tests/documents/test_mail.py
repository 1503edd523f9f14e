"""Letters: each numbered once, resolved, carried out, closed (RI-05)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from common.models import Todo
from common.models.journal import verify
from common.working_days import after_working_days
from documents.models import Correspondence, correspondence_deeds
from documents.models.correspondence_deeds import CLOSE, RESOLVE, Twice
from documents.models.resolution import CARRY_OUT
from people.models import Appointment
from tests import factories

from . import mail
from .mail import resolve, waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(agency):
    """An agency with its patterns, its words of correspondence, its route."""
    mail.numbered(agency)
    mail.terms()
    return agency


def year() -> str:
    return f"{localdate():%y}"


# Numbers ------------------------------------------------------------------------------------------


@pytest.mark.core
def test_each_direction_has_its_own_sequence_of_the_year_without_gaps(house):
    incoming = [mail.letter(house, subject=f"Кат {n}").number for n in range(3)]
    internal = mail.letter(house, "internal", by=house.staff).number
    outgoing = mail.letter(house, "outgoing", by=house.staff)
    outgoing.sign_on_paper(by=house.office, signer=house.director.person, signed_on=localdate())

    assert incoming == [f"К-{n:03}/{year()}" for n in (1, 2, 3)]
    assert (internal, outgoing.number) == (f"И-001/{year()}", f"Ч-001/{year()}")
    assert verify() is None


def test_a_refused_registration_takes_no_number(house):
    with pytest.raises(ValidationError), transaction.atomic():
        mail.letter(house, addressee=factories.PositionFactory(code="vacant"))

    assert mail.letter(house).number == f"К-001/{year()}"


def test_each_year_begins_anew_and_an_earlier_one_keeps_its_number_from_paper(house, clock):
    clock.set(2026, 12, 31, 9, 0)
    last = mail.letter(house)
    clock.set(2027, 1, 5, 9, 0)
    first = mail.letter(house)
    old = mail.letter(house, register=False)
    with pytest.raises(ValidationError) as refused:
        old.register(by=house.office, registered_on=last.registered_on)
    old.refresh_from_db()
    old.register(by=house.office, registered_on=last.registered_on, number="К-017/26")

    assert (last.number, first.number) == ("К-001/26", "К-001/27")
    assert "number" in refused.value.error_dict
    assert (old.number, old.year) == ("К-017/26", 2026)


def test_a_number_from_paper_is_kept_and_the_journal_goes_on_after_it(house):
    letter = mail.letter(house, register=False)
    letter.register(by=house.office, number=f"К-041/{year()}")
    with pytest.raises(ValidationError) as refused:
        mail.letter(house, register=False).register(by=house.office, number=f"К-041/{year()}")

    assert mail.letter(house).number == f"К-042/{year()}"
    assert "number" in refused.value.error_dict


def test_the_database_knows_each_number_of_a_year_once(house):
    first, second = mail.letter(house), mail.letter(house, subject="Экинчи")
    with pytest.raises(IntegrityError), transaction.atomic():
        Correspondence.objects.filter(pk=second.pk).update(number=first.number)


def test_the_same_letter_registered_twice_is_told_and_not_doubled(house):
    theirs = {"their_number": "12-к", "their_date": localdate() - timedelta(days=2)}
    first = mail.letter(house, **theirs)
    again = mail.letter(house, register=False, **theirs, subject="Башка сөз")
    with pytest.raises(Twice) as told:
        again.register(by=house.office)
    again.refresh_from_db()
    another = mail.letter(house, words="Башка мектеп", **theirs)
    again.register(by=house.office, anyway=True)

    assert told.value.letter == first
    assert another.number == f"К-002/{year()}"
    assert again.number == f"К-003/{year()}"


def test_two_clerks_at_once_do_not_register_the_same_letter_twice(house, monkeypatch):
    """The second waits for the number of the first, and looks for doubles only then."""
    theirs = {"their_number": "12-к", "their_date": localdate()}
    first, second = (mail.letter(house, register=False, **theirs) for _clerk in range(2))
    clerk = factories.employee("second_clerk", "nomenclature.keep")
    give = correspondence_deeds.next_number

    def wait(*asked):
        monkeypatch.setattr(correspondence_deeds, "next_number", give)
        first.register(by=clerk)
        return give(*asked)

    monkeypatch.setattr(correspondence_deeds, "next_number", wait)
    with pytest.raises(Twice) as told:
        second.register(by=house.office)

    assert told.value.letter == first


def test_the_same_party_with_the_same_number_is_the_same_letter(house):
    party = mail.party()
    theirs = {"their_number": "5", "their_date": localdate(), "party": party}
    mail.letter(house, **theirs, words="")
    with pytest.raises(Twice), transaction.atomic():
        mail.letter(house, **theirs, words="Директор")


# Resolution and what follows -----------------------------------------------------------------------


@pytest.mark.core
def test_resolved_carried_out_and_taken_off_control(house):
    letter = mail.letter(house)
    assert waits(house.director, RESOLVE) == [letter]
    assert letter.due == after_working_days(localdate(), 10)

    first, second = resolve(letter, house, house.staff, house.manager)
    assert (letter.state, waits(house.director, RESOLVE)) == ("in_work", [])
    assert waits(house.staff, CARRY_OUT) == [first]
    assert first.due == letter.due
    with pytest.raises(ValidationError, match=house.staff.person.short_name):
        letter.close(by=house.office)

    first.report(by=house.staff, text="Жооп жиберилди.")
    assert waits(house.office, CLOSE) == []
    second.report(by=house.manager, text="Даяр.", file=mail.scan())
    assert waits(house.office, CLOSE) == [letter]
    letter.refresh_from_db()
    letter.close(by=house.office, outcome="Жооп берилди")

    assert letter.state == "closed"
    assert not Todo.objects.waiting().exists()
    assert verify() is None


def test_what_was_reported_can_be_given_back_with_remarks(house):
    letter = mail.letter(house)
    (one,) = resolve(letter, house)
    one.report(by=house.staff, text="Даяр")
    one.give_back(by=house.office, remark="Тиркемеси жок.")

    assert (one.state, one.remark) == ("open", "Тиркемеси жок.")
    assert waits(house.staff, CARRY_OUT) == [one]
    assert waits(house.office, CLOSE) == []


def test_only_the_addressee_resolves_and_only_the_executor_reports(house):
    letter = mail.letter(house)
    with pytest.raises(PermissionDenied):
        letter.resolve(by=house.manager, text="…", executors=[house.staff.person])
    (one,) = resolve(letter, house)
    with pytest.raises(PermissionDenied):
        one.report(by=house.manager, text="Даяр")
    with pytest.raises(PermissionDenied):
        letter.close(by=house.staff)


def test_the_same_resolution_sent_twice_is_one(house):
    letter = mail.letter(house)
    resolve(letter, house, seen=0)
    with pytest.raises(ValidationError):
        resolve(letter, house, seen=0)

    assert letter.resolutions.count() == 1
    assert len(resolve(letter, house, house.manager, seen=1)) == 2


def test_a_letter_that_asks_for_nothing_goes_into_its_case(house):
    letter = mail.letter(house)
    letter.take_note(by=house.director, outcome="Маалымат үчүн")
    letter.reopen(by=house.office)

    assert letter.state == "registered"
    assert waits(house.director, RESOLVE) == [letter]


def test_a_letter_of_the_house_passes_from_its_author_to_its_addressee(house):
    letter = mail.letter(house, "internal", by=house.staff, summary="Кагаз керек.")

    assert letter.correspondent == house.staff.person.short_name
    assert waits(house.director, RESOLVE) == [letter]


def test_late_is_what_is_open_after_its_day(house, clock):
    letter = mail.letter(house, due=localdate() + timedelta(days=1))
    done = mail.letter(house, due=localdate() + timedelta(days=1), subject="Экинчи")
    done.take_note(by=house.director)
    clock.shift(days=3)

    assert list(Correspondence.objects.late()) == [letter]
    assert letter.is_late
    assert not done.is_late


def test_whoever_holds_the_position_tomorrow_is_asked(house):
    letter = mail.letter(house)
    Appointment.objects.filter(person=house.director.person).update(
        until=localdate() - timedelta(days=1), since=localdate() - timedelta(days=9)
    )
    new = factories.employee("director", "documents.approve")
    letter.ask_today()

    assert waits(new, RESOLVE) == [letter]
    assert waits(house.director, RESOLVE) == []
