"""The form of a text: sanitised HTML made of blocks, each with an id that outlives editing.

Differences, checklists and the clause map point at blocks, so "clause 2.1 of version 3" stays an
address after the text around it changes (004/4.2.3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from documents.content.markup import BLOCK_ID, HEADINGS, inner, parse, serialise, text_of
from documents.content.sanitising import sanitise

__all__ = ["Block", "OutlineItem", "blocks", "leading_number", "outline", "plain_text", "sanitise"]

OUTLINE_LENGTH = 90

_LEVELS = re.compile(r"(\d{1,3}(?:\s?\.\s?\d{1,3}){1,8})\s?(\.?)(?=\s|$|[^\W\d_]|[«“\"(])")
_SINGLE = re.compile(r"(\d{1,3}[.)])(?=\s|$|[^\W\d_])")
_ROMAN = re.compile(r"([IVXLCІХ]{1,7}\.)(?=\s|[^\W\d_])")
_LETTER = re.compile(r"([^\W\d_]\))(?=\s)")
_DASH = re.compile(r"[-–—]\s+")


@dataclass(frozen=True)
class Block:
    """One addressable piece of a text: a heading, a clause, a list, a table, a quotation."""

    id: str
    tag: str
    html: str  # the whole block, its own tag included
    inner: str
    text: str
    number: str  # "2.1.", "IV.", "3)"; "" when it has none
    classes: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Whether the block opens a section."""
        return self.tag in HEADINGS

    @property
    def is_clause(self) -> bool:
        """Whether the block is a numbered clause of its own."""
        return self.tag == "p" and (bool(self.number) or "clause" in self.classes)


@dataclass(frozen=True)
class OutlineItem:
    """A line of the table of contents: level 2 to 4 for headings, 5 for numbered clauses."""

    id: str
    level: int
    number: str
    text: str  # without the number, shortened
    kind: str  # "heading" or "clause"


def leading_number(text: str) -> str:
    """The number a clause or heading starts with, as written but without inner spaces."""
    line = _DASH.sub("", text.lstrip(), count=1) if _DASH.match(text.lstrip()) else text.lstrip()
    if match := _LEVELS.match(line):
        parts = re.split(r"\s?\.\s?", match.group(1))
        after = line[match.end() :].lstrip()[:1]
        # "3.5 points" is a quantity, "06.10.2023" a date: a clause number is followed by a
        # sentence, or closed with a full stop
        quantity = not match.group(2) and after.islower()
        if not quantity and not (len(parts) == 2 and parts[0].startswith("0")):
            return ".".join(parts) + match.group(2)
    elif match := (_SINGLE.match(line) or _ROMAN.match(line) or _LETTER.match(line)):
        return match.group(1)
    return ""


def without_number(text: str) -> str:
    """The words of a clause after its number."""
    number = leading_number(text)
    if not number:
        return text.strip()
    pattern = r"^\s*(?:[-–—]\s+)?" + r"\s?".join(re.escape(char) for char in number)
    return re.sub(pattern, "", text, count=1).strip()


def tree(html: str) -> list[etree._Element]:
    """The blocks of a text as elements; a text that is not in its canonical form is put into it."""
    try:
        found = list(parse(html))
        if all(BLOCK_ID.fullmatch(element.get("id") or "") for element in found) and (
            "\n".join(map(serialise, found)) == html
        ):
            return found
    except etree.XMLSyntaxError:
        pass
    return list(parse(sanitise(html)))


def as_block(element: etree._Element) -> Block:
    """A block with its words and number read out."""
    text = text_of(element)
    numbered = element.tag in (*HEADINGS, "p")
    return Block(
        id=element.get("id", ""),
        tag=element.tag,
        html=serialise(element),
        inner=inner(element),
        text=text,
        number=leading_number(text) if numbered else "",
        classes=tuple((element.get("class") or "").split()),
    )


def blocks(html: str) -> list[Block]:
    """The blocks of a text in order."""
    return [as_block(element) for element in tree(html)]


def plain_text(html: str) -> str:
    """Every word of a text, a block to a line, a tab between cells: for search and comparison."""
    return "\n".join(text_of(element) for element in tree(html))


def outline(html: str) -> list[OutlineItem]:
    """Headings and numbered clauses with their ids: the table of contents beside the text."""
    items: list[OutlineItem] = []
    for block in blocks(html):
        if not (block.is_heading or (block.is_clause and block.number)):
            continue
        items.append(
            OutlineItem(
                id=block.id,
                level=int(block.tag[1]) if block.is_heading else 5,
                number=block.number,
                text=_shortened(without_number(block.text)),
                kind="heading" if block.is_heading else "clause",
            )
        )
    return items


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= OUTLINE_LENGTH:
        return text
    return text[:OUTLINE_LENGTH].rsplit(" ", 1)[0].rstrip(",;:") + "…"
