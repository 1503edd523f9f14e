"""The year: obligations and the duties that come of them; announcements; meetings (PK-04)."""

from .agenda import AgendaItem, Recusal
from .announcement import Announcement
from .announcement_about import AnnouncementAbout
from .announcement_receipt import AnnouncementReceipt
from .attendance import Attendance
from .decision import Decision, FollowUp
from .dissent import Dissent
from .duty import Duty
from .feed import CalendarFeed
from .meeting import Meeting
from .meeting_kind import MeetingKind
from .obligation import Obligation
from .warning import DutyWarning

__all__ = [
    "AgendaItem",
    "Announcement",
    "AnnouncementAbout",
    "AnnouncementReceipt",
    "Attendance",
    "CalendarFeed",
    "Decision",
    "Dissent",
    "Duty",
    "DutyWarning",
    "FollowUp",
    "Meeting",
    "MeetingKind",
    "Obligation",
    "Recusal",
]
