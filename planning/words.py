"""What the records and the deeds of the year are called."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from common import findings
from common.dates import numeric
from common.deeds import call, explain
from common.details import explain_value
from common.words import say_value
from planning import rule_words
from planning.models import Obligation
from planning.owners import chain_words, remind_words

call(
    end_obligation=_("ended the obligation"),
    keep_obligation_again=_("keeps the obligation again"),
    begin_work=_("began the work that it opens"),
    enter_done=_("entered it as done before"),
    make_calendar_address=_("made an address of their calendar"),
    stop_calendar_address=_("stopped the address of their calendar"),
    escalate=_("told higher up that it is late"),
    give=_("gave it to somebody to do"),
    move=_("moved its day"),
    move_by_calendar=_("moved its day along with the working days or with what it is counted from"),
    plan_ahead=_("planned it ahead"),
    remind=_("reminded of it"),
    begin_working_year=_("began the working days of the year"),
    fill_working_year=_("filled the working days of the year from the program's list"),
    remove_special_day=_("took the day off the working calendar"),
)


def _days(entry) -> str:
    """From which day to which."""
    told = [entry.details.get(key) for key in ("before", "due", "day")]
    days = [numeric(date.fromisoformat(day)) for day in told if day]
    return f": {' → '.join(days)}"


for name in ("move", "move_by_calendar", "go_along"):
    explain(name, _days)
    explain_value(name, "before", _("due before"), lambda day: numeric(date.fromisoformat(day)))
explain_value("move", "why", _("reason"), str)
explain_value("end_obligation", "on", _("from"), lambda day: numeric(date.fromisoformat(day)))

findings.call(
    {
        "planning.announcement": _("announcement"),
        "planning.announcementabout": _("record that an announcement names"),
        "planning.announcementreceipt": _("addressee of an announcement"),
        "planning.calendarfeed": _("calendar address"),
        "planning.duty": _("duty"),
        "planning.dutywarning": _("reminder of a duty"),
        "planning.obligation": _("obligation"),
        "common.specialday": _("special day"),
        "common.workingyear": _("working days of a year"),
    }
)


def _name_of(code: str) -> str:
    """What another obligation is called; one that is gone by its code."""
    return str(Obligation.objects.filter(code=code).first() or code)


OWN_WORDS = {
    "when": _("the day"),
    "owner": _("who answers"),
    "requires": _("what comes first"),
}


def own_words(kept) -> str:
    """What of an obligation the organisation has set itself."""
    return ", ".join(str(OWN_WORDS[key]) for key in kept if key in OWN_WORDS)


# Kept as data, read in the history as sentences.
say_value("planning.obligation.rule", lambda rule: rule_words.in_words(rule, _name_of))
say_value("planning.duty.rule", lambda rule: rule_words.in_words(rule, _name_of))
say_value("planning.obligation.remind", lambda days: remind_words(Obligation(remind=days)))
say_value("planning.obligation.own", own_words)
say_value(
    "planning.obligation.escalate", lambda steps: "; ".join(chain_words(Obligation(escalate=steps)))
)
