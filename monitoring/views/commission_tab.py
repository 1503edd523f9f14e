"""The commission on the page of its campaign: composed as it must be, formed by which order."""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring import campaign_tabs, commission_order
from monitoring.models import Campaign
from monitoring.progress import progress_of
from people.models import User


def checks(campaign) -> list[dict]:
    """What the composition must be, and whether it is: 3 + 1 and a chair (000/2.2)."""
    members = list(campaign.members.active())
    outside = sum(one.is_external for one in members)
    found = []
    for count, wanted, words in (
        (len(members) - outside, campaign.kind.inside, _("Employees: %(count)s of %(wanted)s")),
        (outside, campaign.kind.outside, _("External experts: %(count)s of %(wanted)s")),
    ):
        if wanted is not None and (wanted or count):
            told = words % {"count": count, "wanted": wanted}
            found.append({"words": told, "tone": "green" if count == wanted else "red"})
    chair = any(one.is_chair for one in members)
    words = _("The chair is named") if chair else _("Nobody chairs it yet")
    return [*found, {"words": words, "tone": "green" if chair else "red"}]


def role(member) -> str:
    """Chair, external expert or member."""
    if member.is_chair:
        return _("Chair of the commission")
    return _("External expert") if member.is_external else _("Member of the commission")


def rows_of(campaign, user) -> list[dict]:
    """The members, those who left at the end; a constant number of queries."""
    members = campaign.members.select_related("person", "replaces__person").annotate(
        aside=Count("recusals")
    )
    found = sorted(members, key=lambda m: (m.left_on is not None, not m.is_chair, m.is_external))
    progress = progress_of(campaign)
    outsiders = [one.person_id for one in found if one.is_external]
    accounts = {one.person_id: one for one in User.objects.filter(person__in=outsiders)}
    runs = user.has_perm("monitoring.change_commission", campaign)
    chairs = any(m.person_id == user.person_id and m.is_chair and not m.left_on for m in found)
    return [
        {
            "member": one,
            "role": role(one),
            "progress": progress.get(one.pk),
            "account": accounts.get(one.person_id),
            "may_open": runs or chairs or one.person_id == user.person_id,
            "is_own": one.person_id == user.person_id,
        }
        for one in found
    ]


def commission_context(campaign, request) -> dict:
    """What the tab shows."""
    user = request.user
    over = ("computed", "announced", "correcting", "closed", "cancelled", "counting")
    may = user.has_perm("monitoring.change_commission", campaign) and campaign.state not in over
    return {
        "members": rows_of(campaign, user),
        "checks": checks(campaign) if may else [],
        "may_change": may,
        "may_name": may and campaign.is_being_prepared,
        "takes_outsiders": campaign.kind.outside != 0,
        "is_scored": campaign.state == Campaign.State.SCORING,
        "standing": commission_order.standing(campaign) if may else "",
        "works_here": user.is_employee,
    }


campaign_tabs.register(
    campaign_tabs.CampaignTab(
        "commission",
        gettext_lazy("Commission"),
        "monitoring/tab_commission.html",
        10,
        commission_context,
        count=lambda campaign, user: campaign.members.active().count(),
    )
)
