"""From a row of paragraphs to blocks: which one is a heading, a clause, an item of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from documents.content.blocks import leading_number, without_number
from documents.content.shapes import (
    ARABIC,
    BRACKET,
    BULLET,
    CONTENTS,
    HEADING_LENGTH,
    ROUND_BULLET,
    ends_sentence,
    is_bullet,
    is_caps,
    is_levelled,
    is_roman_heading,
    is_word_heading,
)


@dataclass
class Piece:
    """A paragraph on its way to a block. An importer fills in what the file says by itself."""

    text: str
    html: str = ""  # inline HTML; the escaped text when empty
    kind: str = ""  # "", heading, clause, para, bullet, item, raw
    level: int = 0  # heading level 2-4, or the depth of a list from 0
    classes: set[str] = field(default_factory=set)
    ordered: bool = False  # for list items
    start: int = 1
    hinted: bool = False  # marked as a heading by "#" or by bold type
    list_key: str = ""  # items with another key start another list
    numbered: bool = False  # has an automatic number, not yet written
    literal: bool = False  # carries an automatic number written out; it stays in the words
    columns: list[list[str]] = field(default_factory=list)  # of a table: for stamps side by side

    def __post_init__(self) -> None:
        self.html = self.html or escape(self.text, quote=False)

    def drop_prefix(self, pattern: re.Pattern[str]) -> None:
        """Take a bullet sign or an item's number away; the list itself shows it."""
        match = pattern.match(self.text)
        if match is None:
            return
        self.text = self.text[match.end() :].lstrip()
        left = len(re.sub(r"\s", "", match.group()))
        out, inside, index = [], False, 0
        while index < len(self.html):  # the same characters, skipping over inline tags
            char = self.html[index]
            inside = (inside or char == "<") and char != ">"
            if not inside and char != ">" and (left or char.isspace()):
                left -= 0 if char.isspace() else 1
            else:
                out.append(char)
                if not inside and char != ">" and not left:
                    break
            index += 1
        self.html = "".join(out) + self.html[index + 1 :]


_DASH = re.compile(r"^[-–—]\s+(?=\d)")
_BULLET_SIGN = re.compile(r"^(?:[•·▪●◦‣■□]\s*|[-–—*]\s+)")


def classify(pieces: list[Piece]) -> list[Piece]:
    """Give every piece without a kind its kind, looking at its neighbours."""
    for piece in pieces:
        if not piece.kind and is_levelled(piece.text):
            piece.drop_prefix(_DASH)
    for index in _contents(pieces):
        pieces[index].kind = "para"  # each line has its number already
    runs = _item_runs(pieces)
    for index, piece in enumerate(pieces):
        if not piece.kind:
            _decide(pieces, index, index in runs)
    return pieces


def _contents(pieces: list[Piece]) -> range:
    """Positions of the lines of a typed table of contents: they are not the sections themselves.

    It ends where one of its lines comes again or the numbers start from 1 again.
    """
    at = next((i for i, p in enumerate(pieces[:60]) if CONTENTS.fullmatch(p.text.strip())), None)
    if at is None or any(piece.kind for piece in pieces[at + 1 : at + 4]):
        return range(0)
    seen: set[str] = set()
    for index in range(at + 1, len(pieces)):
        text = pieces[index].text
        key = re.sub(r"[\W\d_]+", "", text).lower()
        first = "1" if leading_number(text).strip(".)") == "1" else ""
        if key in seen or (first and first in seen):
            return range(at + 1, index)
        if len(text) > HEADING_LENGTH + 40:
            break
        seen |= {key, first} - {""}
    return range(0)


def _arabic(piece: Piece) -> int:
    match = ARABIC.match(piece.text)
    return int(match.group(1)) if match and not piece.kind and not is_levelled(piece.text) else 0


def _item_runs(pieces: list[Piece]) -> set[int]:
    """Positions of "1. … 2. … 3. …" that stand next to each other: a list, not sections."""
    found: set[int] = set()
    for index in range(len(pieces) - 1):
        here, following = _arabic(pieces[index]), _arabic(pieces[index + 1])
        if pieces[index].literal or pieces[index + 1].literal:
            continue
        if here and following == here + 1:
            found |= {index, index + 1}
    return found


def _decide(pieces: list[Piece], index: int, in_run: bool) -> None:
    piece = pieces[index]
    text = piece.text
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    if is_levelled(text):
        depth = leading_number(text).rstrip(".").count(".") + 1
        if _is_levelled_heading(piece, following):
            piece.kind, piece.level = "heading", min(depth + 1, 4)
        else:
            piece.kind = "clause"
    elif is_bullet(text) and (BULLET.match(text) or ROUND_BULLET.match(text)):
        piece.drop_prefix(_BULLET_SIGN)
        piece.kind = "bullet"
    elif is_roman_heading(text) or is_word_heading(text):
        piece.kind, piece.level = "heading", 2
    elif number := _arabic(piece):
        if _opens_section(pieces, index, number, in_run):
            piece.kind, piece.level = "heading", 2
        elif in_run:
            piece.start = number
            piece.drop_prefix(ARABIC)
            piece.kind, piece.ordered = "item", True
        else:
            piece.kind = "clause"
    elif BRACKET.match(text):
        piece.kind = "clause"
    elif piece.hinted and len(text) <= HEADING_LENGTH + 60:
        piece.kind, piece.level = "heading", max(2, min(piece.level or 2, 4))
    elif is_caps(text) or _before_first_clause(piece, following):
        piece.kind, piece.level = "heading", 2
    else:
        piece.kind = "clause" if piece.literal else "para"


def _is_short(text: str, limit: int = 120) -> bool:
    return len(text) <= limit and "\n" not in text


def _is_levelled_heading(piece: Piece, following: Piece | None) -> bool:
    """ "5.1 Duties" above a paragraph is a heading; "5.1 The director decides." is a clause."""
    words = without_number(piece.text)
    if piece.hinted and _is_short(words) and not words.endswith((";", ":", ",")):
        return not words.endswith(".") or len(words) < 60
    if not _is_short(words, 110) or ends_sentence(words) or words.endswith(","):
        return False
    if words[:1].islower() or following is None or following.kind == "item":
        return False
    if is_levelled(following.text):  # a deeper clause inside it
        mine = leading_number(piece.text).rstrip(".")
        return leading_number(following.text).startswith(f"{mine}.")
    return not is_bullet(following.text) and not BRACKET.match(following.text)


def _opens_section(pieces: list[Piece], index: int, number: int, in_run: bool) -> bool:
    """ "3. Rights" followed by 3.1 opens a section; so does a short one that stands alone."""
    piece = pieces[index]
    words = without_number(piece.text)
    if not _is_short(words, HEADING_LENGTH) or words.endswith((";", ",", ":")):
        return False
    if words[:1].islower():
        return False
    if piece.hinted:
        return True
    for later in pieces[index + 1 : index + 40]:
        if later.kind == "heading" or is_roman_heading(later.text):
            break
        if is_levelled(later.text):
            if leading_number(later.text).split(".")[0] == str(number):
                return not in_run or later is pieces[index + 1]
            break
        if _arabic(later) == number + 1:
            break
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    return not in_run and following is not None and not ends_sentence(words)


def _before_first_clause(piece: Piece, following: Piece | None) -> bool:
    """A short line without a full stop right above clause N.1 is the heading of section N."""
    if following is None or not _is_short(piece.text, 100) or ends_sentence(piece.text):
        return False
    number = leading_number(following.text).rstrip(".")
    return bool(re.fullmatch(r"\d{1,2}\.1", number)) and not piece.text[:1].islower()


def render(pieces: list[Piece]) -> str:
    """HTML of classified pieces; neighbouring items become one list."""
    out: list[str] = []
    waiting: list[Piece] = []
    for piece in pieces:
        is_item = piece.kind in ("bullet", "item")
        if waiting and (not is_item or _starts_new_list(waiting, piece)):
            out.append(_list(waiting))
            waiting = []
        if is_item:
            waiting.append(piece)
        else:
            out.append(_block(piece))
    if waiting:
        out.append(_list(waiting))
    return "\n".join(out)


def _starts_new_list(waiting: list[Piece], piece: Piece) -> bool:
    if piece.level > 0:
        return False
    top = next((item for item in waiting if item.level == 0), waiting[0])
    return (top.ordered, top.list_key) != (piece.ordered, piece.list_key)


def _list(items: list[Piece]) -> str:
    """Items deeper than the first of their run become a list inside the item before them."""
    tag = "ol" if items[0].ordered else "ul"
    start = f' start="{items[0].start}"' if items[0].ordered and items[0].start > 1 else ""
    body, index = [], 0
    base = min(item.level for item in items)
    while index < len(items):
        end = index + 1
        while end < len(items) and items[end].level > base:
            end += 1
        deeper = items[index + 1 : end] if items[index].level == base else items[index:end]
        own = items[index].html if items[index].level == base else ""
        body.append(f"<li>{own}{_list(deeper) if deeper else ''}</li>")
        index = end
    return f"<{tag}{start}>{''.join(body)}</{tag}>"


def _block(piece: Piece) -> str:
    if piece.kind == "raw":
        return piece.html
    tag = f"h{max(2, min(piece.level, 4))}" if piece.kind == "heading" else "p"
    classes = set(piece.classes)
    if piece.kind == "clause":
        classes.add("clause")
    attribute = f' class="{" ".join(sorted(classes))}"' if classes else ""
    return f"<{tag}{attribute}>{piece.html}</{tag}>"
