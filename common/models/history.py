"""Field history that the journal answers for: a digest of each history row, the same everywhere.

The journal keeps ``[label, history id, digest]`` of every history row written with a deed. The
digest is taken of the values as a database gives them back, so that SQLite and PostgreSQL agree.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
META = ("history_id", "history_date", "history_type", "history_user_id", "history_change_reason")


def historical_models() -> list[type[models.Model]]:
    """Every model that keeps field history, in the order of their names."""
    named = "simple_history_manager_attribute"
    kept = [model for model in apps.get_models() if hasattr(model._meta, named)]
    return sorted(kept, key=lambda model: model._meta.label_lower)


@cache
def tracked(model) -> list[models.Field]:
    """The fields whose changes the history of a model keeps."""
    return list(model.history.model.tracked_fields)


def plain(field: models.Field, value) -> Any:
    """A value of a field as JSON that both databases give back alike."""
    if value is None:
        return None
    if isinstance(field, models.ForeignKey):
        return plain(field.target_field, value)
    if isinstance(field, models.DecimalField):
        return str(round(Decimal(value), field.decimal_places or 0))
    if isinstance(field, models.JSONField):
        return _json(json.loads(json.dumps(value, cls=field.encoder)))
    return _simple(field.to_python(value))


def _simple(value) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float):
        return value
    return value.hex if isinstance(value, uuid.UUID) else str(value)


def _json(value) -> Any:
    """PostgreSQL gives 100 back for 1e2: whole numbers are whole everywhere."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _json(part) for key, part in value.items()}
    return [_json(part) for part in value] if isinstance(value, list) else value


def values_of(row, fields: Iterable[models.Field]) -> dict[str, Any]:
    """The plain values of some fields of a row, of the table or of its history."""
    return {field.name: plain(field, getattr(row, field.attname)) for field in fields}


def row_digest(row, values: dict[str, Any] | None = None) -> str:
    """SHA-256 of all that a history row holds: whose, when, by whom, why, and every value.

    ``values`` stands in for some of them, to ask which one was edited.
    """
    model = row.instance_type
    held = values_of(row, tracked(model)) | (values or {})
    meta = {name: _simple(getattr(row, name)) for name in META}
    later = getattr(model, "LATER", {})  # older rows of the journal were made without these
    held = {name: v for name, v in held.items() if name not in later or v != later[name]}
    more = {field.name: _members(row, field) for field in row._history_m2m_fields}
    told = {"of": model._meta.label_lower, "meta": meta, "values": held, "members": more}
    return hashlib.sha256(_written(told).encode()).hexdigest()


def _members(row, field) -> list[int]:
    """Who stood on the other side of a many-to-many field at that moment."""
    target = field.m2m_reverse_field_name()
    return sorted(getattr(row, field.name).values_list(f"{target}_id", flat=True))


def fact_of(row) -> list:
    """What the journal keeps of one history row."""
    return [row.instance_type._meta.label_lower, row.history_id, row_digest(row)]


def restated(rows: Iterable) -> list[list]:
    """What a lawful erasure says of history rows that it changed: ``record(…, erased=…)``.

    Written with a deed ``erase``, it explains why their digests are other than they were.
    """
    return [fact_of(row) for row in rows]


def removed(rows: Iterable) -> list[list]:
    """The same for history rows that an erasure takes away; asked before they go."""
    return [[row.instance_type._meta.label_lower, row.history_id, ""] for row in rows]


def in_batches(rows: models.QuerySet, key: str, size: int = 1000) -> Iterator[list]:
    """Rows in the order of a unique number, so many at a time: memory stays flat."""
    last = None
    while True:
        more = rows if last is None else rows.filter(**{f"{key}__gt": last})
        batch = list(more.order_by(key)[:size])
        if not batch:
            return
        yield batch
        newest = batch[-1]
        last = newest[key] if isinstance(newest, dict) else getattr(newest, key)
