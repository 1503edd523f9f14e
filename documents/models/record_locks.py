"""What is closed stays as it is: the facts and the files of a record, by every path (004/4.2.4)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from common.models import Attachment
from common.models.searched import SearchedQuerySet

from .record_steps import UNLOCKED

#: What a record says and holds; none of it changes once it is closed.
LOCKED = (
    *("case_id", "number", "identifier", "title", "proves", "process_id", "document_id"),
    *("about_type_id", "about_id", "source_type_id", "source_id", "author_id", "date"),
    *("period_from", "period_to", "carrier", "sheets", "has_personal_data", "fund_item_id"),
    *("contents", "content_hash", "closed_at", "closed_by_id"),
)
_columns = {name.removesuffix("_id") for name in LOCKED} | set(LOCKED)
_in_deed: ContextVar[bool] = ContextVar("files_of_records_in_deed", default=False)


class RecordLocked(ValidationError):
    """Somebody wanted to change what a closed record says or holds."""

    def __init__(self):
        super().__init__(
            _("A closed record is locked: what it says and its files stay as they are.")
        )


class LockedQuerySet(SearchedQuerySet):
    """Rows whose locked columns no mass change reaches."""

    def update(self, **kwargs):
        if _columns & set(kwargs):
            raise TypeError("What a record holds is changed one by one, while it is open.")
        return super().update(**kwargs)

    def delete(self):
        raise TypeError("A record is never deleted: it is destroyed by an act.")


def check_locked(record: Any) -> None:
    """Refuse to save a closed record whose facts are not as they were closed."""
    if record.pk is None:
        return
    stored = type(record)._base_manager.filter(pk=record.pk)
    kept = stored.exclude(state__in=UNLOCKED).values(*LOCKED).first()
    if kept and any(getattr(record, name) != value for name, value in kept.items()):
        raise RecordLocked


@contextmanager
def files_may_move() -> Iterator[None]:
    """Inside a deed that restores or destroys: the files of closed records may be touched."""
    token = _in_deed.set(True)
    try:
        yield
    finally:
        _in_deed.reset(token)


@receiver(pre_save, sender=Attachment)
@receiver(pre_delete, sender=Attachment)
def _guard_files(instance, **kwargs):
    """No file is hung on a closed record, renamed, moved away or taken off."""
    if _in_deed.get():
        return
    owners = {(instance.content_type_id, instance.object_id)}
    if instance.pk:
        before = Attachment.objects.filter(pk=instance.pk)
        owners |= set(before.values_list("content_type_id", "object_id"))
    if any(_is_locked(kind, key) for kind, key in owners):
        raise RecordLocked


def _is_locked(kind: int, key: int) -> bool:
    from .record import Record  # noqa: PLC0415 -- records know their locks

    if kind != ContentType.objects.get_for_model(Record).pk:
        return False
    return Record.objects.filter(pk=key).exclude(state__in=UNLOCKED).exists()
