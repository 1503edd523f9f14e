"""Of what there is one duty each: processes today, projects and audits when their apps come.

An app registers its kind; an obligation “per project” opens nothing before there are projects.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from people.models import Person


@dataclass(frozen=True)
class Subjects:
    """One kind: its name, those there are today, and who answers for one of them."""

    code: str
    label: Any
    all: Callable[[], Iterable[Any]]
    owners: Callable[[Any], Any]


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


def owners(code: str, subject: Any):
    """Who answers for one of them."""
    if subject is None or code not in _kinds:
        return Person.objects.none()
    return _kinds[code].owners(subject)
