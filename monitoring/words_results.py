"""What the deeds and records of results are called."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import findings
from common.deeds import call, explain
from monitoring.models import Indicator, Participant

MOST = 5  # cells that a line of the history names

call(leave_out_cells=gettext_lazy("left out cells that too few could mark"))
findings.call(
    {
        "monitoring.ruling": gettext_lazy("decision on a cell"),
        "monitoring.tievote": gettext_lazy("open vote on equals"),
    }
)


def _cells(entry) -> str:
    """Whose cells, and of which indicators; before the results are told, how many."""
    cells = entry.details.get("cells", [])
    if not entry.object.is_told:
        return f": {len(cells)}" if cells else ""
    people = Participant.objects.in_bulk({one for one, _indicator in cells[:MOST]})
    columns = Indicator.objects.in_bulk({one for _participant, one in cells[:MOST]})
    told = [
        f"{people[participant]} – {columns[indicator]}"
        for participant, indicator in cells[:MOST]
        if participant in people and indicator in columns
    ]
    if (more := len(cells) - MOST) > 0:
        told.append(_("and %(count)s more") % {"count": more})
    return f": {'; '.join(told)}" if told else ""


def _votes(entry) -> str:
    """Who got how many votes, once the results are told."""
    if not entry.object.is_told:
        return ""
    votes = entry.details.get("votes", [])
    people = Participant.objects.in_bulk({participant for participant, _votes in votes})
    told = [f"{people[one]} – {given}" for one, given in votes if one in people]
    return f": {', '.join(told)}" if told else ""


explain("leave_out_cells", _cells)
explain("take_vote", _votes)
