"""Who is told that somebody from outside may look, and that they may no more (004/7.5.5)."""

from common.notices import Draft, after
from documents.models import InspectionAccess
from people.models import Person


def told(entry, kind: str):
    """The director, unless it was their own deed."""
    access = entry.object
    doer = entry.user.person_id if entry.user else None
    for person in Person.objects.holding("documents.approve").exclude(pk=doer):
        yield Draft(person, "inspection_access", {"access": access, "kind": kind}, urgent=True)


@after(InspectionAccess, "give_access")
def given(entry):
    """An inspector was let in."""
    yield from told(entry, "given")


@after(InspectionAccess, "prolong_access")
def prolonged(entry):
    """An inspector stays longer."""
    yield from told(entry, "prolonged")


@after(InspectionAccess, "end_access")
@after(InspectionAccess, "access_ran_out")
def ended(entry):
    """An inspector may look no more."""
    yield from told(entry, "ended")
