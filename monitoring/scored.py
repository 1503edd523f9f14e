"""What may be scored: each app registers its kind, and the engine knows nothing more of it.

An employee, a supplier, a trainer, a unit: the engine asks for a name to freeze, for the unit it
belongs to, for the person whose own result it is (or nobody), and who leads it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models


@dataclass(frozen=True)
class Facts:
    """What is frozen of a thing when scoring of it begins, and who has a stake in it.

    ``person`` sees it as their own result; ``leaders`` lead it and ``insiders`` belong to it (keys
    of persons), which with ``unit`` shows conflicts of interest; ``left_out`` says why it is out
    of competition from the start.
    """

    name: dict[str, str]
    detail: dict[str, str] = field(default_factory=dict)
    unit: Any = None
    person: int | None = None
    leaders: frozenset[int] = frozenset()
    insiders: frozenset[int] = frozenset()
    left_out: str = ""


@dataclass(frozen=True)
class Scored:
    """One kind of scored thing: its model, all that take part, the facts of each by its key.

    ``all(campaign)`` gives the rows that take part when it opens; ``facts(campaign, rows)`` asks a
    constant number of queries, however many rows there are. ``of_people``: they have posts and
    units. ``new(name, by=user)`` makes one that is not known yet, where whoever names them may do
    so.
    """

    code: str
    label: Any
    model: type[models.Model]
    all: Callable[[Any], Any]
    facts: Callable[[Any, Iterable[Any]], dict[int, Facts]]
    of_people: bool = False
    new: Callable[..., Any] | None = None


_kinds: dict[str, Scored] = {}


def register(kind: Scored) -> None:
    """Make a kind of scored thing known; registering again changes nothing."""
    _kinds.setdefault(kind.code, kind)


def get(code: str) -> Scored:
    """The kind of that code."""
    return _kinds[code]


def codes() -> list[str]:
    """All codes there are, for the profile."""
    return sorted(_kinds)


def type_of(kind: Scored) -> ContentType:
    """The content type of its model."""
    return ContentType.objects.get_for_model(kind.model)
