"""The profile written back: the organisation as it is now, as a file to change and to load again.

Loading what was written changes nothing. What a profile only begins is kept on pages and is not
written: the organisation's own facts, the cards of documents, the cases of a year.
"""

from collections.abc import Callable
from typing import Any

import yaml

from common.models import JournalEntry

from .models import Body, ConsentText, Organisation, Party, Position, Power, Unit, UnitKind

_writers: dict[str, Callable[[], Any]] = {}


def writes(name: str):
    """Register the function that gives one section as it is now; sections come in this order."""

    def register(write: Callable[[], Any]) -> Callable[[], Any]:
        _writers[name] = write
        return write

    return register


def written() -> str:
    """The whole file."""
    last = JournalEntry.objects.filter(deed="load_profile").order_by("-number").first()
    details = last.details if last else {}
    data = {"profile": details.get("profile") or "own", "version": details.get("version") or 1}
    data |= {name: value for name, write in _writers.items() if (value := write())}
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)


def coded(thing, **values) -> dict[str, Any]:
    """A row by its code and name; what is empty is left out."""
    row = {"code": thing.code, "name": dict(thing.name), **values}
    return {key: value for key, value in row.items() if value not in (None, "", {}, [])}


@writes("switches")
def switches() -> dict[str, Any]:
    return Organisation.current().switches


@writes("terms")
def terms() -> dict[str, Any]:
    return Organisation.current().terms


@writes("header")
def header() -> dict[str, Any]:
    return Organisation.current().header


@writes("numbering")
def numbering() -> dict[str, Any]:
    rules = Organisation.current().numbering
    return {key: rule for key, rule in rules.items() if key != "reserved"}


@writes("reserved")
def reserved() -> list[str]:
    return Organisation.current().numbering.get("reserved", [])


@writes("powers")
def powers() -> list[dict]:
    return [coded(p, description=dict(p.description)) for p in Power.objects.all()]


@writes("unit_kinds")
def unit_kinds() -> list[dict]:
    return [coded(kind) for kind in UnitKind.objects.order_by("order", "pk")]


@writes("units")
def units() -> list[dict]:
    found = Unit.objects.in_use().select_related("parent", "kind").order_by("order", "pk")
    return [coded(u, parent=u.parent and u.parent.code, kind=u.kind and u.kind.code) for u in found]


@writes("positions")
def positions() -> list[dict]:
    found = Position.objects.in_use().select_related("unit").prefetch_related("powers")
    return [
        coded(
            p,
            unit=p.unit.code,
            head=p.is_head or None,
            powers=sorted(power.code for power in p.powers.all()),
        )
        for p in found.order_by("order", "pk")
    ]


@writes("bodies")
def bodies() -> list[dict]:
    return [
        coded(b, stamp_name=dict(b.stamp_name), chair=b.chair and b.chair.code)
        for b in Body.objects.select_related("chair").order_by("pk")
    ]


@writes("parties")
def parties() -> list[dict]:
    rows = [
        {"name": dict(p.name), "tax_number": p.tax_number, "phone": p.phone, "email": p.email}
        for p in Party.objects.order_by("pk")
    ]
    return [{key: value for key, value in row.items() if value} for row in rows]


@writes("consent")
def consent() -> dict[str, Any]:
    current = ConsentText.current()
    return {"text": dict(current.text)} if current else {}
