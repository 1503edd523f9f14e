"""A register as a list that can be changed and brought back: the same columns, filled in."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from common.called import words_of
from common.intake.declare import Importer, Into
from common.models import TranslatedField
from common.sheets import MOST_ROWS
from common.views.outgoing import NOT_IN_A_SHEET


def filled_rows(importer: Importer) -> Iterator[list]:
    """What this keeper may see of the register, row by row; what they may not see is left out."""
    things = importer.filled(importer.rows()).select_related(*importer.with_)
    seen = set(importer.visible(importer.rows()).values_list("pk", flat=True))
    told = {c.key: words_of(c.things(importer.user)) for c in importer.fields if c.things}
    for thing in things[:MOST_ROWS].iterator(chunk_size=500):
        yield [
            _cell(importer, column, importer.stored(thing, column), seen, told)
            for column in importer.fields
        ]


def _cell(importer: Importer, column: Into, value: Any, seen: set[int], told: dict) -> Any:
    """What stands there in the words of the reader, such as the import reads back."""
    if value in (None, ""):
        return None
    if column.same:
        return str(getattr(value, importer.key)) if value.pk in seen else None
    if column.things:
        return plain(told[column.key].get(value.code, value.code))
    if isinstance(importer.field_of(column), TranslatedField):
        return plain(value.get(column.language, "")) or None
    if column.choices:
        return next((str(label) for key, label in column.choices if key == value), None)
    if column.kind == "yes":
        return _("yes") if value else _("no")
    if column.kind in ("date", "whole"):
        return value
    return plain("; ".join(str(value).splitlines()))


def plain(words: str) -> str:
    """Words without the signs that no sheet holds."""
    return NOT_IN_A_SHEET.sub("", words)
