"""Whom we write to about letters and papers of others (RI-05; 004/7.5.4)."""

from common.models import Todo
from common.notices import Draft, after
from documents.models import Assignment, Correspondence, HeldPaper
from documents.models.correspondence_deeds import CLOSE
from documents.models.correspondence_steps import State
from people.models import Person


@after(Correspondence, "register")
def came(entry):
    """Whoever it is addressed to: a letter waits for the resolution."""
    letter = entry.object
    if letter.state == State.REGISTERED and letter.addressee:
        for person in Person.objects.in_position(letter.addressee):
            yield Draft(person, "mail_came", {"letter": letter})


@after(Assignment, "assign")
@after(Assignment, "give_back")
def assigned(entry):
    """The executor: what is to be done by when, and the remarks where it came back."""
    one = entry.object
    if one.state == Assignment.State.OPEN:
        yield Draft(one.executor, "mail_assigned", {"one": one, "letter": one.letter})


@after(Assignment, "report")
@after(Assignment, "reply")
@after(Assignment, "cancel")
def reported(entry):
    """Whoever controls the letter, once nothing of it is left to do."""
    letter = Correspondence.objects.get(pk=entry.object.letter.pk)
    waits = Todo.objects.waiting().about(letter).filter(kind=CLOSE).values("person")
    for person in Person.objects.filter(pk__in=waits):
        yield Draft(person, "mail_done", {"letter": letter})


@after(HeldPaper, "demand")
def demanded(entry):
    """Whoever answers for it: its owner wants it back (004/7.5.4)."""
    paper = entry.object
    if paper.is_owed:
        yield Draft(paper.keeper, "held_demanded", {"paper": paper})


@after(HeldPaper, "damage")
@after(HeldPaper, "lose")
def harmed(entry):
    """Whoever answers for it, and who signs for the organisation: its owner is to be told."""
    paper = entry.object
    if not paper.harm:
        return
    heads = Person.objects.holding("documents.approve", own=True)
    for person in (heads | Person.objects.filter(pk=paper.keeper_id)).distinct():
        if not (entry.user and entry.user.person_id == person.pk):
            yield Draft(person, "held_harmed", {"paper": paper})
