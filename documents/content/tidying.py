"""Spaces, line breaks and hollow tags of one block put in order, so that its form is canonical."""

from __future__ import annotations

import re

from lxml import etree

from documents.content.markup import HEADINGS, INLINE, LISTS, text_of

_SPACE = re.compile(r"[ \t\n\r\f]+")
Slot = tuple[str, etree._Element]  # ("text" | "tail" | "br" | "list", the element it belongs to)


def tidy(block: etree._Element) -> bool:
    """Tidy a block in place; False when no word is left in it and it should go."""
    for unit in list(block.iter("p", "li", "td", "th", *HEADINGS)):
        while _pass(unit):
            pass
    for node in block.iter(*LISTS, "table", "blockquote", "thead", "tbody", "tr"):
        node.text = None
        for child in node:
            child.tail = None
    return bool(text_of(block).strip())


def _pass(unit: etree._Element) -> bool:
    """One round; True when something was taken out, which may leave more to take out."""
    slots: list[Slot] = []
    _slots(unit, slots)
    doomed = _trim_left(slots)
    _trim_right(slots)
    for node in unit.iterdescendants(*(INLINE - {"br"})):
        hollow = not "".join(node.itertext()).strip(" ") and node.find(".//br") is None
        if hollow or (node.tag == "a" and not node.get("href")):
            doomed.append(node)
    for node in doomed:
        _unwrap(node)
    return bool(doomed)


def _slots(node: etree._Element, slots: list[Slot]) -> None:
    slots.append(("text", node))
    for child in node:
        if child.tag == "br":
            slots.append(("br", child))
        elif child.tag in LISTS:  # its items are units of their own
            slots.append(("list", child))
        else:
            _slots(child, slots)
        slots.append(("tail", child))


def _trim_left(slots: list[Slot]) -> list[etree._Element]:
    """One space between words, none at the start of a line; returns the idle line breaks."""
    idle: list[etree._Element] = []
    last_break: etree._Element | None = None
    line_is_empty, after_space = True, True
    for kind, node in slots:
        if kind in ("text", "tail"):
            text = _SPACE.sub(" ", getattr(node, kind) or "")
            if after_space:
                text = text.lstrip(" ")
            setattr(node, kind, text or None)
            if text:
                after_space = text[-1] == " "
                line_is_empty = False
            continue
        if kind == "br" and line_is_empty:
            idle.append(node)
            continue
        if kind == "list" and line_is_empty and last_break is not None:
            idle.append(last_break)
        last_break = node if kind == "br" else None
        line_is_empty = after_space = True
    if line_is_empty and last_break is not None:
        idle.append(last_break)
    return idle


def _trim_right(slots: list[Slot]) -> None:
    edge = True
    for kind, node in reversed(slots):
        if kind not in ("text", "tail"):
            edge = True
            continue
        text = getattr(node, kind)
        if text and edge:
            text = text.rstrip(" ")
            setattr(node, kind, text or None)
        edge = edge and not text


def _unwrap(node: etree._Element) -> None:
    """Take a tag away and leave its words where they were."""
    parent = node.getparent()
    if parent is None:
        return
    tail, node.tail = node.tail, None
    _add_before(node, parent, node.text)
    for child in list(node):
        node.addprevious(child)
    _add_before(node, parent, tail)
    parent.remove(node)


def _add_before(node: etree._Element, parent: etree._Element, text: str | None) -> None:
    if not text:
        return
    before = node.getprevious()
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
