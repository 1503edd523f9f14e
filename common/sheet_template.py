"""The empty spreadsheet of a list: headings, an example, lists to choose from, an explanation."""

import io
from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.called import words_of
from common.dates import LANGUAGES
from common.sheets import Field

ROWS_DRESSED = 500
LONGEST_CHOICE = 250


def write_template(
    title: str, fields: list, lists: dict[str, Iterable], rows: Iterable[list] = ()
) -> bytes:
    """A workbook in the reader's language; ``lists`` are things with a code, to choose from.

    ``rows`` are what is there now, where somebody takes it to change and bring it back.
    """
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
    labels = [f"{f.label} *" if is_asked(f) else str(f.label) for f in fields]
    widths = [max(14, min(len(label) + 4, 32)) for label in labels]
    heads(sheet, labels, widths)
    for row in rows:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # words that begin like a formula stay words
    last = max(ROWS_DRESSED, sheet.max_row)
    for row in sheet.iter_rows(min_row=2, max_row=last, max_col=len(fields)):
        for cell, column in zip(row, fields, strict=True):
            # As text, a number of fourteen digits and a phone stay what they are.
            cell.number_format = "dd.mm.yyyy" if column.kind == "date" else "@"
    lists = {name: list(things) for name, things in lists.items()}
    told = {name: words_of(things) for name, things in lists.items()}
    example = book.create_sheet(_("Example"))
    heads(example, labels, widths)
    example.append([_shown(f, told) for f in fields])
    for cell in example[2]:
        cell.font = quiet
    how = book.create_sheet(_("How to fill it in"))
    heads(how, [_("Column"), _("Must it be filled in"), _("What stands there")], [30, 16, 90])
    for f in fields:
        how.append([str(f.label), _("yes") if is_asked(f) else _("no"), _explained(f)])
        how.cell(how.max_row, 3).alignment = wrapped
    places = {}
    for name, things in lists.items():
        chosen = book.create_sheet(name[:31])
        names = [[thing.name.get(code, "") for code in LANGUAGES] for thing in things]
        words = [*told[name].values()]
        letter = _column_of(words, names)
        more = [_("Write this")] if letter == "E" else []
        heads(chosen, [_("Code"), "Кыргызча", "Русский", "English", *more], [28, *[44] * 4])
        for thing, row, word in zip(things, names, words, strict=True):
            chosen.append([thing.code, *row, *([word] if more else [])])
        if names:
            places[name] = f"'{chosen.title}'!${letter}$2:${letter}${len(names) + 1}"
    for n, column in enumerate(fields, 1):
        letter = get_column_letter(n)
        if rule := _rule(column, places):
            rule.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(rule)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def is_asked(column: Field) -> bool:
    """Whether a new row needs this column."""
    return column.required or getattr(column, "needed", False)


def _column_of(words: list[str], names: list[list[str]]) -> str:
    """Where what one writes stands: with the names in the reader's language, where each is there
    and tells its thing from others; else in a column of its own.
    """
    language = get_language() or LANGUAGES[0]
    if language not in LANGUAGES:
        return "E"
    place = LANGUAGES.index(language)
    return "BCD"[place] if words == [row[place] for row in names] else "E"


def _labels(column: Field) -> list[str]:
    """The words of a column of choices."""
    return [str(one[1] if isinstance(one, tuple) else one) for one in column.choices]


def _shown(column: Field, told: dict[str, dict[str, str]]) -> str:
    """The example of a column in the words that the list itself holds; of what is chosen from a
    list, one that stands there.
    """
    if column.listed:
        words = told.get(str(column.listed), {})
        return words.get(column.example, next(iter(words.values()), column.example))
    choices = [one for one in column.choices if isinstance(one, tuple)]
    return next((str(word) for value, word in choices if value == column.example), column.example)


def _explained(column: Field) -> str:
    """What stands in a column, with the words that one may choose from."""
    words = ", ".join(f"“{word}”" for word in _labels(column))
    told = _("One of these: %(words)s.") % {"words": words} if words else ""
    return " ".join(part for part in (told, str(column.hint)) if part)


def _rule(column: Field, places: dict[str, str]):
    """The drop-down of a column; what is not in it may be typed all the same, after a question."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    formula = places.get(str(column.listed), "") if column.listed else ""
    words = [_("yes"), _("no")] if column.kind == "yes" else _labels(column)
    if words and not any("," in word or '"' in word for word in words):
        told = ",".join(words)
        formula = f'"{told}"' if len(told) < LONGEST_CHOICE else ""
    if not formula:
        return None
    rule = DataValidation(type="list", formula1=formula, allow_blank=True)
    rule.errorStyle, rule.showErrorMessage = "warning", True
    rule.error = _("This is not in the list: look at the sheet beside.")
    return rule
