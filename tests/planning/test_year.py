"""A whole year lived day by day, by the real tick, against the table worked out by hand.

The clock is frozen at nine each morning; the tick runs; people close on its day what waits for them.
What opened when, for whom and by which day must be what ``expected_year`` says (agency, 5).
"""

from collections import defaultdict
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction

from common.caller import SYSTEM
from common.day_filling import fill
from common.models import Todo
from documents.models import Process
from people.models import Person, Unit, User
from people.profile import load
from planning import events, openers, opening, subjects
from planning.models import Duty, Obligation
from planning.tasks import keep_the_year
from planning.timetable import Timetable
from qms.profiles import path_of
from tests.houses import House
from tests.planning.expected_year import BEYOND, EXPECTED, YEAR

FIRST, SINCE, LAST = date(2026, 12, 16), date(2026, 12, 18), date(2028, 1, 20)
ALL = [*EXPECTED, *BEYOND]
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("year")]


def at_nine(day: date | str):
    return time_machine.travel(f"{day}T09:00:00+06:00", tick=False)


class Year:
    """Somebody in every position, one project, and nobody who forgets anything."""

    def __init__(self, house: House):
        self.positions = {user.person_id: code for code, user in house.users.items()}
        self.opened: dict[str, list[tuple[date, Duty]]] = defaultdict(list)
        self.asked: dict[str, set[str]] = defaultdict(set)
        self.refused: set[str] = set()
        self.known: set[int] = set()

    def live(self, day: date) -> None:
        keep_the_year()
        self.look(day)
        while self.close(day):  # what waits for another is closed after it, and what follows opens
            self.look(day)

    def look(self, day: date) -> None:
        for duty in Duty.objects.exclude(pk__in=self.known).select_related("obligation"):
            self.known.add(duty.pk)
            self.opened[duty.obligation.code].append((day, duty))
            who = Todo.objects.about(duty).filter(kind="planning.duty")
            self.asked[duty.obligation.code] |= {self.positions[todo.person_id] for todo in who}

    def close(self, day: date) -> int:
        closed = 0
        for duty in Duty.objects.open().filter(due__lte=day).select_related("obligation"):
            try:
                with transaction.atomic():
                    by = User.objects.get(person=duty.answering().first())
                    duty.close(by=by, done_on=day, note="Аткарылды.")
            except ValidationError:
                self.refused.add(duty.obligation.code)
            else:
                closed += 1
        return closed

    def days(self, code: str) -> list[str]:
        """By which days of the year it was to be done."""
        found = {duty.due for _day, duty in self.opened[code] if duty.due.year == YEAR}
        return sorted(day.isoformat() for day in found)


@pytest.fixture(scope="module")
def year(django_db_setup, django_db_blocker):
    """The year, lived once for the tests of this module and then undone."""
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock(), transaction.atomic():
        with at_nine(FIRST):
            load(path_of("agency"))
            for number in (FIRST.year, YEAR, LAST.year):
                fill(number, by=SYSTEM)
            Obligation.objects.update(since=SINCE)
            year = Year(House())
        one = Unit.objects.filter(code="office")
        project = subjects.Subjects("project", "", lambda: one, lambda thing: Person.objects.none())
        patch.setitem(subjects._kinds, "project", project)
        patch.setattr(openers, "_openers", {})  # what its procedure settles is tried elsewhere
        patch.setattr(events, "_events", {})
        for n in range((LAST - FIRST).days + 1):
            day = FIRST + timedelta(days=n)
            with at_nine(day):
                year.live(day)
        yield year
        patch.undo()
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.id)
def test_each_duty_falls_due_on_the_days_worked_out_by_hand(year, row):
    one = Obligation.objects.get(code=row.code)

    assert year.days(row.code) == row.due
    assert (one.opener, one.per) == (row.opener, row.per)
    assert sorted(one.requires.values_list("code", flat=True)) == sorted(row.requires)
    if row.opens and row.opens >= FIRST.isoformat():
        (first,) = [day for day, duty in year.opened[row.code] if duty.due.isoformat() in row.due]
        assert first.isoformat() == row.opens
    if row.due and row.owner != "subject":
        assert year.asked[row.code] == {row.owner}


RELATIVE = [(row, *pair) for row in ALL for pair in row.pairs]


@pytest.mark.parametrize(
    ("row", "base", "due"), RELATIVE, ids=lambda value: getattr(value, "id", value)
)
def test_what_follows_is_counted_by_the_calendar_of_the_country(year, row, base, due):
    """From the day another duty was done, or from the day something happened."""
    one = Obligation.objects.get(code=row.code)
    keeper = User.objects.get(person_id=min(year.positions))
    kind, _colon, code = row.starts.partition(":")
    with at_nine(base), transaction.atomic():
        if kind == "event":
            assert one.rule["event"] == code
            told = events.Happened(f"told {base}", date.fromisoformat(base), words="Иш")
            (duty,) = opening.tell(one, told, by=keeper)
        else:
            assert one.rule["after"] == code
            before = Obligation.objects.get(code=code)
            days = {name: date.fromisoformat(base) for name in ("starts", "due", "done_on")}
            cause = Duty.objects.create(obligation=before, key="told", year=YEAR, **days)
            (duty,) = Duty.objects.follow(one, cause)
        found = (duty.due.isoformat(), duty.starts.isoformat(), duty.state)
        transaction.set_rollback(True)

    assert found == (due, base, "open")


@pytest.mark.clause("004-5.5.3-2")
def test_the_year_ends_in_its_order(year):
    """Self-assessment and satisfaction, then the review, then the meeting, then the concept."""
    ended = {
        code: max(
            (duty.closed_at, duty.pk)
            for _day, old in year.opened[code]
            if (duty := Duty.objects.get(pk=old.pk)).year == YEAR and duty.closed_at
        )
        for code in (
            *("self_assessment", "satisfaction_summary", "qms_improvement_plan"),
            *("management_review_strategic", "annual_general_meeting"),
            *("quality_manual_review", "approved_suppliers", "development_concept_review"),
        )
    }
    review, meeting = ended["management_review_strategic"], ended["annual_general_meeting"]
    before = ("self_assessment", "satisfaction_summary", "qms_improvement_plan")
    after = ("quality_manual_review", "approved_suppliers", "development_concept_review")

    assert all(ended[code][0] <= review[0] for code in before)
    assert review[0] < meeting[0]
    assert all(ended[code][0] > review[0] for code in after)
    concept = Duty.objects.get(obligation__code="development_concept_review", year=YEAR)
    assert concept.due == date(2028, 1, 14)


def test_nothing_is_left_and_nothing_opened_twice(year):
    assert not Duty.objects.late(LAST).exists()
    keys = Duty.objects.values_list("obligation", "key")
    assert len(keys) == len(set(keys))
    assert not Duty.objects.exclude(state="done").filter(due__year=YEAR).exists()


def test_what_comes_is_what_came(year):
    """The calendar of the coming year shows on its first morning the days that it will bring."""
    with at_nine(FIRST), transaction.atomic():
        Duty.objects.update(cause=None)
        Duty.objects.all().delete()
        came = defaultdict(set)
        for coming in Timetable().coming(date(YEAR, 1, 1), date(YEAR, 12, 31)):
            came[coming.obligation.code].add(coming.due.isoformat())
        transaction.set_rollback(True)

    dated = [row for row in ALL if row.starts == "date"]
    assert {row.code: sorted(came[row.code]) for row in dated} == {
        row.code: row.due for row in dated
    }


def test_the_process_owners_measure_each_their_own(year):
    duties = [duty for _day, duty in year.opened["process_indicators"] if duty.due.year == YEAR]
    processes = {duty.subject_id for duty in duties}

    assert processes == set(Process.objects.running().values_list("pk", flat=True))
    assert len(duties) == 4 * len(processes)
