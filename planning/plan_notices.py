"""Whom we write to about work plans: whose line was returned, whose line an amendment changed."""

from common import deeds
from common.notices import Draft, after
from people.models import Person
from planning.models import PlanAmendment, PlanLine
from planning.plan_people import by_person


@after(PlanLine, "give_back")
def given_back(entry):
    """Who answers: it is not done yet, and what is missing."""
    line = entry.object
    if line.state not in ("planned", "moved"):
        return
    why = deeds.reasons([entry]).get(entry.number, "")
    for person in Person.objects.filter(pk__in=line.answering()):
        yield Draft(person, "plan_line_returned", {"line": line, "who": entry.user, "why": why})


@after(PlanAmendment, "approve")
@after(PlanAmendment, "agree")
def amended(entry):
    """Who answers for a line that is new, changed, moved or cancelled: one letter each."""
    amendment = entry.object
    if amendment.state != PlanAmendment.State.APPROVED:
        return
    keys = amendment.rows.values("line")
    lines = list(PlanLine.objects.filter(pk__in=keys).for_list())
    groups = by_person(lines)
    for person in Person.objects.filter(pk__in=groups):
        told = {"amendment": amendment, "lines": groups[person.pk]}
        yield Draft(person, "plan_amended", told)


@after(PlanAmendment, "refuse")
def refused(entry):
    """Who proposed it: it is not accepted, and why."""
    amendment = entry.object
    if amendment.state == PlanAmendment.State.REFUSED:
        yield Draft(amendment.author, "plan_amendment_refused", {"amendment": amendment})
