"""Backups and rehearsals by themselves: a tick asks what is due, so a lost one does no harm."""

import logging
from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import deeds, lights
from common.alone import Busy
from common.models import Check

from . import rehearsing, taking

log = logging.getLogger(__name__)

EVERY = timedelta(hours=30)
AGAIN = timedelta(hours=4)


@shared_task
def nightly() -> None:
    """Tonight's backup if it was not made yet, and the rehearsal of the newest one."""
    now = timezone.now()
    if due(taking.KIND, since=last_night(now), now=now):
        back_up()
    newest = Check.objects.newest(taking.KIND)
    if newest and newest.is_good and due(rehearsing.KIND, since=newest.started_at, now=now):
        rehearse()


@shared_task
def back_up() -> None:
    """Take a backup now."""
    try:
        taking.take()
    except Busy:
        log.info("A backup is under way already.")


@shared_task
def rehearse() -> None:
    """Rehearse now."""
    try:
        rehearsing.rehearse()
    except Busy:
        log.info("A rehearsal is under way already.")


def last_night(now: datetime) -> datetime:
    """The last moment at which a backup was due."""
    local = timezone.localtime(now)
    night = local.replace(hour=settings.BACKUP_HOUR, minute=0, second=0, microsecond=0)
    return night if night <= local else night - timedelta(days=1)


def due(kind: str, *, since: datetime, now: datetime) -> bool:
    """Nothing good since then; what failed or was cut off is tried again, but not at once."""
    runs = Check.objects.filter(kind=kind, started_at__gte=since)
    return (
        not runs.filter(is_good=True).exists()
        and not runs.filter(started_at__gt=now - AGAIN).exists()
    )


lights.watch(taking.KIND, _("Backup"), every=EVERY, task=back_up)
lights.watch(rehearsing.KIND, _("Rehearsal of the backup"), every=EVERY, task=rehearse)
deeds.call(restore=_("restored a backup"), print_key=_("printed the key of the backups"))
