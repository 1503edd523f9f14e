"""Guests: accounts that only read, until a moment. What they may be shown, each app registers here.

A guest is let in for an inspection. What is not registered is shut to it: a new page, list or kind
of record is closed to guests until its app says that it belongs to one of the parts.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied


@dataclass
class Part:
    """One part of the house that a guest may be shown: whose permissions and powers it opens."""

    label: Any
    order: int = 50
    permissions: set[str] = field(default_factory=set)
    powers: set[str] = field(default_factory=set)


_parts: dict[str, Part] = {}
_always: set[str] = set()

#: What a guest does by its own hand: comes, goes, and takes a copy of what it may read.
OWN_DEEDS = {
    *("sign_in", "sign_out", "choose_password", "export", "fetch_package"),
    *("refuse_password", "refuse_code", "lock"),
    *("set_up_app", "add_passkey", "make_recovery_codes", "use_recovery_code"),
}


def show(code: str, *permissions: str, label: Any = None, order: int = 50, powers=()) -> None:
    """These permissions belong to a part; the first who names a part gives its label."""
    if label is not None:
        _parts[code] = Part(label, order)
    _parts[code].permissions |= {*permissions}
    _parts[code].powers |= {*powers}


def show_always(*permissions: str) -> None:
    """What every guest may open."""
    _always.update(permissions)


def parts() -> dict[str, Part]:
    """The parts that may be chosen, in the order of the work."""
    return dict(sorted(_parts.items(), key=lambda pair: pair[1].order))


def permissions_of(chosen) -> frozenset[str]:
    """What a guest with these parts may be asked for at all."""
    return frozenset(_always.union(*(_parts[c].permissions for c in chosen if c in _parts)))


def powers_of(chosen) -> frozenset[str]:
    """The powers that these parts lend, for reading alone."""
    return frozenset().union(*(_parts[code].powers for code in chosen if code in _parts))


def is_guest(user) -> bool:
    """Whether this doer is an account that only reads."""
    return bool(getattr(user, "is_guest", False))


def refuse(user, deeds) -> None:
    """The last door: whatever came past the others, a guest changes nothing."""
    if is_guest(user) and not OWN_DEEDS.issuperset(deeds):
        raise PermissionDenied("A guest only reads.")
