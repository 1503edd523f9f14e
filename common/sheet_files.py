"""Opening a list that somebody filled in: .xlsx and .csv, foreign and dangerous files refused.

What comes out is plain: pages of rows of cells, read one by one and never all at once.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
LARGEST_WORDS = 60 * 1024 * 1024
MOST_COLUMNS = 200
MOST_PAGES = 20
MOST_MERGED = 2000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FORMULA, FAULT = "f", "e"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_HIDDEN = re.compile(rb'<(?:\w+:)?(?:row|col) [^>]*hidden="(?:1|true)"')
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_DIVIDER = re.compile(r"sep=(.)\s*$")


class SheetRefused(Exception):
    """The file as a whole cannot be read: the sentence says why."""


class RawCell(NamedTuple):
    """One cell: what stands in it; ``f`` is a formula without a value, ``e`` an error of Excel."""

    value: Any = None
    kind: str = ""

    @property
    def is_empty(self) -> bool:
        return self.value in (None, "") and not self.kind


class Merged(NamedTuple):
    """Cells joined into one: first and last row, first and last column, from 1."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass
class RawPage:
    """One worksheet: its rows with their numbers, one after the other."""

    name: str
    rows: Iterator[tuple[int, list[RawCell]]]
    merged: list[Merged] = field(default_factory=list)
    has_formulas: bool = False
    has_hidden: bool = False


@dataclass
class RawBook:
    """The visible worksheets of a file, and what is to be said of it."""

    pages: Iterable[RawPage]
    remarks: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def check_name(name: str, data: bytes) -> None:
    """A file that is called a workbook and is something else."""
    if name.lower().endswith((".xlsx", ".xlsm")) and not data.startswith((b"PK", OLE)):
        raise SheetRefused(_("This is not an Excel file (.xlsx)."))


def open_book(data: bytes) -> RawBook:
    """The worksheets of a file, of whichever kind it is."""
    if len(data) > LARGEST_FILE:
        raise SheetRefused(
            _("The list is too large: at most %(size)s MB.") % {"size": LARGEST_FILE // 1024**2}
        )
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise SheetRefused(_("The file is locked with a password: save it without one."))
        raise SheetRefused(_("This is an old Excel file (.xls): save it as .xlsx."))
    return _excel(data) if data.startswith(b"PK") else _csv(data)


# Excel --------------------------------------------------------------------------------------


def _excel(data: bytes) -> RawBook:
    from openpyxl import load_workbook  # noqa: PLC0415 -- slow to import, needed only here

    archive = _checked(data)

    def opened(**how):
        return load_workbook(io.BytesIO(data), read_only=True, keep_links=False, **how)

    book = opened(data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    remarks = []
    if hidden:
        names = ", ".join(hidden[:5])
        remarks.append(_("Hidden sheets are not read: %(names)s.") % {"names": names})

    def pages():
        formulas: Any = None
        for sheet in sheets[:MOST_PAGES]:
            has_formulas, has_hidden, merged = _look_through(archive, sheet)
            if has_formulas:
                formulas = formulas or opened()
            rows = _excel_rows(sheet, formulas[sheet.title] if has_formulas else None)
            yield RawPage(sheet.title, rows, merged, has_formulas, has_hidden)

    return RawBook(pages(), remarks, [sheet.title for sheet in sheets])


def _checked(data: bytes) -> zipfile.ZipFile:
    """The archive, when it is a workbook without macros and not too large unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise SheetRefused(_("This is not an Excel file (.xlsx).")) from error
    if "xl/workbook.xml" not in sizes:
        raise SheetRefused(_("This is not an Excel file (.xlsx)."))
    if any(name.lower().endswith("vbaproject.bin") for name in sizes):
        raise SheetRefused(_("The file holds macros: save it as .xlsx without them."))
    words = sum(size for name, size in sizes.items() if "sharedstrings" in name.lower())
    too_large = sum(sizes.values()) > LARGEST_UNPACKED or words > LARGEST_WORDS
    if too_large or _declares_entities(archive, sizes):
        raise SheetRefused(_("This file is not one that Excel wrote: make it anew."))
    return archive


def _declares_entities(archive, names) -> bool:
    try:
        return any(
            b"<!DOCTYPE" in archive.open(name).read(1024)
            for name in names
            if name.lower().endswith((".xml", ".rels"))
        )
    except Exception:
        return True


def _look_through(archive: zipfile.ZipFile, sheet) -> tuple[bool, bool, list[Merged]]:
    """Whether a sheet holds formulas or hides something, which cells are joined; by pieces."""
    from openpyxl.utils import column_index_from_string as number  # noqa: PLC0415

    has_formulas, has_hidden, merged, kept = False, False, [], b""
    with archive.open(sheet._worksheet_path) as opened:
        while piece := opened.read(1024 * 1024):
            piece = kept + piece
            end = piece.rfind(b">") + 1
            whole, kept = piece[:end], piece[end:][-4096:]
            has_formulas = has_formulas or bool(_HAS_FORMULA.search(whole))
            has_hidden = has_hidden or bool(_HIDDEN.search(whole))
            for left, top, right, bottom in _MERGED.findall(whole):
                columns = number(left.decode()), number(right.decode())
                merged.append(Merged(int(top), int(bottom), *columns))
            if len(merged) > MOST_MERGED:
                raise SheetRefused(_("Too many cells of this list are joined: take them apart."))
    return has_formulas, has_hidden, merged


def _excel_rows(sheet, formulas) -> Iterator[tuple[int, list[RawCell]]]:
    """Rows with the last computed values; a formula that was never computed is told as one."""
    sheet.reset_dimensions()
    written = None
    if formulas is not None:
        formulas.reset_dimensions()
        written = formulas.iter_rows()
    for number, row in enumerate(sheet.iter_rows(), 1):
        beside = next(written, ()) if written is not None else ()
        yield (
            number,
            [
                _excel_cell(cell, beside[place] if place < len(beside) else None)
                for place, cell in enumerate(row)
            ],
        )


def _excel_cell(cell, beside) -> RawCell:
    value = cell.value
    if beside is not None and beside.value is not None and beside.data_type == "f":
        if value is None:
            return RawCell(str(beside.value), FORMULA)
    elif isinstance(value, str) and value.startswith("="):
        return RawCell(value, FORMULA)
    if value is not None and cell.data_type == "e":
        return RawCell(value, FAULT)
    return RawCell(value)


# CSV ----------------------------------------------------------------------------------------


def _csv(data: bytes) -> RawBook:
    text, is_old = _decoded(data)
    if not text.strip() or _CONTROL.search(text[:100_000]) or text.startswith(("%PDF", "<")):
        raise SheetRefused(_("This is neither an Excel file (.xlsx) nor a table as text (.csv)."))
    remarks = []
    if is_old:
        remarks.append(
            _(
                "The file is in the old encoding of Windows, which has no Ң, Ө, Ү: look whether "
                "they are lost; “CSV UTF-8” keeps them."
            )
        )
    first, _end, rest = text.lstrip("\r\n").partition("\n")
    skipped = 0
    if named := _DIVIDER.match(first.rstrip("\r")):
        divider, text, skipped = named[1], rest, 1
    else:
        divider = max(";\t,", key=first.count)
    return RawBook([RawPage("CSV", _csv_rows(text, divider, skipped))], remarks)


def _decoded(data: bytes) -> tuple[str, bool]:
    """The text, and whether it came in the old encoding of Windows."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), False
        return data.decode("utf-8-sig"), False
    except UnicodeError:
        return data.decode("cp1251", errors="replace"), True


def _csv_rows(text: str, divider: str, skipped: int) -> Iterator[tuple[int, list[RawCell]]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=divider)
    for number, row in enumerate(rows, 1 + skipped):
        yield number, [_csv_cell(value) for value in row[:MOST_COLUMNS]]


def _csv_cell(value: str) -> RawCell:
    return RawCell(value, FORMULA if value.startswith("=") and len(value) > 1 else "")
