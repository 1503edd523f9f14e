"""The journal of deeds: who did what, when, from where; each row carries the hash of the last.

It holds no personal text and no bodies, only identifiers and digests, so that lawful destruction
of personal data does not break the chain (004/7.5.5). Whether all of it still holds is asked in
``common/trail``.
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

from common import caller, guests

from .history import fact_of

deeds_committed = Signal()


_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value) -> str:
    """JSON that is the same for the same value everywhere: what hashes are taken of."""
    return _written(value)


def digest(value) -> str:
    """SHA-256 of the canonical JSON of ``value``, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


#: What of a row goes into its hash, in the order that ``hashed_facts`` takes it.
HASHED = (
    *("number", "at", "deed", "content_type_id", "object_id"),
    *("user_id", "ip", "details", "snapshot", "previous_hash"),
)


def hashed_facts(number, at, deed, kind, object_id, user, ip, details, snapshot, previous) -> dict:
    """The facts that the hash of a row is taken of; the bare values are enough."""
    model = kind and ContentType.objects.get_for_id(kind)
    return {
        "number": number,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "deed": deed,
        "object": model and f"{model.app_label}.{model.model}:{object_id}",
        "user": user,
        "ip": ip,
        "details": details,
        "snapshot": snapshot,
        "previous": previous,
    }


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
        return digest(hashed_facts(*(getattr(self, name) for name in HASHED)))

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

    @classmethod
    def held(cls) -> "JournalHead":
        """The head, locked until the transaction ends."""
        heads = cls.objects.select_for_update()
        try:
            return heads.get(pk=1)
        except cls.DoesNotExist:
            cls.objects.get_or_create(pk=1)
            return heads.get(pk=1)


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
            untold = ["change"] if opened.histories else []
            guests.refuse(by, [*untold, *(entry.deed for entry in opened.entries)])
            if _chain(opened.entries):
                transaction.on_commit(lambda: deeds_committed.send(sender=JournalEntry))
    finally:
        _open.reset(token)


def record(thing, name: str, *, by, **details) -> JournalEntry:
    """Say in the journal that ``by`` did ``name`` to ``thing``; only inside ``deed()``."""
    opened = _open.get()
    if opened is None:
        raise RuntimeError("record() is called inside deed()")
    guests.refuse(by, [name])
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


def remember(histories) -> None:
    """Field history written past the signals: the deed that is being done answers for it too."""
    if (opened := _open.get()) is None:
        raise RuntimeError("remember() is called inside deed()")
    opened.histories += [fact_of(row) for row in histories]


def _chain(entries: list[JournalEntry]) -> bool:
    """Put the rows behind the head; says whether there are letters to write about them."""
    from .letter import Notice  # noqa: PLC0415 -- letters know the journal, not the reverse

    if not entries:
        return False
    head = JournalHead.held()
    for entry in entries:
        entry.number = head.count + 1
        entry.previous_hash = head.hash
        entry.hash = entry.computed_hash()
        head.count, head.hash = entry.number, entry.hash
    # In batches: an import is thousands of deeds.
    JournalEntry.objects.bulk_create(entries, batch_size=500)
    head.save()
    return Notice.keep_for(entries)


@receiver(pre_create_historical_record)
def _name_author(sender, history_instance, **kwargs):
    """Field history written outside a request names the doer of the deed."""
    opened = _open.get()
    if opened is not None and opened.by is not None and history_instance.history_user_id is None:
        history_instance.history_user_id = opened.by.pk


@receiver(post_create_historical_record)
def _remember_history(sender, history_instance, **kwargs):
    """The journal row of a deed names the field-history rows written with it, with a digest."""
    if (opened := _open.get()) is not None:
        opened.histories.append(fact_of(history_instance))


def verify(*, restored: bool = False) -> str | None:
    """Walk the chain, past its seals; None when it is whole, else its faults, one a line."""
    from common.trail import chain  # noqa: PLC0415 -- the check knows the journal, not the reverse

    found = [str(f) for f in chain.faults(restored=restored) if not f.is_remark]
    return "\n".join(found) or None
