"""Whom we write to about the year: whose work opens, whose day comes near, who is over them."""

from datetime import date

from common import deeds
from common.models import Todo
from common.notices import Draft, after
from people.models import Person
from planning.models import Duty
from planning.models.duty import TODO


@after(Duty, "open")
def opened(entry):
    """Who answers: work of theirs has opened. Weekly and daily work is only in the morning list."""
    duty = entry.object
    if duty.state == Duty.State.OPEN and not duty.obligation.is_frequent:
        waits = Todo.objects.waiting().about(duty).filter(kind=TODO)  # else its work asks them
        for person in Person.objects.filter(pk__in=waits.values("person")):
            yield Draft(person, "duty_opened", {"duty": duty})


@after(Duty, "remind")
def reminded(entry):
    """Who answers: its day comes near, or went by."""
    duty = entry.object
    if duty.state == Duty.State.OPEN:
        for person in duty.answering():
            yield Draft(
                person, "duty_reminder", {"duty": duty, "is_late": entry.details["days"] < 0}
            )


@after(Duty, "escalate")
def told_higher_up(entry):
    """Who is over those who answer: it was not done by its day."""
    duty = entry.object
    if duty.state != Duty.State.OPEN:
        return
    people = list(duty.answering())
    for person in Person.objects.filter(pk__in=entry.details["people"]):
        yield Draft(person, "duty_escalated", {"duty": duty, "people": people})


@after(Duty, "give")
def given(entry):
    """Whom it was given to: it waits for them now; and whom it waited for before."""
    duty = entry.object
    if duty.state != Duty.State.OPEN:
        return
    if duty.given_to_id == entry.details["to"] is not None:
        yield Draft(duty.given_to, "duty_opened", {"duty": duty})
    asked = Duty.asked_of(duty.obligation, [duty])[duty.pk]
    people = Person.objects.filter(pk__in={*entry.details.get("lost", ())} - asked)
    for person in people.exclude(pk=entry.user and entry.user.person_id):
        yield Draft(person, "duty_taken", {"duty": duty, "people": list(duty.answering())})


@after(Duty, "move")
@after(Duty, "move_by_calendar")
def moved(entry):
    """Who answers: it has another day now, from which one, by whom and why."""
    duty = entry.object
    if duty.has_ended or duty.due.isoformat() != entry.details["due"]:
        return
    told = {
        "duty": duty,
        "before": date.fromisoformat(entry.details["before"]),
        "who": entry.user,
        "why": deeds.reasons([entry]).get(entry.number, ""),
    }
    for person in duty.answering().exclude(pk=entry.user and entry.user.person_id):
        yield Draft(person, "duty_moved", told)
