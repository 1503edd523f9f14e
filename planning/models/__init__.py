"""The year: obligations and the duties that come of them (PK-04)."""

from .duty import Duty
from .obligation import Obligation
from .warning import DutyWarning

__all__ = ["Duty", "DutyWarning", "Obligation"]
