"""What the directory does by itself: sweeps that may run at any time, twice, beside each other."""

import logging
from contextlib import suppress

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from common import tasks as house
from common.alone import Busy, alone
from common.caller import SYSTEM
from common.models import Attachment, Blob, Letter, StepNotAllowed

from . import digests
from .models import AccountReview, DataRequest, Handover, Invitation, User, UserSession
from .models.personal import EXPORT_KEPT
from .personal_copy import personal_copy

log = logging.getLogger(__name__)


@shared_task
def answer_copies() -> None:
    """Make the copy of the data for whoever asked; forget the copies of a month ago."""
    kind = DataRequest.Kind.COPY
    for request in DataRequest.objects.filter(kind=kind, state=DataRequest.State.ASKED):
        try:
            answer_copy(request)
        except StepNotAllowed:
            log.info("Request %s was answered by another worker.", request.pk)
        except Exception:
            log.exception("The copy of request %s could not be made.", request.pk)
    old = DataRequest.objects.filter(kind=kind, answered_at__lt=timezone.now() - EXPORT_KEPT)
    for request in old.filter(attachments__isnull=False):
        request.attachments.all().delete()


def answer_copy(request: DataRequest) -> None:
    """One copy, made outside the transaction that hands it over."""
    blob = Blob.store([personal_copy(request.person)])
    with transaction.atomic():
        request.answer(by=SYSTEM)
        name = f"personal-data-{timezone.localdate():%Y-%m-%d}.zip"
        Attachment.objects.create(owner=request, blob=blob, name=name, kind="copy")


@receiver(post_save, sender=DataRequest)
def _copy_soon(instance, created, **kwargs):
    if created and instance.kind == DataRequest.Kind.COPY:
        transaction.on_commit(lambda: house.soon(answer_copies))


@shared_task
def write_morning_letters() -> None:
    """The morning letters of today; one worker writes them, and they leave at once."""
    with suppress(Busy), alone("digests"):
        if digests.write_digests():
            house.soon(house.send_letters)


@shared_task
def sweep_accounts() -> None:
    """Leavers and guests lose access the same day; idle sessions and old links are closed (A.5.18,
    A.8.5).
    """
    for handover in Handover.objects.due().select_related("person", "to"):
        try:
            handover.close(by=SYSTEM)
        except Exception:
            log.exception("The handover %s could not be closed.", handover.pk)
    gone = [(user, _("No position is held any more.")) for user in User.objects.leavers()]
    gone += [(user, _("The time of the guest has ended.")) for user in User.objects.guests_gone()]
    for user, reason in gone:
        try:
            user.block(by=SYSTEM, reason=reason)
        except StepNotAllowed:
            log.info("The account %s was blocked by another worker.", user.pk)
        except Exception:
            log.exception("The account %s could not be blocked.", user.pk)
    standing = UserSession.objects.standing().values("pk")
    UserSession.objects.filter(ended_at=None).exclude(pk__in=standing).end()
    import_string(f"{settings.SESSION_ENGINE}.SessionStore").clear_expired()
    forget_links()


def forget_links() -> None:
    """A letter that never left keeps no link that is too old."""
    old = Invitation.objects.filter(used_at=None, expires_at__lt=timezone.now())
    waiting = set(
        Letter.objects.exclude(secret="")
        .filter(key__startswith="invitation:")
        .values_list("key", flat=True)
    )
    for invitation in old if waiting else ():
        if invitation.letter_key in waiting:
            Letter.recall(invitation.letter_key)


@shared_task
def begin_review() -> None:
    """In the first days of a quarter: the list of accounts and powers (A.5.18)."""
    AccountReview.begin()
