"""What hinders the computing, each with the page where it is put right."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.models import Sheet


def obstacles_with_links(campaign, user) -> list[dict[str, Any]]:
    """The obstacles of a campaign as its step shows them to this reader."""
    found = []
    for one in campaign.obstacles():
        url, label = _where(one.code, campaign, user)
        found.append({"sentences": one.sentences, "url": url, "label": label})
    return found


def _where(code: str, campaign, user) -> tuple[str, str]:
    page = campaign.get_absolute_url()
    if code == "order":
        order = campaign.order
        if order and type(order).objects.visible_to(user).filter(pk=order.pk).exists():
            return order.get_absolute_url(), _("Open the order")
        return f"{page}?tab=commission#tab", _("To the commission")
    if code == "cells" and user.has_perm("monitoring.leave_out_cells", campaign):
        return reverse("monitoring:leave_out_cells", args=[campaign.pk]), _("Decide on them")
    if code == "spread":
        own = Sheet.objects.filter(
            member__campaign=campaign, round=campaign.round, member__person=user.person_id
        )
        waiting = own.filter(spread_notes__text="").first()
        if waiting is not None:
            return f"{waiting.get_absolute_url()}explain/", _("Write your sentences")
        if user.has_perm("monitoring.view_spread", campaign):
            return reverse("monitoring:spread_notes", args=[campaign.pk]), _("Marks far apart")
    return f"{page}?tab=sheets#tab", _("To the scoring sheets")
