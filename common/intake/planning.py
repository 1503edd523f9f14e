"""What would become of each row of a list of a register; nothing is written here."""

import copy
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.importing import CHANGE, NEW, SAME, Fate, Plan
from common.intake.cells import Row, arrow, in_words, read_cell, read_key, shown
from common.intake.declare import Importer
from common.intake.known import Known
from common.models import TranslatedField, TranslatedText
from common.sheets import Line, Sheet
from common.text import fold


@dataclass
class ListPlan(Plan):
    """The plan of a list of a register; some changes ask for a reason."""

    asks_reason: bool = False


def plan_of(importer: Importer, sheet: Sheet) -> ListPlan:
    """What would become of each row, with the database as it is now."""
    known, plan = Known(importer, sheet.lines), ListPlan(remarks=list(sheet.remarks))
    if sheet.unknown:
        words = _("Columns nobody reads: %(names)s.")
        if is_as_shown(importer, sheet):
            words = _(
                "This is the register as it is shown; not read of it: %(names)s. To change these, "
                "take the list by “%(button)s”."
            )
        told = {"names": ", ".join(sheet.unknown[:15]), "button": _("Take what is there now")}
        plan.remarks.append(words % told)
    plan.fates = [_fate(importer, line, known) for line in sheet.lines]
    _circles(importer, plan.fates, known)
    plan.asks_reason = any(f.kind == CHANGE and f.thing.is_settled for f in plan.fates)
    return plan


def is_as_shown(importer: Importer, sheet: Sheet) -> bool:
    """Whether somebody brings what the page of the register gave, and not its list."""
    unknown = {fold(word) for word in sheet.unknown}
    for language, _words in settings.LANGUAGES:
        with override(language):
            if unknown.issuperset(fold(str(word)) for word in importer.only_shown):
                return bool(importer.only_shown)
    return False


def _fate(importer: Importer, line: Line, known: Known) -> Fate:
    code = importer.key_of(line)
    fate = Fate(line.number, importer.key_words(code))
    for cell, words in line.faults:
        fate.refuse(words, cell)
    row = fate.thing = Row(code, line, known.things.get(code))
    read_key(importer, row, fate, known)
    for column in importer.fields:
        if column.key != importer.key and (column.key in line.values):
            read_cell(importer, column, row, fate, known)
    asked = {*row.values, *row.refs}
    if not fate.faults:
        _compare(importer, row, fate, known)
    fate.name = _name(importer, row)
    fate.facts = [code, row.stored and row.stored.pk, getattr(row.stored, "revision", 0)]
    fate.facts += [sorted((k, _plain(v)) for k, v in row.values.items())]
    fate.facts += [sorted(row.refs.items()), len(fate.faults)]
    if row.stored:
        columns = {column.name: column for column in importer.fields}
        fate.facts += [_plain(importer.stored(row.stored, columns[n])) for n in sorted(asked)]
    return fate


def _plain(value) -> Any:
    if isinstance(value, dict):
        return sorted(value.items())
    return str(getattr(value, "pk", value))


def _name(importer: Importer, row: Row) -> str:
    """The code and the title, as the list has it or as it is stored."""
    code = importer.key_words(row.code)
    for column in importer.fields:
        if isinstance(importer.field_of(column), TranslatedField):
            words = row.values.get(column.name) or getattr(row.stored, column.name, "")
            return f"{code} · {words}".strip(" ·")
    return code


# Old and new --------------------------------------------------------------------------------------


def _compare(importer: Importer, row: Row, fate: Fate, known: Known) -> None:
    """What is new, what changes, what stays: and whether the result may be."""
    thing = copy.copy(row.stored) if row.stored else importer.fresh()
    setattr(thing, importer.key, row.code)
    changed = [] if row.stored is None else _arrows(importer, row, fate, known)
    for name, value in row.values.items():
        setattr(thing, name, value)
    if row.stored is None:
        _lacks(importer, row, fate)
        importer.complete(thing, row.values)
    else:
        row.values = {name: value for name, value in row.values.items() if name in changed}
        row.refs = {name: value for name, value in row.refs.items() if name in changed}
    if row.stored is None or changed:
        _valid(importer, thing, row, fate)
    if fate.faults:
        return
    row.is_settled = bool(row.stored) and row.stored.pk in known.settled
    fate.kind = NEW if row.stored is None else CHANGE if changed else SAME
    if fate.kind == NEW:
        fate.notes.insert(0, _told_new(importer, row))
    elif fate.kind == CHANGE and row.is_settled:
        fate.notes.append(str(importer.settled_words))


def _told_new(importer: Importer, row: Row) -> str:
    """What the columns say of a new row besides its key: each text in each of its languages."""
    told = []
    for column in importer.fields:
        words = shown(importer, column, row)
        if column.language:
            words = (row.values.get(column.name) or {}).get(column.language, "")
        if words:
            told.append(f"{column.label}: {words}")
    return "; ".join(told) + "." if told else ""


def _lacks(importer: Importer, row: Row, fate: Fate) -> None:
    for column in importer.fields:
        given: Any = row.values.get(column.name) or row.refs.get(column.name)
        if column.language and given:
            given = given.get(column.language)
        if column.needed and not given:
            words = _("“%(name)s” is empty: a new row needs it.") % {"name": column.label}
            fate.refuse(words, row.line.cells.get(column.key, ""))


def _valid(importer: Importer, thing, row: Row, fate: Fate) -> None:
    exclude = {f.name for f in thing._meta.fields} - importer.plain_fields()
    try:
        thing.clean_fields(exclude=exclude)
    except ValidationError as error:
        cells = {c.name: row.line.cells.get(c.key, "") for c in reversed(importer.fields)}
        for name, messages in error.message_dict.items():
            fate.refuse(" ".join(messages), cells.get(name, ""))
    cells = row.line.cells
    importer.check(fate, thing, row.values, cell=lambda key: cells.get(key, ""))


def _arrows(importer: Importer, row: Row, fate: Fate, known: Known) -> list[str]:
    """The fields that change, each told as old → new."""
    changed, told = [], set()
    for column in importer.fields:
        if column.name in told or (column.name not in row.values and column.name not in row.refs):
            continue
        told.add(column.name)
        before, after = importer.stored(row.stored, column), row.values.get(column.name)
        if column.name in row.refs:
            old = getattr(before, importer.key, "") if before else ""
            if old == row.refs[column.name]:
                continue
            hidden = bool(before) and known.is_hidden(old)
            if hidden:
                fate.refuse(_("This cannot be changed here."), row.line.cells.get(column.key, ""))
                continue
            fate.notes.append(arrow(column.label, old, row.refs[column.name]))
        elif isinstance(after, TranslatedText):
            if dict(before or {}) == dict(after):
                continue
            _told_languages(importer, column.name, before or {}, after, fate)
        elif before == after or (not before and not after and not isinstance(after, bool)):
            continue
        else:
            old = in_words(importer, column, before)
            fate.notes.append(arrow(column.label, old, shown(importer, column, row)))
        changed.append(column.name)
    return changed


def _told_languages(importer: Importer, name: str, before, after, fate: Fate) -> None:
    for column in importer.fields:
        if column.name == name and before.get(column.language) != after.get(column.language):
            was, now = before.get(column.language, ""), after.get(column.language, "")
            fate.notes.append(arrow(column.label, was, now))


# Circles ----------------------------------------------------------------------------------------


def _circles(importer: Importer, fates: list[Fate], known: Known) -> None:
    """A row that would stand under itself through others is refused."""
    for column in importer.fields:
        if not column.same or not any(f.thing.refs.get(column.name) for f in fates):
            continue
        pairs = importer.rows().values_list(importer.key, f"{column.name}__{importer.key}")
        above = {code: up for code, up in pairs if up}
        asked = {f.thing.code: f for f in fates if not f.faults and column.name in f.thing.refs}
        above |= {code: fate.thing.refs[column.name] for code, fate in asked.items()}
        for code, fate in asked.items():
            seen, up = {code}, above.get(code)
            while up and up not in seen:
                seen.add(up)
                up = above.get(up)
            if up == code:
                words = _("In a circle: through others it would stand under itself.")
                fate.refuse(words, fate.thing.line.cells.get(column.key, ""))
