"""What each kind of to-do says to the one it waits for; the apps register theirs."""

from collections.abc import Callable
from typing import Any

_kinds: dict[str, tuple[Any, Callable[[Any], str]]] = {}


def say(kind: str, label, address: Callable[[Any], str] | None = None) -> None:
    """A to-do of ``kind`` is called ``label`` and is done at ``address(object)``."""
    _kinds[kind] = (label, address or (lambda thing: thing.get_absolute_url()))


def label(todo) -> str:
    """What is to be done, in the reader's language."""
    return str(_kinds[todo.kind][0])


def subject(todo) -> str:
    """What it is about: the thing's own words, or its name."""
    return getattr(todo.object, "headline", None) or str(todo.object)


def address(todo) -> str:
    """Where it is done."""
    return _kinds[todo.kind][1](todo.object)
