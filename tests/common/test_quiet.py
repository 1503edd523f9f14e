"""Quiet: no mail on days off and in hours of one's own; urgent letters go anyway."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.models import Letter, SpecialDay, deed, record
from common.quiet import quiet_until
from common.tasks import announce, send_letters
from people.notices import CHANGED
from tests import factories

MORNING = time(8)
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2027, 6, day) for day in (11, 12, 13, 14))


class Reader:
    quiet_days, quiet_from, quiet_until = True, None, None

    def __init__(self, **wishes):
        vars(self).update(wishes)


class FiveDays:
    """Monday to Friday, but for the days named."""

    def __init__(self, *off):
        self.off = off

    def is_working(self, day):
        return day.weekday() < 5 and day not in self.off


def at(day, hour, minute=0):
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))


def until(now, *off, **wishes):
    found = quiet_until(Reader(**wishes), now, FiveDays(*off), MORNING)
    return found and timezone.localtime(found)


def test_a_working_day_is_not_quiet():
    assert until(at(FRIDAY, 15)) is None


def test_a_weekend_ends_on_the_next_working_morning():
    assert until(at(SATURDAY, 0)) == at(MONDAY, 8)
    assert until(at(SUNDAY, 23, 59)) == at(MONDAY, 8)


def test_a_holiday_after_it_lengthens_it():
    assert until(at(SATURDAY, 12), MONDAY) == at(MONDAY + timedelta(days=1), 8)


def test_who_wants_no_quiet_days_gets_mail_on_sunday():
    assert until(at(SUNDAY, 12), quiet_days=False) is None


def test_hours_over_midnight():
    night = {"quiet_from": time(20), "quiet_until": time(7)}
    thursday = FRIDAY - timedelta(days=1)
    assert until(at(thursday, 19, 59), **night) is None
    assert until(at(thursday, 20), **night) == at(FRIDAY, 7)
    assert until(at(FRIDAY, 6, 59), **night) == at(FRIDAY, 7)
    assert until(at(FRIDAY, 7), **night) is None


def test_a_night_before_a_weekend_waits_for_monday():
    night = {"quiet_from": time(20), "quiet_until": time(9)}
    assert until(at(FRIDAY, 22), **night) == at(MONDAY, 9)


def test_hours_within_a_day():
    noon = {"quiet_from": time(12), "quiet_until": time(13)}
    assert until(at(FRIDAY, 12, 30), **noon) == at(FRIDAY, 13)
    assert until(at(FRIDAY, 11, 59), **noon) is None


def test_a_calendar_without_a_working_day_keeps_no_letter_for_ever():
    class Never:
        def is_working(self, day):
            return False

    assert quiet_until(Reader(), at(FRIDAY, 12), Never(), MORNING) is None


@pytest.mark.django_db
def test_a_letter_of_saturday_leaves_on_monday_morning_and_counts_no_try(draft, agency, clock):
    person = agency.office.person
    person.quiet_days = True
    person.save()
    clock.set(2027, 6, 12, 11, 0)
    draft.send(by=agency.manager)
    announce()
    for _hour in range(44):
        send_letters()
        clock.shift(hours=1)
    assert mail.outbox == []
    letter = Letter.objects.get(person=person)
    assert (letter.state, letter.attempts) == ("waiting", 0)

    clock.set(2027, 6, 14, 8, 1)
    send_letters()
    assert [message.to for message in mail.outbox] == [[person.email]]


@pytest.mark.django_db
def test_a_holiday_entered_after_the_letter_was_written_keeps_it(draft, agency, clock):
    """Asked is the working calendar of the organisation, and when the letter is about to leave."""
    person = agency.office.person
    person.quiet_days = True
    person.save()
    clock.set(2027, 6, 10, 11, 0)
    draft.send(by=agency.manager)
    announce()
    SpecialDay.objects.create(day=date(2027, 6, 10), kind="off", name={"ky": "Майрам"})
    send_letters()
    assert mail.outbox == []
    clock.set(2027, 6, 11, 8, 0)
    send_letters()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_warnings_about_the_account_leave_on_sunday(agency, clock):
    user = agency.staff
    user.person.quiet_days = True
    user.person.letters_pace = "morning"
    user.person.save()
    clock.set(2027, 6, 13, 3, 0)
    with deed(by=user):
        record(user, next(iter(CHANGED)), by=user)
    announce()
    send_letters()
    assert [message.to for message in mail.outbox] == [[user.person.email]]


@pytest.mark.django_db
def test_the_calendar_is_asked_once_however_many_letters(agency):
    def letters(count):
        Letter.objects.all().delete()
        for n in range(count):
            person = factories.PersonFactory(quiet_days=True)
            Letter.objects.create(
                key=f"q{n}", person=person, address=person.email, language="ky", subject="С"
            )

    counts = []
    for many in (3, 60):
        letters(many)
        with CaptureQueriesContext(connection) as asked:
            send_letters()
        counts.append(sum("SELECT" in query["sql"] for query in asked.captured_queries))
    assert counts[0] == counts[1]
