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
