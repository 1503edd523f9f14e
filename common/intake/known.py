"""All that the rows of a list are compared with, read once for the whole list."""

from typing import Any

from django.conf import settings
from django.utils.translation import override

from common.called import by_name
from common.intake.declare import Importer, Into
from common.lookalikes import skeleton
from common.sheets import Line
from common.text import fold


class Known:
    """The register as it is, and everything that a cell may name."""

    def __init__(self, importer: Importer, lines: list[Line]):
        self.importer = importer
        key = importer.key
        self.codes = {importer.key_of(line) for line in lines} - {""}
        pairs = [(str(code), pk) for code, pk in importer.rows().values_list(key, "pk")]
        self.keys = dict(pairs)
        self.seen = set(importer.visible(importer.rows()).values_list("pk", flat=True))
        self.alike: dict[str, list[str]] = {}
        for code in self.keys:
            self.alike.setdefault(skeleton(code), []).append(code)
        wanted = [pk for code, pk in pairs if code in self.codes and pk in self.seen]
        rows = importer.visible(importer.rows()).select_related(*importer.with_)
        self.things = {str(getattr(thing, key)): thing for thing in rows.filter(pk__in=wanted)}
        self.settled = importer.settled(wanted)
        self.words = {column.key: _words(column) for column in importer.fields}
        self.named = {
            column.key: by_name(column.things(importer.user))
            for column in importer.fields
            if column.things
        }
        self.in_list: dict[str, int] = {}
        self.alike_in_list: dict[str, tuple[str, int]] = {}
        importer.prepare([*self.things.values()])

    def is_hidden(self, code: str) -> bool:
        """Whether a row of this code is there and out of this keeper's sight."""
        return code in self.keys and self.keys[code] not in self.seen


def _words(column: Into) -> dict[str, Any]:
    """The values of a column of choices by themselves and by their words in every language."""
    found: dict[str, Any] = {}
    field_choices = [one for one in column.choices if isinstance(one, tuple)]
    for code, _name in settings.LANGUAGES:
        with override(code):
            for value, label in field_choices:
                found |= {fold(str(value)): value, fold(str(label)): value}
    return found
