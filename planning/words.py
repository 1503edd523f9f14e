"""What the records and deeds of the year are called."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.deeds import call

call(
    make_calendar_address=_("made an address of their calendar"),
    stop_calendar_address=_("stopped the address of their calendar"),
    escalate=_("told higher up that it is late"),
    move=_("moved its day"),
    move_by_calendar=_("moved its day, for the working days changed"),
    plan_ahead=_("planned it ahead"),
    remind=_("reminded of it"),
)

findings.call(
    {
        "planning.calendarfeed": _("calendar address"),
        "planning.duty": _("duty"),
        "planning.obligation": _("obligation"),
    }
)
