"""Proposals of the commission as what an amendment of the work plan comes from (000/2.6)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.models import Proposal
from planning.amendment_things import Kind, register

LABEL = "monitoring.proposal"


def accepted(user):
    """Proposals that are to enter the plan, of those this reader may see."""
    rows = Proposal.objects.visible_to(user).filter(state=Proposal.State.ACCEPTED)
    return rows.select_related("campaign__meeting")


def day_of(proposal):
    """The day of the meeting that heard the results: the month counts from it."""
    meeting = proposal.campaign.meeting
    return meeting.day if meeting else None


def words_of(proposal) -> str:
    """What papers call it."""
    return _("%(campaign)s, proposal %(number)s") % {
        "campaign": proposal.campaign,
        "number": proposal.number,
    }


def entered(proposal, amendment, by) -> None:
    """The amendment that carries it is accepted: it has entered the plan, in the same deed."""
    if proposal.can("enter", by):
        proposal.enter(by=by, amendment=amendment)


register(
    LABEL,
    Kind(
        gettext_lazy("Proposals of commissions"),
        accepted,
        day_of,
        words_of,
        "-campaign__meeting__day",
        entered,
    ),
)
