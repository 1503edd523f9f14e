"""The tabs of a campaign for its protocol and all that follows from it."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from monitoring.campaign_tabs import CampaignTab, register
from monitoring.models import Appeal, CommissionProtocol, Proposal
from monitoring.proposed_nominations import proposed
from monitoring.protocol_manifest import nominations_of
from monitoring.scoring_rules import PRIZES
from monitoring.signing_now import why_closed


def protocol_context(campaign, request) -> dict:
    """The protocols of a campaign, old ones too, and its nominations."""
    user, told = request.user, campaign.is_told
    may = user.has_perm("monitoring.change_nominations", campaign) and campaign.has_results
    closed = why_closed(campaign)
    rows = CommissionProtocol.objects.visible_to(user).filter(campaign=campaign)
    return {
        "protocols": rows.select_related("result").distinct(),
        "may_put_on_agenda": campaign.kind.heard_by_id
        and not told
        and user.has_perm("monitoring.put_on_agenda_campaign", campaign),
        "may_announce": campaign.can("announce", user) and campaign.protocol_is_signed,
        "agenda": campaign.agenda_items().select_related("meeting__kind__body"),
        "may_write": campaign.protocol is None
        and user.has_perm("monitoring.add_commissionprotocol", campaign),
        "shows_nominations": campaign.kind.is_contest
        and (told or may or sees_work(campaign, user)),
        "nominations": nominations_of(campaign),
        "may_nominate": may and not closed,
        "closed_words": closed if may else "",
        "proposed": proposed(campaign) if may and not closed else [],
    }


def sees_work(campaign, user) -> bool:
    """Whether this reader sees what the commission does before the meeting heard it."""
    return user.has_perm("monitoring.view_results", campaign)


def proposals_context(campaign, request) -> dict:
    """The proposals of the commission, and by when they are to be decided (000/2.6)."""
    user, due = request.user, campaign.corrections_due
    rows = Proposal.objects.visible_to(user).filter(campaign=campaign)
    rows = list(rows.select_related("direction", "amendment__plan__kind"))
    left = sum(one.state in Proposal.UNDECIDED for one in rows)
    late = due is not None and due < localdate() and left > 0
    told = {"date": due and numeric(due), "count": left}
    shut = campaign.why_no_proposals()
    return {
        "proposals": rows,
        "may_add": not shut and user.has_perm("monitoring.add_proposal", campaign),
        "may_change": not shut and user.has_perm("monitoring.change_campaign", campaign),
        "late_words": late
        and _("The corrections of the work plan were due on %(date)s; left: %(count)s.") % told,
        "due_words": due
        and left
        and _("They enter the work plan or are refused until %(date)s; left: %(count)s.") % told,
    }


def left_to_decide(campaign, user) -> int | None:
    """How many proposals wait, once the meeting heard them."""
    if not campaign.is_told:
        return None
    return campaign.proposals.filter(state__in=Proposal.UNDECIDED).count() or None


register(
    CampaignTab(
        "protocol",
        gettext_lazy("Protocol"),
        "monitoring/tab_protocol.html",
        65,
        protocol_context,
        shown=lambda campaign, user: campaign.has_results and sees_work(campaign, user),
    )
)
register(
    CampaignTab(
        "proposals",
        gettext_lazy("Proposals"),
        "monitoring/tab_proposals.html",
        70,
        proposals_context,
        shown=lambda campaign, user: (
            campaign.is_told
            or not campaign.is_being_prepared
            and (
                user.has_perm("monitoring.add_proposal", campaign)
                or user.has_perm("monitoring.reopen_campaign", campaign)
            )
        ),
        count=left_to_decide,
    )
)


def appeals_of(campaign, user):
    """The objections in this campaign that this reader may see."""
    rows = Appeal.objects.visible_to(user).filter(participant__campaign=campaign)
    return rows.select_related("participant")


register(
    CampaignTab(
        "appeals",
        gettext_lazy("Objections"),
        "monitoring/tab_appeals.html",
        90,
        lambda campaign, request: {"appeals": appeals_of(campaign, request.user)},
        shown=lambda campaign, user: (
            campaign.has_results and user.is_employee and appeals_of(campaign, user).exists()
        ),
        count=lambda campaign, user: appeals_of(campaign, user).count(),
    )
)


def awards_context(campaign, request) -> dict:
    """Winners, rewards, their order and letters (000/2.3)."""
    user, order = request.user, campaign.award_order
    may = user.has_perm("monitoring.change_awards", campaign)
    given = campaign.awards_given()
    result = campaign.results.current().first()
    rows = campaign.awards.select_related("participant")
    return {
        "winners": result.rows.filter(place__lte=PRIZES).select_related("participant")
        if result and campaign.kind.is_contest
        else [],
        "awards": rows if may or given else [],
        "proposed": campaign.to_award() if may and campaign.awards_are_open() else [],
        "may_change": may and campaign.awards_are_open(),
        "may_draft": may and campaign.awards_are_open() and campaign.kind.award_kind_id,
        "may_print": may and given,
        "order": order if order and (may or given) else None,
        "opens_order": order is not None
        and type(order).objects.visible_to(user).filter(pk=order.pk).exists(),
        "own_id": user.person_id if given else None,
    }


register(
    CampaignTab(
        "awards",
        gettext_lazy("Winners and rewards"),
        "monitoring/tab_awards.html",
        80,
        awards_context,
        shown=lambda campaign, user: (
            campaign.has_results
            and (campaign.kind.is_contest or campaign.kind.award_kind_id is not None)
            and user.is_employee
            and (campaign.is_told or user.has_perm("monitoring.change_awards", campaign))
        ),
    )
)
