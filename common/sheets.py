"""Lists in spreadsheets: reading what people filled in.

A reader names the cell that is wrong. Formulas without a value, macros and foreign files are
refused with a sentence; headings are understood in every language of the program.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common.sheet_files import (
    LARGEST_FILE,
    MOST_COLUMNS,
    RawCell,
    RawPage,
    SheetRefused,
    open_book,
)
from common.sheet_values import LONGEST_CELL, value_of
from common.text import fold

__all__ = ["LARGEST_FILE", "LONGEST_CELL", "Field", "Line", "Sheet", "SheetRefused", "read_sheet"]

MOST_ROWS = 5000
HEAD = 10
#: Columns that the program itself wrote beside a list; brought again, they are no news.
OURS = (gettext_lazy("What happens"), gettext_lazy("In detail"))
#: Sheets that the program itself puts beside a list, and what a copy of one is called.
OUR_SHEETS = (
    gettext_lazy("Example"),
    gettext_lazy("How to fill it in"),
    gettext_lazy("About this list"),
)
_COPY = re.compile(r"( \(\d+\)|_\d+)$")


@dataclass(frozen=True)
class Field:
    """One column: its key, its heading, what stands in it, whether it must be filled in.

    ``choices`` are the words one may choose from; ``listed`` names a sheet of the template whose
    rows are chosen from.
    """

    key: str
    label: Any
    kind: str = "text"
    required: bool = False
    hint: Any = ""
    example: str = ""
    choices: Any = ()
    listed: Any = ""


@dataclass
class Line:
    """One row as it was read: values by key, the cell each came from, what is wrong with it."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def text(self, key: str) -> str:
        return self.values.get(key) or ""


@dataclass
class Sheet:
    """The rows of a list, the headings nobody knows, and what is to be said of the file."""

    lines: list[Line]
    unknown: list[str]
    remarks: list[str] = field(default_factory=list)


@dataclass
class Headings:
    """Where the headings of a worksheet stand, which column is which, and which are not ours."""

    page: RawPage
    head: list[tuple[int, list[RawCell]]]
    top: int = 0
    columns: dict[int, str] = field(default_factory=dict)

    @property
    def words(self) -> list[tuple[int, str]]:
        """What stands in the row of the headings."""
        row = self.head[self.top][1] if self.head else []
        return [(n, str(cell.value).strip()) for n, cell in enumerate(row) if not cell.is_empty]

    @property
    def strange(self) -> list[str]:
        """The headings that nobody knows, first those that may stand for one that is missing."""
        others = [word for place, word in self.words if place in self.columns]
        return [word for place, word in self.words if place not in self.columns] + others

    def lacks(self, fields: Iterable[Field]) -> list[str]:
        held = self.columns.values()
        return [_quoted(f.label) for f in fields if f.required and f.key not in held]


def read_sheet(data: bytes, fields: list) -> Sheet:
    """The filled-in rows of the first visible worksheet that has our headings."""
    book = open_reading(data)
    found = find_headings(book.pages, fields)
    lines = _lines(found, fields)
    if not lines:
        raise SheetRefused(_("There is not a single filled-in row under the headings."))
    ours = {_heading(word) for code, word in _in_every_language(OURS)}
    unknown = [
        word
        for place, word in found.words
        if place not in found.columns and _heading(word) not in ours
    ]
    if found.page.has_formulas:
        book.remarks.append(_("There are formulas in the file: their last values were taken."))
    if found.page.has_hidden:
        book.remarks.append(_("There are hidden rows or columns in the file: they were read too."))
    if names := _left_out(book.names, found.page.name, fields):
        words = _("Only the sheet “%(sheet)s” was read; left out: %(names)s.")
        book.remarks.append(words % {"sheet": found.page.name, "names": ", ".join(names[:5])})
    return Sheet(lines, unknown, book.remarks)


def _left_out(names: list[str], read: str, fields: list) -> list[str]:
    """Visible sheets that somebody added and nobody reads."""
    ours = _named_so([*OUR_SHEETS, *_chosen_from(fields)])
    return [name for name in names if name != read and _sheet_name(name) not in ours]


def _chosen_from(fields: Iterable[Field]) -> list:
    """The sheets of the template whose rows are chosen from."""
    return [f.listed for f in fields if f.listed]


def _named_so(titles: Iterable) -> set[str]:
    """What sheets of these titles are called, in any language."""
    return {_sheet_name(word[:31]) for _key, word in _in_every_language(list(titles))}


def _sheet_name(name: str) -> str:
    """A name of a sheet without case and without what Excel adds to that of a copy."""
    return fold(_COPY.sub("", name.strip()))


def _quoted(words: Any) -> str:
    return _("“%(words)s”") % {"words": words}


def open_reading(data: bytes):
    """The file opened; a broken workbook breaks in many ways, and one sentence tells of all."""
    try:
        return open_book(data)
    except SheetRefused:
        raise
    except Exception as error:
        raise _damaged() from error


def _damaged() -> SheetRefused:
    return SheetRefused(_("The file is damaged: Excel itself can perhaps repair it."))


def find_headings(pages: Iterable[RawPage], fields: list) -> Headings:
    """The worksheet to read: the first that has all obligatory headings, else a refusal; what our
    template holds beside the list is none.
    """
    labels = {f.key: f.label for f in fields}
    known = {_heading(word): key for key, word in _in_every_language(labels)}
    shows_how, chosen_from = _named_so(OUR_SHEETS), _named_so(_chosen_from(fields))
    best: Headings | None = None
    try:
        for place, page in enumerate(pages):
            name = _sheet_name(page.name)
            if name in shows_how or (place and name in chosen_from):
                continue
            found = _headings(page, known)
            if best is None or len(found.columns) > len(best.columns):
                best = found
            if not found.lacks(fields):
                break
    except SheetRefused:
        raise
    except Exception as error:
        raise _damaged() from error
    if best is None or (missing := best.lacks(fields)):
        names = ", ".join(missing if best else [_quoted(f.label) for f in fields if f.required])
        words = _("The headings %(names)s are missing: begin with the template.")
        told = [words % {"names": names}]
        if best and (seen := ", ".join(word[:40] for word in best.strange[:15])):
            told.append(_("Found instead: %(names)s.") % {"names": seen})
        raise SheetRefused(" ".join(told))
    return best


def _headings(page: RawPage, known: dict[str, str]) -> Headings:
    head = list(islice(page.rows, HEAD))
    full = [sum(not cell.is_empty for cell in cells) for _row, cells in head]
    best = Headings(page, head, full.index(max(full)) if full else 0)
    for number, (_row, cells) in enumerate(head):
        found: dict[int, str] = {}
        for place, cell in enumerate(cells):
            key = known.get(_heading(str(cell.value or "")))
            if key and key not in found.values():
                found[place] = key
        if len(found) > len(best.columns):
            best = Headings(page, head, number, found)
    return best


def _in_every_language(labels) -> list[tuple[Any, str]]:
    pairs = labels.items() if isinstance(labels, dict) else [(n, n) for n in labels]
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found += [(key, str(label)) for key, label in pairs]
    return found


def _heading(words: str) -> str:
    """A heading without its star and without case."""
    return fold(words.rstrip(" *"))


def _lines(found: Headings, fields) -> list[Line]:
    """The filled-in rows under the headings; too many are refused before they are all read."""
    lines: list[Line] = []
    rows = chain(found.head[found.top + 1 :], found.page.rows)
    try:
        for number, cells in rows:
            if (line := _line(number, cells, found, fields)) is not None:
                lines.append(line)
            if len(lines) > MOST_ROWS or number > 20 * MOST_ROWS:
                raise SheetRefused(
                    _("More than %(rows)s rows: bring the list in by parts.") % {"rows": MOST_ROWS}
                )
    except SheetRefused:
        raise
    except Exception as error:
        raise _damaged() from error
    return lines


def _line(number: int, cells: list[RawCell], found: Headings, fields) -> Line | None:
    if all(cell.is_empty or not str(cell.value).strip() for cell in cells):
        return None
    line, known = Line(number), {f.key: f for f in fields}
    for place, key in found.columns.items():
        cell = cells[place] if place < len(cells) else RawCell()
        name = line.cells[key] = f"{_letters(place)}{number}"
        try:
            line.values[key] = value_of(cell, known[key].kind)
        except ValueError as error:
            line.values[key] = ""
            line.faults.append((name, str(error)))
            continue
        if _is_merged(found.page, number, place + 1):
            line.faults.append((name, _("the cell is joined with others: take them apart.")))
        elif known[key].required and line.values[key] in ("", None):
            words = _("“%(name)s” is empty.") % {"name": known[key].label}
            line.faults.append((name, words))
    return line


def _is_merged(page: RawPage, row: int, column: int) -> bool:
    return any(
        one.top <= row <= one.bottom and one.left <= column <= one.right for one in page.merged
    )


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    return get_column_letter(min(place, MOST_COLUMNS) + 1)
