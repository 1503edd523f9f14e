"""The working calendar of a year as twelve months: what each day is, and what stands under it."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import long_date, month_name
from common.models import SpecialDay
from common.working_days import WorkingDays

WEEKDAYS = [
    (gettext_lazy("Mon"), gettext_lazy("Monday")),
    (gettext_lazy("Tue"), gettext_lazy("Tuesday")),
    (gettext_lazy("Wed"), gettext_lazy("Wednesday")),
    (gettext_lazy("Thu"), gettext_lazy("Thursday")),
    (gettext_lazy("Fri"), gettext_lazy("Friday")),
    (gettext_lazy("Sat"), gettext_lazy("Saturday")),
    (gettext_lazy("Sun"), gettext_lazy("Sunday")),
]


LINE = 36  # letters in a line under a month on paper
#: So many lines under the months, row by row, and how close they then stand.
DENSITIES = ((20, "wide"), (36, "close"))


@dataclass(frozen=True)
class Cell:
    """One day of a month: how it is drawn, and in words what it is."""

    number: int
    css: str
    words: str


@dataclass(frozen=True)
class Named:
    """Special days of one name that follow each other: “1–6”, with what they are."""

    days: str
    name: str
    kind: str
    label: str
    is_expected: bool
    url: str


@dataclass
class Month:
    """One month: its weeks from Monday on, its special days by name, its working days."""

    name: str
    weeks: list[list[Cell | None]] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    working: int = 0


def months_of(days: WorkingDays, year: int) -> list[Month]:
    """The twelve months of a year."""
    return [_month(days, year, number) for number in range(1, 13)]


def density(months: list[Month], across: int = 3) -> str:
    """How close the lines must stand for the year to fit one sheet."""
    heights = [
        sum(-(-len(f"{one.days} {one.name} {one.label}") // LINE) for one in month.named)
        for month in months
    ]
    rows = [heights[start : start + across] for start in range(0, len(heights), across)]
    lines = sum(max(row) for row in rows)
    return next((name for most, name in DENSITIES if lines <= most), "closest")


def weekday(day: date) -> str:
    """Monday to Sunday, in the reader's language."""
    return str(WEEKDAYS[day.weekday()][1])


def _month(days: WorkingDays, year: int, number: int) -> Month:
    last = calendar.monthrange(year, number)[1]
    every = [date(year, number, n) for n in range(1, last + 1)]
    cells: list[Cell | None] = [None] * every[0].weekday()
    cells += [_cell(days, day) for day in every]
    cells += [None] * (-len(cells) % 7)
    special = [days.special[day] for day in every if day in days.special]
    return Month(
        month_name(number).capitalize(),
        [cells[start : start + 7] for start in range(0, len(cells), 7)],
        list(_named(special)),
        days.between(every[0], every[-1]),
    )


def _cell(days: WorkingDays, day: date) -> Cell:
    found = days.special.get(day)
    css = ["today"] if day == localdate() else []
    if day.weekday() >= 5:
        css.append("weekend")
    words = long_date(day)
    if found:
        css.append(found.kind)
        words = f"{words}: {found.get_kind_display()}, {found.name}"
        if found.is_expected:
            css.append("expected")
            words = f"{words} ({_('expected')})"
    return Cell(day.day, " ".join(css), words)


def _named(special: list[SpecialDay]) -> Iterator[Named]:
    """Neighbours of one name and kind in one line."""
    ordered = list(enumerate(special))

    def run(pair) -> tuple:
        place, one = pair
        return one.day - timedelta(days=place), str(one.name), one.kind, one.is_expected

    for _key, group in groupby(ordered, run):
        found = [one for _place, one in group]
        first, last = found[0], found[-1]
        days = f"{first.day.day}" if first is last else f"{first.day.day}–{last.day.day}"
        yield Named(
            days,
            str(first.name),
            first.kind,
            str(first.get_kind_display()),
            first.is_expected,
            first.get_absolute_url(),
        )
