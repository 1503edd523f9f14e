"""What pages have in common that are reached through a campaign."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from monitoring.models import Campaign


def round_url(campaign, user) -> str:
    """Where another round is opened, for whoever may open one now."""
    if campaign.state != Campaign.State.SCORING or not campaign.can("open_round", user):
        return ""
    return f"{campaign.get_absolute_url()}open_round/"


class OfCampaign:
    """A page of something in a campaign that its reader may see; the right is asked of that."""

    @cached_property
    def campaign(self) -> Campaign:
        """The campaign of the address."""
        rows = Campaign.objects.visible_to(self.request.user).select_related("kind", "criteria")
        return get_object_or_404(rows, pk=self.kwargs["campaign"])

    def permission_object(self):
        return self.campaign

    def back_url(self):
        return f"{self.campaign.get_absolute_url()}{self.back_tab()}"

    def back_tab(self) -> str:
        """The tab from which one came."""
        tab = getattr(self, "tab", "")
        return f"?tab={tab}#tab" if tab else ""

    def get_cancel_url(self):
        return self.back_url()
