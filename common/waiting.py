"""What each kind of to-do says to the one it waits for; the apps register theirs.

A list of to-dos costs a constant number of queries: one for the to-dos, one for each kind of thing
they hang on, and those of what a kind adds to its lines (``dress``), for all of them at once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import models
from django.db.models import F, prefetch_related_objects
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import numeric
from common.models import Todo

SOON = 7  # days: what is due within them is said in days, the rest by its date


@dataclass(frozen=True)
class Quick:
    """What is done in the list itself: by one click, or with ``form`` by a line of words.

    ``act(thing, by=user, **cleaned)`` does it; ``permission`` is asked about the thing, where the
    deed does not ask for itself.
    """

    label: Any
    act: Callable[..., Any]
    permission: str = ""
    form: Any = None


@dataclass
class Line:
    """One to-do as a line of a list, in the reader's language."""

    todo: Todo
    title: str
    subject: str
    url: str
    aside: str = ""
    quick: Quick | None = None
    first: list[tuple[str, str]] = field(default_factory=list)  # what comes before it: word, where
    whose: str = ""
    given_by: str = ""
    form: Any = None  # the form of the quick act: empty, or as it was refused

    @property
    def due(self) -> date | None:
        return self.todo.due

    @property
    def due_words(self) -> str:
        return due_in_words(self.todo.due)

    @property
    def tone(self) -> str:
        """Red what is late, amber what is due today."""
        if self.todo.is_late:
            return "red"
        return "amber" if self.todo.due == localdate() else ""


@dataclass(frozen=True)
class Kind:
    """What is registered of a kind of to-do."""

    label: Any
    address: Callable[[Any], str]
    aside: Callable[[Any], str]
    quick: Quick | None
    dress: Callable[[list[Line]], None] | None
    of: Callable[[Any], Any] | None = None


_kinds: dict[str, Kind] = {}
_rows: dict[type[models.Model], Callable[[], Any]] = {}


def say(
    kind: str,
    label,
    address: Callable[[Any], str] | None = None,
    *,
    aside: Callable[[Any], str] = lambda thing: "",
    quick: Quick | None = None,
    dress: Callable[[list[Line]], None] | None = None,
    of: Callable[[Any], Any] | None = None,
) -> None:
    """A to-do of ``kind`` is called ``label`` and is done at ``address(object)``.

    ``aside`` is a quiet word beside it, ``quick`` what can be done in the list, and ``dress`` adds
    what only this kind knows to all its lines at once. ``of(object)`` is another label, or nothing.
    """
    found = address or (lambda thing: thing.get_absolute_url())
    _kinds[kind] = Kind(label, found, aside, quick, dress, of)


def rows_of(model: type[models.Model], rows: Callable[[], Any]) -> None:
    """With what the things of a model are loaded for a list: what their words ask for."""
    _rows[model] = rows


def label(todo) -> str:
    """What is to be done, in the reader's language."""
    of = _kinds[todo.kind].of
    return str((of and of(todo.object)) or kind_label(todo.kind))


def kind_label(kind: str) -> str:
    return str(_kinds[kind].label)


def quick(todo) -> Quick | None:
    """What can be done with it in the list, if anything."""
    return _kinds[todo.kind].quick


def subject(todo) -> str:
    """What it is about: the thing's own words, or its name."""
    return getattr(todo.object, "headline", None) or str(todo.object)


def address(todo) -> str:
    """Where it is done."""
    return _kinds[todo.kind].address(todo.object)


def due_in_words(due: date | None) -> str:
    """How long there is time, or how late it is."""
    if due is None:
        return ""
    days = (due - localdate()).days
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days <= SOON:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return numeric(due)


# Lists --------------------------------------------------------------------------------------


def in_order(todos):
    """Late ones first, those without a day last."""
    return todos.order_by(F("due").asc(nulls_last=True), "created_at", "pk")


def load(todos: list[Todo]) -> list[Todo]:
    """Load what the to-dos hang on, one query a kind of thing; what is gone is left out."""
    kinds = [rows() for rows in _rows.values()]
    prefetch_related_objects(todos, GenericPrefetch("object", kinds))
    return [todo for todo in todos if todo.object]


def lines(todos: Iterable[Todo]) -> list[Line]:
    """To-dos as lines, each with all that its kind says."""
    made, by_kind = [], defaultdict(list)
    for todo in load(list(todos)):
        kind = _kinds[todo.kind]
        line = Line(
            todo=todo,
            title=label(todo),
            subject=subject(todo),
            url=address(todo),
            aside=str(kind.aside(todo.object)),
            quick=kind.quick,
        )
        made.append(line)
        by_kind[todo.kind].append(line)
    for name, found in by_kind.items():
        if dress := _kinds[name].dress:
            dress(found)
    return made


def waiting_for(people) -> dict[int, list[Line]]:
    """What waits for each of many people, late first, by the key of the person: a constant number
    of queries, however many they are. In the language that is active.
    """
    found: dict[int, list[Line]] = defaultdict(list)
    for line in lines(in_order(Todo.objects.waiting().filter(person__in=people))):
        found[line.todo.person_id].append(line)
    return dict(found)
