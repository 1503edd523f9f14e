"""What the year does by itself: one tick, a sweep that may run at any time, and twice."""

from celery import shared_task

from planning import opening


@shared_task
def keep_the_year() -> None:
    """Open, settle, ask, warn (PK-04)."""
    opening.keep_the_year()
