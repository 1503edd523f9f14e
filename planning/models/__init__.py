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
from .plan import WorkPlan
from .plan_amendment import PlanAmendment
from .plan_amendment_row import AmendmentRow
from .plan_estimate import EstimateRow
from .plan_kind import PlanBranch, PlanKind
from .plan_line import PlanLine
from .warning import DutyWarning

__all__ = [
    "AgendaItem",
    "AmendmentRow",
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
    "EstimateRow",
    "Obligation",
    "PlanAmendment",
    "PlanBranch",
    "PlanKind",
    "PlanLine",
    "WorkPlan",
]
