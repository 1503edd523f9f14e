"""The tabs of a campaign for its protocol and all that follows from it."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from monitoring.campaign_tabs import CampaignTab, register
from monitoring.models import CommissionProtocol
from monitoring.proposed_nominations import proposed
from monitoring.protocol_manifest import nominations_of
from monitoring.signing_now import why_closed


def protocol_context(campaign, request) -> dict:
    """The protocols of a campaign, old ones too, and its nominations."""
    user, told = request.user, campaign.is_told
    may = user.has_perm("monitoring.change_nominations", campaign) and campaign.has_results
    closed = why_closed(campaign)
    rows = CommissionProtocol.objects.visible_to(user).filter(campaign=campaign)
    return {
        "protocols": rows.select_related("result").distinct(),
        "may_write": campaign.protocol is None
        and user.has_perm("monitoring.add_commissionprotocol", campaign),
        "shows_nominations": campaign.kind.is_contest and (told or may or sees_work(campaign, user)),
        "nominations": nominations_of(campaign),
        "may_nominate": may and not closed,
        "closed_words": closed if may else "",
        "proposed": proposed(campaign) if may and not closed else [],
    }


def sees_work(campaign, user) -> bool:
    """Whether this reader sees what the commission does before the meeting heard it."""
    return user.has_perm("monitoring.view_results", campaign)


register(
    CampaignTab(
        "protocol",
        _("Protocol"),
        "monitoring/tab_protocol.html",
        60,
        protocol_context,
        shown=lambda campaign, user: campaign.has_results and sees_work(campaign, user),
    )
)
