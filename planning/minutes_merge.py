"""Two write the minutes of one item at once: each keeps what they typed.

Fields that only one of them touched go together by themselves; where both wrote in the same field,
the later is told and says whose words stand.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Merge:
    """What one typed against what is stored now, since the revision from which one began."""

    mine: dict[str, Any] = field(default_factory=dict)
    theirs: list[str] = field(default_factory=list)
    clash: list[str] = field(default_factory=list)


def merge(item, revision: int, typed: dict[str, Any]) -> Merge:
    """Compare the typed with the item as it is stored and as it was at ``revision``."""
    begun = item.history.filter(revision=revision).order_by("-history_date").first()
    if begun is None:
        return Merge(mine=typed, clash=_other(item, typed, typed))
    mine = {name: typed[name] for name in _other(begun, typed, typed)}
    theirs = [name for name in typed if getattr(item, name) != getattr(begun, name)]
    clash = [name for name in _other(item, mine, mine) if name in theirs]
    return Merge(mine, [name for name in theirs if name not in mine], clash)


def _other(row: Any, typed: dict[str, Any], names: Iterable[str]) -> list[str]:
    """The fields in which a row says something else than was typed."""
    return [name for name in names if getattr(row, name) != typed[name]]
