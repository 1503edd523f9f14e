"""What the search does by itself: reads files and what was saved; at night, compares all of it."""

from contextlib import suppress
from datetime import timedelta

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from common import lights, nightly
from common.alone import Busy, alone
from common.models import Check, SearchTask

from . import index as entries
from .files import read_files

NAME = gettext_lazy("Index of the search")
LATE = timedelta(minutes=15)
_MENDED = gettext_noop("Entries that were not as their records, and now are: %(count)s.")


@shared_task
def index() -> None:
    """Read what was saved since the last tick, and files that came in."""
    with suppress(Busy), alone("search"):
        entries.catch_up()
        if read_files():
            entries.catch_up()


@shared_task
def check_index() -> None:
    """Compare the whole index with the records and mend it, beside those who search."""
    with Check.running("search") as check:
        done, strange = entries.rebuild(check.progress, all_anew=False)
        check.progress(done)
        if strange:
            check.remark(_MENDED, amber=False, count=strange)


nightly.each_night("search", NAME, check_index)


def _light() -> lights.Light | None:
    """Amber while what was saved is not found yet."""
    oldest = SearchTask.objects.order_by("at").values_list("at", flat=True).first()
    if oldest is None or timezone.now() - oldest < LATE:
        return None
    said = _("Texts that wait to be read for the search: %(count)s.")
    return lights.Light(NAME, "amber", said % {"count": entries.waiting()})


lights.add(_light)
