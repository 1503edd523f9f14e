"""What duties open in the yearly contest: the campaign, its commission, its results (000/2.1, 2.2,
4.1).
"""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import JournalEntry
from monitoring.models import Campaign
from planning.openers import Opener, Settled, register


def campaign_of(duty) -> Campaign | None:
    """The contest of the year in which the duty is due."""
    rows = Campaign.objects.exclude(state="cancelled").filter(kind__is_contest=True)
    return rows.filter(year=duty.due.year, is_yearly=True).order_by("kind__order", "pk").first()


def settled_by(*steps: str):
    """Settled on the day of the first of these steps."""

    def settled(duty) -> Settled | None:
        campaign = campaign_of(duty)
        if campaign is None:
            return None
        done = JournalEntry.objects.about(campaign).filter(deed__in=steps).order_by("number")
        first = done.first()
        return Settled(localdate(first.at), campaign) if first else None

    return settled


def campaign_at(duty) -> str:
    """Its page, or the page where it is begun."""
    campaign = campaign_of(duty)
    return campaign.get_absolute_url() if campaign else reverse("monitoring:campaign_add")


def commission_at(duty) -> str:
    """The commission of the campaign, or the register."""
    campaign = campaign_of(duty)
    if campaign is None:
        return reverse("monitoring:campaigns")
    return reverse("monitoring:commission", args=[campaign.pk])


def says(duty, user) -> str:
    """How far the campaign is."""
    campaign = campaign_of(duty)
    if campaign is None:
        return _("The campaign of %(year)s is not begun yet.") % {"year": duty.due.year}
    return f"{campaign}: {campaign.get_state_display()}"


register(
    Opener(
        "monitoring.campaign",
        gettext_lazy("Campaign of the monitoring"),
        settled=settled_by("collect", "begin_scoring"),
        address=campaign_at,
        says=says,
    )
)
register(
    Opener(
        "monitoring.commission",
        gettext_lazy("Expert commission"),
        settled=settled_by("form_commission"),
        address=commission_at,
        says=says,
    )
)
register(
    Opener(
        "monitoring.results",
        gettext_lazy("Results of the monitoring"),
        settled=settled_by("settle"),
        address=campaign_at,
        says=says,
    )
)
