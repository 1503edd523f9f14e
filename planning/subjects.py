"""Of what there is one duty each: processes today, projects and audits when their apps come.

An app registers its kind; an obligation “per project” opens nothing before there are projects.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from people.models import Person


@dataclass(frozen=True)
class Subjects:
    """One kind: its name, those there are today, and who answers for one of them.

    ``since`` says from which day each is there: nobody is late with what was due before it was.
    ``owners_of`` is the same as ``owners`` for many at once, by their keys, in a constant number
    of queries.
    """

    code: str
    label: Any
    all: Callable[[], Iterable[Any]]
    owners: Callable[[Any], Any]
    since: Callable[[Sequence[Any]], dict[int, date]] = lambda things: {}
    owners_of: Callable[[Sequence[Any]], dict[int, set[int]]] | None = None


_kinds: dict[str, Subjects] = {}


def register(kind: Subjects) -> None:
    """Make a kind known; registering again changes nothing."""
    _kinds[kind.code] = kind


def kinds() -> dict[str, Subjects]:
    """The kinds there are."""
    return _kinds


def of(code: str) -> list[Any]:
    """What there is of a kind today; nothing where nobody knows the kind yet."""
    return list(_kinds[code].all()) if code in _kinds else []


def since(code: str, things: Sequence[Any]) -> dict[int, date]:
    """From which day each of these is there; what is not named was always there."""
    return _kinds[code].since(things) if things and code in _kinds else {}


def owners_of(code: str, things: Sequence[Any]) -> dict[int, set[int]]:
    """Who answers for each of many, by their keys."""
    if code not in _kinds or not things:
        return {}
    if many := _kinds[code].owners_of:
        return many(things)
    return {
        thing.pk: set(_kinds[code].owners(thing).values_list("pk", flat=True)) for thing in things
    }


def owners(code: str, subject: Any):
    """Who answers for one of them."""
    if subject is None or code not in _kinds:
        return Person.objects.none()
    return _kinds[code].owners(subject)
