"""What other apps have to say of people on their pages, in red until it is done."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Note(NamedTuple):
    """A sentence about a person, a short word of it for lists, and where it is put right."""

    label: Any
    words: str
    short: str
    url: str = ""


Teller = Callable[[list, Any], dict[int, Note]]
_tellers: list[Teller] = []


def also_tell(teller: Teller) -> Teller:
    """An app says what it knows of many people at once, as far as the reader may know it."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def of(people: Iterable, user) -> dict[int, list[Note]]:
    """The notes of these people by their keys; one question an app, not a person."""
    people = list(people)
    found: dict[int, list[Note]] = {}
    for teller in _tellers if people else []:
        for pk, note in teller(people, user).items():
            found.setdefault(pk, []).append(note)
    return found
