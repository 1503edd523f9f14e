"""The package of an inspection: what goes in. Each app registers its kinds of things here.

``register("plans", label=…, items=…, needs="planning.view_plan")`` is all that an app says:
``items`` yields an `Item` for each file, and nothing is read before its turn in the zip comes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from common import guests


@dataclass(frozen=True)
class Order:
    """What a package is made of and for whom: ``reader`` sees exactly what may go in."""

    reader: Any
    language: str
    stem: str
    about: list[tuple[Any, Any]] = field(default_factory=list)
    made_at: datetime | None = None
    made_by: str = ""
    trail_since: date | None = None
    trail_until: date | None = None


@dataclass(frozen=True)
class Item:
    """One file of a package. ``chunks`` gives its bytes piece by piece, when its turn comes; a
    ``title`` that is translated is read in the language of each page.
    """

    path: str
    title: Any
    chunks: Callable[[], Iterable[bytes]]
    note: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of things that may go in; ``needs`` is the permission of a guest to read them."""

    code: str
    label: Any
    items: Callable[[Order], Iterable[Item]]
    needs: str
    order: int = 50


_kinds: dict[str, Kind] = {}


def register(code: str, **how) -> Kind:
    """Let a kind of things go into packages."""
    kind = _kinds[code] = Kind(code, **how)
    return kind


def kinds_for(parts: Iterable[str]) -> list[Kind]:
    """What may go into a package where these parts of the house are shown."""
    open_ones = guests.permissions_of(parts)
    shown = [kind for kind in _kinds.values() if kind.needs in open_ones]
    return sorted(shown, key=lambda kind: kind.order)
