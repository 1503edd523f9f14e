"""Registers that leave the house as Excel or PDF, and the journal row that says so."""

import io
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.dates import date_and_time
from common.models import deed, record
from common.printing import render_pdf, show
from common.table_widths import Words, fit

from .paper import print_job

WIDEST = 60  # letters: a column of a sheet is not wider
PDF_ROWS = 5000
PDF_AT_ONCE = 250  # some ten pages; more are made by the worker
EXCEL_ROWS = 50_000
DATES = {
    "%d.%m.%Y": "dd.mm.yyyy",
    "%d.%m.%Y %H:%M": "dd.mm.yyyy hh:mm",
    "%d.%m.%Y %H:%M:%S": "dd.mm.yyyy hh:mm:ss",
}
NOT_IN_A_SHEET = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Rows(list):
    """Rows that a page has computed, as a register asks for its own."""

    def count(self) -> int:  # type: ignore[override]
        return len(self)

    def iterator(self, chunk_size: int = 1000):
        return iter(self)


def excel(page, rows, filters: list[dict]) -> HttpResponse:
    """The rows found, as an Excel sheet, and on a second one what list of whom that is."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow to import, needed only here

    if rows.count() > EXCEL_ROWS:
        return too_long(EXCEL_ROWS)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(NOT_IN_A_NAME.sub(" ", page.get_title())[:31])
    columns = page.columns_out("xlsx")
    count = _fill(sheet, columns, pieces(page, rows))
    about = book.create_sheet(_("About this list"))
    for line in _about(page, filters, count):
        about.append([safe_cell(str(part)) for part in line])
    out = io.BytesIO()
    book.save(out)
    _say(page, "xlsx", count)
    response = HttpResponse(out.getvalue(), content_type=EXCEL)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{_file_name(page, 'xlsx')}"
    return response


def _fill(sheet, columns: list, found) -> int:
    """The rows under a heading that stays in sight; how wide and of what kind a column is, its
    first rows say.
    """
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- slow to import, needed only here

    count, kinds = 0, [column.kind for column in columns]
    for things in found:
        values = [[str(column.value(thing)) for column in columns] for thing in things]
        if not count:
            kinds = [
                _kind(column.kind, [row[n] for row in values]) for n, column in enumerate(columns)
            ]
            dress(sheet, [str(column.label) for column in columns], values)
        for row in values:
            cells = []
            for kind, text in zip(kinds, row, strict=True):
                value, shape = as_typed(text, kind)
                cells.append(WriteOnlyCell(sheet, value))
                cells[-1].number_format = shape
            sheet.append(cells)
        count += len(values)
    if columns:
        sheet.auto_filter.ref = f"A1:{_letters(len(columns))}{count + 1}"
    return count


def dress(sheet, heads: list, rows: Iterable[list]) -> None:
    """Write the heading of a sheet, bold and always in sight, over columns as wide as they need."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- slow to import, needed only here
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    widths = [max(len(part) for part in [*str(head or "").split(), ""]) + 4 for head in heads]
    for row in rows:
        for n, value in enumerate(row[: len(widths)]):
            longest = max(len(line) for line in str(value or "").split("\n"))
            widths[n] = max(widths[n], min(longest + 2, WIDEST))
    for n, width in enumerate(widths, 1):
        sheet.column_dimensions[_letters(n)].width = width
    sheet.freeze_panes = "A2"
    cells = [WriteOnlyCell(sheet, head) for head in heads]
    for cell in cells:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    sheet.append(cells)


def _letters(number: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- slow to import

    return get_column_letter(number)


def _kind(kind: str, values: list[str]) -> str:
    """Codes of which some are no numbers are texts, all of them: “4” beside “4.1”."""
    is_number = kind != "code" or all(value.isdecimal() for value in values)
    return kind if is_number else "text"


def _about(page, filters: list[dict], count: int) -> list[tuple]:
    """Whose list it is, which rows, taken out when and by whom."""
    words = page.request.GET.get("q", "").strip()
    return [
        (_("List"), page.get_title()),
        (_("Rows"), count),
        *((chip["label"], chip["value"]) for chip in filters),
        *([(_("Search"), words)] if words else []),
        (_("Taken out by"), page.request.user.person.full_name),
        (_("When"), date_and_time(timezone.now())),
        *(("", note) for note in page.notes()),
    ]


def pdf(page, rows, filters: list[dict]) -> HttpResponse:
    """The rows found, as a printed list with the organisation's head and the filters in use."""
    count = rows.count()
    if count > PDF_ROWS:
        return too_long(PDF_ROWS)
    if count > PDF_AT_ONCE and not getattr(page.request, "at_once", False):
        return print_job(page.request, page.get_title())
    data, shown = pdf_bytes(page, rows, filters)
    _say(page, "pdf", shown)
    return show(data, _file_name(page, "pdf"))


def pdf_bytes(page, rows, filters: list[dict], notes: Iterable[str] = ()) -> tuple[bytes, int]:
    """The printed list itself, and how many rows it has; ``notes`` stand with those of the page."""
    columns = page.columns_out("pdf")
    shown = [
        [column.cell(thing) for column in columns]
        for things in pieces(page, rows)
        for thing in things
    ]
    context = {
        "title": page.get_title(),
        "columns": columns,
        "notes": [*page.notes(), *notes],
        "rows": shown,
        "fit": fit(
            Words(str(column.label), [row[n].text for row in shown])
            for n, column in enumerate(columns)
        ),
        "filters": filters,
        "words": page.request.GET.get("q", "").strip(),
    }
    return render_pdf("print/register.html", context), len(shown)


def pieces(page, rows, size: int = 1000):
    """The rows so many at a time, each piece with what its page adds to them."""
    piece, is_first = [], True
    for thing in rows.iterator(chunk_size=size):
        piece.append(thing)
        if len(piece) == size:
            yield page.dressed(piece)
            piece, is_first = [], False
    if piece or is_first:
        yield page.dressed(piece)


def _say(page, kind: str, count: int) -> None:
    """Who took which register out of the house, with which filters, how many rows (A.8.15)."""
    user = page.request.user
    with deed(by=user):
        record(
            None,
            "export",
            by=user,
            register=page.request.path,
            form=kind,
            filters=_filters(page),
            rows=count,
        )


def _filters(page) -> dict[str, str]:
    """The filters in use by their values; of free words only that there were some, for they may
    be a person's name, and the journal keeps no personal text.
    """
    fields = page.filterset.form.fields if page.filterset_class else {}
    asked = page.request.GET
    chosen = {name: asked[name][:60] for name in fields if asked.get(name)}
    free = [name for name in chosen if type(fields[name]) is forms.CharField]
    words = {"q": "…"} if asked.get("q") else {}
    return chosen | dict.fromkeys(free, "…") | words


def too_long(rows: int) -> HttpResponse:
    """Refuses a list that nobody could open, with what to do."""
    return HttpResponse(
        _("The list is too long: narrow it by its filters to %(rows)s rows.") % {"rows": rows},
        status=413,
        content_type="text/plain; charset=utf-8",
    )


def _file_name(page, ending: str) -> str:
    name = page.get_title().replace(" ", "_")
    return urlencode({"": f"{name}_{timezone.localdate():%Y-%m-%d}.{ending}"})[1:]


def as_typed(text: str, kind: str) -> tuple[Any, str]:
    """What a spreadsheet is to hold, so that it sorts and counts, and the format it shows it in."""
    if kind in ("number", "code") and text.isdecimal() and str(int(text)) == text:
        return int(text), "0"
    if kind == "date":
        for read, shape in DATES.items():
            with suppress(ValueError):
                return datetime.strptime(text, read), shape  # noqa: DTZ007 -- a day of the screen
    return safe_cell(text), "General"


def safe_cell(text: str) -> str:
    """A value that a spreadsheet reads as text even when it begins like a formula."""
    text = NOT_IN_A_SHEET.sub("", text)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") and len(text) > 1 else text
