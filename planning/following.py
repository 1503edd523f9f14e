"""What is not yet due follows the working calendar, and the duty that it is counted from."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import numeric
from common.models import record
from common.working_days import on_change
from planning.models import Duty, Obligation
from planning.timetable import Timetable

#: So far from a changed day another one may move with it: what is counted in working days.
REACH = timedelta(days=370)
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
        duty.take_along(before, "", by=by)
        moved.append(Moved(duty, numeric(before)))
    return moved


class ToCome:
    """The days to come, not opened yet, as they stand before the calendar is changed."""

    def __init__(self) -> None:
        self.before = _timetable()

    def told(self) -> list[str]:
        """Of how many obligations days to come have moved since, in a sentence."""
        now = _timetable()
        was, is_now = self.before.calendar.special, now.calendar.special
        days = [
            day
            for day in {*was, *is_now}
            if getattr(was.get(day), "kind", "") != getattr(is_now.get(day), "kind", "")
        ]
        if not days or max(days) < localdate():
            return []
        since, until = max(localdate(), min(days) - REACH), max(days) + REACH
        before, after = _dues(self.before, since, until), _dues(now, since, until)
        moved = {key[0] for key in before if after.get(key, before[key]) != before[key]}
        if not moved:
            return []
        words = ngettext(
            "Days to come, not opened yet, have moved too: of %(count)s obligation.",
            "Days to come, not opened yet, have moved too: of %(count)s obligations.",
            len(moved),
        )
        return [words % {"count": len(moved)}]


def _timetable() -> Timetable:
    """The timetable of this moment, with the days that stand now."""
    made = Timetable(obligations=Obligation.objects.in_use())
    made.keep()
    return made


def _dues(timetable: Timetable, since: date, until: date) -> dict[tuple[int, date], date]:
    """The days to come by obligation and by the day its rule names."""
    days = timetable.coming(since, until)
    return {(one.obligation.pk, one.occurrence.nominal): one.due for one in days}


on_change.append(follow_the_calendar)
