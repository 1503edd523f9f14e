"""Protocols of commissions, proposals and objections are found, each by who may see it."""

from textwrap import shorten

from django.utils.translation import gettext_lazy as _

from common.models.translated import TranslatedText
from common.search import Card, follow, register
from common.search.kinds import NOW, PAST, WAY, Text
from monitoring.models import Appeal, CommissionProtocol, Proposal, Result

TITLE = 160  # letters of a proposal that a find shows as its title
PROTOCOL_TONES = {"draft": "grey", "agreeing": "blue", "approved": "green"}
PROPOSAL_TONES = {"open": "amber", "accepted": "blue", "entered": "green", "refused": "grey"}
APPEAL_TONES = {
    "filed": "amber",
    "hearing": "blue",
    "upheld": "green",
    "rejected": "grey",
    "withdrawn": "grey",
}


def _protocol(protocol: CommissionProtocol) -> Card:
    campaign = protocol.campaign
    is_past = protocol.result.superseded_at is not None
    return Card(
        campaign.title,
        code=f"№ {protocol.number}",
        also=[str(campaign.year)],
        state=protocol.state,
        stage=PAST if is_past else NOW if protocol.state == "approved" else WAY,
        when=protocol.day,
        texts=[Text(protocol.heard)] if protocol.heard else [],
    )


def _proposal(proposal: Proposal) -> Card:
    stages = {"entered": NOW, "refused": PAST}
    return Card(
        TranslatedText(ky=shorten(proposal.text, TITLE, placeholder="…")),
        code=str(proposal.campaign.year),
        state=proposal.state,
        stage=stages.get(proposal.state, WAY),
        texts=[Text(proposal.text)],
    )


def _appeal(appeal: Appeal) -> Card:
    words = [appeal.text, appeal.decision]
    return Card(
        appeal.participant.name,
        code=str(appeal.participant.campaign.year),
        state=appeal.state,
        stage=WAY if appeal.state in Appeal.UNDECIDED else PAST,
        when=appeal.filed_at.date(),
        texts=[Text(one) for one in words if one],
    )


register(
    "commissionprotocol",
    CommissionProtocol,
    label=_("Protocols of commissions"),
    address="monitoring:protocol",
    card=_protocol,
    rows=lambda: CommissionProtocol.objects.select_related("campaign", "result"),
    states=lambda state: (CommissionProtocol.State(state).label, PROTOCOL_TONES[state]),
    order=62,
)
register(
    "proposal",
    Proposal,
    label=_("Proposals of commissions"),
    address="monitoring:proposal",
    card=_proposal,
    rows=lambda: Proposal.objects.select_related("campaign"),
    states=lambda state: (Proposal.State(state).label, PROPOSAL_TONES[state]),
    order=63,
)
register(
    "appeal",
    Appeal,
    label=_("Objections"),
    address="monitoring:appeal",
    card=_appeal,
    rows=lambda: Appeal.objects.select_related("participant__campaign"),
    states=lambda state: (Appeal.State(state).label, APPEAL_TONES[state]),
    order=64,
)


def _over(result: Result) -> list[tuple[str, int]]:
    """The protocol over a result, which counts no more when its result does not."""
    rows = CommissionProtocol.objects.filter(result=result).values_list("pk", flat=True)
    return [("commissionprotocol", pk) for pk in rows]


follow(Result, _over)
