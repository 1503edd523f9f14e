"""What stands behind a demand: records of any kind as lines of a map; the apps register theirs.

A kind says, for the keys that it is asked about, what this reader may see of them: what it leaves
out is out of reach, and nobody learns that it is there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType


@dataclass(frozen=True)
class Evidence:
    """One record as a line: its number, its words, its address, and whether it counts today."""

    code: str
    title: str
    url: str
    counts: bool
    state: str
    tone: str = "green"
    edition: str = ""  # which issue and change of it, and since when


Describe = Callable[[Any, list[int]], dict[int, Evidence]]
_kinds: dict[str, tuple[Any, Describe]] = {}


def register(model: str, name: Any, describe: Describe) -> None:
    """Records of ``model`` ("audits.finding") stand as evidence; ``describe(user, keys)``."""
    _kinds[model.lower()] = (name, describe)


def forget(model: str) -> None:
    """No longer a kind of evidence."""
    _kinds.pop(model.lower(), None)


def kinds() -> dict[str, Any]:
    """Every kind by the label of its model, with what it is called."""
    return {label: name for label, (name, _describe) in _kinds.items()}


def described(user, things: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Evidence]:
    """(content type, key) → its line, of what this reader may see; a question or two a kind."""
    wanted: dict[int, list[int]] = {}
    for kind, key in things:
        wanted.setdefault(kind, []).append(key)
    found = {}
    for kind, keys in wanted.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        _name, describe = _kinds.get(model._meta.label_lower if model else "", (None, None))
        if describe is not None:
            lines = describe(user, sorted(set(keys)))
            found |= {(kind, key): line for key, line in lines.items()}
    return found
