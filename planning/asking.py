"""Where the year names a position or a unit that must not be closed meanwhile."""

from django.db.models import Q

from people.asking import asks

from .models import Announcement, MeetingKind, Obligation, PlanLine, WorkPlan

asks(Obligation, "owner_position", standing=Q(ended_on=None))
asks(MeetingKind, "chair", "secretary", "positions", standing=Q(is_used=True))
asks(Announcement, "units", standing=Q(state="draft"))
asks(WorkPlan, "unit", standing=Q(state__in=["draft", "agreeing", "approving", "approved"]))
asks(
    PlanLine,
    *("position", "unit"),
    standing=Q(state__in=["planned", "moved"])
    & Q(plan__state__in=["draft", "agreeing", "approving", "approved"]),
    whole="plan",
)
