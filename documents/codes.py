"""Codes of documents: found in a text, read as people type them, compared with their pattern."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Q

from common.lookalikes import skeleton
from common.numbering import pattern_of
from common.text import fold
from documents.content.blocks import blocks
from documents.models import Document, DocumentRelation, DocumentType

_PIECES = re.compile(r"[^\W\d_]+|\d+")
_BETWEEN = re.compile(r"[\s\-–—‑./№_]{0,3}")

Key = tuple[str, ...]


class Proposal(NamedTuple):
    """A document whose code stands in a text, and the block it was first found in."""

    document: Document
    block: str


def key_of(code: str) -> Key:
    """A code as its letters and numbers: ДЖ-02, “дж 02” and ДЖ2 are one."""
    return tuple(_plain(piece) for piece in _PIECES.findall(code))


def _plain(piece: str) -> str:
    return str(int(piece)) if piece.isdecimal() else fold(piece)


def find_by_code(documents, typed: str) -> Document | None:
    """The document of a code as somebody typed it; nothing where two would fit equally well."""
    typed = typed.strip()
    exact = documents.filter(code=typed).first()
    if exact or not typed:
        return exact
    asked = key_of(typed)
    # A code has its first letters in the folded column, so few rows are compared.
    rows = documents.filter(folded__contains=asked[0]) if asked else documents.none()
    found = [pk for pk, code in rows.values_list("pk", "code") if key_of(code) == asked]
    if not found:  # Latin С for Cyrillic С, which nobody sees
        found = [*documents.filter(code_seen=skeleton(typed)).values_list("pk", flat=True)]
    return documents.filter(pk=found[0]).first() if len(found) == 1 else None


def proposals(document: Document, user) -> list[Proposal]:
    """Documents within reach whose codes stand in the text in force, and no relation tells yet."""
    version = document.version_in_force()
    if version is None:
        return []
    related = DocumentRelation.objects.filter(document=document).values_list("other", flat=True)
    known = {document.pk, document.basis_id, *related}
    index: dict[str, dict[Key, int]] = defaultdict(dict)
    reach = Document.objects.visible_to(user)
    for pk, code in reach.values_list("pk", "code"):
        key = key_of(code)
        # A code without a number, or of a number alone, is a word like others.
        if pk not in known and len(key) > 1 and any(part.isdecimal() for part in key):
            index[key[0]].setdefault(key, pk)
    found: dict[int, str] = {}
    for text in version.texts.all():
        for block in blocks(text.html):
            for pk in _codes_in(block.text, index):
                found.setdefault(pk, block.id)
    named = reach.in_bulk([*found])
    return [Proposal(named[pk], block) for pk, block in found.items() if pk in named]


def _codes_in(text: str, index: dict[str, dict[Key, int]]) -> Iterator[int]:
    """The documents whose codes stand in a line, of two that begin alike the longer."""
    pieces = list(_PIECES.finditer(text))
    plain = [_plain(piece.group()) for piece in pieces]
    for at, first in enumerate(plain):
        fitting = [
            key
            for key in index.get(first, ())
            if tuple(plain[at : at + len(key)]) == key and _together(text, pieces, at, len(key))
        ]
        if fitting:
            yield index[first][max(fitting, key=len)]


def _together(text: str, pieces: list[Any], at: int, count: int) -> bool:
    """Whether nothing but the signs of a code stands between its pieces, nor letters before."""
    pairs = zip(pieces[at : at + count - 1], pieces[at + 1 : at + count], strict=True)
    return all(_BETWEEN.fullmatch(text[a.end() : b.start()]) for a, b in pairs)


# Patterns -----------------------------------------------------------------------------------


def follows(document: Document) -> bool:
    """Whether a code is written by today's pattern of its type; without one any code is right."""
    pattern = pattern_of(document.type.code_mask)
    return not pattern or re.fullmatch(pattern, document.code) is not None


def off_pattern() -> Q:
    """Documents whose codes are not written by today's pattern of their type."""
    strange = Q(pk__in=[])
    for pk, mask in DocumentType.objects.exclude(code_mask="").values_list("pk", "code_mask"):
        if pattern := pattern_of(mask):
            strange |= Q(type=pk) & ~Q(code__regex=f"^{pattern}$")
    return strange


def note_strange_codes(kind: DocumentType, plan: Any) -> None:
    """Say that codes given before are not by the pattern; they stay, the next one follows it."""
    pattern = pattern_of(kind.code_mask)
    if not pattern or kind.pk is None:
        return
    codes = kind.documents.order_by("sorted_as").values_list("code", flat=True)
    strange = [code for code in codes if re.fullmatch(pattern, code) is None]
    if strange:
        names = ", ".join(strange[:5]) + (" …" if len(strange) > 5 else "")
        plan.left.append(
            f"document type {kind.code}: codes not by the pattern “{kind.code_mask}” stay as they "
            f"are ({len(strange)}): {names}"
        )
