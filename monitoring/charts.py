"""Charts of a result: plain shapes, drawn by one template on the screen and on paper alike.

Every chart carries the same figures as a table, for whoever does not see it (decision 36).
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import decimal_comma
from monitoring.statistics.scores import half_up

WIDTH, LEFT, RIGHT, LINE, TOP = 720, 250, 60, 30, 26
LETTERS = 34  # of a line of a label


@dataclass(frozen=True)
class Shape:
    """One thing drawn: a bar, a line, a dot or words, where and how large."""

    kind: str
    tone: str
    x: str
    y: str
    a: str = ""  # width of a bar, where a line ends, radius of a dot, anchor of words
    b: str = ""
    words: str = ""


@dataclass
class Chart:
    """What is drawn, and the same as a table."""

    title: str
    height: int
    heads: list[str]
    rows: list[list[str]]
    shapes: list[Shape] = field(default_factory=list)
    width: int = WIDTH
    note: str = ""


def shown(value: Any, digits: int = 2) -> str:
    """A figure as the table and the chart write it."""
    return "–" if value is None else decimal_comma(half_up(Fraction(str(value)), digits), digits)


def _change(old: Any, new: Any) -> str:
    """How much more or less, with its sign."""
    apart = new - old
    return f"{'−' if apart < 0 else '+'}{shown(abs(apart))}"


def _at(number: float) -> str:
    return f"{number:.1f}"


def _words(x: float, y: float, words: str, anchor: str = "start", tone: str = "ink") -> Shape:
    return Shape("words", tone, _at(x), _at(y), anchor, "", words)


def _line(x: float, y: float, x2: float, y2: float, tone: str) -> Shape:
    return Shape("line", tone, _at(x), _at(y), _at(x2), _at(y2))


def _dot(x: float, y: float, tone: str = "accent", size: float = 4.5) -> Shape:
    return Shape("dot", tone, _at(x), _at(y), _at(size))


def _bar(x: float, y: float, width: float, height: float, tone: str = "accent") -> Shape:
    return Shape("bar", tone, _at(x), _at(y), _at(width), _at(height))


@dataclass(frozen=True)
class Scale:
    """The points of the scale from left to right."""

    lowest: float
    highest: float

    def x(self, value: Any) -> float:
        share = (float(value) - self.lowest) / ((self.highest - self.lowest) or 1)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def grid(self, height: float) -> Iterable[Shape]:
        """A line and a number for each whole point."""
        step = max(1, round((self.highest - self.lowest) / 10))
        for point in range(int(self.lowest), int(self.highest) + 1, step):
            x = self.x(point)
            yield _line(x, TOP - 6, x, height - 4, "grid")
            yield _words(x, TOP - 12, str(point), "middle", "quiet")


def _label(n: int, words: str) -> list[Shape]:
    """The words before a row, on two lines at most."""
    lines = textwrap.wrap(words, LETTERS) or [""]
    if len(lines) > 2:  # noqa: PLR2004 -- the table has the rest
        lines = [lines[0], textwrap.shorten(" ".join(lines[1:]), LETTERS, placeholder="…")]
    middle = TOP + n * LINE + LINE / 2
    first = middle + 4 - (len(lines) - 1) * 6.5
    return [_words(LEFT - 10, first + at * 13, line, "end") for at, line in enumerate(lines)]


def _across(title: str, labels: Sequence[str], scale: Scale, heads, rows) -> Chart:
    height = TOP + max(len(labels), 1) * LINE + 6
    chart = Chart(title, height, heads, rows)
    chart.shapes += scale.grid(height)
    for n, label in enumerate(labels):
        chart.shapes += _label(n, label)
    return chart


def _middle(n: int) -> float:
    return TOP + n * LINE + LINE / 2


def bars(title: str, rows: Sequence[tuple[str, Any, int]], lowest: int, highest: int) -> Chart:
    """Means as bars: what, the mean, over how many."""
    scale = Scale(lowest, highest)
    table = [[label, shown(mean), str(count)] for label, mean, count in rows]
    heads = ["", _("Mean"), _("People")]
    chart = _across(title, [row[0] for row in rows], scale, heads, table)
    for n, (_who, mean, _count) in enumerate(rows):
        if mean is not None:
            begin, end = scale.x(lowest), scale.x(mean)
            chart.shapes.append(_bar(begin, _middle(n) - 7, end - begin, 14))
            chart.shapes.append(_words(end + 6, _middle(n) + 4, shown(mean)))
    return chart


def intervals(
    title: str, rows: Sequence[tuple[str, Any, Any, Any]], lowest: float, highest: float
) -> Chart:
    """A dot for each value on the line of its interval: who, value, from, to."""
    scale = Scale(lowest, highest)
    table = [
        [label, shown(value), f"{shown(low)}–{shown(high)}" if low is not None else "–"]
        for label, value, low, high in rows
    ]
    heads = [_("Who"), _("Score"), _("Interval")]
    chart = _across(title, [row[0] for row in rows], scale, heads, table)
    for n, (_who, value, low, high) in enumerate(rows):
        if low is not None:
            chart.shapes.append(_line(scale.x(low), _middle(n), scale.x(high), _middle(n), "span"))
        if value is not None:
            chart.shapes.append(_dot(scale.x(value), _middle(n)))
            chart.shapes.append(_words(WIDTH - RIGHT + 8, _middle(n) + 4, shown(value)))
    return chart


def years(
    title: str, rows: Sequence[tuple[str, Any, Any]], then: int, now: int, lowest: int, highest: int
) -> Chart:
    """Two dots joined by a line: the year before, hollow, and this year."""
    scale = Scale(lowest, highest)
    table = [[label, shown(old), shown(new), _change(old, new)] for label, old, new in rows]
    heads = ["", str(then), str(now), pgettext("chart", "Change")]
    chart = _across(title, [row[0] for row in rows], scale, heads, table)
    chart.note = _("Hollow: %(then)s, full: %(now)s.") % {"then": then, "now": now}
    for n, (_who, old, new) in enumerate(rows):
        chart.shapes.append(_line(scale.x(old), _middle(n), scale.x(new), _middle(n), "span"))
        chart.shapes.append(_dot(scale.x(old), _middle(n), "hollow"))
        chart.shapes.append(_dot(scale.x(new), _middle(n)))
        chart.shapes.append(_words(WIDTH - RIGHT + 8, _middle(n) + 4, _change(old, new)))
    return chart


def dots(
    title: str, rows: Sequence[tuple[str, Sequence[Any], Any]], lowest: int, highest: int
) -> Chart:
    """A dot for each person and a line for the middle one: unit, values, median."""
    scale = Scale(lowest, highest)
    table = [[label, str(len(values)), shown(median)] for label, values, median in rows]
    heads = [_("Unit"), _("People"), _("Median")]
    chart = _across(title, [row[0] for row in rows], scale, heads, table)
    for n, (_who, values, median) in enumerate(rows):
        at: dict[str, int] = {}
        for value in sorted(values):
            x = _at(scale.x(value))
            up = at[x] = at.get(x, -1) + 1
            lift = min(up * 3, LINE - 12)
            chart.shapes.append(Shape("dot", "faint", x, _at(_middle(n) + 7 - lift), "3.0"))
        middle = scale.x(median)
        chart.shapes.append(_line(middle, _middle(n) - 11, middle, _middle(n) + 11, "accent"))
        chart.shapes.append(_words(WIDTH - RIGHT + 8, _middle(n) + 4, shown(median)))
    return chart


def distribution(title: str, counts: Sequence[int], lowest: int, highest: int) -> Chart:
    """How many scores lie in each part of the scale."""
    height, floor, left = 210, 180, 20
    wide = (WIDTH - 2 * left) / max(len(counts), 1)
    step = Fraction(highest - lowest, max(len(counts), 1))
    most = max([*counts, 1])
    rows = [
        [f"{shown(lowest + n * step)}–{shown(lowest + (n + 1) * step)}", str(count)]
        for n, count in enumerate(counts)
        if count
    ]
    chart = Chart(title, height, [_("Score"), _("People")], rows)
    chart.shapes.append(_line(left, floor, WIDTH - left, floor, "axis"))
    for point in range(lowest, highest + 1):
        x = left + float((point - lowest) / step) * wide
        chart.shapes.append(_line(x, floor, x, floor + 5, "axis"))
        chart.shapes.append(_words(x, floor + 20, str(point), "middle", "quiet"))
    for n, count in enumerate(counts):
        if count:
            tall = count / most * (floor - 30)
            x = left + n * wide
            chart.shapes.append(_bar(x + 1.5, floor - tall, wide - 3, tall))
            middle = x + wide / 2
            chart.shapes.append(_words(middle, floor - tall - 6, str(count), "middle"))
    return chart
