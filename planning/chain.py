"""What has to end before a duty can be closed: the year-end chain (agency 5, after the table)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.dates import numeric
from planning.models import Duty, Obligation
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


def blocks(duty: Duty) -> list[Block]:
    """Everything of the same year that has to end first and has not."""
    required = list(duty.obligation.requires.in_use())
    if not required:
        return []
    rows = Duty.objects.filter(obligation__in=required, year=duty.year)
    stand: dict[int, list[Duty]] = {one.pk: [] for one in required}
    for row in rows.select_related("obligation"):
        stand[row.obligation_id].append(row)
    timetable = Timetable()
    found = []
    for one in required:
        found += [Block(one, row.due, row) for row in stand[one.pk] if not row.has_ended]
        found += [Block(one, due) for due in _to_come(timetable, one, duty, bool(stand[one.pk]))]
    return found


def _to_come(timetable: Timetable, one: Obligation, duty: Duty, stands: bool) -> list[date | None]:
    """The days of the year, up to the day of the duty, for which nothing was opened yet."""
    if one.is_dated:
        last = max(duty.due, localdate())
        days = timetable.coming(duty.due - YEAR, last, [one])
        return [day.due for day in days if day.year == duty.year]
    cause = timetable.by_code.get(one.rule.get("after", ""))
    if stands or cause is None or cause.pk == duty.obligation_id or not cause.is_in_use:
        return []
    return [None] if _is_ahead(timetable, cause, duty) else []


def _is_ahead(timetable: Timetable, cause: Obligation, duty: Duty) -> bool:
    """Whether what another waits for is still to end in that year: open, or to come."""
    rows = list(Duty.objects.filter(obligation=cause, year=duty.year))
    if rows:
        return not any(row.has_ended for row in rows)
    return bool(_to_come(timetable, cause, duty, stands=False))
