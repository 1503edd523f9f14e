"""Whom we write to when the day of what was ordered comes near, or went by (RI-05)."""

from common.notices import Draft, after
from documents import execution


def is_open(thing, entry) -> bool:
    """Whether it still waits to be carried out by that day."""
    rows = execution.KINDS[type(thing)].open().filter(pk=thing.pk)
    return rows.filter(due=entry.details["due"]).exists()


def reminded(entry):
    """Whoever carries it out: its day comes near."""
    thing = entry.object
    if is_open(thing, entry):
        for person in execution.executors(thing):
            yield Draft(person, "execution_reminder", {"thing": thing})


def late(entry):
    """Whoever carries it out, and whoever controls it: its day went by."""
    thing = entry.object
    if not is_open(thing, entry):
        return
    people = execution.executors(thing)
    for person in people:
        yield Draft(person, "execution_reminder", {"thing": thing, "is_late": True})
    for person in execution.controlling(thing):
        yield Draft(person, "execution_late", {"thing": thing, "people": people})


for model in execution.KINDS:
    after(model, execution.REMIND)(reminded)
    after(model, execution.LATE)(late)
