"""What the deeds and rows of records, holds and the fund are called in the history (DP-02)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from common import findings
from common.dates import numeric
from common.deeds import call, explain
from common.details import explain_value

call(
    carry_over=_("keeps it longer: the case is carried over"),
    change_retention=_("changed the term of keeping"),
    draw_up_disposal=_("drew up the act of disposal"),
    lay_hold=_("set the hold"),
    leave_out=_("left a record out of the act"),
    remove_files=_("removed the files of the destroyed record"),
)


def _days(entry) -> str:
    """From which last day to which; nothing where it is kept without one."""
    told = [entry.details.get(key) for key in ("before", "until")]
    days = [numeric(date.fromisoformat(day)) if day else "—" for day in told]
    return f": {' → '.join(days)}"


for name in ("change_retention", "keep_longer"):
    explain(name, _days)
    explain_value(
        name,
        "before",
        _("kept until, before"),
        lambda day: day and numeric(date.fromisoformat(day)),
    )

findings.call(
    {
        "documents.disposalact": _("act of disposal"),
        "documents.funditem": _("report of the fund of information"),
        "documents.hold": _("hold"),
        "documents.material": _("quality material"),
        "documents.record": _("record"),
        "documents.recordloss": _("loss of a record"),
        "documents.retentionchange": _("change of a term of keeping"),
    }
)
