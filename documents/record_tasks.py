"""What records do by themselves: terms that end, files of the destroyed that go (C-44; DP-02).

Each is a sweep over rows that may run at any time, twice, or beside itself: a worker that was
killed, or a disk that was full, leaves nothing half done that the next run does not finish.
"""

import logging
from contextlib import suppress

from celery import shared_task
from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.timezone import localdate

from common import tasks as house
from common.alone import Busy, alone
from common.caller import SYSTEM
from common.models import Blob, StepNotAllowed, deed
from common.models import record as journal
from common.storage import files
from documents.models import Record, RecordState

log = logging.getLogger(__name__)

AT_A_TIME = 500  # records in one sweep; what is left waits for the next tick


@shared_task
def expire_records() -> None:
    """Whatever has been kept for its term may be put up for disposal."""
    over = Record.objects.over_by(localdate()).order_by("until", "pk")
    for kept in over[:AT_A_TIME]:
        try:
            kept.expire(by=SYSTEM)
        except StepNotAllowed:
            continue  # another worker was faster, or it was lost in the meantime
        except Exception:
            log.exception("The term of record %s could not be ended.", kept.pk)


@shared_task
def remove_files() -> None:
    """Take the files of destroyed records off the store, where nothing else is kept by them.

    Not while a backup or the sweep of files runs: then the next tick does it.
    """
    gone = Record.objects.filter(state=RecordState.DESTROYED, files_gone_at=None)
    with suppress(Busy), alone("files"):
        for kept in gone.order_by("pk")[:AT_A_TIME]:
            try:
                _remove_files_of(kept)
            except OSError:
                log.exception("Files of record %s could not be removed yet.", kept.pk)


def _remove_files_of(kept: Record) -> None:
    restored = [file for loss in kept.losses.all() for file in loss.files]
    hashes = {file["sha256"] for file in [*kept.contents, *restored]}
    shared = sorted(sha256 for sha256 in hashes if not _remove(sha256))
    with deed(by=SYSTEM):
        row = Record.objects.select_for_update(of=("self",)).get(pk=kept.pk)
        if row.files_gone_at is None:
            row.files_gone_at, row._change_reason = timezone.now(), "remove_files"
            row.save()
            journal(row, "remove_files", by=SYSTEM, files=len(hashes) - len(shared), shared=shared)


def _remove(sha256: str) -> bool:
    """Whether the bytes are gone; not, where another thing keeps the same file.

    The row goes first: bytes without a row are found and removed by the next sweep, a row without
    its bytes would be a fault.
    """
    with suppress(ProtectedError), transaction.atomic():
        for blob in Blob.objects.select_for_update(of=("self",)).filter(
            sha256=sha256, attachments=None
        ):
            blob.delete()
    if Blob.objects.filter(sha256=sha256).exists():
        return False
    name = Blob(sha256=sha256).name
    with suppress(FileNotFoundError):
        files().delete(name)
    return True


@receiver(post_save, sender=Record)
def _remove_soon(instance, **kwargs):
    """A destroyed record does not wait for the tick."""
    if instance.state == RecordState.DESTROYED and instance.files_gone_at is None:
        transaction.on_commit(lambda: house.soon(remove_files))
