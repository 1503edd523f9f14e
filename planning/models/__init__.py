"""The year: obligations and the duties that come of them; announcements (PK-04)."""

from .announcement import Announcement
from .announcement_about import AnnouncementAbout
from .announcement_receipt import AnnouncementReceipt
from .duty import Duty
from .feed import CalendarFeed
from .obligation import Obligation
from .plan import WorkPlan
from .plan_amendment import PlanAmendment
from .plan_amendment_row import AmendmentRow
from .plan_estimate import EstimateRow
from .plan_kind import PlanBranch, PlanKind
from .plan_line import PlanLine
from .warning import DutyWarning

__all__ = [
    "AmendmentRow",
    "Announcement",
    "AnnouncementAbout",
    "AnnouncementReceipt",
    "CalendarFeed",
    "Duty",
    "DutyWarning",
    "EstimateRow",
    "Obligation",
    "PlanAmendment",
    "PlanBranch",
    "PlanKind",
    "PlanLine",
    "WorkPlan",
]
