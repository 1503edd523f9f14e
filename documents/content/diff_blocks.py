"""The difference of two blocks that correspond: a paragraph by words, a list by items, a table by
cells."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import TypeVar

from lxml import etree

from documents.content.diff_words import Token, diff_tokens, likeness, same, shown, tokens_of
from documents.content.markup import LISTS

ALIKE = 0.4


def diff_block(old: etree._Element, new: etree._Element) -> str:
    """HTML of the new block with <ins> and <del> inside; its tag and class are the new one's."""
    if new.tag in LISTS and old.tag in LISTS:
        return _wrap(new, _list_body(_items(old), _items(new)))
    if new.tag == "table" and old.tag == "table":
        return _wrap(new, _table_body(_rows(old), _rows(new)))
    structured = {*LISTS, "table"}
    if new.tag in structured or old.tag in structured:  # a paragraph became a list
        return mark_block(old, "del") + mark_block(new, "ins")
    return _wrap(new, diff_tokens(tokens_of(old), tokens_of(new)))


def mark_block(element: etree._Element, mark: str) -> str:
    """A whole block put in or taken out."""
    if element.tag in LISTS:
        items = _items(element)
        body = _list_body([], items) if mark == "ins" else _list_body(items, [])
        return _wrap(element, body)
    if element.tag == "table":
        rows = _rows(element)
        return _wrap(element, _table_body([], rows) if mark == "ins" else _table_body(rows, []))
    return _wrap(element, shown(tokens_of(element), mark))


def _wrap(element: etree._Element, body: str) -> str:
    attributes = "".join(
        f' {name}="{escape(value)}"' for name, value in sorted(element.attrib.items())
    )
    return f"<{element.tag}{attributes}>{body}</{element.tag}>"


Part = TypeVar("Part")


def _paired(
    old: list[Part],
    new: list[Part],
    key: Callable[[Part], Hashable],
    alike: Callable[[Part, Part], float],
) -> Iterator[tuple[Part | None, Part | None]]:
    """Old and new parts side by side in reading order; None where one has no counterpart."""
    matcher = SequenceMatcher(None, [key(x) for x in old], [key(x) for x in new], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
            continue
        partners: list[int | None] = []
        free = a
        for part in new[c:d]:
            found = next((i for i in range(free, b) if alike(old[i], part) >= ALIKE), None)
            partners.append(found)
            free = free if found is None else found + 1
        at = a
        for offset, partner in enumerate(partners):
            until = next((p for p in partners[offset:] if p is not None), b)
            yield from ((gone, None) for gone in old[at:until])
            at = until if partner is None else partner + 1
            yield (None if partner is None else old[partner]), new[c + offset]
        yield from ((gone, None) for gone in old[at:b])


def _present(before: Part | None, after: Part | None) -> Part:
    """The part as it is now, or as it was."""
    found = before if after is None else after
    assert found is not None  # noqa: S101 - a pair always has one of them
    return found


@dataclass(frozen=True)
class Item:
    """One item of a list with the path of list tags it stands in."""

    path: tuple[str, ...]
    tokens: list[Token]


def _items(element: etree._Element, path: tuple[str, ...] = ()) -> list[Item]:
    found: list[Item] = []
    path = (*path, element.tag)
    for li in element:
        alone = etree.Element("li")
        alone.text = li.text
        nested = []
        for child in li:
            if child.tag in LISTS:
                nested.append(child)
                continue
            alone.append(deepcopy(child))
        found.append(Item(path, tokens_of(alone)))
        for inner in nested:
            found += _items(inner, path)
    return found


def _with_parents(pairs: list[tuple[Item | None, Item | None]]) -> list:
    """Items put in below an item that stays must not end up below the removed one after it."""
    out: list[tuple[Item | None, Item | None]] = []
    removed_from = 0  # where the removed items at the end of `out` begin
    for before, after in pairs:
        if after is not None and before is None and removed_from < len(out):
            first_gone = out[removed_from][0]
            if first_gone is not None and len(after.path) > len(first_gone.path):
                out.insert(removed_from, (before, after))
                removed_from += 1
                continue
        out.append((before, after))
        if after is not None:
            removed_from = len(out)
    return out


def _list_body(old: list[Item], new: list[Item]) -> str:
    pairs = _paired(
        old,
        new,
        lambda i: tuple(t.key for t in i.tokens),
        lambda a, b: likeness(a.tokens, b.tokens),
    )
    out: list[str] = []
    open_path: tuple[str, ...] = ((new or old)[0].path[0],) if new or old else ("ul",)
    root = len(open_path)
    open_item = False
    for before, after in _with_parents(list(pairs)):
        item = _present(before, after)
        body = _both(
            None if before is None else before.tokens, None if after is None else after.tokens
        )
        path = item.path if len(item.path) <= len(open_path) + open_item else item.path[:root]
        while len(open_path) > len(path):
            out.append(f"</li></{open_path[-1]}>")
            open_path = open_path[:-1]
        if len(open_path) < len(path):
            for tag in path[len(open_path) :]:
                out.append(f"<{tag}>")
            open_path = path
        elif open_item:
            out.append("</li>")
        out.append(f"<li>{body}")
        open_item = True
    while len(open_path) > root:
        out.append(f"</li></{open_path[-1]}>")
        open_path = open_path[:-1]
    return "".join(out) + ("</li>" if open_item else "")


def _both(before: list[Token] | None, after: list[Token] | None) -> str:
    if before is None:
        return shown(after or [], "ins")
    if after is None:
        return shown(before, "del")
    return shown(after) if same(before, after) else diff_tokens(before, after)


@dataclass(frozen=True)
class Row:
    """A row of a table: which part it stands in, its cells, their words."""

    section: str
    cells: list[etree._Element]
    tokens: list[list[Token]]

    @property
    def words(self) -> list[Token]:
        """The words of the whole row."""
        return [token for cell in self.tokens for token in cell]

    @property
    def shape(self) -> tuple[tuple[str, str], ...]:
        """How the cells are merged."""
        return tuple((c.get("colspan", "1"), c.get("rowspan", "1")) for c in self.cells)


def _rows(table: etree._Element) -> list[Row]:
    return [
        Row(section.tag, list(row), [tokens_of(cell) for cell in row])
        for section in table
        for row in section
    ]


def _table_body(old: list[Row], new: list[Row]) -> str:
    pairs = _paired(
        old,
        new,
        lambda row: tuple(tuple(t.key for t in cell) for cell in row.tokens),
        lambda a, b: likeness(a.words, b.words) if len(a.cells) == len(b.cells) else 0.0,
    )
    out: list[str] = []
    section = ""
    for before, after in pairs:
        row = _present(before, after)
        # a removed head row below the head would open a second head: it goes with its neighbours
        here = row.section if after is not None or not section else section
        if here != section:
            out.append((f"</{section}>" if section else "") + f"<{here}>")
            section = here
        out.append(f"<tr>{_cells(before, after)}</tr>")
    return "".join(out) + (f"</{section}>" if section else "")


def _cells(before: Row | None, after: Row | None) -> str:
    row = _present(before, after)
    gone_row = after is None
    out = []
    for index, cell in enumerate(row.cells):
        body = _both(
            before.tokens[index] if before is not None else None,
            after.tokens[index] if after is not None else None,
        )
        if gone_row and cell.get("rowspan"):  # its rows are not all here any more
            cell = deepcopy(cell)
            del cell.attrib["rowspan"]
        out.append(_wrap(cell, body))
    return "".join(out)
