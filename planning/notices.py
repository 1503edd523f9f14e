"""Whom we write to about the year: whose work opens, whose day comes near, who is over them."""

from common.notices import Draft, after
from people.models import Person
from planning.models import Duty


@after(Duty, "open")
def opened(entry):
    """Who answers: work of theirs has opened. Weekly and daily work is only in the morning list."""
    duty = entry.object
    if duty.state == Duty.State.OPEN and not duty.obligation.is_frequent:
        for person in duty.answering():
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
    """Whom it was given to: it waits for them now."""
    duty = entry.object
    if duty.state == Duty.State.OPEN and duty.given_to_id == entry.details["to"] is not None:
        yield Draft(duty.given_to, "duty_opened", {"duty": duty})


@after(Duty, "move")
@after(Duty, "move_by_calendar")
def moved(entry):
    """Who answers: it has another day now."""
    duty = entry.object
    if not duty.has_ended:
        for person in duty.answering():
            yield Draft(person, "duty_moved", {"duty": duty, "before": entry.details["before"]})
