"""What the year does by itself: sweeps that may run at any time, twice, or beside themselves."""

from celery import shared_task

from planning import opening
from planning.day_sweep import sweep_days


@shared_task
def keep_the_year() -> None:
    """Open, settle, ask, warn (PK-04)."""
    opening.keep_the_year()


@shared_task
def keep_working_days() -> None:
    """The working days of this year and, from October on, of the coming one (PK-04)."""
    sweep_days()
