"""What a deed changed, field by field: before and after, in words, for a reader of the trail.

The values are those of the field history that the journal's row names. What the reader may not
see elsewhere is not told here either.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from common.models.history import plain, tracked
from common.reach import named, within_reach
from common.words import in_words, shortened

#: Of one deed; whoever loads a profile changes thousands.
MOST = 200
#: Numbers and marks that the program keeps for itself.
NOT_TOLD = {"id", "uid", "revision", "token"}


class Change(NamedTuple):
    """One field of one record: what it said before and after; ``of`` names a record beside."""

    of: str
    field: str
    before: str
    after: str
    is_typed: bool  # a field of a form, not one that the program fills in
    kind: str  # "+" put in, "~" changed, "-" taken away


_guards: dict[tuple[str, str], Callable[[Any, int], bool]] = {}
_readable: dict[str, tuple[set[str], Callable[[Any], models.QuerySet | None]]] = {}


def guard_field(label: str, name: str, may_see: Callable[[Any, int], bool]) -> None:
    """An app says who may read what a field said: asked with the reader and the record's key."""
    _guards[label, name] = may_see


def guard_fields(
    label: str, names: Iterable[str], readable: Callable[[Any], models.QuerySet | None]
) -> None:
    """The same for many fields, or for all where none is named: the records of which a reader may
    read them, asked once a table; nothing where they are all of them.
    """
    _readable[label] = {*names}, readable


def of_entries(
    entries: Iterable, reader: Any, *, is_whole: bool = False
) -> dict[int, list[Change]]:
    """The changes of some rows of the journal by their numbers; so many queries whatever these.

    Long values are cut to where they differ, unless they are to be told whole.
    """
    asked: dict[str, dict[int, Any]] = defaultdict(dict)
    for entry in entries:
        for label, pk, *_rest in entry.details.get("history", ())[:MOST]:
            asked[label][pk] = entry
    tables = [_Table(label, rows, reader) for label, rows in asked.items() if _known(label)]
    names = _Names(reader, is_whole=is_whole)
    for table in tables:
        table.note(names)
    found: dict[int, list[Change]] = defaultdict(list)
    for table in tables:
        for number, change in table.changes(names):
            found[number].append(change)
    return found


def _model(label: str) -> Any:
    return apps.get_model(label)


def _known(label: str) -> bool:
    try:
        return hasattr(apps.get_model(label), "history")
    except LookupError:
        return False


class _Names:
    """Names of the records that fields point at, asked once a table."""

    def __init__(self, reader, *, is_whole: bool = False):
        self.reader, self.is_whole = reader, is_whole
        self.keys: dict[Any, set] = defaultdict(set)
        self.found: dict[Any, dict] = {}

    def note(self, model, key) -> None:
        if key is not None:
            self.keys[model].add(key)

    def of(self, model, key) -> str:
        if model not in self.found:
            self.found[model] = named(model, self.reader, self.keys[model])
        return self.found[model].get(key) or _("not shown to you")


class _Table:
    """The history rows of one table that some deeds wrote, each with the one before it."""

    def __init__(self, label: str, asked: dict[int, Any], reader: Any):
        self.model = _model(label)
        self.label, self.asked, self.reader = label, asked, reader
        self.key = self.model._meta.pk.attname
        self.members = list(self.model.history.model._history_m2m_fields)
        self.fields = [f for f in tracked(self.model) if f.name not in NOT_TOLD]
        history = self.model.history
        earlier = self.model.history.filter(
            **{self.key: OuterRef(self.key)}, history_id__lt=OuterRef("history_id")
        ).order_by("-history_id")
        self.rows = list(
            history.filter(pk__in=asked)
            .annotate(row_before=Subquery(earlier.values("history_id")[:1]))
            .order_by("history_id")
        )
        before = {row.row_before for row in self.rows if row.row_before}
        self.before = history.in_bulk(before) if before else {}
        held = [row.pk for row in (*self.rows, *self.before.values())]
        self.held = {field: _membership(self.model, field, held) for field in self.members}

    @cached_property
    def things(self) -> dict[int, Any]:
        """The records of today that this reader may see."""
        keys = {getattr(row, self.key) for row in self.rows}
        return {
            thing.pk: thing for thing in within_reach(self.model, self.reader).filter(pk__in=keys)
        }

    @cached_property
    def wholes(self) -> set[int] | None:
        """What parts belong to, as far as it is in reach; nothing where the model is no part."""
        part = getattr(self.model, "PART_OF", "")
        if not part:
            return None
        whole = self.model._meta.get_field(part)
        keys = {getattr(row, whole.attname) for row in self.rows}
        return {
            *within_reach(whole.related_model, self.reader)
            .filter(pk__in=keys)
            .values_list("pk", flat=True)
        }

    @cached_property
    def unseen(self) -> set[int]:
        """Parts that are there and that, as they say themselves, this reader does not see."""
        rows = self.model._default_manager.filter(
            pk__in={getattr(row, self.key) for row in self.rows}
        )
        if not hasattr(rows, "visible_to"):
            return set()
        seen = rows.visible_to(self.reader).values("pk")
        return {*rows.exclude(pk__in=seen).values_list("pk", flat=True)}

    @cached_property
    def readable(self) -> set[int] | None:
        """The records of which this reader may read the guarded fields; nothing: all of them."""
        rows = _readable[self.label][1](self.reader)
        if rows is None:
            return None
        keys = {getattr(row, self.key) for row in self.rows}
        return {*rows.filter(pk__in=keys).values_list("pk", flat=True)}

    def _in_reach(self, row) -> bool:
        """A record that is gone is seen where its table is open to all, a part with its whole
        unless it says itself that it is not.
        """
        key = getattr(row, self.key)
        if self.wholes is not None:
            part = self.model._meta.get_field(self.model.PART_OF)
            return getattr(row, part.attname) in self.wholes and key not in self.unseen
        return key in self.things or not hasattr(self.model._default_manager.all(), "visible_to")

    def _is_told(self, field, key) -> bool:
        """Whether the reader may know what this field of the record said."""
        may_see = _guards.get((self.label, field.name))
        if may_see is not None and not may_see(self.reader, key):
            return False
        if self.label not in _readable or self.readable is None or key in self.readable:
            return True
        names = _readable[self.label][0]
        return bool(names) and field.name not in names

    def note(self, names: _Names) -> None:
        """Say whose names will be needed."""
        for row in [*self.rows, *self.before.values()]:
            for field in self.fields:
                if isinstance(field, models.ForeignKey):
                    names.note(field.related_model, getattr(row, field.attname))
            for field in self.members:
                for key in self.held[field][row.pk]:
                    names.note(field.related_model, key)

    def changes(self, names: _Names):
        """(number of the journal's row, change) of all that this reader may know."""
        for row in self.rows:
            if not self._in_reach(row):
                continue
            entry = self.asked[row.pk]
            before = self.before.get(row.row_before) if row.history_type != "+" else None
            after = row if row.history_type != "-" else None
            for field in [*self.fields, *self.members]:
                if told := self._told(entry, row, field, before, after, names):
                    yield entry.number, told

    def _told(self, entry, row, field, before, after, names) -> Change | None:
        key = getattr(row, self.key)
        was, now = (self._value(one, field) for one in (before, after))
        thing = self.things.get(key)
        touched = field.name in entry.details.get("fields", ())
        erased = getattr(thing, "erased_at", None) is not None and isinstance(
            field, models.CharField
        )
        if was == now and not (erased and touched and not now):
            return None
        words = [self._words(one, field, names) for one in (before, after)]
        is_told = self._is_told(field, key)
        if not is_told:
            words = [word and _("not shown to you") for word in words]
        elif erased and row.history_type == "~":
            words = [word or _("erased") for word in words]
        if not any(words):
            return None
        is_object = entry.object_id == key and _label(entry) == self.label
        first, second = words if names.is_whole else shortened(*words)
        return Change(
            "" if is_object or not is_told else str(thing or row.instance),
            str(field.verbose_name),
            first,
            second,
            field.editable or touched,
            row.history_type,
        )

    def _value(self, row, field) -> Any:
        """What is compared."""
        if row is None:
            return None
        if field in self.members:
            return self.held[field][row.pk]
        return plain(field, getattr(row, field.attname))

    def _words(self, row, field, names: _Names) -> str:
        if row is None:
            return ""
        if field in self.members:
            keys = self.held[field][row.pk]
            return ", ".join(names.of(field.related_model, key) for key in keys)
        if isinstance(field, models.ForeignKey):
            key = getattr(row, field.attname)
            return "" if key is None else names.of(field.related_model, key)
        return in_words(field, getattr(row, field.attname))


def _label(entry) -> str:
    kind = entry.content_type
    return f"{kind.app_label}.{kind.model}" if kind else ""


def _membership(model, field, rows: list[int]) -> dict[int, list[int]]:
    """Who stood on the other side of a many-to-many field, for each of some history rows."""
    kept: Any = getattr(model.history.model, field.name).model
    found: dict[int, list[int]] = defaultdict(list)
    pairs = kept.objects.filter(history__in=rows) if rows else kept.objects.none()
    target = f"{field.m2m_reverse_field_name()}_id"
    for row, key in pairs.order_by(target).values_list("history_id", target):
        found[row].append(key)
    return found
