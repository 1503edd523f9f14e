"""Meetings that recur: planned by their duty, which closes by itself once the minutes are signed."""

from datetime import date, timedelta

import pytest

from common.models import Todo
from planning import opening
from planning.calendar_entries import Entries
from planning.feed import entries_of
from planning.models import Duty, Meeting
from planning.models.duty import TODO
from planning.models.meeting_deeds import PREPARE
from tests import factories
from tests.planning import meeting_things as things
from tests.planning.things import obligation, on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WEEKLY = {"rrule": "FREQ=WEEKLY;BYDAY=FR", "shift": "previous"}
FRIDAY = date(2027, 10, 29)


@pytest.fixture
def weekly(agency):
    """A weekly meeting, held by whoever oversees the year."""
    factories.employee("over", "planning.oversee")
    return obligation(
        "weekly",
        WEEKLY,
        power="planning.oversee",
        opener="planning.meeting",
        lead_days=4,
        since=date(2027, 10, 25),
    )


@pytest.fixture
def kind(weekly, agency):
    with on("2027-10-20"):
        sitting = things.members(3)
    director, office = agency.director.person, agency.office.person
    return things.kind_of(
        "operational",
        *sitting,
        obligation=weekly,
        chair=director.appointment().position,
        secretary=office.appointment().position,
    )


def tick(day: str) -> None:
    with on(day):
        opening.keep_the_year()


@pytest.mark.clause("004-5.5.3-3")
def test_the_week_opens_a_planned_meeting_and_its_secretary_is_asked(weekly, kind, agency):
    tick("2027-10-26")
    tick("2027-10-26")

    meeting = Meeting.objects.get()
    assert (meeting.kind, meeting.day, meeting.state) == (kind, FRIDAY, "planned")
    assert meeting.secretary == agency.office.person
    assert Duty.objects.get().opened == meeting
    assert Todo.objects.waiting().get(kind=PREPARE).person == agency.office.person


@pytest.mark.clause("004-5.5.3-3")
def test_the_duty_closes_by_itself_once_the_minutes_are_signed(weekly, kind, agency):
    tick("2027-10-26")
    meeting = Meeting.objects.get()
    things.put(meeting, agency.office)
    with on("2027-10-29"):
        meeting.open(by=agency.office)
        things.here(meeting, agency.office)
        things.ended(meeting, agency.office)
    tick("2027-10-30")
    assert Duty.objects.get(due=FRIDAY).state == "open"

    things.signed(meeting)
    tick("2027-11-03")

    duty = Duty.objects.get(due=FRIDAY)
    assert (duty.state, duty.done_on, duty.record) == ("done", FRIDAY, meeting)
    assert not Todo.objects.waiting().filter(kind=TODO, object_id=duty.pk).exists()


def test_a_meeting_that_lacked_a_quorum_does_not_close_it(weekly, kind, agency):
    tick("2027-10-26")
    meeting = Meeting.objects.get()
    with on("2027-10-29"):
        meeting.open(by=agency.office)
        row = meeting.attendance.first()
        meeting.attendance.note(meeting, by=agency.office, rows={row.pk: {"presence": "present"}})
        meeting.end(by=agency.office, lacks_quorum=True)
    things.signed(meeting)
    tick("2027-11-01")

    assert Duty.objects.get(due=FRIDAY).state == "open"


def test_what_somebody_planned_already_is_not_planned_twice(weekly, kind, agency):
    with on("2027-10-25"):
        mine = things.planned(kind, agency.office, agency.director.person, day=FRIDAY)
    tick("2027-10-26")

    assert Meeting.objects.get() == mine
    assert Duty.objects.get().opened == mine


def test_without_a_kind_the_duty_is_closed_by_hand(weekly, agency):
    tick("2027-10-26")

    assert not Meeting.objects.exists()
    assert Duty.objects.get().state == "open"


@pytest.mark.clause("000-2.5")
def test_the_results_of_monitoring_open_a_general_meeting(agency):
    results = obligation("results", {"rrule": "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=25"})
    meets = obligation(
        "general", {"after": "results", "days": 14}, opener="planning.meeting", lead_days=14
    )
    with on("2027-06-01"):
        agency_members = things.members(2)
    kind = things.kind_of("general", *agency_members, obligation=meets)
    kind.secretary = agency.office.person.appointment().position
    kind.save()
    keeper = factories.employee("keeper", "planning.manage")
    tick("2027-06-20")
    with on("2027-06-25"):
        Duty.objects.get(obligation=results).close(
            by=keeper, done_on=date(2027, 6, 25), note="Бүттү"
        )

    meeting = Meeting.objects.get()
    assert meeting.kind == kind
    assert meeting.day == date(2027, 7, 9)


def test_a_planned_meeting_stands_in_the_calendar_of_who_sits_in_it(agency):
    with on("2027-10-20"):
        sitting = things.members(2)
        kind = things.kind_of("council", *sitting)
        things.planned(kind, agency.office, agency.director.person, day=FRIDAY)
        member = factories.UserFactory(person=sitting[0])
        week = (FRIDAY - timedelta(days=4), FRIDAY + timedelta(days=2))

        [entry] = [e for e in Entries(member, *week, mine=True).shown if "council" in e.title]
        assert (entry.due, f"{entry.at:%H:%M}", entry.state) == (FRIDAY, "10:00", "planned")
        assert not Entries(agency.staff, *week, mine=True).shown
        assert [e.title for e in Entries(agency.staff, *week, mine=False).shown] == [entry.title]
        assert entry.key in [one.key for one in entries_of(member)]


def test_a_closed_meeting_stands_in_the_calendar_of_its_members_alone(agency):
    with on("2027-10-20"):
        sitting = things.members(2)
        kind = things.kind_of("closed", *sitting, is_open=False)
        things.planned(kind, agency.office, agency.director.person, day=FRIDAY)
        week = (FRIDAY - timedelta(days=4), FRIDAY + timedelta(days=2))

        assert not Entries(agency.staff, *week, mine=False).shown
        member = factories.UserFactory(person=sitting[0])
        assert len(Entries(member, *week, mine=False).shown) == 1
