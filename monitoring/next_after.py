"""What comes next once the results are computed, for one reader (000/2.4-2.6; agency 4.10).

Only what can be done now is offered as the main button: the protocol is written, sent and signed,
the meeting is put on its day and hears it, the proposals and objections are decided, it is closed.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.models import CommissionProtocol
from monitoring.obstacle_links import TABS

AFTER = ("computed", "announced", "correcting")
DECIDED_BY = {"proposals": "monitoring.accept_proposal", "appeals": "monitoring.reopen_campaign"}


def impossible(campaign) -> set[str]:
    """Steps that their state allows and that something else hinders still."""
    codes = {one.code for one in campaign.closing_obstacles()}
    found = {"announce"} if "protocol" in codes else set()
    return found | {"close"} if codes & {"protocol", "meeting"} else found


def next_after(campaign, user) -> dict[str, Any] | None:
    """The button of what comes next, with its address; the name of a step stands for the step."""
    if campaign.state not in AFTER:
        return None
    if campaign.state == "computed":
        if not campaign.protocol_is_signed:
            return _of_the_protocol(campaign, campaign.protocol, user)
        return _of_the_meeting(campaign, user) if campaign.kind.heard_by_id else {"name": "close"}
    return _of_what_follows(campaign, user)


def _of_the_protocol(campaign, protocol, user) -> dict[str, Any] | None:
    page = campaign.get_absolute_url()
    if protocol is None:
        if not user.has_perm("monitoring.add_commissionprotocol", campaign):
            return None
        url = reverse("monitoring:protocol_add", args=[campaign.pk])
        return {"label": _("Write the protocol"), "url": url}
    lacks = campaign.kind.needs_proposals and not campaign.proposals.exists()
    if protocol.state == "draft" and lacks:
        if not user.has_perm("monitoring.add_proposal", campaign):
            return None
        return {"label": _("Give a proposal"), "url": f"{page}?tab=proposals#tab"}
    if protocol.can("send", user):
        return {
            "label": _("Send the protocol to be signed"),
            "url": f"{protocol.get_absolute_url()}send/",
        }
    seen = CommissionProtocol.objects.visible_to(user).filter(pk=protocol.pk)
    if not seen.exists():
        return None
    return {"label": _("Open the protocol"), "url": protocol.get_absolute_url()}


def _of_the_meeting(campaign, user) -> dict[str, Any] | None:
    rows = campaign.agenda_items().filter(meeting__day__gte=campaign.protocol.day)
    item = rows.exclude(meeting__state="cancelled").select_related("meeting").last()
    if item is None:
        if not user.has_perm("monitoring.put_on_agenda_campaign", campaign):
            return None
        url = reverse("monitoring:campaign_agenda", args=[campaign.pk])
        return {"label": _("Put on the agenda"), "url": url}
    meeting = item.meeting
    if meeting.state == "approved":
        return {"name": "announce"}
    if not type(meeting).objects.visible_to(user).filter(pk=meeting.pk).exists():
        return None
    return {"label": _("Open the meeting"), "url": meeting.get_absolute_url()}


def _of_what_follows(campaign, user) -> dict[str, Any] | None:
    hindering = campaign.closing_obstacles()
    if not hindering:
        return {"name": "close"}
    code = hindering[0].code
    if code not in DECIDED_BY or not user.has_perm(DECIDED_BY[code], campaign):
        return None
    tab, label = TABS[code]
    return {"label": label, "url": f"{campaign.get_absolute_url()}?tab={tab}#tab"}
