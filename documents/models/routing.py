"""The route as it is walked: the arrows every signable thing shares, and who is asked."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models import Step, Todo
from people.models import Person, Position

from .route import StepKind
from .sheet import SheetLine

ROUTE_TODOS = [*(f"documents.{kind}" for kind in StepKind.values), "documents.revise"]


def route_steps(
    model: str, app: str = "documents", *, signing: bool = False, draft: str = "draft"
) -> dict[str, Step]:
    """The arrows that every signable thing shares; ``app`` and ``model`` name its permissions.

    ``signing``: the signatures of several persons end its route, and nobody approves it.
    ``draft`` is the state in which it is still written.
    """
    may = f"{app}.{{}}_{model}".format
    route = _signing(may, draft) if signing else _approval(may, draft)
    return route | {
        "send_back": Step(
            label=_("Return with remarks"),
            done=_("returned it with remarks"),
            source={"agreeing", "approving"},
            target=draft,
            permission=may("send_back"),
            danger=True,
        ),
        "recall": Step(
            label=_("Take back"),
            done=_("took it back"),
            source={"agreeing", "approving"},
            target=draft,
            permission=may("recall"),
            danger=True,
        ),
    }


def _approval(may, draft: str) -> dict[str, Step]:
    return {
        "send": Step(
            label=_("Send for agreement"),
            done=_("sent for agreement"),
            source={draft},
            target="agreeing",
            also={"approving"},
            permission=may("send"),
        ),
        "agree": Step(
            label=_("Agree and sign"),
            done=_("agreed and signed"),
            source={"agreeing"},
            target="agreeing",
            also={"approving"},
            permission=may("agree"),
        ),
        "record_decision": Step(
            label=_("Enter the decision"),
            done=_("entered the decision of the body"),
            source={"agreeing"},
            target="agreeing",
            also={"approving"},
            permission=may("record_decision"),
        ),
        "approve": Step(
            label=_("Approve and sign"),
            done=_("approved and signed"),
            source={"approving"},
            target="approved",
            permission=may("approve"),
        ),
    }


def _signing(may, draft: str) -> dict[str, Step]:
    return {
        "send": Step(
            label=_("Send to be signed"),
            done=_("sent it to be signed"),
            source={draft},
            target="agreeing",
            permission=may("send"),
        ),
        "sign": Step(
            label=pgettext_lazy("step", "Sign"),
            done=_("signed it"),
            source={"agreeing"},
            target="agreeing",
            also={"approved"},
            permission=may("sign"),
        ),
        "enter_signature": Step(
            label=_("Enter a signature from paper"),
            done=_("entered a signature from paper"),
            source={"agreeing"},
            target="agreeing",
            also={"approved"},
            permission=may("enter_signature"),
        ),
    }


def asked_people(line) -> "models.QuerySet[Person]":
    """Who can answer a waiting line today: the person, those in the position, the secretaries;
    of the absent also those who stand in for them.

    To approve takes the power as well: an order may give somebody only other powers of a position.
    Nobody signs for another that they were there.
    """
    if line.kind == StepKind.SIGN:
        return Person.objects.filter(pk=line.person_id)
    if line.person_id:
        standing = Person.objects.standing_in_for(line.person_id)
        return Person.objects.filter(Q(pk=line.person_id) | Q(pk__in=standing.values("pk")))
    if line.position_id:
        asked = Person.objects.in_position(line.position)
        if line.kind == StepKind.APPROVE:
            asked = asked.filter(pk__in=Person.objects.holding("documents.approve").values("pk"))
        return asked
    return Person.objects.holding("documents.record_decisions")


def put_in_step(paper) -> None:
    """Let the to-dos of a paper be those of whom it waits for today; what need not change stays."""
    asked: dict[str, set[Person]] = {}
    for line in paper.waiting_lines():
        asked.setdefault(f"documents.{line.kind}", set()).update(asked_people(line))
    for kind in ROUTE_TODOS:
        people = asked.get(kind, set())
        Todo.objects.about(paper).filter(kind=kind).exclude(person__in=people).done()
        if people:
            Todo.objects.ask(people, kind, paper)


def asked_beside(route, step) -> "dict[Person, Position]":
    """Who is asked by position at the same time as a step whose persons the sender names."""
    steps = route.steps.filter(order=step.order, position__isnull=False)
    return {
        person: beside.position
        for beside in steps.select_related("position")
        for person in Person.objects.in_position(beside.position, own=True)
    }


def lines_of(sheet, route, agreeing) -> list[SheetLine]:
    """A line for each who is asked; who holds an asked position is not asked twice."""
    lines = []
    for step in route.steps.select_related("position", "body"):
        asked = [(step.position, None)]
        if step.is_named:
            holders = asked_beside(route, step)
            asked = [(None, person) for person in agreeing if person not in holders]
        lines += [
            SheetLine(
                sheet=sheet,
                order=step.order,
                kind=step.kind,
                body=step.body,
                position=position,
                person=person,
            )
            for position, person in asked
        ]
    return lines
