"""What of correspondence passes from a leaver to whoever takes over (RI-05; 004/7.5.4)."""

from django.utils.translation import gettext_lazy

from common.models import record
from documents.models import Assignment, HeldPaper, Resolution
from documents.models.correspondence_steps import OPEN
from people.handover import Work, register


def assignments(person):
    """Resolutions that this person still carries out."""
    rows = Assignment.objects.for_list().open().filter(executor=person)
    return rows.filter(resolution__letter__state__in=OPEN)


def pass_assignments(person, to, by) -> None:
    for one in assignments(person):
        one.pass_on(by=by, to=to)


def controls(person):
    """Resolutions on open letters that this person controls."""
    rows = Resolution.objects.filter(controller=person, letter__state__in=OPEN)
    return rows.select_related("letter")


def pass_controls(person, to, by) -> None:
    """Whoever takes over looks whether they are carried out."""
    for one in controls(person):
        one.controller, one._change_reason = to, "take_over"
        one.save()
        record(one, "take_over", by=by, controller=to.pk, before=person.pk)


def papers(person):
    """Papers of others that this person answers for."""
    return HeldPaper.objects.in_the_house().filter(keeper=person)


def pass_papers(person, to, by) -> None:
    for paper in papers(person):
        paper.pass_on(by=by, to=to)


register(
    Work(
        "documents.assignments",
        gettext_lazy("Resolutions to carry out"),
        assignments,
        pass_assignments,
        lambda one: one.headline,
    )
)
register(
    Work("documents.controls", gettext_lazy("Resolutions under control"), controls, pass_controls)
)
register(
    Work(
        "documents.held",
        gettext_lazy("Papers of others in their care"),
        papers,
        pass_papers,
        lambda paper: paper.headline,
    )
)
