"""The head of every page of a controlled paper, as the profile lays it out (P-01; 001, header).

The layout is a grid of names: a name repeated beside or below is one cell. Where
the profile says nothing, the head that comes with the program is printed.
"""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from documents.stamps import words_in

LETTERS = 84  # letters of a line that has the whole width of the head
HEIGHT_OF_LINE, PADDING = 3.45, 1.9  # millimetres, as print/paper.css sets them
STEPS = 12  # how many heights of the head the style sheet knows
LOWEST = 12  # millimetres: the head of the first of them


@dataclass(frozen=True)
class Cell:
    """One cell of the head: what stands in it, how wide and how high it is."""

    name: str
    colspan: int
    rowspan: int
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Header:
    """The head of the pages of one paper."""

    rows: list[list[Cell]]
    columns: range
    total_first: bool
    step: int = 1

    @property
    def is_on(self) -> bool:
        """Whether there is a table at all, or only a line with the code."""
        return bool(self.rows)


def head_of(context: dict, language: str) -> Header | None:
    """The head that the profile asks for, filled in; None for the one of the program."""
    organisation = context["organisation"]
    said = organisation.header
    if not said:
        return None
    total_first = said.get("pages") == "total/page"
    names = said.get("rows") or []
    if not said.get("on", True) or not names:
        return Header([], range(0), total_first)
    columns = range(len(names[0]))
    lines = {
        **_cells(context),
        "organisation": (
            *(words_in(line, language) for line in said.get("above", [])),
            words_in(organisation.name, language),
        ),
    }
    rows = [
        [_cell(names, y, x, lines) for x in columns if _begins(names, y, x)]
        for y in range(len(names))
    ]
    return Header(rows, columns, total_first, _step(names, lines))


def _cells(context: dict) -> dict:
    """What may stand in the cells, as lines of words; a print that is no copy says so."""
    issue, change, _electronic = context["cells"]
    number = context["copy"]
    return {
        "title": (context["title"],),
        "code": (context["code"],),
        "type": (context["kind"],),
        "issue": (f"{issue[0]} {issue[1]}",),
        "change": (f"{change[0]} {change[1]}",),
        "copy": (" ".join([_("Copy No."), number]) if number else _("Uncontrolled copy"),),
        "date": (str(context["force"]),),
    }


def _begins(names, y: int, x: int) -> bool:
    """Whether a cell begins at this place, and is not the rest of one above or beside."""
    name = names[y][x]
    if name == "-":
        return True
    return not ((y and names[y - 1][x] == name) or (x and names[y][x - 1] == name))


def _cell(names, y: int, x: int, lines: dict) -> Cell:
    name = names[y][x]
    if name == "-":
        return Cell(name, 1, 1)
    wide = sum(other == name for other in names[y])
    high = sum(row[x] == name for row in names)
    return Cell(name, wide, high, tuple(line for line in lines.get(name, ()) if line))


def _step(names, lines: dict) -> int:
    """Which of the margins of the style sheet holds the head: the taller the words, the lower."""
    height = 0.0
    for row in names:
        most = 1.0
        for name in set(row) - {"-", "emblem"}:
            letters = int(LETTERS * sum(other == name for other in row) / len(row))
            high = sum(name in other for other in names)
            told = sum(max(1, -(-len(line) // letters)) for line in lines.get(name, ()))
            most = max(most, told / high)
        height += most * HEIGHT_OF_LINE + PADDING
    return min(max(1, math.ceil((height - LOWEST) / HEIGHT_OF_LINE) + 1), STEPS)
