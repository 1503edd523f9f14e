"""What has to end before a duty can be closed: the year-end chain (agency 5, after the table)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.dates import numeric
from planning.models import Duty, Obligation
from planning.models.duty_steps import ENDED, State
from planning.timetable import Timetable

YEAR = timedelta(days=400)


@dataclass(frozen=True)
class Block:
    """One thing that comes first: a duty that stands, or a day for which none was opened yet."""

    obligation: Obligation
    due: date | None
    duty: Duty | None = None

    def __str__(self) -> str:
        name = self.duty.headline if self.duty else str(self.obligation)
        return (
            _("%(name)s (by %(day)s)") % {"name": name, "day": numeric(self.due)}
            if self.due
            else name
        )

    def get_absolute_url(self) -> str:
        return (self.duty or self.obligation).get_absolute_url()


def told(found: list[Block], reader) -> list[Block]:
    """Those that the reader may know of, by name; of the others only that there are some."""
    keys = [one.duty.pk for one in found if one.duty is not None and one.duty.is_restricted]
    seen: set[int] = set()
    if keys and hasattr(reader, "powers"):
        rows = Duty.objects.visible_to(reader).filter(pk__in=keys)
        seen = set(rows.values_list("pk", flat=True))
    hidden = set(keys) - seen
    return [one for one in found if one.duty is None or one.duty.pk not in hidden]


def said(found: list[Block], reader) -> str:
    """What comes first, as one sentence for this reader."""
    shown = told(found, reader)
    words = [str(one) for one in shown]
    if len(shown) < len(found):
        words.append(_("something that is not shown to you"))
    return _("First comes: %(what)s.") % {"what": "; ".join(words)}


def overtaken(duty: Duty, reader) -> list[Duty]:
    """What waits for it and is due before it: it would be late by its own rule."""
    waiting = Duty.objects.visible_to(reader).filter(
        obligation__in=duty.obligation.required_by.in_use(), year=duty.year, due__lt=duty.due
    )
    return [one for one in waiting.select_related("obligation") if not one.has_ended]


def blocks(duty: Duty) -> list[Block]:
    """Everything of the same year that has to end first and has not."""
    return blocks_of([duty])[duty.pk]


def blocks_of(duties: Sequence[Duty]) -> dict[int, list[Block]]:
    """The same of many duties, by their keys: as many queries as for one."""
    found: dict[int, list[Block]] = {duty.pk: [] for duty in duties}
    required = _required({duty.obligation_id for duty in duties})
    waiting = [duty for duty in duties if required.get(duty.obligation_id)]
    if not waiting:
        return found
    timetable = Timetable()
    stand = _standing(required, {duty.year for duty in waiting})
    states = _states(required, {duty.year for duty in waiting})
    for duty in waiting:
        for one in required[duty.obligation_id]:
            rows = stand[one.pk, duty.year]
            found[duty.pk] += [Block(one, row.due, row) for row in rows if not row.has_ended]
            days = _to_come(timetable, one, duty, states, stands=bool(rows))
            found[duty.pk] += [Block(one, due) for due in days]
    return found


def _required(obligations: set[int]) -> dict[int, list[Obligation]]:
    """What each of these obligations requires, of what is still kept."""
    pairs = list(
        Obligation.requires.through.objects.filter(from_obligation__in=obligations).values_list(
            "from_obligation", "to_obligation"
        )
    )
    if not pairs:
        return {}
    rows = {
        one.pk: one for one in Obligation.objects.in_use().filter(pk__in=[b for _a, b in pairs])
    }
    found = defaultdict(list)
    for one in rows.values():  # in the order of the register
        for waits, required in pairs:
            if required == one.pk:
                found[waits].append(one)
    return found


def _standing(required, years: set[int]) -> dict[tuple[int, int], list[Duty]]:
    keys = {one.pk for ones in required.values() for one in ones}
    stand = defaultdict(list)
    rows = Duty.objects.filter(obligation__in=keys, year__in=years)
    for row in rows.select_related("obligation"):
        stand[row.obligation_id, row.year].append(row)
    return stand


def _states(required, years: set[int]) -> dict[tuple[int, int], list[str]]:
    """How the duties of each obligation stand in these years; asked where something follows."""
    found = defaultdict(list)
    if any(one.rule.get("after") for ones in required.values() for one in ones):
        rows = Duty.objects.filter(year__in=years)
        for key, year, state in rows.values_list("obligation", "year", "state"):
            found[key, year].append(state)
    return found


def _to_come(timetable, one: Obligation, duty: Duty, states, *, stands: bool) -> list[date | None]:
    """The days of the year, up to the day of the duty, for which nothing was opened yet."""
    if one.is_dated:
        last = max(duty.due, localdate())
        days = timetable.coming(duty.due - YEAR, last, [one])
        return [day.due for day in days if day.year == duty.year]
    cause = timetable.by_code.get(one.rule.get("after", ""))
    if stands or cause is None or cause.pk == duty.obligation_id or not cause.is_in_use:
        return []
    return [None] if _is_ahead(timetable, cause, duty, states) else []


def _is_ahead(timetable, cause: Obligation, duty: Duty, states) -> bool:
    """Whether what another waits for is still to end in that year: open, or to come."""
    found = states[cause.pk, duty.year]
    if needed := [state for state in found if state != State.DROPPED]:
        return not any(state in ENDED for state in needed)
    return bool(_to_come(timetable, cause, duty, states, stands=bool(found)))
