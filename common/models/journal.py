"""The journal of deeds: who did what, when, from where; each row carries the hash of the last.

It holds no personal text and no bodies, only identifiers and digests, so that lawful destruction
of personal data does not break the chain (004/7.5.5).
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.db import models, transaction
from django.dispatch import Signal, receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.signals import post_create_historical_record, pre_create_historical_record

from common import caller

deeds_committed = Signal()


def canonical(value) -> str:
    """JSON that is the same for the same value everywhere: what hashes are taken of."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value) -> str:
    """SHA-256 of the canonical JSON of ``value``, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


class JournalQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("The journal is never changed.")

    def delete(self):
        raise TypeError("The journal is never cut.")

    def about(self, thing):
        """The deeds done to one object, oldest first."""
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(content_type=kind, object_id=thing.pk).order_by("number")


class JournalEntry(models.Model):
    """One deed. Written once, in the transaction of the deed; never changed, never deleted."""

    number = models.PositiveBigIntegerField(_("No."), unique=True)
    at = models.DateTimeField(_("when"))
    deed = models.CharField(_("deed"), max_length=60, db_index=True)
    content_type = models.ForeignKey(
        ContentType, null=True, on_delete=models.PROTECT, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(null=True)
    object = GenericForeignKey()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    ip = models.GenericIPAddressField(_("from where"), null=True)
    details = models.JSONField(default=dict)
    snapshot = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = JournalQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return f"{self.number} {self.deed}"

    def computed_hash(self) -> str:
        """The hash this row must carry, from its own facts and the hash before it."""
        kind = self.content_type_id and ContentType.objects.get_for_id(self.content_type_id)
        return digest(
            {
                "number": self.number,
                "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "deed": self.deed,
                "object": kind and f"{kind.app_label}.{kind.model}:{self.object_id}",
                "user": self.user_id,
                "ip": self.ip,
                "details": self.details,
                "snapshot": self.snapshot,
                "previous": self.previous_hash,
            }
        )

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("The journal is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The journal is never cut.")


class JournalHead(models.Model):
    """The one head of the chain: how many rows there are and the hash of the last.

    It is locked last in a deed's transaction, so that deeds queue only for the moment of writing.
    """

    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self):
        return f"{self.count}"


@dataclass
class _Open:
    """A deed being done: what it will write to the journal when all its changes are made."""

    by: Any = None
    entries: list[JournalEntry] = field(default_factory=list)
    histories: list[list] = field(default_factory=list)


_open: ContextVar[_Open | None] = ContextVar("open_deed", default=None)


@contextmanager
def deed(*, by=None) -> Iterator[None]:
    """One transaction in which things change and the journal says so; inner ones join the outer.

    ``by`` becomes the author of the field history where no request names one.
    """
    if _open.get() is not None:
        yield
        return
    opened = _Open(by=by)
    token = _open.set(opened)
    try:
        with transaction.atomic():
            yield
            _chain(opened.entries)
            if opened.entries:
                transaction.on_commit(lambda: deeds_committed.send(sender=JournalEntry))
    finally:
        _open.reset(token)


def record(thing, name: str, *, by, **details) -> JournalEntry:
    """Say in the journal that ``by`` did ``name`` to ``thing``; only inside ``deed()``."""
    opened = _open.get()
    if opened is None:
        raise RuntimeError("record() is called inside deed()")
    if opened.histories:
        details["history"] = opened.histories
        opened.histories = []
    entry = JournalEntry(
        at=timezone.now(),
        deed=name,
        user_id=by.pk if by else None,
        ip=caller.current().ip,
        details=json.loads(canonical(details)),
    )
    if thing is not None:
        entry.content_type = ContentType.objects.get_for_model(thing)
        entry.object_id = thing.pk
        entry.snapshot = hashlib.sha256(serializers.serialize("json", [thing]).encode()).hexdigest()
    opened.entries.append(entry)
    return entry


def _chain(entries: list[JournalEntry]) -> None:
    from .letter import Notice  # noqa: PLC0415 -- letters know the journal, not the reverse

    if not entries:
        return
    JournalHead.objects.get_or_create(pk=1)
    head = JournalHead.objects.select_for_update().get(pk=1)
    for entry in entries:
        entry.number = head.count + 1
        entry.previous_hash = head.hash
        entry.hash = entry.computed_hash()
        head.count, head.hash = entry.number, entry.hash
    # In batches: an import is thousands of deeds.
    JournalEntry.objects.bulk_create(entries, batch_size=500)
    head.save()
    Notice.keep_for(entries)


@receiver(pre_create_historical_record)
def _name_author(sender, history_instance, **kwargs):
    """Field history written outside a request names the doer of the deed."""
    opened = _open.get()
    if opened is not None and opened.by is not None and history_instance.history_user_id is None:
        history_instance.history_user_id = opened.by.pk


@receiver(post_create_historical_record)
def _remember_history(sender, history_instance, **kwargs):
    """The journal row of a deed names the field-history rows written with it."""
    if (opened := _open.get()) is not None:
        opened.histories.append(fact_of(history_instance))


def fact_of(history_instance) -> list:
    """What the journal says of one field-history row."""
    return [history_instance.instance_type._meta.label_lower, history_instance.history_id]


def verify() -> str | None:
    """Walk the whole chain; None when it is whole, else a sentence naming the first bad row."""
    previous, count = "", 0
    for entry in JournalEntry.objects.order_by("number").iterator(chunk_size=2000):
        count += 1
        if entry.number != count:
            return f"Row {count} was removed: after row {count - 1} comes row {entry.number}."
        if entry.previous_hash != previous:
            return f"Row {count} does not continue row {count - 1}: one of them was replaced."
        if entry.hash != entry.computed_hash():
            return f"Row {count} was altered ({entry.deed}, {entry.at:%Y-%m-%d %H:%M})."
        previous = entry.hash
    head = JournalHead.objects.filter(pk=1).first() or JournalHead()
    if head.count > count:
        return f"The end was cut off: rows {count + 1} to {head.count} are missing."
    if (head.count, head.hash) != (count, previous):
        return f"The head of the chain was altered: it does not name row {count}."
    return None
