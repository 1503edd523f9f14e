"""Lists in spreadsheets: reading what people filled in, and the empty sheet they fill in.

A reader names the cell that is wrong. Formulas, macros and foreign files are refused with a
sentence; headings are understood in every language of the program.
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import numeric
from common.text import fold

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_ROWS = 5000
LONGEST_CELL = 2000
YEARS = range(1900, 2200)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class SheetRefused(Exception):
    """The file as a whole cannot be read: the sentence says why."""


@dataclass(frozen=True)
class Field:
    """One column: its key, its heading, what stands in it, whether it must be filled in."""

    key: str
    label: Any
    kind: str = "text"
    required: bool = False
    hint: Any = ""
    example: str = ""


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
    """The rows of a list, and the headings nobody knows."""

    lines: list[Line]
    unknown: list[str]


# Reading --------------------------------------------------------------------------------------


def read_sheet(data: bytes, fields: list[Field]) -> Sheet:
    """The filled-in rows of the first worksheet that has our headings."""
    from openpyxl import load_workbook  # noqa: PLC0415 -- slow to import, needed only here

    _refuse_foreign(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        rows = [list(row) for row in _rows(book.worksheets[0])] if book.worksheets else []
    except SheetRefused:
        raise
    except Exception as error:  # a broken workbook breaks in many ways
        raise SheetRefused(_("The file is damaged: Excel itself can perhaps repair it.")) from error
    top, columns, unknown = _headings(rows, fields)
    missing = [f.label for f in fields if f.required and f.key not in columns.values()]
    if missing:
        names = ", ".join(f"“{name}”" for name in missing)
        raise SheetRefused(
            _("The headings %(names)s are missing: begin with the template.") % {"names": names}
        )
    lines = [line for row in rows[top + 1 :] if (line := _line(row, columns, fields)) is not None]
    if not lines:
        raise SheetRefused(_("There is not a single filled-in row under the headings."))
    return Sheet(lines, unknown)


def _rows(sheet):
    sheet.reset_dimensions()
    filled = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        if any(cell.value not in (None, "") for cell in row):
            filled += 1
        if filled > MOST_ROWS + 1 or number > 20 * MOST_ROWS:
            raise SheetRefused(
                _("More than %(rows)s rows: bring the list in by parts.") % {"rows": MOST_ROWS}
            )
        yield row


def _refuse_foreign(data: bytes) -> None:
    if len(data) > LARGEST_FILE:
        raise SheetRefused(
            _("The list is too large: at most %(size)s MB.") % {"size": LARGEST_FILE // 1024**2}
        )
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise SheetRefused(_("The file is locked with a password: save it without one."))
        raise SheetRefused(_("This is an old Excel file (.xls): save it as .xlsx."))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = {entry.filename: entry.file_size for entry in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise SheetRefused(_("This is not an Excel file (.xlsx).")) from error
    if "xl/workbook.xml" not in names:
        raise SheetRefused(_("This is not an Excel file (.xlsx)."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SheetRefused(_("The file holds macros: save it as .xlsx without them."))
    if sum(names.values()) > LARGEST_UNPACKED or _declares_entities(archive, names):
        raise SheetRefused(_("This file is not one that Excel wrote: make it anew."))


def _declares_entities(archive, names) -> bool:
    try:
        return any(
            b"<!DOCTYPE" in archive.open(name).read(1024)
            for name in names
            if name.lower().endswith((".xml", ".rels"))
        )
    except Exception:
        return True


def _headings(rows, fields) -> tuple[int, dict[int, str], list[str]]:
    """Where the headings stand, which column is which, and which are not ours."""
    known: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            known |= {_heading(str(f.label)): f.key for f in fields}
    best: tuple[int, dict[int, str]] = (0, {})
    for number, row in enumerate(rows[:10]):
        found: dict[int, str] = {}
        for place, cell in enumerate(row):
            key = known.get(_heading(str(cell.value or "")))
            if key and key not in found.values():
                found[place] = key
        if len(found) > len(best[1]):
            best = (number, found)
    top, columns = best
    unknown = [
        str(cell.value).strip()
        for place, cell in enumerate(rows[top] if rows else [])
        if cell.value not in (None, "") and place not in columns
    ]
    return top, columns, unknown


def _heading(words: str) -> str:
    """A heading without its star and without case."""
    return fold(words.rstrip(" *"))


def _line(row, columns: dict[int, str], fields) -> Line | None:
    if all(cell.value in (None, "") or not str(cell.value).strip() for cell in row):
        return None
    kinds = {f.key: f for f in fields}
    number = next(cell.row for cell in row if cell.value not in (None, ""))
    line = Line(number)
    for place, key in columns.items():
        cell = row[place] if place < len(row) else None
        line.cells[key] = f"{_letters(place)}{number}"
        try:
            line.values[key] = _value(cell, kinds[key].kind) if cell is not None else ""
        except ValueError as error:
            line.values[key] = ""
            line.faults.append((line.cells[key], str(error)))
        else:
            if kinds[key].required and line.values[key] in ("", None):
                words = _("“%(name)s” is empty.") % {"name": kinds[key].label}
                line.faults.append((line.cells[key], words))
    return line


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    return get_column_letter(place + 1)


def _value(cell, kind: str):
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f" or (isinstance(value, str) and value.startswith("=")):
        raise ValueError(_("a formula stands here: put its value instead."))
    if cell.data_type == "e":
        raise ValueError(_("an error of Excel stands here: put a value instead."))
    if kind == "date":
        return _day(value)
    text = _text(value)
    if kind == "whole":
        if text and not re.fullmatch(r"\d{1,4}", text):
            raise ValueError(_("“%(text)s” is not a whole number.") % {"text": text[:60]})
        return int(text) if text else ""
    return text


def _text(value) -> str:
    if isinstance(value, datetime | date):
        return numeric(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    signs = unicodedata.normalize("NFC", str(value))
    signs = "".join(s for s in signs if unicodedata.category(s) not in ("Cf", "Co", "Cs", "Cn"))
    text = " ".join(signs.split())
    if len(text) > LONGEST_CELL:
        raise ValueError(_("the text is too long."))
    if any(unicodedata.category(sign) == "Cc" for sign in text):
        raise ValueError(_("there are signs here that no text has."))
    return text


def _day(value) -> date | str:
    """A date as Excel keeps it, or as people type it: 12.06.2027."""
    found = value
    if isinstance(value, datetime):
        found = value.date()
    elif not isinstance(value, date):
        text = _text(value)
        if not text:
            return ""
        try:
            if match := _DAY.fullmatch(text.rstrip(".")):
                day, month, year = map(int, match.groups())
                found = date(year, month, day)
            elif match := _ISO_DAY.fullmatch(text):
                found = date(*map(int, match.groups()))
        except ValueError:
            found = value
    if not isinstance(found, date) or found.year not in YEARS:
        raise ValueError(
            _("“%(text)s” is not a date: write it as 12.06.2027.") % {"text": str(value)[:40]}
        )
    return found
