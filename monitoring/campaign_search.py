"""Campaigns are found by their titles and by who sits in their commission."""

from django.utils.translation import gettext_lazy as _

from common.search import Card, follow, register
from common.search.kinds import NOW, PAST, WAY, Text
from monitoring.models import Campaign, Member

State = Campaign.State
TONES = {
    State.PREPARATION: "grey",
    State.COMPUTED: "amber",
    State.ANNOUNCED: "green",
    State.CORRECTING: "amber",
    State.CLOSED: "green",
    State.CANCELLED: "grey",
}
PREPARED = {State.PREPARATION, State.CRITERIA}


def _stage(state: State) -> str:
    if state in (State.CLOSED, State.CANCELLED):
        return PAST
    return WAY if state in PREPARED else NOW


def _card(campaign: Campaign) -> Card:
    return Card(
        campaign.title,
        code=str(campaign.year),
        state=campaign.state,
        stage=_stage(State(campaign.state)),
        when=campaign.results_on,
    )


def _fill(found: dict) -> None:
    """The names of the members are its text."""
    rows = Member.objects.active().filter(campaign__in=list(found)).select_related("person")
    for member in rows.order_by("pk"):
        found[member.campaign_id][1].texts.append(Text(member.person.full_name, language="ky"))


register(
    "campaign",
    Campaign,
    label=_("Campaigns of the monitoring"),
    address="monitoring:campaign",
    card=_card,
    fill=_fill,
    rows=lambda: Campaign.objects.select_related("kind"),
    states=lambda state: (State(state).label, TONES.get(State(state), "blue")),
    order=61,
)
follow(Member, lambda member: [("campaign", member.campaign_id)])
