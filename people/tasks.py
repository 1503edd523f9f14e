"""What the directory does by itself: copies of personal data, made once and kept a month."""

import logging

from celery import shared_task
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from common import tasks as house
from common.caller import SYSTEM
from common.models import Attachment, Blob, StepNotAllowed

from .models import DataRequest
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
