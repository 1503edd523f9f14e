"""What the worker does for inspections: makes packages, one at a time, and says what has ended."""

import errno
import logging
from contextlib import suppress

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from common import package
from common import tasks as house
from common.alone import Busy, alone
from common.caller import SYSTEM
from common.models import Blob
from common.package.writing import Package
from common.waiting import rows_of, say
from documents.models import InspectionAccess, InspectionPackage
from documents.models.inspection_package import TODO
from people.models import Organisation

log = logging.getLogger(__name__)
TELL_EVERY = 1.0  # seconds between two words about how far it is

rows_of(InspectionPackage, lambda: InspectionPackage.objects.select_related("inspection"))
say(TODO, gettext_lazy("Take the package of the inspection"))


def ask_soon() -> None:
    """Somebody waits for a package."""
    house.soon(look_after_inspections)


@shared_task
def look_after_inspections() -> None:
    """Accounts that ran out are told of, old packages go, new ones are made."""
    for access in InspectionAccess.objects.run_out().select_related("user__person", "inspection"):
        try:
            access.run_out(by=SYSTEM)
        except Exception:
            log.exception("The end of access %s could not be told.", access.pk)
    for old in InspectionPackage.objects.old():
        old.forget(by=SYSTEM)
    with suppress(Busy), alone("package"):
        for waiting in InspectionPackage.objects.to_make().order_by("asked_at", "pk"):
            if waiting.claim():
                make(waiting)


def make(asked: InspectionPackage) -> None:
    """One package, from the beginning: what a killed worker wrote of it is not used."""
    writing = Package(
        order_of(asked),
        [kind for kind in package.kinds_for(asked.shown["parts"]) if kind.code in asked.parts],
        tell=Teller(asked),
    )
    try:
        blob = Blob.store(writing.chunks())
    except OSError as error:
        log.exception("Package %s could not be made.", asked.pk)
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        _fail(asked, FULL if is_full else BROKEN)
    except Exception:
        log.exception("Package %s could not be made.", asked.pk)
        _fail(asked, BROKEN)
    else:
        files, sums = len(writing.named), writing.sums_sha256
        asked.end_ready(blob, files=files, missing=writing.missing, sums=sums, by=SYSTEM)


FULL = gettext_lazy("The disk is full: make room, then ask for the package again.")
BROKEN = gettext_lazy("It could not be made: see the log. Ask for it again.")


def _fail(asked: InspectionPackage, words) -> None:
    with override(asked.language):
        asked.end_failed(str(words), by=SYSTEM)


def order_of(asked: InspectionPackage) -> package.Order:
    """What the package is made of: what was shown when it was asked for."""
    inspection = asked.inspection
    reader = inspection.reader()
    reader.shown = asked.shown
    return package.Order(
        reader=reader,
        language=asked.language,
        stem=asked.stem,
        about=[
            (gettext_lazy("Organisation"), Organisation.current().name),
            (gettext_lazy("Who inspects"), inspection.who),
            (gettext_lazy("Inspectors"), "; ".join(inspection.inspectors.splitlines())),
            (gettext_lazy("Basis"), inspection.basis),
            (gettext_lazy("Days"), inspection.days),
        ],
        made_at=timezone.now(),
        made_by=asked.asked_by.person.full_name,
        trail_since=inspection.trail_since,
        trail_until=inspection.trail_until,
    )


class Teller:
    """Says how far a package is, not oftener than anybody looks."""

    def __init__(self, asked: InspectionPackage):
        self.asked, self.last = asked, 0.0

    def __call__(self, done: int, total: int) -> None:
        now = timezone.now().timestamp()
        if now - self.last >= TELL_EVERY or done in (0, total):
            self.last = now
            self.asked.tell(done, total)
