"""The empty spreadsheet of a list: headings, an example, how each column is filled in."""

import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from common.dates import LANGUAGES
from common.sheets import Field

ROWS_DRESSED = 500


def write_template(title: str, fields: list[Field], lists: dict[str, Iterable]) -> bytes:
    """A workbook in the reader's language; ``lists`` are things with a code, to choose from."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow to import, needed only here
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook()
    bold, quiet = Font(bold=True), Font(italic=True, color="666666")
    shade, wrapped = PatternFill("solid", fgColor="E3EFF1"), Alignment(wrap_text=True)

    def heads(sheet, words, widths):
        sheet.append(words)
        for cell in sheet[1]:
            cell.font, cell.fill, cell.alignment = bold, shade, wrapped
        for n, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(n)].width = width
        sheet.freeze_panes = "A2"

    sheet = book.active
    sheet.title = title[:31]
    labels = [f"{f.label} *" if f.required else str(f.label) for f in fields]
    widths = [max(14, min(len(label) + 4, 32)) for label in labels]
    heads(sheet, labels, widths)
    for row in sheet.iter_rows(min_row=2, max_row=ROWS_DRESSED, max_col=len(fields)):
        for cell, column in zip(row, fields, strict=True):
            # As text, a number of fourteen digits and a phone stay what they are.
            cell.number_format = "dd.mm.yyyy" if column.kind == "date" else "@"
    example = book.create_sheet(_("Example"))
    heads(example, labels, widths)
    example.append([f.example for f in fields])
    for cell in example[2]:
        cell.font = quiet
    how = book.create_sheet(_("How to fill it in"))
    heads(how, [_("Column"), _("Must it be filled in"), _("What stands there")], [30, 16, 90])
    for f in fields:
        how.append([str(f.label), _("yes") if f.required else _("no"), str(f.hint)])
    for name, things in lists.items():
        chosen = book.create_sheet(name[:31])
        heads(chosen, [_("Code"), "Кыргызча", "Русский", "English"], [28, 44, 44, 44])
        for thing in things:
            chosen.append([thing.code, *(thing.name.get(code, "") for code in LANGUAGES)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
