"""A whole year lived day by day, by the real tick, against the table worked out by hand.

The clock is frozen at nine each morning; the tick runs; people close on its day what waits for them.
What opened when, for whom and by which day must be what ``expected_year`` says (agency, 5).
"""

from collections import defaultdict
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from common.models import Todo
from people.models import Person, Unit, User
from planning import subjects
from planning.models import Duty, Obligation
from planning.tasks import keep_the_year
from tests.houses import House
from tests.planning.expected_year import YEAR

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 12, 16), date(2028, 1, 20)


def at_nine(day: date):
    return time_machine.travel(f"{day}T09:00:00+06:00", tick=False)


class Year:
    """Somebody for every position, a project, and nobody who forgets anything."""

    def __init__(self, house: House):
        self.house = house
        self.keeper = house.with_power("planning.manage")
        self.opened: dict[str, list[tuple[date, Duty]]] = defaultdict(list)
        self.asked: dict[str, set[str]] = defaultdict(set)
        self.known: set[int] = set()

    def live(self, day: date) -> None:
        keep_the_year()
        self.look(day)
        for _round in range(4):  # what waits for another is closed after it
            if not self.close(day):
                break
        self.look(day)

    def look(self, day: date) -> None:
        fresh = Duty.objects.exclude(pk__in=self.known).select_related("obligation")
        for duty in fresh:
            self.known.add(duty.pk)
            self.opened[duty.obligation.code].append((day, duty))
            who = Todo.objects.about(duty).filter(kind="planning.duty").values("person")
            for person in Person.objects.filter(pk__in=who):
                self.asked[duty.obligation.code].add(person.appointment().position.code)

    def close(self, day: date) -> int:
        closed = 0
        for duty in Duty.objects.open().filter(due__lte=day).select_related("obligation"):
            who = Todo.objects.waiting().about(duty).filter(kind="planning.duty").first()
            by = User.objects.get(person=who.person)
            try:
                duty.close(by=by, done_on=day, note="Аткарылды, далили иште.")
                closed += 1
            except ValidationError as error:
                assert "First comes" in str(error) or "Адегенде" in str(error), error
        return closed


@pytest.fixture
def year(house, monkeypatch):
    project = subjects.Subjects(
        "project",
        "project",
        lambda: Unit.objects.filter(code="office"),
        lambda thing: Person.objects.none(),
    )
    monkeypatch.setitem(subjects._kinds, "project", project)
    Obligation.objects.update(since=FIRST)
    return Year(house)


def days_of(year: Year, code: str, of_year: int = YEAR) -> list[str]:
    return sorted(
        {
            duty.planned_due.isoformat()
            for _day, duty in year.opened[code]
            if duty.due.year == of_year
        }
    )
