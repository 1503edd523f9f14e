"""A comparison as two columns: the earlier text with what went, the later with what came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from documents.content.diff import Change, Gap
from documents.content.markup import parse, serialise, text_of

PARTS = ("li", "tr", "ul", "ol", "tbody", "thead")


@dataclass(frozen=True)
class Side:
    """One row: a block as it was and as it is; one of them is empty where it has no other."""

    kind: str
    old: str
    new: str
    count: int = 0
    reworded: bool = False


def side_by_side(changes: Iterable[Change | Gap]) -> list[Side]:
    """Every block of both texts in reading order, each at its side."""
    return [
        Side("gap", "", "", change.count) if isinstance(change, Gap) else _side(change)
        for change in changes
    ]


def _side(change: Change) -> Side:
    html = change.html
    old = "" if change.kind == "added" else without(html, "ins")
    new = "" if change.kind == "removed" else without(html, "del")
    return Side(change.kind, old, new, reworded=change.reworded)


def without(html: str, mark: str) -> str:
    """The blocks with all that bears a mark taken out, and the parts that this leaves empty.

    The ids go too: one page holds each block twice.
    """
    root = parse(html)
    for marked in list(root.iter(mark)):
        _cut(marked)
    for part in reversed([one for one in root.iter() if one.tag in PARTS]):
        if part.get("data-cut") and not text_of(part).strip():
            _cut(part)
    for part in root.iter():
        part.attrib.pop("data-cut", None)
        part.attrib.pop("id", None)
    return "".join(serialise(block) for block in root if text_of(block).strip())


def _cut(element) -> None:
    """Take an element out; the words after it stay, and its parent is known to have lost it."""
    parent, before = element.getparent(), element.getprevious()
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
    while parent is not None and parent.tag != "div":
        parent.set("data-cut", "1")
        parent = parent.getparent()
