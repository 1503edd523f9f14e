"""The list as it was brought, with two columns more: what happens to each row, and why."""

import io
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from common.importing import KINDS, REFUSED, Plan
from common.sheets import find_headings, open_reading
from common.views.outgoing import NOT_IN_A_SHEET, dress, safe_cell

TINT = "FBE3E3"


def marked(data: bytes, fields: list, plan: Plan) -> bytes:
    """The same sheet with the same headings and rows; a refused row is tinted."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow to import, needed only here
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    found = find_headings(open_reading(data).pages, fields)
    fates = {fate.number: fate for fate in plan.fates}
    book = Workbook(write_only=True)
    sheet = book.create_sheet((found.page.name or _("List"))[:31])
    tint = PatternFill("solid", fgColor=TINT)

    def cell(value: Any, refused: bool):
        made = WriteOnlyCell(sheet, _safe(value))
        if refused:
            made.fill = tint
        return made

    head = [raw.value for raw in found.head[found.top][1]]
    width = len(head)
    heads = [_safe(value) for value in [*head, _("What happens"), _("In detail")]]
    shown = [[raw.value for raw in cells][:width] for _number, cells in found.head[found.top + 1 :]]
    empty = [""] * width
    told = [[*empty, str(KINDS[fate.kind][0]), fate.told] for fate in plan.fates[:1000]]
    dress(sheet, heads, [*shown, *told])
    for number, cells in [*found.head[found.top + 1 :], *_rest(found, fates)]:
        if fate := fates.get(number):
            values = [raw.value for raw in cells][:width]
            values += [None] * (width - len(values))
            values += [str(KINDS[fate.kind][0]), fate.told]
            sheet.append([cell(value, fate.kind == REFUSED) for value in values])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rest(found, fates):
    last = max(fates, default=0)
    for number, cells in found.page.rows:
        if number > last:
            return
        yield number, cells


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return safe_cell(NOT_IN_A_SHEET.sub("", value))
    is_known = value is None or isinstance(value, int | float | date | datetime)
    return value if is_known else safe_cell(str(value))
