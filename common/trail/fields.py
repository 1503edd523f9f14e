"""The field history against the journal that answers for it, and the rows against their history."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from common.dates import date_and_time
from common.models import JournalEntry
from common.models.history import historical_models, row_digest, tracked, values_of
from common.trail import Found, Tell, silent

BATCH = 1000

EDITED = gettext_noop("The history of “%(record)s” was edited: the row of %(when)s, %(fields)s.")
EDITED_SOMEWHERE = gettext_noop("The history of “%(record)s” was edited: the row of %(when)s.")
DELETED = gettext_noop(
    "The history of “%(record)s” lacks a row: row %(id)s, written with row %(row)s of the journal."
)
NOT_ERASED = gettext_noop("The history of “%(record)s” holds row %(id)s, which was to be erased.")
CHANGED = gettext_noop(
    "“%(record)s” was changed without a deed: %(fields)s. The last deed was on %(when)s."
)
GONE = gettext_noop("“%(record)s” was removed without a deed. The last deed was on %(when)s.")
NO_HISTORY = gettext_noop(
    "%(count)s rows of “%(kind)s” were put in without a deed; the first is No. %(id)s."
)

Fact = tuple[str, int, str, int]  # label, id of the history row, its digest, row of the journal


def faults(*, tell: Tell = silent) -> Iterator[Found]:
    """History rows that are not what the journal says, then rows that are not what history says."""
    last = JournalEntry.objects.aggregate(n=Max("number"))["n"] or 0
    total, done = last + sum(_count(model) for model in historical_models()), 0
    erased = _erased()
    for batch in _journal(last):
        facts = [fact for entry in batch for fact in _facts(entry, erased)]
        yield from _compare(facts)
        done += len(batch)
        tell(done, total)
    for model in historical_models():
        for found, seen in _standing(model):
            yield from found
            done += seen
            tell(done, total)


# History against the journal ------------------------------------------------------------------


def _journal(last: int) -> Iterator[list[dict]]:
    """The journal up to a row, so many at a time."""
    number = -1
    while number < last:
        rows = JournalEntry.objects.filter(number__gt=number, number__lte=last).order_by("number")
        batch = list(rows.values("number", "details")[:BATCH])
        if not batch:
            return
        yield batch
        number = batch[-1]["number"]


def _erased() -> dict[tuple[str, int], str]:
    """What lawful erasures say of the rows they changed; nothing for a row they took away."""
    found = {}
    for details in JournalEntry.objects.filter(deed="erase").values_list("details", flat=True):
        for label, pk, digest in details.get("erased", []):
            found[label, pk] = digest
    return found


def _facts(entry: dict, erased: dict) -> Iterator[Fact]:
    """What a row of the journal says of history rows; rows of before the digests say none."""
    for label, pk, *rest in entry["details"].get("history", ()):
        if rest or (label, pk) in erased:
            yield label, pk, erased.get((label, pk), rest[0] if rest else ""), entry["number"]
        else:
            yield label, pk, "?", entry["number"]


def _compare(facts: Iterable[Fact]) -> Iterator[Found]:
    by_label = defaultdict(list)
    for fact in facts:
        by_label[fact[0]].append(fact)
    for label, told in by_label.items():
        model = _model(label)
        if model is None:
            continue  # a kind of record that a later version of Sapat no longer has
        rows = model.history.filter(pk__in=[fact[1] for fact in told]).in_bulk()
        for _label, pk, digest, number in told:
            row = rows.get(pk)
            if row is None and digest:
                named = {"record": _owner(model, number), "id": pk, "row": number}
                yield Found(DELETED, named)
            elif row is not None and not digest:
                yield Found(NOT_ERASED, {"record": _record(row), "id": pk})
            elif row is not None and digest != "?" and row_digest(row) != digest:
                yield _edited(row, digest)


def _model(label: str) -> Any:
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def _record(row) -> dict:
    """A record by its key: findings hold no personal text, its name is asked when they are read."""
    model = row.instance_type
    return {"model": model._meta.label_lower, "pk": row.serializable_value(model._meta.pk.name)}


def _owner(model, number: int) -> dict:
    """The record whose history row is gone: the one the deed was done to, where it is alike."""
    entry = JournalEntry.objects.select_related("content_type").get(number=number)
    alike = entry.content_type and entry.content_type.model_class() is model
    return {"model": model._meta.label_lower, "pk": entry.object_id if alike else None}


def _edited(row, digest: str) -> Found:
    """Which field was edited: the one that fits with the value of the row before, after, or now."""
    model = row.instance_type
    key = model._meta.pk.attname
    around = [row.prev_record, row.next_record]
    around.append(model._base_manager.filter(pk=getattr(row, key)).first())
    named = {"record": _record(row), "when": date_and_time(row.history_date)}
    for field in tracked(model):
        for other in filter(None, around):
            if row_digest(row, values_of(other, [field])) == digest:
                return Found(EDITED, named | {"fields": _fields(model, [field])})
    return Found(EDITED_SOMEWHERE, named)


# Rows against their history --------------------------------------------------------------------


def _count(model) -> int:
    return model._base_manager.count()


def _standing(model) -> Iterator[tuple[list[Found], int]]:
    """The rows of one table, in both directions: each against the newest of its history."""
    key = model._meta.pk.name
    history = model.history.order_by().values(key).annotate(last=Max("history_id"))
    last = 0
    while newest := list(history.filter(**{f"{key}__gt": last}).order_by(key)[:BATCH]):
        ids = [line[key] for line in newest]
        yield (
            [
                found
                for pk in _suspects(model, ids, [line["last"] for line in newest])
                if (found := _settled(model, pk))
            ],
            len(ids),
        )
        last = ids[-1]
    yield list(_unheard(model)), 0


def _suspects(model, ids: list[int], last: list[int]) -> list[int]:
    """The rows that differ at the first look; a deed may have come between the two looks.

    Where members count too, in the few tables that have them, each row is looked at twice.
    """
    if model.history.model._history_m2m_fields:
        return ids
    fields = tracked(model)
    names = [field.attname for field in fields]
    rows = {row.pk: row for row in model._base_manager.filter(pk__in=ids).only(*names)}
    told = {getattr(row, model._meta.pk.attname): row for row in model.history.filter(pk__in=last)}
    found = []
    for pk in ids:
        row, kept = rows.get(pk), told.get(pk)
        ended = kept is not None and kept.history_type == "-"
        if row is None or ended:
            same = row is None and ended
        else:
            same = kept is not None and values_of(row, fields) == values_of(kept, fields)
        if not same:
            found.append(pk)
    return found


def _settled(model, pk: int) -> Found | None:
    """The second look, with the row held: no deed is half done now."""
    with transaction.atomic():
        row = model._base_manager.select_for_update().filter(pk=pk).first()
        kept = model.history.filter(**{model._meta.pk.name: pk}).order_by("-history_id").first()
        if kept is None:
            return None
        ended = kept.history_type == "-"
        if row is None:
            named = {"record": _record(kept), "when": date_and_time(kept.history_date)}
            return None if ended else Found(GONE, named)
        different = _differing(row, kept)
        if not different and not ended:
            return None
        named = {"record": _record(kept), "when": date_and_time(kept.history_date)}
        return Found(CHANGED, named | {"fields": _fields(model, different)})


def _fields(model, fields) -> dict:
    return {"model": model._meta.label_lower, "fields": [field.name for field in fields]}


def _differing(row, kept) -> list[models.Field]:
    fields = tracked(kept.instance_type)
    now, then = values_of(row, fields), values_of(kept, fields)
    different = [field for field in fields if now[field.name] != then[field.name]]
    for field in kept._history_m2m_fields:
        target = f"{field.m2m_reverse_field_name()}_id"
        members = set(getattr(kept, field.name).values_list(target, flat=True))
        if members != set(getattr(row, field.name).values_list("pk", flat=True)):
            different.append(field)
    return different


def _unheard(model) -> Iterator[Found]:
    """Rows that no history speaks of: put in past the program."""
    known = model.history.filter(**{model._meta.pk.name: models.OuterRef("pk")})
    rows = model._base_manager.filter(~models.Exists(known)).order_by("pk")
    if count := rows.count():
        pk = rows.values_list("pk", flat=True)[0]
        yield Found(
            NO_HISTORY, {"count": count, "kind": {"model": model._meta.label_lower}, "id": pk}
        )
