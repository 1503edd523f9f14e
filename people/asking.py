"""Who asks for a position or a unit: each app says where its records name one, while they stand.

What is closed must be named nowhere: a route would wait for ever for nobody (004/7.3.5).
"""

from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from common import findings
from common.reach import named

MOST = 5


class Asks(NamedTuple):
    """A field that names a position or a unit; the rows that still count; whose part they are."""

    model: Any
    field: str
    standing: Q
    whole: str


_asks: list[Asks] = []


def asks(model, *fields: str, standing: Q | None = None, whole: str = "") -> None:
    """An app says which fields of a model ask for a position or a unit."""
    _asks.extend(Asks(model, field, standing or Q(), whole) for field in fields)


def known() -> set[tuple[str, str]]:
    """Every field that was said."""
    return {(one.model._meta.label, one.field) for one in _asks}


def told(thing, reader) -> str:
    """What names this position or unit, in words; what the reader may not know is not named."""
    words: dict[str, None] = {}
    for one in _asks:
        if one.model._meta.get_field(one.field).related_model is not type(thing):
            continue
        rows = one.model._base_manager.filter(one.standing, **{one.field: thing}).distinct()
        for row in rows[: MOST + 1]:
            words[_name(attrgetter(one.whole)(row) if one.whole else row, reader)] = None
    shown = [*words][:MOST]
    return ", ".join([*shown, "…"] if len(words) > MOST else shown)


def _name(record, reader) -> str:
    name = named(type(record), reader, [record.pk]).get(record.pk)
    if name is None:
        return _("something that is not shown to you")
    return _("%(kind)s “%(name)s”") % {"kind": findings.kind(type(record)), "name": name}
