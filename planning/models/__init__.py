"""The year: obligations and the duties that come of them (PK-04)."""

from .duty import Duty, DutyWarning
from .feed import CalendarFeed
from .obligation import Obligation

__all__ = ["CalendarFeed", "Duty", "DutyWarning", "Obligation"]
