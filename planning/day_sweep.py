"""The working days of a year are there in time, and somebody looks through them (PK-04)."""

import logging
from collections.abc import Iterator

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.caller import SYSTEM
from common.day_filling import fill
from common.models import SpecialDay, Todo, WorkingYear, deed
from common.models.special_day import CONFIRM
from common.working_days import after_working_days, on_change
from planning.models.obligation import keepers

log = logging.getLogger(__name__)

FROM_MONTH = 10  # from October on the coming year is written
DAYS = 10  # working days to look through it


def sweep_days() -> None:
    """Fill the year that nobody has begun; ask who keeps the year to confirm it.

    This year always, the coming one from 1 October on; one that changed after it was confirmed is
    asked for too. May run at any time, twice, beside itself.
    """
    today = localdate()
    years = [today.year] + [today.year + 1] * (today.month >= FROM_MONTH)
    for year in years:
        try:
            _fill(year)
        except Exception:
            log.exception("The working days of %s could not be filled.", year)
    try:
        _ask_for(Q(year__in=years) | Q(confirmed_at__isnull=False))
    except Exception:
        log.exception("Nobody could be asked to confirm working days.")


def _fill(year: int) -> None:
    if WorkingYear.objects.filter(year=year).exists():
        return
    if not SpecialDay.objects.of_year(year).exists():
        fill(year, by=SYSTEM)


def _ask_for(years: Q) -> None:
    with deed(by=SYSTEM):
        for held in WorkingYear.objects.select_for_update().filter(years, state="draft"):
            _ask(held)


def _ask(held: WorkingYear) -> None:
    """Whoever keeps the year, else whoever oversees it, is to look through its working days."""
    Todo.objects.ask(keepers(), CONFIRM, held, due=after_working_days(localdate(), DAYS))


def ask_anew(years, *, by) -> Iterator[str]:
    """Days of a confirmed year were changed: it is asked for again at once, and that is told."""
    for held in WorkingYear.objects.filter(year__in=years).order_by("year"):
        if held.is_changed_since:
            _ask(held)
            yield _("The working days of %(year)s are to be confirmed anew.") % {"year": held.year}


on_change.append(ask_anew)
