"""The year: obligations and the duties that come of them (PK-04)."""

from .duty import Duty, DutyWarning
from .obligation import Obligation

__all__ = ["Duty", "DutyWarning", "Obligation"]
