"""Who answers for an obligation or a duty, in words: for one page, or for all rows of a list."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.models import Todo
from documents.models import Document
from people.models import Position, Power
from planning import subjects
from planning.models import Duty, Obligation
from planning.models.duty import TODO


def owner_words(one: Obligation) -> str:
    """By which power or position somebody answers, or that each answers for their own."""
    if one.owner_of_subject:
        return _("who answers for each (%(kind)s)") % {"kind": kind_words(one.per)}
    return str(one.owner_position or one.owner_power or "")


def kind_words(per: str) -> str:
    """What there is one duty each of; a kind that nobody knows yet by its code."""
    known = subjects.kinds().get(per)
    return str(known.label) if known else per


def names(people: Iterable) -> str:
    return ", ".join(person.short_name for person in people)


def dress(duties: Iterable[Any], reader) -> list[Any]:
    """Say of each duty who answers: of one that waits who is asked, of one that ended who was
    asked at its end, or closed it as done or missed; and the code of its procedure, as far as
    the reader may see it. Two questions for all.
    """
    duties, kind = list(duties), ContentType.objects.get_for_model(Duty)
    asked: dict[int, list] = defaultdict(list)
    ends = {duty.pk: duty.closed_at for duty in duties}
    todos = Todo.objects.filter(content_type=kind, kind=TODO, object_id__in=list(ends))
    for todo in todos.select_related("person").order_by("person__sorted_as"):
        ended = ends[todo.object_id]
        if todo.done_at is None or (ended is not None and todo.done_at >= ended):
            asked[todo.object_id].append(todo.person)
    codes = procedure_codes([duty.obligation for duty in duties], reader)
    for duty in duties:
        who = names(asked[duty.pk])
        if duty.has_ended and not who and duty.state != Duty.State.DROPPED:
            who = duty.closed_by.short_name if duty.closed_by else "Sapat"
        duty.who = who or owner_words(duty.obligation)
        duty.procedure_code = codes.get(duty.obligation.procedure_id, "")
    return duties


def procedure_codes(obligations: Iterable[Obligation], reader) -> dict[int, str]:
    """The codes of the procedures that the reader may know of, by their keys."""
    keys = {one.procedure_id for one in obligations if one.procedure_id}
    rows = Document.objects.visible_to(reader).filter(pk__in=keys)
    return dict(rows.values_list("pk", "code"))


# The chain of escalation ----------------------------------------------------------------------


def chain_words(one: Obligation) -> list[str]:
    """Each step of telling higher up, as a sentence."""
    return [
        _("%(when)s: %(who)s") % {"when": when_words(step["days"]), "who": _above(str(step["to"]))}
        for step in one.escalate
    ]


def when_words(days: int) -> str:
    """How many days before its day, or after it."""
    if days == 0:
        return _("on its day")
    if days < 0:
        return ngettext("%(n)s day before", "%(n)s days before", -days) % {"n": -days}
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}


def _above(to: str) -> str:
    kind, _colon, code = to.partition(":")
    if kind == "head":
        return _("the head of who answers")
    model = Power if kind == "power" else Position
    found = model.objects.filter(code=code).first()
    return str(found or code)


def remind_words(one: Obligation) -> str:
    """On which days before it is reminded."""
    return "; ".join(when_words(-day) for day in sorted(one.remind, reverse=True))
