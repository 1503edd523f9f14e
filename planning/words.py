"""What the records and the deeds of the year are called."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.deeds import call

call(
    escalate=_("told higher up that it is late"),
    give=_("gave it to somebody to do"),
    move=_("moved its day"),
    move_by_calendar=_("moved its day, for the working days changed"),
    plan_ahead=_("planned it ahead"),
    remind=_("reminded of it"),
    begin_working_year=_("began the working days of the year"),
    fill_working_year=_("filled the working days of the year from the program's list"),
    remove_special_day=_("took the day off the working calendar"),
)

findings.call(
    {
        "planning.announcement": _("announcement"),
        "planning.announcementabout": _("record that an announcement names"),
        "planning.announcementreceipt": _("addressee of an announcement"),
        "planning.duty": _("duty"),
        "planning.obligation": _("obligation"),
        "common.specialday": _("special day"),
        "common.workingyear": _("working days of a year"),
    }
)
