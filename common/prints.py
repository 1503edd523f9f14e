"""Long pages printed by the worker, as their asker sees them on that day with those rights."""

import logging
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, QueryDict
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common.models import Blob, PrintJob, Todo
from common.waiting import say

log = logging.getLogger(__name__)

SILENT_FOR = timedelta(minutes=20)  # after that, whoever worked on it is dead
PDF = "application/pdf"
TODO = "common.print"

say(TODO, gettext_lazy("Open the printed page"))


class NotPrinted(Exception):
    """The page did not become a paper."""


def waiting() -> list[int]:
    """What is still to be made: also what a worker left when it was killed."""
    now = timezone.now()
    jobs = PrintJob.objects.filter(state=PrintJob.State.WAITING)
    jobs = jobs | PrintJob.objects.filter(
        state=PrintJob.State.RUNNING, claimed_at__lt=now - SILENT_FOR
    )
    return list(jobs.order_by("asked_at", "pk").values_list("pk", flat=True))


def make(pk: int) -> None:
    """Print one page, unless another worker is at it."""
    now = timezone.now()
    free = PrintJob.objects.filter(pk=pk, state=PrintJob.State.WAITING)
    free = free | PrintJob.objects.filter(
        pk=pk, state=PrintJob.State.RUNNING, claimed_at__lt=now - SILENT_FOR
    )
    if not free.update(state=PrintJob.State.RUNNING, claimed_at=now):
        return
    job = PrintJob.objects.select_related("by__person").get(pk=pk)
    with override(job.language):
        try:
            blob = Blob.store([draw(job)])
        except (PermissionDenied, Http404):
            _end(job, PrintJob.State.FAILED, fault=_("This page is not open to you any more."))
        except Exception:
            log.exception("Page %s could not be printed.", pk)
            _end(job, PrintJob.State.FAILED, fault=_("It could not be printed: see the log."))
        else:
            _end(job, PrintJob.State.READY, blob=blob)


def draw(job: PrintJob) -> bytes:
    """The page as its asker would get it now; whoever may not see it any more gets nothing."""
    user = get_user_model().objects.select_related("person").get(pk=job.by_id)
    if not user.is_active:
        raise PermissionDenied
    request: Any = HttpRequest()
    request.method, request.user = "GET", user
    request.path = request.path_info = job.page
    request.META = {"QUERY_STRING": job.query, "REQUEST_METHOD": "GET"}
    request.GET = QueryDict(job.query)
    request.LANGUAGE_CODE = job.language
    request.at_once = True
    match = request.resolver_match = resolve(job.page)
    response = match.func(request, *match.args, **match.kwargs)
    if hasattr(response, "render"):
        response = response.render()
    if response.status_code != 200 or not response["Content-Type"].startswith(PDF):
        raise NotPrinted(f"{job.page} answered {response.status_code}")
    return b"".join(response.streaming_content) if response.streaming else response.content


def _end(job: PrintJob, state: str, *, blob=None, fault: str = "") -> None:
    with transaction.atomic():
        job.state, job.blob, job.fault, job.made_at = state, blob, fault, timezone.now()
        job.save()
        Todo.objects.ask([job.by.person], TODO, job)


def opened(job: PrintJob) -> None:
    """Its asker has it: nothing waits any more."""
    Todo.objects.about(job).filter(kind=TODO).done()


def sweep() -> None:
    """Let go what was asked for a week ago."""
    old = list(PrintJob.objects.old().values_list("pk", flat=True))
    kind = ContentType.objects.get_for_model(PrintJob)
    Todo.objects.filter(content_type=kind, object_id__in=old).delete()
    PrintJob.objects.filter(pk__in=old).delete()
