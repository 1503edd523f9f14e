"""How wide the columns of a printed table are, so that it fits its sheet and nothing is torn.

The words are measured with the type they are set in. Dates, codes and numbers stay whole; a long
word is parted with a hyphen, and where even that does not fit, the type becomes smaller.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.printing import FONTS

LANDSCAPE, PORTRAIT = 262.0, 175.0  # millimetres between the margins of our sheets
POINT = 0.3528  # millimetres
AIR = 3.7  # the padding of a cell, its line, and a little more
#: Sizes of type, with how long a word may be before it is parted, in ems; tried in this order.
WAYS = ((8.5, 99.0), (8.5, 7.0), (7.5, 8.0), (7.5, 6.0), (7.0, 5.0), (6.5, 4.5))
WHOLE = 11.0  # ems: a value of digits up to this long stays on one line
FILLED = 0.85  # of the sheet: the rest goes to the columns that hold the most
WIDEST = 22.0  # ems: a column does not ask for more
_PARTS = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")


class Words(NamedTuple):
    """A column: its heading and what stands under it."""

    head: str
    cells: list[str]


@dataclass(frozen=True)
class Fit:
    """The size of the type in points, and the share of each column of the width."""

    size: float
    shares: list[float]

    @property
    def class_name(self) -> str:
        """What the style sheet calls this size (static/print/list.css)."""
        return f"fit-{str(self.size).replace('.', '-')}"

    @property
    def colgroup(self) -> SafeString:
        cols = format_html_join(
            "", '<col style="width:{}%">', ((f"{share:.2f}",) for share in self.shares)
        )
        return format_html("<colgroup>{}</colgroup>", cols)


def fit(columns: Iterable[Words], room: float = LANDSCAPE) -> Fit:
    """The widths for these columns on a sheet of ``room`` millimetres."""
    measured = [_Column.of(column) for column in columns]
    size, needs = WAYS[-1][0], []
    for size, longest in WAYS:
        needs = [column.need(longest) * size * POINT + AIR for column in measured]
        if sum(needs) <= room * FILLED:
            break
    left = max(room - sum(needs), 0.0)
    wants = [
        max(min(column.wish, WIDEST) * size * POINT + AIR - need, 0.5)
        for column, need in zip(measured, needs, strict=True)
    ]
    widths = [need + left * want / sum(wants) for need, want in zip(needs, wants, strict=True)]
    return Fit(size, [100 * width / sum(widths) for width in widths])


@dataclass(frozen=True)
class _Column:
    """What a column asks for, in ems."""

    whole: float  # its longest value that may not be parted
    word: float  # its longest word
    wish: float  # what most of its values need to stand on one line

    @classmethod
    def of(cls, column: Words) -> "_Column":
        values = [" ".join(text.split()) for text in column.cells]
        whole = word = 0.0
        for part in {part for text in {column.head, *values} for part in _PARTS.split(text)}:
            if _DIGIT.search(part):
                whole = max(whole, min(_width(part), 2 * WHOLE))
            else:
                word = max(word, _width(part))
        lengths = sorted(_width(text) for text in values)
        for text, length in {text: _width(text) for text in values}.items():
            if length <= WHOLE and _DIGIT.search(text):
                whole = max(whole, length)
        usual = lengths[int(len(lengths) * 0.85)] if lengths else 0.0
        return cls(whole, word, max(usual, _width(column.head) / 2))

    def need(self, longest: float) -> float:
        return max(self.whole, min(self.word, longest))


def _width(text: str) -> float:
    """How wide words are in bold type, in ems."""
    widths, usual = _type()
    return sum(widths.get(ord(sign), usual) for sign in text)


@lru_cache(maxsize=1)
def _type() -> tuple[dict[int, float], float]:
    """The widths of the letters of our bold type: what is set in it fits in any other of ours."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- slow to import, needed only here

    font = TTFont(FONTS / "noto-serif-700.woff2")
    em, table = font["head"].unitsPerEm, font["hmtx"].metrics
    return {sign: table[name][0] / em for sign, name in font.getBestCmap().items()}, 0.7
