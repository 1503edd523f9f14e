"""Working days: the five-day week with what the working calendar says besides (PK-04).

Terms in working days, plans and reminders ask here. The calendar is read by one query and then
held in memory: whoever has many days to count asks for it once.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from common.models import SpecialDay, WorkingYear, deed

SATURDAY = 5
DAY = timedelta(days=1)
WEEK = 7
Kind = SpecialDay.Kind

#: What follows from a change of the calendar, in the same deed: each is called with the years
#: in which days changed, and says in sentences what it did.
on_change: list[Callable[..., Iterable[str]]] = []


class WorkingDays:
    """The working calendar; a year of which nothing is known is the plain five-day week."""

    def __init__(self, special: dict[date, SpecialDay]):
        self.special = special
        self._years = {day.year for day in special}

    def knows(self, year: int) -> bool:
        """Whether the calendar says anything of a year."""
        return year in self._years

    def is_working(self, day: date) -> bool:
        """Whether one works on this day."""
        if found := self.special.get(day):
            return found.kind != Kind.OFF
        return day.weekday() < SATURDAY

    def is_short(self, day: date) -> bool:
        """Whether one works, but not to the end of the day."""
        found = self.special.get(day)
        return found is not None and found.kind == Kind.SHORT

    def after(self, day: date, n: int) -> date:
        """The ``n``-th working day later; with a negative ``n`` earlier, with none the day."""
        step = DAY if n > 0 else -DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def shift(self, day: date, how: str) -> date:
        """A day that is not working gives way to the ``next`` or the ``previous`` working one."""
        if how == "none" or self.is_working(day):
            return day
        if how not in ("next", "previous"):
            raise ValueError(f"a day is not shifted “{how}”")
        return self.after(day, 1 if how == "next" else -1)

    def last_of_week(self, day: date) -> date:
        """The last working day of the week (Monday to Sunday) that holds the day.

        Of a week without a working day, as in May, it is the last working day before it.
        """
        return self.shift(day + DAY * (WEEK - 1 - day.weekday()), "previous")

    def last_of_year(self, year: int) -> date:
        """The last working day of a year."""
        return self.shift(date(year, 12, 31), "previous")

    def between(self, since: date, until: date) -> int:
        """How many working days there are from one day to another, both counted."""
        days = range((until - since).days + 1)
        return sum(self.is_working(since + DAY * n) for n in days)


def working_days() -> WorkingDays:
    """The working calendar as it is now: one query."""
    return WorkingDays({one.day: one for one in SpecialDay.objects.all()})


def after_working_days(day: date, days: int) -> date:
    """The day ``days`` working days later by the working calendar: one query.

    For many days at once ask `working_days` and count by it.
    """
    return working_days().after(day, days)


def days_changed(years: Iterable[int], *, by) -> list[str]:
    """Special days of these years changed: what depends on them follows within the same deed."""
    touched = set(years)
    with deed(by=by):
        for year in sorted(touched):
            held = WorkingYear.of(year, by=by)
            held.refresh_from_db(from_queryset=WorkingYear.objects.select_for_update())
            if held.can("unsettle", by):  # it is to be looked through again
                held.unsettle(by=by)
        return [sentence for act in on_change for sentence in act(touched, by=by)]
