"""What happens and calls for a duty: found by whoever knows, or told by hand.

An app registers where its events are found; one that nobody finds is told on the page of its
obligation: what happened, and when.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Happened:
    """That it happened: a key of its own (told once), the day, and what it is about."""

    key: str
    on: date
    subject: Any = None
    words: str = ""


@dataclass(frozen=True)
class Event:
    """One kind of event: its name, and those that happened since a day or are to happen on a day
    that is known; ``concerns`` says which of them an obligation is about.
    """

    code: str
    label: Any
    since: Callable[[date], Iterable[Happened]] | None = None
    concerns: Callable[[Any, Happened], bool] = lambda obligation, happened: True


_events: dict[str, Event] = {}


def register(event: Event) -> None:
    """Make an event known; registering again changes nothing."""
    _events[event.code] = event


def get(code: str) -> Event | None:
    return _events.get(code)


def all_events() -> dict[str, Event]:
    return _events
