"""The year: obligations and the duties that come of them; announcements (PK-04)."""

from .announcement import Announcement
from .announcement_about import AnnouncementAbout
from .announcement_receipt import AnnouncementReceipt
from .duty import Duty
from .obligation import Obligation
from .warning import DutyWarning

__all__ = [
    "Announcement",
    "AnnouncementAbout",
    "AnnouncementReceipt",
    "Duty",
    "DutyWarning",
    "Obligation",
]
