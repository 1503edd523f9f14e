"""Whom we write to after which deed: each app registers its letters here.

Models know no queue and no mail. A deed that has a letter leaves a `Notice` in its transaction;
the worker turns it into letters, each in its reader's language.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import time
from typing import Any


@dataclass(frozen=True)
class Draft:
    """One letter to write: to whom, from which template, with what in it.

    ``occasion`` is what a person is told of only once, where that is not the deed itself.
    ``urgent`` goes at once, whatever quiet its reader has asked for. ``url`` is where the thing
    stands that it is about; where it is not said, the first link of the text.
    """

    person: Any
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    occasion: str = ""
    urgent: bool = False
    url: str = ""


Writer = Callable[[Any], Iterable[Draft]]
_writers: dict[tuple[str, str], list[Writer]] = {}


def after(model, deed: str):
    """Register the function that drafts the letters of one deed on one model."""

    def register(writer: Writer) -> Writer:
        _writers.setdefault((model._meta.label_lower, deed), []).append(writer)
        return writer

    return register


def writers(entry) -> list[Writer]:
    """The functions that have a letter to write about this journal entry."""
    kind = entry.content_type
    if kind is None:
        return []
    return _writers.get((f"{kind.app_label}.{kind.model}", entry.deed), [])


MORNING = time(8)
_morning: list[Callable[[], time]] = []


def use_morning(provider: Callable[[], time]) -> None:
    """The organisation says at what hour its morning letters go."""
    _morning[:] = [provider]


def morning() -> time:
    """The hour of morning letters, and of what waited for the end of a day off."""
    return _morning[0]() if _morning else MORNING
