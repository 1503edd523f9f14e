"""What passes from a leaver to whoever takes over: each app registers what it knows of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from common import waiting
from common.models import Todo


@dataclass(frozen=True)
class Work:
    """One kind of work: its name, what of it a person has, and how it passes to another.

    ``move`` is called inside the deed and refuses, with a ``ValidationError``, what cannot pass.
    """

    key: str
    label: Any
    find: Callable[[Any], Iterable[Any]]
    move: Callable[[Any, Any, Any], None]
    describe: Callable[[Any], str] = str


_works: dict[str, Work] = {}
_own: set[str] = set()


def register(work: Work) -> None:
    """An app says what of a leaver's passes on; registering again changes nothing."""
    _works[work.key] = work


def keep_own(*kinds: str) -> None:
    """To-dos of these kinds are each person's own: they end with the leaver."""
    _own.update(kinds)


def works() -> list[Work]:
    """What passes on, in the order it was registered; what waits comes last, after its things."""
    return [*(work for work in _works.values() if work is not TODOS), TODOS]


def _todos(person) -> list[Todo]:
    waits = Todo.objects.waiting().filter(person=person).exclude(kind__in=_own)
    return [todo for todo in waits.prefetch_related("object") if todo.object]


def _pass_on_todos(person, to, by) -> None:
    waits = Todo.objects.waiting().filter(person=person)
    waits.filter(kind__in=_own).done()
    for todo in waits.select_for_update():
        same = Todo.objects.waiting().filter(
            person=to, kind=todo.kind, content_type=todo.content_type, object_id=todo.object_id
        )
        if same.exists():
            Todo.objects.filter(pk=todo.pk).done()
        else:
            todo.person = to
            todo.save(update_fields=["person"])


TODOS = Work(
    "todos",
    _("What waits"),
    _todos,
    _pass_on_todos,
    lambda todo: f"{waiting.label(todo)}: {waiting.subject(todo)}",
)
register(TODOS)
