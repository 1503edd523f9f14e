"""Charts of a result: plain shapes, drawn by one template on the screen and on paper alike.

Every chart carries the same figures as a table, for whoever does not see it (decision 36).
"""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import wraps
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import decimal_comma
from monitoring.chart_frames import NARROW, TOP, WIDE, Frame
from monitoring.statistics.scores import half_up


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
    width: int = WIDE.width
    note: str = ""
    narrow: "Chart | None" = None  # the same for a phone


def _both(draw: Callable[..., Chart]) -> Callable[..., Chart]:
    """Draw it for a desk and for paper, and with its words over the rows for a phone."""

    @wraps(draw)
    def drawn(*args: Any) -> Chart:
        chart = draw(*args)
        chart.narrow = draw(*args, frame=NARROW)
        return chart

    return drawn


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
    frame: Frame

    def x(self, value: Any) -> float:
        share = (float(value) - self.lowest) / ((self.highest - self.lowest) or 1)
        frame = self.frame
        return frame.left + share * (frame.width - frame.left - frame.right)

    def grid(self, height: float) -> Iterable[Shape]:
        """A line and a number for each whole point."""
        step = max(1, round((self.highest - self.lowest) / 10))
        for point in range(int(self.lowest), int(self.highest) + 1, step):
            x = self.x(point)
            yield _line(x, TOP - 6, x, height - 4, "grid")
            yield _words(x, TOP - 12, str(point), "middle", "quiet")


def _label(n: int, words: str, frame: Frame) -> list[Shape]:
    """The words of a row, on two lines at most."""
    lines = textwrap.wrap(words, frame.letters) or [""]
    if len(lines) > 2:  # noqa: PLR2004 -- the table has the rest
        lines = [lines[0], textwrap.shorten(" ".join(lines[1:]), frame.letters, placeholder="…")]
    if frame.is_over:
        last = frame.middle(n) - 14
        first = last - (len(lines) - 1) * 14
        return [_words(frame.left, first + at * 14, line) for at, line in enumerate(lines)]
    first = frame.middle(n) + 4 - (len(lines) - 1) * 6.5
    return [_words(frame.left - 10, first + at * 13, line, "end") for at, line in enumerate(lines)]


def _across(title: str, labels: Sequence[str], scale: Scale, heads, rows) -> Chart:
    frame = scale.frame
    height = TOP + max(len(labels), 1) * frame.line + 6
    chart = Chart(title, height, heads, rows, width=frame.width)
    chart.shapes += scale.grid(height)
    for n, label in enumerate(labels):
        chart.shapes += _label(n, label, frame)
    return chart


def _span(n: int, scale: Scale, low: Any, high: Any) -> Shape:
    """The line of a row from one value to another."""
    height = scale.frame.middle(n)
    return _line(scale.x(low), height, scale.x(high), height, "span")


def _beside(n: int, words: str, frame: Frame) -> Shape:
    """The figure at the end of a row."""
    return _words(frame.width - frame.right + 8, frame.middle(n) + 4, words)


@_both
def bars(
    title: str,
    rows: Sequence[tuple[str, Any, int]],
    lowest: int,
    highest: int,
    counted: str,
    *,
    frame: Frame = WIDE,
) -> Chart:
    """Means as bars: what, the mean, over how many; ``counted`` heads these."""
    scale = Scale(lowest, highest, frame)
    table = [[label, shown(mean), str(count)] for label, mean, count in rows]
    heads = ["", _("Mean"), counted]
    chart = _across(title, [row[0] for row in rows], scale, heads, table)
    for n, (_who, mean, _count) in enumerate(rows):
        if mean is not None:
            begin, end = scale.x(lowest), scale.x(mean)
            chart.shapes.append(_bar(begin, frame.middle(n) - 7, end - begin, 14))
            chart.shapes.append(_words(end + 6, frame.middle(n) + 4, shown(mean)))
    return chart


@_both
def intervals(
    title: str,
    rows: Sequence[tuple[str, Any, Any, Any]],
    lowest: float,
    highest: float,
    *,
    frame: Frame = WIDE,
) -> Chart:
    """A dot for each value on the line of its interval: who, value, from, to."""
    scale = Scale(lowest, highest, frame)
    table = [
        [label, shown(value), f"{shown(low)}–{shown(high)}" if low is not None else "–"]
        for label, value, low, high in rows
    ]
    heads = [_("Who"), _("Score"), _("Interval")]
    chart = _across(title, [row[0] for row in rows], scale, heads, table)
    for n, (_who, value, low, high) in enumerate(rows):
        if low is not None:
            chart.shapes.append(_span(n, scale, low, high))
        if value is not None:
            chart.shapes.append(_dot(scale.x(value), frame.middle(n)))
            chart.shapes.append(_beside(n, shown(value), frame))
    return chart


@_both
def years(
    title: str,
    rows: Sequence[tuple[str, Any, Any]],
    then: int,
    now: int,
    lowest: int,
    highest: int,
    *,
    frame: Frame = WIDE,
) -> Chart:
    """Two dots joined by a line: the year before, hollow, and this year."""
    scale = Scale(lowest, highest, frame)
    table = [[label, shown(old), shown(new), _change(old, new)] for label, old, new in rows]
    heads = ["", str(then), str(now), pgettext("chart", "Change")]
    chart = _across(title, [row[0] for row in rows], scale, heads, table)
    chart.note = _("Hollow: %(then)s, full: %(now)s.") % {"then": then, "now": now}
    for n, (_who, old, new) in enumerate(rows):
        chart.shapes.append(_span(n, scale, old, new))
        chart.shapes.append(_dot(scale.x(old), frame.middle(n), "hollow"))
        chart.shapes.append(_dot(scale.x(new), frame.middle(n)))
        chart.shapes.append(_beside(n, _change(old, new), frame))
    return chart


@_both
def dots(
    title: str,
    rows: Sequence[tuple[str, Sequence[Any], Any]],
    lowest: int,
    highest: int,
    *,
    frame: Frame = WIDE,
) -> Chart:
    """A dot for each person and a line for the middle one: unit, values, median."""
    scale = Scale(lowest, highest, frame)
    table = [[label, str(len(values)), shown(median)] for label, values, median in rows]
    heads = [_("Unit"), _("People"), _("Median")]
    chart = _across(title, [row[0] for row in rows], scale, heads, table)
    for n, (_who, values, median) in enumerate(rows):
        at: dict[str, int] = {}
        for value in sorted(values):
            x = _at(scale.x(value))
            up = at[x] = at.get(x, -1) + 1
            lift = min(up * 3, WIDE.line - 12)
            chart.shapes.append(Shape("dot", "faint", x, _at(frame.middle(n) + 7 - lift), "3.0"))
        middle = scale.x(median)
        chart.shapes.append(
            _line(middle, frame.middle(n) - 11, middle, frame.middle(n) + 11, "accent")
        )
        chart.shapes.append(_beside(n, shown(median), frame))
    return chart


@_both
def distribution(
    title: str,
    counts: Sequence[int],
    lowest: int,
    highest: int,
    counted: str,
    *,
    frame: Frame = WIDE,
) -> Chart:
    """How many scores lie in each part of the scale; ``counted`` heads how many."""
    height, floor, left = 210, 180, min(20, frame.width // 34)
    wide = (frame.width - 2 * left) / max(len(counts), 1)
    step = Fraction(highest - lowest, max(len(counts), 1))
    most = max([*counts, 1])
    rows = [
        [f"{shown(lowest + n * step)}–{shown(lowest + (n + 1) * step)}", str(count)]
        for n, count in enumerate(counts)
        if count
    ]
    chart = Chart(title, height, [_("Score"), counted], rows, width=frame.width)
    chart.shapes.append(_line(left, floor, frame.width - left, floor, "axis"))
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
