"""One row of a list: its key and its cells, read as the fields of the register want them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from common.called import meant
from common.dates import numeric
from common.importing import Fate
from common.intake.declare import Importer, Into
from common.intake.known import Known
from common.lookalikes import clean_code, mixes_alphabets, skeleton
from common.models import TranslatedText
from common.sheets import Line
from common.text import fold

DASHES = {"-", "–", "—"}


@dataclass
class Row:
    """One row of the list, ready to be written: the row of the register and its new values.

    ``refs`` are the rows of this very register that it names, by their key.
    """

    code: str
    line: Line
    stored: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    is_settled: bool = False


# The key --------------------------------------------------------------------------------------


def read_key(importer: Importer, row: Row, fate: Fate, known: Known) -> None:
    """Whose row this is; twice the same, or nearly the same, is told."""
    code, cell = row.code, row.line.cells.get(importer.key, "")
    if not code:
        return
    key: Any = importer.model._meta.get_field(importer.key)
    longest = key.max_length
    if longest and len(code) > longest:
        fate.refuse(_("At most %(count)s letters.") % {"count": longest}, cell)
    bone = skeleton(code)
    if before := known.in_list.get(code):
        words = _("The same code stands in row %(row)s.")
        fate.refuse(words % {"row": before}, cell)
    elif alike := known.alike_in_list.get(bone):
        words = _("“%(code)s” of row %(row)s looks the same: one of the two is mistyped.")
        fate.refuse(words % {"code": alike[0], "row": alike[1]}, cell)
    known.in_list.setdefault(code, row.line.number)
    known.alike_in_list.setdefault(bone, (code, row.line.number))
    if known.is_hidden(code):
        fate.refuse(_("This code is taken."), cell)
    elif code not in known.keys and (others := known.alike.get(bone)):
        _looks_like(code, others, fate, cell, known)
    elif code not in known.keys and mixes_alphabets(code):
        fate.notes.append(_("Latin and Cyrillic letters are mixed in this code."))


def _looks_like(code: str, others: list[str], fate: Fate, cell: str, known: Known) -> None:
    other = next((one for one in others if not known.is_hidden(one)), None)
    if other is None:
        fate.refuse(_("This code is taken."), cell)
        return
    words = _("It looks like “%(code)s”, which is here already: write it alike.")
    if mixes_alphabets(code + other) or fold(code) == fold(other):
        words = _(
            "It looks like “%(code)s”, which is here already, but is typed with other letters, "
            "case or gaps: write it alike."
        )
    fate.refuse(words % {"code": other}, cell)


# The cells --------------------------------------------------------------------------------------


def read_cell(importer: Importer, column: Into, row: Row, fate: Fate, known: Known) -> None:
    """One cell, as the field of the model wants it; an empty one changes nothing."""
    typed, cell = row.line.values[column.key], row.line.cells.get(column.key, "")
    if typed in ("", None):
        return
    if typed in DASHES and not (column.needed or column.required):
        _clear(importer, column, row)
        return
    if column.same:
        _same(column, clean_code(typed), row, fate, known)
    elif column.things:
        found = known.named[column.key].get(fold(typed), [])
        now = row.stored and importer.stored(row.stored, column)
        if one := meant(found, typed, now):
            row.values[column.name] = one
        else:
            several = _("Several are called “%(name)s”: give the code.")
            none = _("“%(name)s” is not among what may stand here.")
            fate.refuse((several if found else none) % {"name": typed}, cell)
    elif column.choices:
        if (key := fold(str(typed))) in known.words[column.key]:
            row.values[column.name] = known.words[column.key][key]
        else:
            words = ", ".join(str(label) for _value, label in column.choices)
            fate.refuse(_("Write one of these: %(words)s.") % {"words": words}, cell)
    else:
        _words_of(importer, column, typed, row, fate, cell)


def _words_of(importer, column: Into, typed, row: Row, fate: Fate, cell: str) -> None:
    longest = importer.longest(column)
    if isinstance(typed, str) and longest and len(typed) > longest:
        fate.refuse(_("At most %(count)s letters.") % {"count": longest}, cell)
    elif column.language:
        held = row.values.get(column.name) or getattr(row.stored, column.name, None) or {}
        row.values[column.name] = TranslatedText({**held, column.language: typed})
    else:
        row.values[column.name] = column.convert(typed) if column.convert else typed


def _clear(importer: Importer, column: Into, row: Row) -> None:
    """A dash takes away what is stored."""
    model_field = importer.field_of(column)
    if column.language:
        held = dict(row.values.get(column.name) or getattr(row.stored, column.name, None) or {})
        held.pop(column.language, None)
        row.values[column.name] = TranslatedText(held)
    else:
        row.values[column.name] = None if model_field.null else model_field.get_default()


def _same(column: Into, code: str, row: Row, fate: Fate, known: Known) -> None:
    """Another row of this register, or of this list."""
    cell = row.line.cells.get(column.key, "")
    if code == row.code:
        fate.refuse(_("It cannot stand under itself."), cell)
    elif not known.is_hidden(code) and (code in known.codes or code in known.keys):
        row.refs[column.name] = code
    else:
        words = _("“%(code)s” is neither here nor in this list.")
        fate.refuse(words % {"code": code}, cell)


# In words ----------------------------------------------------------------------------------------


def shown(importer: Importer, column: Into, row: Row) -> str:
    if column.name in row.refs:
        return row.refs[column.name]
    return in_words(importer, column, row.values.get(column.name))


def in_words(importer: Importer, column: Into, value) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return numeric(value)
    if column.choices:
        return next((str(label) for key, label in column.choices if key == value), "")
    return str(value if value is not None else "")


def arrow(label, old, new) -> str:
    return f"{label}: {old or '—'} → {new or '—'}."
