"""Closed records against their digests: what was locked is as it was closed (004/4.2.4)."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_noop

from common.models import Attachment
from common.models.history import in_batches
from common.models.journal import digest
from common.trail import Found, Tell, also, silent
from documents.models import Record, RecordState
from documents.models.record_steps import UNLOCKED

ALTERED = gettext_noop("The record “%(record)s” is not as it was closed: its facts were altered.")
FILES = gettext_noop("The files of the record “%(record)s” are not those that were closed.")
LEFT = gettext_noop("The record “%(record)s” is destroyed, and a file still hangs on it.")


@also
def faults(*, tell: Tell = silent) -> Iterator[Found]:
    """Every closed record whose facts or files are not those of its digest."""
    kind = ContentType.objects.get_for_model(Record)
    rows = Record.objects.exclude(state__in=UNLOCKED)
    total, done = rows.count(), 0
    for batch in in_batches(rows, "pk"):
        things = list(batch)
        hung: dict[int, set[str]] = {}
        for owner, sha256 in Attachment.objects.filter(
            content_type=kind, object_id__in=[kept.pk for kept in things], kind="content"
        ).values_list("object_id", "blob__sha256"):
            hung.setdefault(owner, set()).add(sha256)
        for kept in things:
            if text := _fault(kept, hung.get(kept.pk, set())):
                yield Found(text, {"record": str(kept)})
        done += len(things)
        tell(done, total)


def _fault(kept: Record, hung: set[str]) -> str:
    if kept.content_hash != digest(kept.manifest()):
        return ALTERED
    if kept.state == RecordState.DESTROYED:
        return LEFT if hung else ""
    return FILES if hung != {file["sha256"] for file in kept.contents} else ""
