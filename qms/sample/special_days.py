"""The working calendar of the sample: this year confirmed, the coming one as it is filled."""

from django.utils.timezone import localdate

from common.day_filling import fill
from common.models import WorkingYear
from planning.day_sweep import sweep_days


def add_days(users: dict) -> None:
    """The manager filled and confirmed this year; the coming one waits for somebody to look."""
    manager, year = users["manager"], localdate().year
    fill(year, by=manager)
    WorkingYear.objects.get(year=year).confirm(by=manager)
    sweep_days()
