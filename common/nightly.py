"""What is done each night for the trail: seal the chain, walk it, compare history and files."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import segno
from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common import lights
from common.models import Attachment, Blob, Check, Seal
from common.models.seal import SHEET
from common.printing import render_pdf
from common.sealing import SealingUnavailable, seal_pdf
from common.tasks import soon
from common.trail import Found, chain, fields, files, seals

log = logging.getLogger(__name__)

#: From this hour each night; where the machine slept, at the first tick after it.
HOUR = 3
DAY_AND_A_HALF = timedelta(hours=36)


def run_check(kind: str, faults: Callable[..., Iterator[Found]], unit: str = "") -> None:
    """One run of one check: everything found is a finding or a remark of it."""
    with Check.running(kind) as check:
        check.facts["unit"] = unit
        for found in faults(tell=check.progress):
            if found.is_remark:
                check.remark(found.text, amber=found.is_amber, **found.values)
            else:
                check.find(found.text, **found.values)


@shared_task
def check_chain() -> None:
    """Walk the whole journal."""
    run_check("chain", chain.faults)


@shared_task
def check_history() -> None:
    """Compare the field history with the journal, and every row with its history."""
    run_check("history", fields.faults)


@shared_task
def check_files() -> None:
    """Read every stored file and compare it with its hash."""
    run_check("files", files.faults, "MB")


@shared_task
def seal_now() -> None:
    """Seal the chain, and print the sheet; a full disk is a red light, and nothing half made."""
    with Check.running("seal", total=1) as check:
        seal = seals.make()
        check.facts["seal"] = seal.number
        check.progress(1)
    print_sheets()


@shared_task
def print_sheets() -> None:
    """Make the sheet of every seal that has none yet."""
    done = Attachment.objects.filter(
        content_type__app_label="common", content_type__model="seal", kind=SHEET
    )
    for seal in Seal.objects.exclude(pk__in=done.values("object_id")).order_by("number")[:50]:
        blob = Blob.store([sheet(seal)])
        with transaction.atomic():
            Seal.objects.select_for_update().get(pk=seal.pk)
            if Attachment.objects.of(seal).filter(kind=SHEET).exists():
                continue  # another worker was faster
            Attachment.objects.create(
                owner=seal,
                blob=blob,
                name=f"{seal.file_name.removesuffix('.json')}.pdf",
                kind=SHEET,
                language=settings.LANGUAGE_CODE,
            )


def sheet(seal: Seal) -> bytes:
    """The sheet of a seal: signed by the installation where it can, with a place for a hand."""
    language = settings.LANGUAGE_CODE
    url = f"{settings.PUBLIC_BASE_URL}{seal.get_absolute_url()}"
    code = segno.make(url, error="m", micro=False)
    context = {
        "seal": seal,
        "made_at": seal.made_at,
        "url": url,
        "qr": code.svg_data_uri(border=0, omitsize=True, xmldecl=False),
    }
    data = render_pdf("print/trail_seal.html", context, language=language)
    try:
        with override(language):
            reason = _("Daily seal of the journal")
        return seal_pdf(data, reason=reason, language=language)
    except SealingUnavailable as error:
        log.info("The sheet of %s is not signed: %s", seal.file_name, error)
        return data


@shared_task
def nightly() -> None:
    """Each hour: what was not begun since the last night's hour is begun."""
    for kind, task in TASKS.items():
        if not Check.objects.filter(kind=kind, started_at__gte=last_night()).exists():
            soon(task)
    soon(print_sheets)


def last_night(now: datetime | None = None) -> datetime:
    """The last time that the night's hour began."""
    now = timezone.localtime(now)
    begun = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return begun if begun <= now else begun - timedelta(days=1)


TASKS: dict[str, Any] = {}


def each_night(kind: str, name, task) -> None:
    """A check that is begun each night, with its light and its button; apps add their own."""
    TASKS[kind] = task
    lights.watch(kind, name, every=DAY_AND_A_HALF, task=task)


each_night("seal", gettext_lazy("Seal of the journal"), seal_now)
each_night("chain", gettext_lazy("Journal"), check_chain)
each_night("history", gettext_lazy("Field history"), check_history)
each_night("files", gettext_lazy("Stored files"), check_files)
