"""The working days of a year are there in time, and somebody looks through them (PK-04)."""

import logging

from django.utils.timezone import localdate

from common.caller import SYSTEM
from common.day_filling import fill
from common.models import SpecialDay, Todo, WorkingYear, deed
from common.models.special_day import CONFIRM
from common.working_days import after_working_days
from people.models import Person

log = logging.getLogger(__name__)

FROM_MONTH = 10  # from October on the coming year is written
DAYS = 10  # working days to look through it


def sweep_days() -> None:
    """Fill the year that nobody has begun; ask who keeps the year to confirm it.

    This year always, the coming one from 1 October on. May run at any time, twice, beside itself.
    """
    today = localdate()
    years = [today.year] + [today.year + 1] * (today.month >= FROM_MONTH)
    for year in years:
        try:
            _look(year)
        except Exception:
            log.exception("The working days of %s could not be filled.", year)


def _look(year: int) -> None:
    begun = WorkingYear.objects.filter(year=year).first()
    if begun is None and not SpecialDay.objects.of_year(year).exists():
        fill(year, by=SYSTEM)
    with deed(by=SYSTEM):
        held = WorkingYear.objects.select_for_update().filter(year=year, state="draft").first()
        if held is None:
            return
        keepers = Person.objects.holding("planning.manage", own=True)
        Todo.objects.ask(keepers, CONFIRM, held, due=after_working_days(localdate(), DAYS))
