"""Whom we write to about meetings: who is asked to come, who answers for a decision."""

from datetime import date

from common import deeds
from common.notices import Draft, after
from people.models import Person
from planning.models import Decision, Meeting


def agenda_of(meeting) -> list[dict]:
    """The agenda as letters write it."""
    items = meeting.items.select_related("speaker")
    return [{"order": one.order, "title": one.title, "speaks": one.speaks} for one in items]


def earlier_of(meeting) -> list[Decision]:
    """Open decisions of earlier meetings, which come first when it is opened."""
    return list(
        Decision.objects.earlier_than(meeting)
        .select_related("item__meeting")
        .prefetch_related("responsible")
    )


def may_know_earlier(meeting) -> set[int]:
    """Who reads the earlier meetings: its members, who chairs and writes; of an open kind every
    employee. A guest who comes for one item is not told what else is to be done.
    """
    people = {meeting.chair_id, meeting.secretary_id} - {None}
    people |= set(meeting.kind.members(meeting.day).values_list("pk", flat=True))
    if meeting.kind.is_open:
        people |= set(Person.objects.employees().values_list("pk", flat=True))
    return people


@after(Meeting, "invite")
@after(Meeting, "invite_again")
def invited(entry):
    """Who is asked to come: day, place, agenda, and what of earlier decisions is still open."""
    meeting = entry.object
    if meeting.state != Meeting.State.PLANNED:
        return
    told = {
        "meeting": meeting,
        "items": agenda_of(meeting),
        "is_again": entry.deed == "invite_again",
    }
    earlier = earlier_of(meeting)
    may_know = may_know_earlier(meeting) if earlier else set()
    for person in meeting.invitees():
        own = {"earlier": earlier if person.pk in may_know else []}
        yield Draft(person, "meeting_invited", told | own)


@after(Meeting, "move")
@after(Meeting, "go_along")
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
