"""What the records and deeds of the year are called."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from common import findings
from common.dates import numeric
from common.deeds import call, explain
from common.details import explain_value

call(
    end_obligation=_("ended the obligation"),
    keep_obligation_again=_("keeps the obligation again"),
    escalate=_("told higher up that it is late"),
    move=_("moved its day"),
    move_by_calendar=_("moved its day, for the working days changed"),
    plan_ahead=_("planned it ahead"),
    remind=_("reminded of it"),
)


def _days(entry) -> str:
    """From which day to which."""
    told = [entry.details.get(key) for key in ("before", "due")]
    days = [numeric(date.fromisoformat(day)) for day in told if day]
    return f": {' → '.join(days)}"


for name in ("move", "move_by_calendar"):
    explain(name, _days)
    explain_value(name, "before", _("due before"), lambda day: numeric(date.fromisoformat(day)))
explain_value("move", "why", _("reason"), str)
explain_value("end_obligation", "on", _("from"), lambda day: numeric(date.fromisoformat(day)))

findings.call(
    {
        "planning.duty": _("duty"),
        "planning.dutywarning": _("reminder of a duty"),
        "planning.obligation": _("obligation"),
    }
)
