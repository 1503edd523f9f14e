"""What is not yet due follows the working calendar, and the duty that it is counted from."""

from typing import NamedTuple

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.dates import numeric
from common.models import record
from common.working_days import on_change
from planning.models import Duty
from planning.timetable import Timetable

CALENDAR, ANCHOR = "calendar", "anchor"  # what made a duty move


class Moved(NamedTuple):
    """A duty that has another day now, as a list shows it."""

    duty: Duty
    before: str

    def __str__(self) -> str:
        words = {"name": self.duty.headline, "before": self.before, "due": numeric(self.duty.due)}
        return _("%(name)s: %(before)s → %(due)s") % words


def follow_the_calendar(years, *, by) -> list[str]:
    """Working days were changed: what is not yet due and was not moved by hand moves along."""
    return said(follow(by=by, because=CALENDAR), by)


def said(moved: list[Moved], reader) -> list[str]:
    """What moved, as far as this reader may know of it."""
    keys = [one.duty.pk for one in moved]
    seen: set[int] = set()
    if keys and hasattr(reader, "powers"):
        rows = Duty.objects.visible_to(reader).filter(pk__in=keys)
        seen = set(rows.values_list("pk", flat=True))
    return [str(one) for one in moved if one.duty.pk in seen]


def follow(*, by, because: str = ANCHOR) -> list[Moved]:
    """Put what is not yet due on the day its rule gives now, and then what is counted from it."""
    moved = _follow_once(by, because)
    while more := _follow_once(by, ANCHOR) if moved else []:
        moved += more
    return moved


def _follow_once(by, because: str) -> list[Moved]:
    today, timetable, moved = localdate(), Timetable(), []
    rows = Duty.objects.filter(state__in=[Duty.State.OPEN, Duty.State.SCHEDULED], due__gte=today)
    if because == ANCHOR:  # the others stand where the calendar puts them
        rows = rows.filter(rule__has_key="before")
    for duty in rows.select_related("obligation"):
        due = timetable.recomputed(duty)
        if due is None or duty.is_moved or due == duty.due or due < today:
            continue
        before = duty.due
        duty.planned_due = due
        duty.shift_to(due, "move_by_calendar")
        days = {"before": before.isoformat(), "due": due.isoformat()}
        record(duty, "move_by_calendar", by=by, because=because, **days)
        moved.append(Moved(duty, numeric(before)))
    return moved


on_change.append(follow_the_calendar)
