"""Whom we write to about meetings: who is asked to come, who answers for a decision."""

from datetime import date

from common import deeds
from common.notices import Draft, after
from planning.models import Decision, Meeting


def agenda_of(meeting) -> list[dict]:
    """The agenda as letters write it."""
    items = meeting.items.select_related("speaker")
    return [{"order": one.order, "title": one.title, "speaks": one.speaks} for one in items]


@after(Meeting, "invite")
@after(Meeting, "invite_again")
def invited(entry):
    """Who is asked to come: day, place and agenda."""
    meeting = entry.object
    if meeting.state != Meeting.State.PLANNED:
        return
    told = {
        "meeting": meeting,
        "items": agenda_of(meeting),
        "is_again": entry.deed == "invite_again",
    }
    for person in meeting.invitees():
        yield Draft(person, "meeting_invited", told)


@after(Meeting, "move")
def moved(entry):
    """Who was asked to come: another day, and why."""
    meeting = entry.object
    if meeting.invited_at is None or meeting.day.isoformat() != entry.details["day"]:
        return
    told = {
        "meeting": meeting,
        "before": date.fromisoformat(entry.details["before"]),
        "why": deeds.reasons([entry]).get(entry.number, ""),
    }
    for person in meeting.invitees():
        yield Draft(person, "meeting_moved", told)


@after(Meeting, "cancel")
def cancelled(entry):
    """Who was asked to come: it is not held, and why."""
    meeting = entry.object
    if meeting.invited_at is not None:
        for person in meeting.invitees():
            yield Draft(person, "meeting_cancelled", {"meeting": meeting})


@after(Meeting, "end")
def decided(entry):
    """Who answers for a decision: what it is and until when, all of a meeting in one letter."""
    meeting = entry.object
    rows = Decision.objects.filter(item__meeting=meeting, state=Decision.State.OPEN)
    found: dict = {}
    for decision in rows.select_related("item").prefetch_related("responsible"):
        for person in decision.responsible.all():
            found.setdefault(person, []).append(decision)
    for person, own in found.items():
        yield Draft(person, "meeting_decided", {"meeting": meeting, "decisions": own})


@after(Decision, "give_back")
def given_back(entry):
    """Who answers for it: it is not done yet, and why."""
    decision = entry.object
    if decision.state != Decision.State.OPEN:
        return
    why = deeds.reasons([entry]).get(entry.number, "")
    for person in decision.responsible.all():
        yield Draft(person, "decision_given_back", {"decision": decision, "why": why})
