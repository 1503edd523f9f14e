"""Which block of the new text corresponds to which block of the old one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass

from documents.content.blocks import Block, as_block, blocks, tree, without_number
from documents.content.markup import HEADINGS, LISTS, serialise
from documents.content.sanitising import new_id

SIMILAR = 0.5
SIMILAR_WITH_NUMBER = 0.3
CANDIDATES = 8  # blocks with the most rare words in common, looked at closely
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Pair:
    """Positions of a block in the old and in the new text; None where it is not there."""

    old: int | None
    new: int | None
    moved: bool = False


def words_key(block: Block) -> str:
    """The words of a block without its number, case and spacing."""
    return " ".join(_WORD.findall(without_number(block.text).lower()))


def family(block: Block) -> str:
    """Blocks are only likened to blocks of their family: text, list, table."""
    if block.tag in LISTS:
        return "list"
    return "table" if block.tag == "table" else "text"


def pair_up(old: list[Block], new: list[Block], by_id: bool = True) -> list[Pair]:
    """Every block of both texts once, in the order of the new text; what was removed stands where
    it stood between its old neighbours."""
    matched: dict[int, int] = {}  # new position -> old position
    if by_id:
        where = {block.id: index for index, block in enumerate(old)}
        matched = {i: where[block.id] for i, block in enumerate(new) if block.id in where}
    _match_equal(old, new, matched)
    _match_similar(old, new, matched)
    steady = _longest_rise([matched[i] for i in sorted(matched)])
    pairs = [
        Pair(matched.get(i), i, moved=i in matched and matched[i] not in steady)
        for i in range(len(new))
    ]
    return _with_removed(pairs, len(old), set(matched.values()))


def _free(count: int, taken: set[int]) -> list[int]:
    return [index for index in range(count) if index not in taken]


def _match_equal(old: list[Block], new: list[Block], matched: dict[int, int]) -> None:
    waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in _free(len(old), set(matched.values())):
        waiting[family(old[index]), words_key(old[index])].append(index)
    for index in _free(len(new), set(matched)):
        key = (family(new[index]), words_key(new[index]))
        if waiting[key] and key[1]:
            matched[index] = waiting[key].pop(0)


def _match_similar(old: list[Block], new: list[Block], matched: dict[int, int]) -> None:
    """Best likeness first; the same clause number makes up for some of the words."""
    old_free = {
        i: Counter(words_key(old[i]).split()) for i in _free(len(old), set(matched.values()))
    }
    new_free = {i: Counter(words_key(new[i]).split()) for i in _free(len(new), set(matched))}
    holders: dict[str, list[int]] = defaultdict(list)
    for index, words in old_free.items():
        for word in words:
            holders[word].append(index)
    common = max(20, len(old_free) // 4)
    found: list[tuple[float, int, int]] = []
    for index, words in new_free.items():
        shared = Counter(o for w in words if len(holders[w]) <= common for o in holders[w])
        candidates = {other for other, _count in shared.most_common(CANDIDATES)}
        candidates |= {
            o for o in old_free if new[index].number and old[o].number == new[index].number
        }
        for other in candidates:
            if family(old[other]) != family(new[index]):
                continue
            likeness = _likeness(old_free[other], words)
            same_number = bool(new[index].number) and old[other].number == new[index].number
            heading_apart = (old[other].tag in HEADINGS) != (new[index].tag in HEADINGS)
            if likeness >= (SIMILAR_WITH_NUMBER if same_number else SIMILAR):
                found.append((likeness + 0.2 * same_number - 0.2 * heading_apart, index, other))
    taken: set[int] = set()
    for _score, index, other in sorted(found, key=lambda item: (-item[0], item[1], item[2])):
        if index not in matched and other not in taken:
            matched[index] = other
            taken.add(other)


def _likeness(one: Counter[str], two: Counter[str]) -> float:
    total = one.total() + two.total()
    return 2 * (one & two).total() / total if total else 0.0


def _longest_rise(values: list[int]) -> set[int]:
    """The largest set of values that keep their order: those blocks stayed, the others moved."""
    tails: list[int] = []
    positions: list[int] = []
    previous: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(tails, value)
        tails[place : place + 1] = [value]
        positions[place : place + 1] = [index]
        previous.append(positions[place - 1] if place else -1)
    kept: set[int] = set()
    index = positions[-1] if positions else -1
    while index >= 0:
        kept.add(values[index])
        index = previous[index]
    return kept


def _with_removed(pairs: list[Pair], old_count: int, kept: set[int]) -> list[Pair]:
    after: dict[int, list[Pair]] = defaultdict(list)  # old position -> removed ones behind it
    last = -1
    steady = {pair.old for pair in pairs if pair.old is not None and not pair.moved}
    for index in range(old_count):
        if index in steady:
            last = index
        elif index not in kept:
            after[last].append(Pair(index, None))
    out = list(after[-1])
    for pair in pairs:
        out.append(pair)
        if pair.old is not None and not pair.moved:
            out += after[pair.old]
    return out


def carry_ids(old_html: str, new_html: str) -> str:
    """The new text with the ids of the old one wherever a block is the same or the same clause.

    For a text imported from a file: differences, links and the clause map go on holding
    (004/4.2.3).
    """
    old = blocks(old_html)
    elements = tree(new_html)
    new = [as_block(element) for element in elements]
    renamed: dict[str, str] = {}
    used = {block.id for block in old}
    for pair in pair_up(old, new, by_id=False):
        if pair.new is None:
            continue
        block = new[pair.new]
        if pair.old is not None:
            renamed[block.id] = old[pair.old].id
        elif block.id in used:
            renamed[block.id] = new_id(f"{block.tag} {block.text}", used)
    for element in elements:
        element.set("id", renamed.get(element.get("id", ""), element.get("id", "")))
        for link in element.iter("a"):
            target = (link.get("href") or "").removeprefix("#")
            if target in renamed:
                link.set("href", f"#{renamed[target]}")
    return "\n".join(serialise(element) for element in elements)
