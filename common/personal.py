"""What the house holds about one human being: each app says it, for export and for erasure.

``person`` is a row of the people's directory; the floor does not know its model (domain 2.6).
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Holding(NamedTuple):
    """One table of what is held: its title, its columns, its rows, all in the reader's words."""

    title: str
    columns: list[str]
    rows: list[list[str]]


Collector = Callable[[Any], Iterable[Holding]]
Keeper = Callable[[Any], str]
Eraser = Callable[[Any], list[list]]

_collectors: list[Collector] = []
_keepers: list[Keeper] = []
_erasers: list[Eraser] = []


def collects(collector: Collector) -> Collector:
    """Register what an app holds about a person."""
    _collectors.append(collector)
    return collector


def keeps(keeper: Keeper) -> Keeper:
    """Register a reason for which the name must stay: a sentence, or nothing."""
    _keepers.append(keeper)
    return keeper


def erases(eraser: Eraser) -> Eraser:
    """Register what an app removes; it gives the field-history rows it changed."""
    _erasers.append(eraser)
    return eraser


def held_about(person) -> list[Holding]:
    """Everything held about a person; tables with no row are left out."""
    tables = [table for collector in _collectors for table in collector(person)]
    return [table for table in tables if table.rows]


def reasons_to_keep(person) -> list[str]:
    """Why the name of a person must stay after the rest is erased."""
    return [reason for keeper in _keepers if (reason := keeper(person))]


def remove_all(person) -> list[list]:
    """Let every app remove what it holds; the field-history rows that were changed."""
    return [row for eraser in _erasers for row in eraser(person)]
