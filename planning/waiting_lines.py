"""What the lines of my work say of duties: what comes first, whose it is, by whom it was given."""

from collections import defaultdict
from typing import cast

from django.contrib.contenttypes.models import ContentType

from common.models import JournalEntry, Todo
from common.waiting import Line
from planning import openers
from planning.chain import Block, blocks_of
from planning.models import Duty
from planning.models.duty import TODO


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


def of_line(line: Line) -> Duty:
    """The duty that a line is about."""
    return cast(Duty, line.todo.object)


def close(duty: Duty, *, by, done_on, note) -> None:
    """It is done: on which day, and a line of words."""
    duty.close(by=by, done_on=done_on, note=note)


def say_what_comes_first(lines: list[Line]) -> None:
    """What is blocked says by what; only what nothing else closes is closed in the list."""
    duties = [of_line(line) for line in lines]
    blocked = blocks_of(duties)
    again = set(Duty.objects.opened_again().in_bulk([duty.pk for duty in duties]))
    for line in lines:
        duty = of_line(line)
        line.first = [for_everybody(block) for block in blocked[duty.pk]]
        opens = openers.get(duty.obligation.opener) and not duty.obligation.is_closed_by_hand
        if line.first or (opens and duty.pk not in again):
            line.quick = None
    say_by_whom(lines)


def say_by_whom(lines: list[Line]) -> None:
    """Who gave it, of what was given to its reader: one query for all that were given."""
    given = {
        of_line(line).pk: line for line in lines if of_line(line).given_to_id == line.todo.person_id
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
            given[entry.object_id or 0].given_by = entry.user.person.short_name


def for_everybody(block: Block) -> tuple[str, str]:
    """What comes first, and where it stands; of what is restricted the obligation alone."""
    if block.duty is not None and block.duty.is_restricted:
        return str(Block(block.obligation, block.due)), block.obligation.get_absolute_url()
    return str(block), block.get_absolute_url()


def say_whose(lines: list[Line]) -> None:
    """Whose work it is that somebody is to see to."""
    names = asked_of([of_line(line) for line in lines])
    for line in lines:
        line.whose = ", ".join(person.short_name for person in names[of_line(line).pk])


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
