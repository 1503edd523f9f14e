"""Whether the trail still holds: the chain, its seals, the field history, the files.

Each check is a generator of what it finds, so that a command, a task and a test ask it alike and
memory stays flat however long the trail is.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from common.findings import said

Tell = Callable[[int, int], None]


class Found(NamedTuple):
    """A fault, or a remark: a sentence that gettext knows, and its values."""

    text: str
    values: dict[str, Any]
    is_remark: bool = False
    is_amber: bool = False

    def __str__(self) -> str:
        """In the language of the program, for a console."""
        return self.text % said(self.values)


def silent(done: int, total: int) -> None:
    """For those who do not ask how far it is."""


_others: list[Callable[..., Iterator[Found]]] = []


def also(faults: Callable[..., Iterator[Found]]) -> Callable[..., Iterator[Found]]:
    """An app adds what it finds in its own tables: ``verify_journal`` and the rehearsal ask it."""
    _others.append(faults)
    return faults


def faults_of_the_apps(*, tell: Tell = silent) -> Iterator[Found]:
    """All that the checks of the apps find."""
    for faults in _others:
        yield from faults(tell=tell)
