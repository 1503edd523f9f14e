"""The state of the year as a spreadsheet: the numbers, and what is late with its cause."""

import io

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from common.dates import date_and_time, numeric
from common.models import deed, record
from common.views.outgoing import EXCEL, NOT_IN_A_NAME, as_typed, dress


def excel(page) -> HttpResponse:
    """Three sheets of numbers and causes, and one that says what this is."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow to import, needed only here

    book = Workbook(write_only=True)
    for name, heads, rows in _sheets(page):
        _fill(book.create_sheet(NOT_IN_A_NAME.sub(" ", name)[:31]), heads, rows)
    out = io.BytesIO()
    book.save(out)
    user, filters = page.request.user, {row["label"]: row["value"] for row in page.narrowed()}
    with deed(by=user):
        record(
            None,
            "export",
            by=user,
            register=page.request.path,
            form="xlsx",
            filters={str(label): str(value)[:60] for label, value in filters.items()},
            rows=len(page.state.entries),
        )
    response = HttpResponse(out.getvalue(), content_type=EXCEL)
    name = f"{page.get_title()}_{timezone.localdate():%Y-%m-%d}.xlsx".replace(" ", "_")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _sheets(page) -> list[tuple]:
    heads = page.tables()["heads"]
    share = _("Share kept, in per cent")
    return [
        (_("By procedure"), [_("Procedure"), *heads, share], _numbers(page, "by_procedure")),
        (_("By person"), [_("Who answers"), *heads, share], _numbers(page, "by_person")),
        (
            _("Late now"),
            [
                *(_("What"), _("Due"), _("Days late"), _("Who answers"), _("First comes")),
                *(_("Told to"), _("Procedure")),
            ],
            [_cause(page, cause) for cause in page.state.causes()],
        ),
        (_("About this list"), [_("List"), page.get_title()], _about(page)),
    ]


def _numbers(page, table: str) -> list[list[str]]:
    shown = len(page.tables()["heads"])
    rows = getattr(page.state, table)()
    return [
        [
            row.name,
            *(str(number) for number in list(row.counts.values())[:shown]),
            "" if row.share is None else str(row.share),
        ]
        for row in rows
    ]


def _cause(page, cause) -> list[str]:
    document = page.state.procedures.get(cause.entry.obligation.procedure_id)
    return [
        cause.entry.name,
        numeric(cause.entry.due),
        str(cause.days),
        ", ".join(person.short_name for person in cause.who),
        "; ".join(words for words, _url in cause.first),
        ", ".join(person.short_name for person, _when in cause.told),
        document.code if document else "",
    ]


def _about(page) -> list[list[str]]:
    return [
        *([str(row["label"]), str(row["value"])] for row in page.narrowed()),
        [_("Taken out by"), page.request.user.person.full_name],
        [_("When"), date_and_time(timezone.now())],
    ]


def _fill(sheet, heads: list, rows: list[list[str]]) -> None:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- slow to import, needed only here

    dress(sheet, [str(head) for head in heads], rows)
    for row in rows:
        cells = []
        for text in row:
            kind = "number" if text.isdecimal() else "date" if text[2:3] == "." else "text"
            value, shape = as_typed(text, kind)
            cells.append(WriteOnlyCell(sheet, value))
            cells[-1].number_format = shape
        sheet.append(cells)
