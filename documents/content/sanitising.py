"""The structural pass: whatever was pasted or imported becomes a row of blocks with stable ids."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

import nh3
from lxml import etree

from documents.content.markup import (
    BLOCKS,
    HEADINGS,
    INLINE,
    LISTS,
    RENAMED,
    TABLE_PARTS,
    clean,
    parse,
    serialise,
    text_of,
)
from documents.content.tidying import tidy

_STRUCTURE = BLOCKS | TABLE_PARTS | {"li"}
MAX_LIST_DEPTH = 9


def sanitise(html: str) -> str:
    """The one safe and canonical form of a text; sanitising it again changes nothing.

    Stray words are wrapped in a paragraph, empty blocks go, each top-level block has its own id:
    an existing one is kept (differences, checklists and the clause map point at it), a missing or
    repeated one is made from the words of the block.
    """
    try:
        root = parse(clean(html))
    except etree.XMLSyntaxError:  # nested deeper than anyone writes: keep the words
        root = parse(_words_only(html))
    for element in root.iter():
        element.tag = RENAMED.get(element.tag, element.tag)
    made = [block for block in _flow(root, "p") if tidy(block)]
    _give_ids(made)
    return "\n".join(serialise(block) for block in made)


def _words_only(html: str) -> str:
    lines = nh3.clean(clean(html), tags=set()).split("\n")
    return "".join(f"<p>{line}</p>" for line in lines if line.strip())


def _has_structure(element: etree._Element) -> bool:
    return any(node.tag not in INLINE for node in element.iterdescendants())


def _flow(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Blocks out of mixed content; loose words are gathered into blocks of the given tag."""
    loose = _new(element, tag)
    _append_text(loose, element.text)
    for child in list(element):
        tail = child.tail
        child.tail = None
        if child.tag in INLINE and not _has_structure(child):
            loose.append(child)
        else:
            yield loose
            loose = _new(element, tag)
            yield from _block(child, tag)
        _append_text(loose, tail)
    yield loose


def _new(source: etree._Element, tag: str) -> etree._Element:
    """An empty block; it inherits id and class when it stands for the source itself."""
    block = etree.Element(tag)
    if source.tag == tag:
        for name in ("id", "class"):
            if source.get(name):
                block.set(name, source.get(name))
    return block


def _block(child: etree._Element, tag: str) -> Iterator[etree._Element]:
    if child.tag in LISTS:
        yield _list(child)
    elif child.tag == "table":
        yield from _table(child)
    elif child.tag == "blockquote":
        quote = _new(child, "blockquote")
        for part in _flow(child, "p"):
            for piece in part if part.tag == "blockquote" else [part]:
                if piece.tag in (*HEADINGS, "table"):
                    flat = etree.Element("p")
                    _inline_into(flat, piece)
                    piece = flat
                piece.attrib.pop("id", None)
                if text_of(piece):
                    quote.append(piece)
        yield quote
    elif child.tag in (*HEADINGS, "p"):
        yield from _flow(child, child.tag)
    else:  # a wrapper, a loose list item or cell, an inline tag around blocks
        yield from _flow(child, tag)


def _list(source: etree._Element, depth: int = 1) -> etree._Element:
    made = _new(source, source.tag)
    if source.get("start"):
        made.set("start", source.get("start"))
    stray = etree.Element("li")
    _append_text(stray, source.text)
    parts: list[etree._Element] = [stray]
    for child in list(source):
        tail, child.tail = child.tail, None
        if child.tag in LISTS and len(parts) > 1:  # a list directly inside a list: its last item's
            parts[-1].append(child)
        elif child.tag == "li":
            parts.append(child)
        else:
            holder = etree.Element("li")
            holder.append(child)
            parts.append(holder)
        if tail and tail.strip():
            holder = etree.Element("li")
            _append_text(holder, tail)
            parts.append(holder)
    for part in parts:
        item = etree.Element("li")
        _inline_into(item, part, lists=depth)
        if text_of(item):
            made.append(item)
    return made


def _inline_into(target: etree._Element, source: etree._Element, lists: int = 0) -> None:
    """Words of source into target with inline tags kept; blocks become lines.

    `lists` is the depth of the list we are in: nested lists are kept as lists below the limit.
    """
    _append_text(target, source.text)
    for child in list(source):
        tail, child.tail = child.tail, None
        if child.tag in INLINE and not _has_structure(child):
            target.append(child)
        elif child.tag in LISTS and 0 < lists < MAX_LIST_DEPTH:
            nested = _list(child, lists + 1)
            nested.attrib.pop("id", None)
            if len(nested):
                target.append(nested)
        else:
            boundary = child.tag in ("td", "th")
            if boundary:
                _append_text(target, " ")
            elif child.tag not in INLINE:
                target.append(etree.Element("br"))
            _inline_into(target, child, lists)
            if child.tag not in INLINE and not boundary:
                target.append(etree.Element("br"))
        _append_text(target, tail)


def _table(source: etree._Element) -> Iterator[etree._Element]:
    made = _new(source, "table")
    parts = {"thead": etree.Element("thead"), "tbody": etree.Element("tbody")}
    for child in source:
        if child.tag == "caption":
            yield from _flow(child, "p")
            continue
        rows = [child] if child.tag == "tr" else child.findall("tr")
        for row in rows:
            new_row = etree.SubElement(parts.get(child.tag, parts["tbody"]), "tr")
            for cell in row:
                new_cell = etree.SubElement(new_row, "th" if cell.tag == "th" else "td")
                new_cell.attrib.update(cell.attrib)
                _inline_into(new_cell, cell, lists=1)
    for part in parts.values():
        for row in list(part):
            if not len(row):
                part.remove(row)
        if len(part):
            made.append(part)
    yield made


def _append_text(element: etree._Element, text: str | None) -> None:
    if not text:
        return
    last = next(element.iterchildren(reversed=True), None)  # len() would count all of them
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text


def _give_ids(made: list[etree._Element]) -> None:
    used: set[str] = set()
    for block in made:
        identity = block.get("id")
        if identity in used:
            del block.attrib["id"]
        elif identity:
            used.add(identity)
    turns: Counter[str] = Counter()
    for block in made:
        if not block.get("id"):
            words = f"{block.tag} {text_of(block)}"
            block.set("id", new_id(words, used, turns[words]))
            turns[words] += 1


def new_id(words: str, used: set[str], turn: int = 0) -> str:
    """An id made from the words of a block and not among the used ones; it joins them.

    The turn tells blocks of the same words apart.
    """
    while True:
        digest = hashlib.sha256(f"{turn} {words}".encode()).hexdigest()[:8]
        turn += 1
        if f"b-{digest}" not in used:
            used.add(f"b-{digest}")
            return f"b-{digest}"
