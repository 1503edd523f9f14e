"""The weekly plan: what falls due on each day of a week, what is open in it, and what is late."""

from dataclasses import dataclass, field
from datetime import date

from people.models import Person
from planning.calendar_days import Day, all_days, days
from planning.calendar_entries import Entries, Entry
from planning.calendar_period import week_title


@dataclass(frozen=True)
class WeekPlan:
    """One week of one person, or of everybody."""

    since: date
    person: Person | None
    days: list[Day]
    late: list[Entry] = field(default_factory=list)
    open: list[Entry] = field(default_factory=list)

    @property
    def title(self) -> str:
        return week_title(self.since)

    @property
    def entries(self) -> list[Entry]:
        """Everything on it, in the order of the paper."""
        return [*self.late, *(one for day in self.days for one in day.entries), *self.open]

    def shortened(self, most: int) -> "WeekPlan":
        """The same with at most so many lines a day; what is left out is counted."""
        found = [
            Day(
                day=day.day,
                is_today=day.is_today,
                special=day.special,
                entries=day.entries[:most],
                more=max(0, len(day.entries) - most),
            )
            for day in self.days
        ]
        return Shortened(
            self.since,
            self.person,
            found,
            self.late[:most],
            self.open[:most],
            max(0, len(self.late) - most),
            max(0, len(self.open) - most),
        )


@dataclass(frozen=True)
class Shortened(WeekPlan):
    """A plan that says how much of it did not find room."""

    late_more: int = 0
    open_more: int = 0


def week_plan(entries: Entries, person: Person | None, today: date) -> WeekPlan:
    """The plan of the week that these entries were asked for."""
    wanted = all_days(entries.since, entries.until)
    return WeekPlan(
        since=entries.since,
        person=person,
        days=days(wanted, entries.by_day(), entries.special, today),
        late=entries.carried,
        open=entries.ahead,
    )
