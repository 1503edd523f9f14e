"""What the system does by itself for every procedure: sweeps over rows, safe to run twice."""

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta

from celery import shared_task
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import ProtectedError
from django.dispatch import receiver
from django.utils import timezone

from common import notices, prints
from common.alone import Busy, alone
from common.intake.writing import bring_in
from common.letters import compose, key_of
from common.models import Blob, Heartbeat, Letter, ListImport, Notice, Sent
from common.models.journal import deeds_committed
from common.quiet import put_off
from common.storage import files
from common.working_days import working_days

log = logging.getLogger(__name__)


def soon(task, *args) -> None:
    """Start a task without waiting for its tick; with a dead queue the tick's sweep does it."""
    try:
        task.apply_async(args=args, retry=False)
    except Exception:
        log.warning("The queue does not answer; %s waits for its tick.", task.name, exc_info=True)


@receiver(deeds_committed)
def _tell_soon(**kwargs):
    soon(announce)


@shared_task
def heartbeat() -> None:
    """Tell the health page that the worker lives."""
    Heartbeat.beat("worker")


@shared_task
def announce() -> None:
    """Write the letters of every deed that has any and was not announced yet."""
    for pk in Notice.objects.filter(announced_at=None).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            notice = Notice.objects.select_for_update().filter(pk=pk, announced_at=None).first()
            if notice is None:
                continue
            write_letters(notice.entry)
            notice.announced_at = timezone.now()
            notice.save(update_fields=["announced_at"])
    soon(send_letters)


def write_letters(entry) -> None:
    """The letters that one deed has to write, each once."""
    letters = [
        compose(draft, key_of(draft, entry), entry=entry)
        for writer in notices.writers(entry)
        for draft in writer(entry)
    ]
    Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=500)


@shared_task
def send_letters() -> None:
    """Send what is due. A refusal is tried again later; a wrong address is shown, not repeated.

    Who wants quiet now gets theirs when it ends, however long a dead mail server kept it.
    """
    due = Letter.objects.due().select_related("person").order_by("pk")[:500]
    if not due:
        return
    calendar, hour = working_days(), notices.morning()
    ready = [letter for letter in due if not put_off(letter, calendar, hour)]
    Letter.objects.filter(pk__in=[letter.pk for letter in ready if letter.was_held]).drop_outdated()
    for letter in ready:
        if not letter.to_the_address_of_today() or not letter.claim():
            continue
        try:
            EmailMessage(letter.subject, letter.whole_body, None, [letter.address]).send()
        except smtplib.SMTPRecipientsRefused as error:
            letter.refused(_said(error), for_good=True)
        except (OSError, smtplib.SMTPException) as error:
            letter.refused(_said(error), for_good=False)
        except Exception as error:
            log.exception("Letter %s cannot be sent.", letter.pk)
            letter.refused(str(error), for_good=True)
        else:
            letter.sent()


def _said(error: Exception) -> str:
    """What the mail server said, without the brackets of the program."""
    told = list(getattr(error, "recipients", {}).values()) or [error.args]
    words = [part.decode(errors="replace") if isinstance(part, bytes) else part for part in told[0]]
    return " ".join(str(part) for part in words) or type(error).__name__


@shared_task
def bring_in_lists() -> None:
    """Go on with every confirmed list of a register: also with one whose worker was killed."""
    running = ListImport.objects.filter(state=ListImport.State.RUNNING)
    for pk in running.order_by("pk").values_list("pk", flat=True):
        try:
            bring_in(pk)
        except Exception:
            log.exception("List %s could not be brought in.", pk)


@shared_task
def make_prints() -> None:
    """Print the long pages that somebody waits for."""
    for pk in prints.waiting():
        prints.make(pk)


@shared_task
def sweep_files() -> None:
    """Remove files that no row links to: those whose deed was rolled back a day ago, and the
    digests of forms that nobody sends a second time any more.

    Not while a backup runs: what its picture of the database names must still be there.
    """
    Sent.objects.filter(at__lt=timezone.now() - timedelta(days=2)).delete()
    prints.sweep()
    with suppress(Busy), alone("files"):
        _sweep_files(timezone.now() - timedelta(days=1))


def _sweep_files(yesterday) -> None:
    for blob in Blob.objects.filter(attachments=None, stored_at__lt=yesterday):
        with suppress(ProtectedError), transaction.atomic():
            # Whoever linked to it or stored it in the meantime keeps it.
            old = Blob.objects.select_for_update().filter(pk=blob.pk, stored_at__lt=yesterday)
            for unlinked in old:
                unlinked.delete()
    store = files()
    store.sweep(yesterday)
    for kept in store.entries():
        name = kept.name.rpartition("/")[2]
        if kept.kept_at < yesterday and not Blob.objects.filter(sha256=name).exists():
            store.delete(kept.name)
