"""What is not yet due follows the working calendar, and the duty that it is counted from."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.dates import numeric
from common.models import record
from common.working_days import on_change
from planning.models import Duty
from planning.timetable import Timetable


def follow_the_calendar(years, *, by) -> list[str]:
    """Working days were changed: what is not yet due and was not moved by hand moves along."""
    return follow(by=by)


def follow(*, by) -> list[str]:
    """Put what is not yet due on the day its rule gives now, and then what is counted from it."""
    moved: list[str] = []
    while more := _follow_once(by, seen=len(moved)):
        moved += more
    return moved


def _follow_once(by, *, seen: int) -> list[str]:
    today, timetable, moved = localdate(), Timetable(), []
    rows = Duty.objects.filter(state__in=[Duty.State.OPEN, Duty.State.SCHEDULED], due__gte=today)
    if seen:  # the others stand where the calendar puts them
        rows = rows.filter(rule__has_key="before")
    for duty in rows.select_related("obligation"):
        due = timetable.recomputed(duty)
        if due is None or duty.is_moved or due == duty.due or due < today:
            continue
        before = duty.due
        duty.planned_due = due
        duty.shift_to(due, "move_by_calendar")
        record(duty, "move_by_calendar", by=by, before=before.isoformat(), due=due.isoformat())
        words = {"name": duty.headline, "before": numeric(before), "due": numeric(due)}
        moved.append(_("%(name)s: %(before)s → %(due)s") % words)
    return moved


on_change.append(follow_the_calendar)
