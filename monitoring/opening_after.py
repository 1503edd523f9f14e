"""What duties after the meeting open, and when they are settled (000/2.3, 2.6)."""

from dataclasses import replace

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.models import Campaign, Proposal
from planning.openers import Opener, Settled, get, register

SIGNED = ("approved", "fulfilled")


def heard_since(duty):
    """Campaigns whose results a meeting heard on the day the duty counts from, or later."""
    rows = Campaign.objects.filter(meeting__day__gte=duty.base or duty.starts)
    return rows.select_related("kind", "award_order__kind").order_by("meeting__day", "pk")


# Rewards --------------------------------------------------------------------------------------


def rewarded(duty) -> Settled | None:
    """The order on rewards is signed."""
    found = heard_since(duty).filter(award_order__state__in=SIGNED).first()
    if found is None:
        return None
    return Settled(found.award_order.order_date, found.award_order)


def rewards_say(duty, user) -> str:
    """How far the rewards are."""
    found = heard_since(duty).first()
    if found is None:
        return _("No meeting has heard the results yet.")
    if found.award_order is None:
        return _("The order on rewards is not drafted yet.")
    told = {"state": found.award_order.get_state_display()}
    return _("The order on rewards: %(state)s.") % told


def rewards_at(duty) -> str:
    """The rewards of the campaign; else nothing."""
    found = heard_since(duty).first()
    return f"{found.get_absolute_url()}?tab=awards#tab" if found else ""


register(
    Opener(
        "monitoring.rewards",
        gettext_lazy("Rewards by the results of the monitoring"),
        settled=rewarded,
        address=rewards_at,
        says=rewards_say,
    )
)


# Corrections of the work plan -------------------------------------------------------------------

by_amendment = get("planning.amendment")


def left_of(duty):
    """The proposals that wait to enter the plan or to be refused."""
    return Proposal.objects.filter(campaign__in=heard_since(duty), state__in=Proposal.UNDECIDED)


def corrected(duty) -> Settled | None:
    """Every proposal that the meeting heard entered the plan or was refused; where no campaign is
    kept here, an amendment that comes from the monitoring.
    """
    campaign = heard_since(duty).filter(proposals__isnull=False).first()
    if campaign is None:
        return by_amendment.settled(duty) if by_amendment else None
    if campaign.proposals.filter(state__in=Proposal.UNDECIDED).exists():
        return None
    last = campaign.proposals.order_by("-decided_at").first()
    days = [
        localdate(one.amendment.approved_at if one.amendment else one.decided_at)
        for one in campaign.proposals.select_related("amendment")
    ]
    return Settled(max(days), last.amendment or campaign)


def corrections_say(duty, user) -> str:
    """How many proposals are left."""
    count = left_of(duty).count()
    if count:
        return _("Proposals of the commission not decided yet: %(count)s.") % {"count": count}
    return by_amendment.says(duty, user) if by_amendment else ""


def corrections_at(duty) -> str:
    """The proposals of the campaign; else the amendments of the plan."""
    campaign = heard_since(duty).filter(proposals__isnull=False).first()
    if campaign:
        return f"{reverse('monitoring:campaign', args=[campaign.pk])}?tab=proposals#tab"
    return by_amendment.address(duty) if by_amendment else ""


if by_amendment:
    register(replace(by_amendment, settled=corrected, says=corrections_say, address=corrections_at))
