"""Whom we write to after the scoring: results told, objections decided, proposals refused."""

from common.notices import Draft, after
from monitoring.models import Appeal, Campaign, Proposal
from monitoring.models.appeal_filing import last_day
from people.models import Person


@after(Campaign, "announce")
@after(Campaign, "close")
def announced(entry):
    """Everybody whose result it is: the meeting heard it, or none had to; here it is, until when
    one may object.
    """
    campaign = entry.object
    if not campaign.is_told or (entry.deed == "close" and campaign.meeting_id):
        return
    until = last_day(campaign)
    rows = campaign.participants.filter(results__result__superseded_at=None)
    people = Person.objects.filter(pk__in=rows.exclude(results=None).values("person"))
    for person in people:
        yield Draft(person, "own_result_told", {"campaign": campaign, "until": until})


@after(Appeal, "create")
def filed(entry):
    """The directors: somebody objects; name who hears it."""
    appeal = entry.object
    if appeal.state == Appeal.State.FILED:
        for person in Person.objects.holding("documents.approve", own=True):
            yield Draft(person, "appeal_filed", {"appeal": appeal})


@after(Appeal, "name_panel")
def to_hear(entry):
    """Who is to hear it."""
    appeal = entry.object
    if appeal.state == Appeal.State.HEARING:
        for person in appeal.panel.all():
            yield Draft(person, "appeal_to_hear", {"appeal": appeal})


@after(Appeal, "uphold")
@after(Appeal, "reject")
def decided(entry):
    """Whose result it is: what was decided, and why."""
    appeal = entry.object
    if person := appeal.participant.person:
        yield Draft(person, "appeal_decided", {"appeal": appeal})


@after(Proposal, "refuse")
def refused(entry):
    """Who proposed it: it does not enter the plan, and why."""
    proposal = entry.object
    if proposal.state == Proposal.State.REFUSED:
        yield Draft(proposal.author, "proposal_refused", {"proposal": proposal})
