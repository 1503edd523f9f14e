"""What changed since another version: for the person who signs and the person who reads again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from documents.content.align import carry_ids, pair_up
from documents.content.blocks import Block, as_block, tree
from documents.content.diff_blocks import diff_block, mark_block

__all__ = ["KINDS", "Change", "Gap", "carry_ids", "changed_only", "compare", "summary"]

Kind = Literal["same", "changed", "added", "removed", "moved"]
KINDS: tuple[Kind, ...] = ("same", "changed", "added", "removed", "moved")


@dataclass(frozen=True)
class Change:
    """One block of the comparison; `html` carries <ins> and <del> where words differ."""

    kind: Kind
    html: str
    old: Block | None = None
    new: Block | None = None
    reworded: bool = False  # also true for a block that was both moved and changed

    @property
    def block(self) -> Block:
        """The block as it is now, or as it was when it is gone."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 - a change always has one of them
        return found

    @property
    def id(self) -> str:
        """The id to link to."""
        return self.block.id

    @property
    def number(self) -> str:
        """The clause number, the new one where there is one."""
        return self.block.number


@dataclass(frozen=True)
class Gap:
    """Unchanged blocks left out between two changes."""

    count: int
    kind: Literal["gap"] = "gap"


def compare(old_html: str, new_html: str) -> list[Change]:
    """Every block of both texts in reading order with what happened to it."""
    old_elements, new_elements = tree(old_html), tree(new_html)
    old, new = list(map(as_block, old_elements)), list(map(as_block, new_elements))
    changes: list[Change] = []
    for pair in pair_up(old, new):
        if pair.old is None and pair.new is not None:
            element = new_elements[pair.new]
            changes.append(Change("added", mark_block(element, "ins"), None, new[pair.new], True))
        elif pair.new is None and pair.old is not None:
            element = old_elements[pair.old]
            changes.append(Change("removed", mark_block(element, "del"), old[pair.old], None, True))
        elif pair.old is not None and pair.new is not None:
            changes.append(
                _kept(old_elements[pair.old], new_elements[pair.new], old[pair.old], new[pair.new],
                      moved=pair.moved)
            )  # fmt: skip
    return changes


def _kept(
    old_element: etree._Element, new_element: etree._Element, old: Block, new: Block, *, moved: bool
) -> Change:
    alike = (old.tag, old.inner) == (new.tag, new.inner)
    html = new.html if alike else diff_block(old_element, new_element)
    kind: Kind = "moved" if moved else ("same" if alike else "changed")
    return Change(kind, html, old, new, reworded=not alike)


def summary(changes: list[Change]) -> dict[str, int]:
    """How many blocks of each kind; every kind is there, with 0 when none."""
    counts = Counter(change.kind for change in changes)
    return {kind: counts[kind] for kind in KINDS}


def changed_only(changes: list[Change], context: int = 1) -> list[Change | Gap]:
    """What changed with its neighbours; the rest is a gap that says how much was left out."""
    marked = [index for index, change in enumerate(changes) if change.kind != "same"]
    kept = {near for index in marked for near in range(index - context, index + context + 1)}
    shown: list[Change | Gap] = []
    hidden = 0
    for index, change in enumerate(changes):
        if index not in kept:
            hidden += 1
            continue
        if hidden:
            shown.append(Gap(hidden))
            hidden = 0
        shown.append(change)
    if hidden and shown:
        shown.append(Gap(hidden))
    return shown
