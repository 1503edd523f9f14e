"""The year as a timeline: a line for each obligation, under its procedure, twelve months across.

Everything is a number worked out here, so that the template only writes attributes: the drawing
needs no script and no style of its own, and the same one goes onto paper.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import month_name, numeric
from planning.calendar_entries import LOOKS, Entries, Entry

MONTH, HEIGHT = 61, 24  # of the drawing of a line
WIDTH = MONTH * 12
SIGN = 11  # a mark, wide and high
NEAR = 27  # marks closer than this have no day beside them
DENSE = 60  # days of a line: what is daily has one mark a month, of the worst of its days
WORST = ("late", "missed", "open", "done_late", "done", "planned", "dropped")
EDGE = SIGN / 2 + 1
SHORTEST = 6  # a span that is shorter than its mark is not seen


@dataclass(frozen=True)
class Mark:
    """One day of an obligation: where it stands, its sign, and since when it is open."""

    entry: Entry
    x: float
    begins: float
    words: str
    day: str = ""

    @property
    def span(self) -> float:
        return round(self.x - self.begins, 1)

    @property
    def has_span(self) -> bool:
        return self.span > SHORTEST


@dataclass(frozen=True)
class Line:
    """One obligation, or one kind of other work, with its marks and what they say together."""

    name: str
    url: str
    marks: list[Mark]
    words: str


@dataclass(frozen=True)
class Group:
    """The lines of one procedure."""

    code: str
    name: str
    url: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Year:
    """The whole sheet."""

    year: int
    months: list[str]
    groups: list[Group]
    legend: list
    today: float | None
    width: int = WIDTH
    height: float = HEIGHT
    sign: float = SIGN

    @property
    def top(self) -> float:
        """The marks stand in the middle of a line, however low it is."""
        return (HEIGHT - self.height) / 2

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def scale(self) -> float:
        """Signs are drawn 14 wide."""
        return round(self.sign / 14, 3)

    @property
    def beside(self) -> float:
        """Where the day stands beside its mark."""
        return round(self.sign / 2 + 2, 1)

    @property
    def grid(self) -> list[int]:
        return [MONTH * n for n in range(1, 12)]

    @property
    def lines(self) -> int:
        """How many lines a paper has: names of groups are lines too."""
        return sum(len(group.lines) + 1 for group in self.groups)


def place(day: date, year: int) -> float:
    """Where a day stands: each month has the same room, so that its heading stands above it."""
    if day.year < year:
        return 0.0
    if day.year > year:
        return float(WIDTH)
    length = calendar.monthrange(day.year, day.month)[1]
    return round(MONTH * (day.month - 1) + MONTH * (day.day - 0.5) / length, 1)


def year_of(entries: Entries, year: int) -> Year:
    """The timeline of the entries of a year."""
    rows: dict[str, list[Entry]] = {}
    for entry in entries.shown:
        rows.setdefault(entry.row, []).append(entry)
    groups: dict[str, Group] = {}
    for found in sorted(rows.values(), key=_order):
        first = found[0]
        group = _group(first)
        groups.setdefault(group.code or group.name, group).lines.append(_line(found, year))
    used = {one.state for one in entries.shown}
    return Year(
        year=year,
        months=[month_name(month) for month in range(1, 13)],
        groups=sorted(groups.values(), key=lambda group: (not group.code, group.code, group.name)),
        legend=[
            {"state": state, "label": look.label} for state, look in LOOKS.items() if state in used
        ],
        today=place(entries.today, year) if entries.today.year == year else None,
    )


def _order(found: list[Entry]) -> tuple:
    one = found[0].obligation
    return (one is None, one.order if one else 0, str(one) if one else found[0].title)


def _group(entry: Entry) -> Group:
    if document := entry.procedure:
        return Group(document.code, str(document.title), document.get_absolute_url())
    return Group("", _("Other obligations") if entry.obligation else _("My other work"), "")


def _line(found: list[Entry], year: int) -> Line:
    one = found[0].obligation
    name = str(one) if one else found[0].title.partition(":")[0]
    url = one.get_absolute_url() if one else ""
    if len(found) > DENSE:
        return Line(name, url, _by_month(found, year), _told(found))
    places = [min(max(place(entry.due, year), EDGE), WIDTH - EDGE) for entry in found]
    marks = []
    for n, entry in enumerate(found):
        following = places[n + 1] if n + 1 < len(places) else WIDTH
        marks.append(
            Mark(
                entry=entry,
                x=places[n],
                begins=max(place(entry.starts, year), places[n - 1] if n else 0.0),
                words=f"{numeric(entry.due)} · {entry.label} · {entry.title}",
                day=str(entry.due.day) if following - places[n] >= NEAR else "",
            )
        )
    return Line(name, url, marks, _told(found))


def _by_month(found: list[Entry], year: int) -> list[Mark]:
    """One mark in the middle of each month, that says how many days of which state it has."""
    months: dict[int, list[Entry]] = {}
    for entry in found:
        months.setdefault(entry.due.month, []).append(entry)
    marks = []
    for month, entries in months.items():
        worst = min(entries, key=lambda entry: WORST.index(entry.state))
        x = place(date(year, month, 15), year)
        words = f"{month_name(month)} {year} · {_told(entries)}"
        marks.append(Mark(worst, x, x, words, f"× {len(entries)}"))
    return marks


def _told(found: Iterable[Entry]) -> str:
    """What the signs of a line say, for who hears the page read."""
    states = [entry.state for entry in found]
    parts = [
        f"{look.label}: {states.count(state)}" for state, look in LOOKS.items() if state in states
    ]
    count = ngettext("%(count)s day", "%(count)s days", len(states)) % {"count": len(states)}
    return f"{count}. {', '.join(parts)}"
