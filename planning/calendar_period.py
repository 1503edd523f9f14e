"""The piece of time that the calendar shows: a month, a week, a list, a year. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.dates import add_months, month_name, numeric

VIEWS = ("month", "week", "list", "year")
FIRST, LAST = 2000, 2100  # what a link may ask for
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Period:
    """From one day to another, with the days that lead to the one before and the one after."""

    view: str
    day: date
    since: date
    until: date
    previous: date
    next: date

    @property
    def title(self) -> str:
        if self.view == "year":
            return _("The year %(year)s") % {"year": self.since.year}
        if self.view == "week":
            return week_title(self.since)
        return month_title(self.since)

    @property
    def weeks(self) -> list[list[date]]:
        """The weeks of a month whole, Monday first."""
        return calendar.Calendar().monthdatescalendar(self.since.year, self.since.month)

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until


def period(view: str, day: date) -> Period:
    """The piece of time around a day."""
    if view == "week":
        since, until = week_of(day)
        return Period(view, day, since, until, since - WEEK, since + WEEK)
    if view == "year":
        ends = date(day.year, 1, 1), date(day.year, 12, 31)
        return Period(view, day, *ends, add_months(ends[0], -12), add_months(ends[0], 12))
    since = day.replace(day=1)
    following = add_months(since, 1)
    until = following - timedelta(days=1)
    return Period(view, day, since, until, add_months(since, -1), following)


def day_asked(text: str, today: date) -> date:
    """The day of an address; today where it names none, or one beyond the calendar."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return today
    return day if FIRST < day.year < LAST else today


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def week_number(day: date) -> int:
    """By ISO 8601: some years have 53, and the first days of January may belong to the last."""
    return day.isocalendar().week


def week_title(monday: date) -> str:
    """“Week 42: 18.10.2027 – 24.10.2027”."""
    since, until = week_of(monday)
    values = {"number": week_number(since), "since": numeric(since), "until": numeric(until)}
    return _("Week %(number)s: %(since)s – %(until)s") % values


def month_title(day: date) -> str:
    """“October 2027”, as a heading."""
    words = _("%(month)s %(year)s") % {"month": month_name(day.month), "year": day.year}
    return str(capfirst(words))


def weekday(day: date) -> str:
    """Monday, in the reader's language."""
    return str(capfirst(WEEKDAYS[day.weekday()]))
