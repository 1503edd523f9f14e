"""One day of the calendar as its pages draw it: what it is, and what falls due on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from planning.calendar_entries import Entry
from planning.calendar_period import weekday

SATURDAY = 5


@dataclass(frozen=True)
class Day:
    """A day with its name, whether one works on it, and its entries."""

    day: date
    is_today: bool = False
    is_other: bool = False  # of the month before or after
    special: Any = None
    entries: list[Entry] = field(default_factory=list)
    more: int = 0
    more_url: str = ""

    @property
    def weekday(self) -> str:
        return weekday(self.day)

    @property
    def is_off(self) -> bool:
        if self.special is not None:
            return self.special.kind == "off"
        return self.day.weekday() >= SATURDAY

    @property
    def is_short(self) -> bool:
        return self.special is not None and self.special.kind == "short"

    @property
    def note(self) -> str:
        """What a day is that is not as its weekday says: “Day off: Nooruz”."""
        if self.special is None:
            return ""
        kinds = {
            "off": _("Day off"),
            "short": _("Shortened day"),
            "working": _("Working weekend day"),
        }
        words = f"{kinds[self.special.kind]}: {self.special.name}"
        if getattr(self.special, "is_expected", False):
            return _("%(words)s (expected)") % {"words": words}
        return words


def days(
    wanted: Iterable[date],
    found: Mapping[date, list[Entry]],
    special: Mapping[date, Any],
    today: date,
    *,
    most: int = 0,
    month: int = 0,
) -> list[Day]:
    """These days; of each at most so many entries, and how many more there are."""
    made = []
    for day in wanted:
        entries = found.get(day, [])
        shown = entries[: most - 1] if most and len(entries) > most else entries
        made.append(
            Day(
                day=day,
                is_today=day == today,
                is_other=bool(month) and day.month != month,
                special=special.get(day),
                entries=shown,
                more=len(entries) - len(shown),
            )
        )
    return made


def all_days(since: date, until: date) -> list[date]:
    return [since + timedelta(days=n) for n in range((until - since).days + 1)]
