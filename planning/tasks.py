"""What the year does by itself: sweeps that may run at any time, twice, or beside themselves."""

from celery import shared_task

from planning import opening
from planning.day_sweep import sweep_days
from planning.plan_sweep import ask_for_lines


@shared_task
def keep_the_year() -> None:
    """Fill the working days, for all is counted by them; then open, settle, ask, warn (PK-04);
    ask for the lines of work plans.
    """
    sweep_days()
    opening.keep_the_year()
    ask_for_lines()
