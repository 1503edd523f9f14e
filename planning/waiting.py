"""What the to-dos of the year are called, and what of them is done in the list."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from common.models import JournalEntry, Todo
from common.waiting import Line, Quick, rows_of, say
from planning import openers
from planning.chain import Block, blocks_of
from planning.forms.quick import CloseInPlace
from planning.models import Duty
from planning.models.duty import TODO, TOLD


def procedure(duty: Duty) -> str:
    """By which procedure; a restricted one is not named."""
    document = duty.obligation.procedure
    return document.code if document and not document.is_restricted else ""


def where_done(duty: Duty) -> str:
    """Where the work of its opener is done, if there is one; else its own page."""
    opener = openers.get(duty.obligation.opener)
    if opener is None:
        return duty.get_absolute_url()
    if duty.opened and hasattr(duty.opened, "get_absolute_url"):
        return duty.opened.get_absolute_url()
    return opener.address(duty) or duty.get_absolute_url()


def close(duty: Duty, *, by, done_on, note) -> None:
    """It is done: on which day, and a line of words."""
    duty.close(by=by, done_on=done_on, note=note)


def say_what_comes_first(lines: list[Line]) -> None:
    """What is blocked says by what; only what nothing else closes is closed in the list."""
    blocked = blocks_of([line.todo.object for line in lines])
    for line in lines:
        duty = line.todo.object
        line.first = [for_everybody(block) for block in blocked[duty.pk]]
        if line.first or openers.get(duty.obligation.opener):
            line.quick = None
    say_by_whom(lines)


def say_by_whom(lines: list[Line]) -> None:
    """Who gave it, of what was given to its reader: one query for all that were given."""
    given = {
        line.todo.object_id: line
        for line in lines
        if line.todo.object.given_to_id == line.todo.person_id
    }
    if not given:
        return
    deeds = JournalEntry.objects.filter(
        deed="give",
        content_type=ContentType.objects.get_for_model(Duty),
        object_id__in=list(given),
    )
    for entry in deeds.select_related("user__person").order_by("number"):
        if entry.user:
            given[entry.object_id].given_by = entry.user.person.short_name


def for_everybody(block: Block) -> tuple[str, str]:
    """What comes first, and where it stands; of what is restricted the obligation alone."""
    if block.duty is not None and block.duty.is_restricted:
        return str(Block(block.obligation, block.due)), block.obligation.get_absolute_url()
    return str(block), block.get_absolute_url()


def say_whose(lines: list[Line]) -> None:
    """Whose work it is that somebody is to see to."""
    names = asked_of([line.todo.object for line in lines])
    for line in lines:
        line.whose = ", ".join(person.short_name for person in names[line.todo.object_id])


def asked_of(duties: list[Duty]) -> dict[int, list]:
    """Who is asked for each of these duties today: one query."""
    found = defaultdict(list)
    if duties:
        asked = Todo.objects.waiting().filter(
            kind=TODO,
            content_type__app_label="planning",
            content_type__model="duty",
            object_id__in=[duty.pk for duty in duties],
        )
        for todo in asked.select_related("person").order_by("person__sorted_as"):
            found[todo.object_id].append(todo.person)
    return found


rows_of(
    Duty, lambda: Duty.objects.select_related("obligation__procedure").prefetch_related("opened")
)
say(
    TODO,
    _("Do by its day"),
    where_done,
    aside=procedure,
    quick=Quick(_("Close as done"), close, form=CloseInPlace),
    dress=say_what_comes_first,
)
say(TOLD, _("Late: see to it"), aside=procedure, dress=say_whose)
