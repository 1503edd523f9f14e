"""The scoring sheet of a member as a paper and as a table (agency 6; 000/2.2)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from common.printing import render_pdf
from common.views.outgoing import safe_cell
from monitoring.result_words import untold_words
from monitoring.sheet_grid import Row, columns_of, rows_of


def all_rows(sheet, hidden: set[int]) -> tuple[list, list[Row]]:
    """The columns, and everybody who is scored, with the marks; without who is hidden."""
    columns = columns_of(sheet)
    people = sheet.campaign.participants.scored().exclude(pk__in=hidden).order_by("number")
    return columns, rows_of(sheet, people, columns)


def total_of(row: Row) -> int:
    """The sum of the points that this member gave."""
    return sum(cell.mark.value for cell in row.cells if cell.mark and cell.mark.value is not None)


def sheet_pdf(sheet, reader) -> bytes:
    """The paper that a member signs: as it stands, drafts are called so."""
    hidden = sheet.hidden_from(reader)
    columns, rows = all_rows(sheet, hidden)
    # A word said to a mark stands below the table, with the number of the person and of the column.
    said = [
        {
            "place": f"{row.participant.number} / {cell.indicator.number}",
            "what": cell.mark.get_gap_display(),
            "note": cell.mark.note,
        }
        for row in rows
        for cell in row.cells
        if cell.mark and not row.recusal and (cell.mark.gap or cell.mark.note)
    ]
    context = {
        "title": _("Scoring sheet"),
        "sheet": sheet,
        "campaign": sheet.campaign,
        "member": sheet.member,
        "columns": columns,
        "rows": [{"row": row, "total": total_of(row)} for row in rows],
        "said": said,
        "untold": untold_words() if hidden else "",
        "made_at": sheet.signed_at or timezone.now(),
    }
    return render_pdf("print/scoring_sheet.html", context)


def table_of(sheet, reader) -> tuple[list[str], list[list]]:
    """Heads and rows for a spreadsheet: points as numbers, gaps in words."""
    columns, rows = all_rows(sheet, sheet.hidden_from(reader))
    heads = [_("No."), _("Name"), _("Position"), *(f"{one.number}. {one}" for one in columns)]
    heads += [_("Sum of points")]
    table = []
    for row in rows:
        person = row.participant
        line: list = [person.number, safe_cell(str(person)), safe_cell(str(person.detail))]
        for cell in row.cells:
            mark = cell.mark
            if row.recusal:
                line.append(_("does not score"))
            elif mark is None:
                line.append("")
            else:
                line.append(mark.get_gap_display() if mark.gap else mark.value)
        table.append([*line, total_of(row)])
    return heads, table
