"""The package of an inspection: what goes in. Each app registers its kinds of things here.

``register("documents", label=…, items=…, of="documents")`` is all that an app says: ``items``
yields an `Item` for each file, lazily, and nothing is read before the zip is written.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


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
    """One kind of things that may go in; ``of`` is the part of the house that must be shown."""

    code: str
    label: Any
    items: Callable[[Order], Iterable[Item]]
    of: str = "documents"
    order: int = 50


_kinds: dict[str, Kind] = {}


def register(code: str, **how) -> Kind:
    """Let a kind of things go into packages."""
    kind = _kinds[code] = Kind(code, **how)
    return kind


def kinds_for(parts: Iterable[str]) -> list[Kind]:
    """What may go into a package where these parts of the house are shown."""
    shown = [kind for kind in _kinds.values() if kind.of in parts]
    return sorted(shown, key=lambda kind: kind.order)
