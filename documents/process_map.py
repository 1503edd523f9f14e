"""The map of processes as a drawing: boxes in rows by their groups, arrows in the lanes between.

Everything is a number worked out here, so that the template only writes attributes: the drawing
needs no script and no style of its own, and the same one goes onto paper.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from documents.models.process_network import Network

COLUMNS = 4
BOX, TALL = 196, 62  # a box, wide and high
LANE = 9  # between two arrows side by side
GAP = 14  # the least space in a lane
STRIP = 24  # the line with the name of a group
LINE, LETTERS, LINES = 15, 27, 3  # of the words in a box
MARK = 30  # above a box, for the number of an arrow


@dataclass
class Box:
    """A process, or somebody outside."""

    key: Any
    words: str
    number: str = ""
    url: str = ""
    tone: str = "process"
    row: int = 0
    column: int = 0
    x: int = 0
    y: int = 0
    ins: int = 0
    outs: int = 0
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def middle(self) -> int:
        return self.x + BOX // 2


@dataclass
class Arrow:
    """All that passes from one box to another, under one number."""

    number: int
    source: Box
    target: Box
    items: list
    path: str = ""
    head: str = ""
    mark: tuple[int, int] = (0, 0)
    lanes: dict[tuple[str, int], int] = field(default_factory=dict)

    @property
    def number_y(self) -> int:
        return self.mark[1] + 3


@dataclass
class Band:
    """A group with the rows of its processes."""

    words: str
    tone: str
    rows: list[int] = field(default_factory=list)
    y: int = 0
    height: int = 0

    @property
    def words_y(self) -> int:
        return self.y + 16

    @property
    def words_width(self) -> int:
        """About how wide the name is: arrows pass behind it."""
        return 8 * len(self.words) + 8


@dataclass
class Drawing:
    """The whole map; its measures are those of the drawing, not of a screen."""

    width: int
    height: int
    bands: list[Band]
    boxes: list[Box]
    arrows: list[Arrow]
    box_width: int = BOX
    box_height: int = TALL

    @property
    def inner(self) -> int:
        return self.width - 2

    @property
    def is_tall(self) -> bool:
        """Whether it stands larger on an upright sheet than on one that lies."""
        return self.height > self.width * 0.7


def drawing(groups: list[tuple[str, list]], net: Network, outside: tuple[str, str]) -> Drawing:
    """The map of these groups of processes; ``outside`` are the words of the two edges."""
    givers, takers = _parties(net.entering), _parties(net.leaving)
    bands, boxes = [], []
    rows = [(outside[0], "outside", givers)] if givers else []
    rows += [(words, "group", [_process(p) for p in found]) for words, found in groups if found]
    rows += [(outside[1], "outside", takers)] if takers else []
    row = 0
    for words, tone, found in rows:
        band = Band(words, tone)
        for start in range(0, len(found), COLUMNS):
            for column, box in enumerate(found[start : start + COLUMNS]):
                box.row, box.column = row, column
            band.rows.append(row)
            row += 1
        bands.append(band)
        boxes += found
    arrows = _arrows(net, boxes)
    return _placed(bands, boxes, arrows, row)


def _process(process) -> Box:
    url = process.get_absolute_url()
    return Box(("process", process.pk), str(process.name), process.number, url)


def _parties(rows) -> list[Box]:
    """Those outside, each once, in the order in which they are named."""
    names = dict.fromkeys(str(row.party) for row in rows)
    side = "from" if rows and rows[0].source is None else "to"
    return [Box((side, name), name, tone="outside") for name in names]


def _arrows(net: Network, boxes: list[Box]) -> list[Arrow]:
    held = {box.key: box for box in boxes}
    found: dict[tuple, Arrow] = {}
    for row in [*net.entering, *net.between, *net.leaving]:
        one = ("process", row.source.pk) if row.source else ("from", str(row.party))
        two = ("process", row.target.pk) if row.target else ("to", str(row.party))
        if one not in held or two not in held:
            continue
        if (one, two) not in found:
            found[one, two] = Arrow(len(found) + 1, held[one], held[two], [])
        found[one, two].items.append(row.item)
    return list(found.values())


def _placed(bands, boxes, arrows, rows: int) -> Drawing:
    """Every box, lane and arrow in its place."""
    taken: dict[tuple[str, int], int] = defaultdict(int)
    for arrow in arrows:
        for lane in _lanes_of(arrow):
            arrow.lanes[lane] = taken[lane]
            taken[lane] += 1
        arrow.source.outs += 1
        arrow.target.ins += 1
    across = [GAP + LANE * taken["v", n] for n in range(COLUMNS + 1)]
    left = [sum(across[: n + 1]) + n * BOX for n in range(COLUMNS + 1)]
    titled = {band.rows[0] for band in bands if band.rows}
    down, tops, y = [], [], 0
    for row in range(rows + 1):
        down.append(y)
        y += GAP + LANE * taken["h", row] + (STRIP + MARK if row in titled else MARK)
        tops.append(y)
        y += TALL if row < rows else 0
    for box in boxes:
        box.x, box.y = left[box.column], tops[box.row]
        box.lines = _lines(box)
    for band in bands:
        band.y = down[band.rows[0]] + 2
        band.height = tops[band.rows[-1]] + TALL + 6 - band.y
    width = left[COLUMNS]
    _draw(arrows, down, [left[n] - across[n] for n in range(COLUMNS + 1)], titled)
    return Drawing(width, y, bands, boxes, arrows)


def _lanes_of(arrow: Arrow) -> list[tuple[str, int]]:
    """Below the source, beside a column, above the target: the lanes an arrow runs through."""
    source, target = arrow.source, arrow.target
    first, last = ("h", source.row + 1), ("h", target.row)
    if first == last:
        return [first]
    beside = target.column if source.column <= target.column else target.column + 1
    return [first, ("v", beside), last]


def _draw(arrows, down: list[int], sides: list[int], titled: set[int]) -> None:
    gone: dict[Any, int] = defaultdict(int)
    come: dict[Any, int] = defaultdict(int)

    def level(arrow, row: int) -> int:
        return down[row] + (STRIP if row in titled else 0) + GAP // 2 + LANE * arrow.lanes["h", row]

    for arrow in arrows:
        source, target = arrow.source, arrow.target
        gone[source.key] += 1
        come[target.key] += 1
        x1 = source.x + BOX * gone[source.key] / (source.outs + 1)
        x2 = target.x + BOX * come[target.key] / (target.ins + 1)
        y1, y2 = source.y + TALL, target.y
        points = [(x1, y1), (x1, level(arrow, source.row + 1))]
        for kind, n in arrow.lanes:
            if kind == "v":
                x = sides[n] + GAP // 2 + LANE * arrow.lanes[kind, n]
                points += [(x, points[-1][1]), (x, level(arrow, target.row))]
        points += [(x2, points[-1][1]), (x2, y2 - 6)]
        arrow.path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        arrow.head = f"M{x2 - 4:.1f} {y2 - 7:.1f} L{x2:.1f} {y2:.1f} L{x2 + 4:.1f} {y2 - 7:.1f} Z"
        arrow.mark = (round(x2), y2 - 17)


def _lines(box: Box) -> list[tuple[int, str]]:
    """The words of a box, broken into lines that fit."""
    lines, line = [], box.number
    for word in box.words.split():
        longer = f"{line} {word}".strip()
        if len(longer) <= LETTERS or not line:
            line = longer
        else:
            lines.append(line)
            line = word
    lines.append(line)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1][: LETTERS - 1]}…"]
    first = box.y + (TALL - LINE * (len(lines) - 1)) // 2 + 4
    return [(first + LINE * n, text) for n, text in enumerate(lines)]
