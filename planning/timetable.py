"""The timetable: which duties fall due on which days, opened or still to come.

Reads obligations, the duties that stand for their days, and the working calendar: three queries,
however long the time that is asked about.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from common.working_days import WorkingDays, working_days
from planning import recurrence, subjects
from planning.models import Duty, Obligation
from planning.recurrence import Occurrence

FAR = timedelta(days=800)  # what stands before another lies at most two years from it
BACK = timedelta(days=400)  # a worker that was dead for so long still catches up


@dataclass(frozen=True)
class Coming:
    """One day of an obligation for which no duty was opened yet."""

    obligation: Obligation
    occurrence: Occurrence
    starts: date

    @property
    def due(self) -> date:
        return self.occurrence.due

    @property
    def year(self) -> int:
        return self.occurrence.year


class Timetable:
    """The days of all obligations in use."""

    def __init__(self, calendar: WorkingDays | None = None, obligations=None) -> None:
        self.calendar = calendar or working_days()
        found = Obligation.objects.all() if obligations is None else obligations
        self.obligations = {one.pk: one for one in found}
        self.by_code = {one.code: one for one in self.obligations.values()}
        self._stands: dict[int, dict[str, date]] | None = None
        self._things: dict[str, list[tuple[Any, date]]] = {}

    @property
    def stands(self) -> dict[int, dict[str, date]]:
        """For each obligation the keys of its duties, with the day each is due now."""
        if self._stands is None:
            self._stands = defaultdict(dict)
            rows = Duty.objects.filter(due__gte=localdate() - BACK - FAR)
            for key, name, due in rows.values_list("obligation", "key", "due"):
                self._stands[key][name] = due
        return self._stands

    def keep(self) -> None:
        """Read the days that stand now, whatever becomes of them later."""
        self._stands = self.stands

    def name_of(self, code: str) -> str:
        """What another obligation is called, by its code."""
        return str(self.by_code.get(code, code))

    def occurrences(self, one: Obligation, since: date, until: date) -> list[Occurrence]:
        """The days of an obligation of a dated rule; a day moved by hand counts as it was moved."""
        rule = one.rule
        if not rule.get("before"):
            wide = recurrence.dated(
                rule, since - timedelta(days=31), until + timedelta(days=31), self.calendar
            )
            return [found for found in wide if since <= found.due <= until]
        anchor = self.by_code.get(rule["before"])
        if anchor is None or not anchor.is_dated or anchor.rule.get("before") == one.code:
            return []
        moved = self.stands[anchor.pk]
        found = []
        for at in self.occurrences(anchor, since, until + FAR):
            base = moved.get(at.nominal.isoformat(), at.due)
            due = recurrence.counted(rule, base, self.calendar)
            if since <= due <= until:
                found.append(Occurrence(at.nominal, due, at.year + rule.get("year", 0)))
        return found

    def starts(self, one: Obligation, found: Occurrence) -> date:
        """The day its work opens."""
        if one.rule.get("last_working_week") and not one.lead_days:
            return recurrence.last_week_begins(found.due)
        return found.due - timedelta(days=one.lead_days)

    def coming(
        self, since: date, until: date, obligations: Iterable[Obligation] | None = None
    ) -> Iterator[Coming]:
        """The days in some time for which no duty stands yet, of the obligations in use."""
        for one in self.obligations.values() if obligations is None else obligations:
            if not one.is_dated:
                continue
            first = max(since, one.since)
            last = min(until, one.ended_on - timedelta(days=1)) if one.ended_on else until
            for found in self.occurrences(one, first, last) if first <= last else ():
                if not self._is_opened(one, found):
                    yield Coming(one, found, self.starts(one, found))

    def things(self, one: Obligation, due: date) -> list[Any]:
        """Of what there is one duty each that is due on a day: what was there by then."""
        if not one.per:
            return [None]
        if one.per not in self._things:
            found = subjects.of(one.per)
            since = subjects.since(one.per, found)
            self._things[one.per] = [(thing, since.get(thing.pk, date.min)) for thing in found]
        return [thing for thing, since in self._things[one.per] if since <= due]

    def _is_opened(self, one: Obligation, found: Occurrence) -> bool:
        """Whether nothing is left to open of a day; of what there is none, nothing ever is."""
        names = [key_of(found, thing) for thing in self.things(one, found.due)]
        return all(name in self.stands[one.pk] for name in names)

    def recomputed(self, duty: Duty) -> date | None:
        """The day a duty would be due by its rule and the calendar of today."""
        rule = duty.rule
        if duty.base is not None:
            return recurrence.counted(rule, duty.base, self.calendar)
        nominal = date.fromisoformat(duty.key[:10])
        if rule.get("before"):
            anchor = self.by_code.get(rule["before"])
            if anchor is None:
                return None
            base = self.stands[anchor.pk].get(nominal.isoformat())
            base = base or self._day_of(anchor.rule, nominal)
            return recurrence.counted(rule, base, self.calendar) if base else None
        return self._day_of(rule, nominal)

    def _day_of(self, rule: dict, nominal: date) -> date | None:
        near = recurrence.dated(
            rule, nominal - timedelta(days=31), nominal + timedelta(days=31), self.calendar
        )
        return next((found.due for found in near if found.nominal == nominal), None)


def key_of(found: Occurrence, subject=None) -> str:
    """What tells one duty of an obligation from the others: its day by the rule, and of whom."""
    day = found.nominal.isoformat()
    return day if subject is None else f"{day}/{subject._meta.model_name}:{subject.pk}"
