"""What a duty opens: each procedure registers its opener, and duties then close by themselves.

Until a procedure has one, its duty is closed with a file, a record or a written account.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Opener:
    """What to begin when a duty opens, and when that is settled.

    ``open`` begins the work inside the deed and gives the record that it began, or nothing where
    there is only a page to work on; ``settled`` says by which record and since when it is done.
    ``address`` is the page where the work is done. ``asks`` says, for each of many duties, whom
    the work itself asks already: one piece of work is one to-do. ``says`` tells a reader how it
    stands, in a sentence that names only what this reader may know of. ``by_hand`` says of which
    duty the work will never show that it is done. ``moved`` lets the work follow a duty that has
    another day than ``before``, inside the deed that moved it.
    """

    code: str
    label: Any
    open: Callable[[Any], Any] = lambda duty: None
    settled: Callable[[Any], "Settled | None"] = lambda duty: None
    address: Callable[[Any], str] = lambda duty: ""
    asks: Callable[[Sequence[Any]], dict[int, set[int]]] = lambda duties: {}
    says: Callable[[Any, Any], str] = lambda duty, user: ""
    by_hand: Callable[[Any], bool] = lambda duty: False
    moved: Callable[[Any, Any, str, Any], None] = lambda duty, before, reason, by: None


@dataclass(frozen=True)
class Settled:
    """That the work of a duty is done: on which day, and the record that shows it."""

    on: Any
    record: Any = None
    note: str = ""


_openers: dict[str, Opener] = {}


def register(opener: Opener) -> None:
    """Make an opener known; registering again changes nothing."""
    _openers[opener.code] = opener


def get(code: str) -> Opener | None:
    """The opener of that name, if its procedure is here."""
    return _openers.get(code)


def all_openers() -> dict[str, Opener]:
    return _openers


def is_closed_by_hand(duty: Any) -> bool:
    """Whether somebody has to close it: nothing shows it to be done, or it was opened again."""
    opener = get(duty.obligation.opener)
    if opener is None or duty.obligation.is_closed_by_hand or opener.by_hand(duty):
        return True
    return type(duty).objects.opened_again().filter(pk=duty.pk).exists()
