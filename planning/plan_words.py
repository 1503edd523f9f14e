"""What the records and the deeds of work plans are called."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from common import findings
from common.dates import numeric
from common.deeds import call, explain
from common.words import say_value

call(
    amend=_("changed it by an amendment"),
    carry_over=_("took lines of an earlier plan"),
    add_line=_("added a line"),
    remove_line=_("took a line out"),
    change_estimate=_("changed the estimate"),
)
findings.call(
    {
        "planning.workplan": _("work plan"),
        "planning.planline": _("line of a plan"),
        "planning.estimaterow": _("row of an estimate"),
        "planning.planamendment": _("amendment of a plan"),
        "planning.amendmentrow": _("row of an amendment"),
        "planning.plankind": _("kind of plan"),
        "planning.planbranch": _("branch of work"),
    }
)

for _name in ("add_line", "remove_line"):
    explain(_name, lambda entry: f": {entry.details.get('line', '')}")
explain("amend", lambda entry: f" ({_('No.')} {entry.details.get('number', '')})")


def row_in_words(data: dict) -> str:
    """What a row of an amendment says of a line, for the history."""
    if not data:
        return ""
    words = data.get("measure") or {}
    measure = next((words[code] for code in ("ky", "ru", "en") if words.get(code)), "")
    due = data.get("due", "")
    day = numeric(date.fromisoformat(due)) if due else ""
    return " · ".join(part for part in (data.get("number", ""), measure, day) if part)


for _side in ("before", "after"):
    say_value(f"planning.amendmentrow.{_side}", row_in_words)
say_value("planning.workplan.figures", lambda figures: ", ".join(map(str, figures.values())))
say_value("planning.plankind.stamp", lambda stamp: ", ".join(map(str, stamp)))
