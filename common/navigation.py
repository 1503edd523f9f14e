"""The navigation: each app says its entries; a reader sees only those they may open."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One entry of the menu; ``on_phone`` puts it into the bar at the bottom of a phone.

    An entry ``under`` another's address stands in the menu only while one is in that part of it.
    """

    order: int
    label: Any
    address: str
    icon: str
    permission: str
    on_phone: bool = False
    under: str = ""


_entries: list[Entry] = []
_acts: list[Entry] = []


def add(*entries: Entry) -> None:
    """Put entries into the menu: in the order of the work, each part right after its head."""
    _entries.extend(entries)
    heads = {entry.address: entry.order for entry in _entries}
    _entries.sort(
        key=lambda entry: (
            heads.get(entry.under, entry.order),
            entry.under or entry.address,
            bool(entry.under),
            entry.order,
        )
    )


def entries_for(user) -> list[Entry]:
    """The entries this reader may open, in the order of the work."""
    return [entry for entry in _entries if user.has_perm(entry.permission)]


def offer(*acts: Entry) -> None:
    """Deeds that the box under Ctrl-K offers: “New document”."""
    _acts.extend(acts)
    _acts.sort(key=lambda act: act.order)


def acts_for(user) -> list[Entry]:
    """The deeds this reader may do."""
    return [act for act in _acts if user.has_perm(act.permission)]
