"""Things that a list names by code or by name: finding them, and naming them for a reader."""

from collections.abc import Iterable
from typing import Any

from common.models.translated import TranslatedText
from common.text import fold


def names_of(thing) -> set[str]:
    """The code of a thing and its name in every language, folded."""
    names = TranslatedText(thing.name).values() if isinstance(thing.name, dict) else [thing.name]
    return {fold(str(thing.code)), *map(fold, names)} - {""}


def by_name(things: Iterable) -> dict[str, list]:
    """Things by code and by every name."""
    found: dict[str, list] = {}
    for thing in things:
        for word in names_of(thing):
            found.setdefault(word, []).append(thing)
    return found


def words_of(things: Iterable) -> dict[str, str]:
    """What to write for each, by code: its name for the reader, or its code where the name alone
    would not tell it from others.
    """
    rows = list(things)
    found, told = by_name(rows), {}
    for thing in rows:
        name = str(TranslatedText(thing.name) if isinstance(thing.name, dict) else thing.name)
        is_clear = {one.code for one in found.get(fold(name), [])} == {thing.code}
        told[thing.code] = name if is_clear else str(thing.code)
    return told


def meant(found: list, typed: str, now: Any) -> Any:
    """Which one a cell names: what stands there already stays, a code is before a name; nothing
    where it is none or any of several.
    """
    if now is not None and fold(typed) in names_of(now) and (not found or now in found):
        return now
    found = [one for one in found if one.code == typed] or found
    return found[0] if len({one.pk for one in found}) == 1 else None
