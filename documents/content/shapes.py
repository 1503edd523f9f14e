"""What a line of a regulation looks like: clause, section heading, bullet, annex.

Shared by every importer, so that the same regulation brought in as .txt or as .docx gets the
same blocks. Kyrgyz and Russian office habits are written down here and nowhere else.
"""

from __future__ import annotations

import re

from documents.content.blocks import leading_number, without_number

HEADING_LENGTH = 160
UPPER = "A-ZА-ЯЁҢӨҮ"
TERMINATORS = ".;:!?…"

BULLET = re.compile(r"^(?P<mark>[•·▪●◦‣■□*]|[-–—])\s+(?P<rest>\S.*)$", re.DOTALL)
ROUND_BULLET = re.compile(r"^[•·▪●◦‣■□]\s*")
LEVELS = re.compile(r"^(?:[-–—]\s+)?\d{1,3}(?:\s?\.\s?\d{1,3}){1,8}")
ROMAN = re.compile(rf"^[IVXLІХ]{{1,7}}\.\s*(?=[«“\"{UPPER}])")
ARABIC = re.compile(rf"^(\d{{1,3}})\.(?=\s|[«“\"{UPPER}])\s*")
BRACKET = re.compile(r"^(?:\d{1,3}|[^\W\d_])\)\s+")
WORD_HEADING = re.compile(
    r"^(?:(?:\d{1,2}|[IVX]{1,5})\s?[-–]\s?(?:тиркеме|бөлүм|глава|бап|раздел)\b"
    r"|(?:тиркеме|приложение|annex|appendix|глава|бөлүм|раздел)(?:лер)?"
    r"(?:\s*№?\s*(?:\d{1,2}|[IVX]{1,5}|[А-Я]))?\s*(?:[.:]|$)"
    r"|(?:киришүү|мазмуну|корутунду|введение|содержание|оглавление|заключение)\s*[.:]?$)",
    re.IGNORECASE,
)
STAMP = re.compile(
    r"(?:(?P<agreed>макулдашыл(?:ды|ган)|согласовано?|agreed)"
    r"|(?P<approved>бекит(?:илди|илген|емин|ем)|утвержд(?:аю|ено|ен|ена)|approved))",
    re.IGNORECASE,
)
CONTENTS = re.compile(r"(?:мазмуну|содержание|оглавление|contents)\s*[.:]?", re.IGNORECASE)
_AROUND = "«»“”\"'„ :.\t*#"
WORD = re.compile(r"[^\W\d_]+")


def stamp_kind(line: str) -> str:
    """ "agreed" or "approved" for a line that is only the word of a stamp, otherwise ""."""
    match = STAMP.fullmatch(line.strip(_AROUND))
    return (match.lastgroup or "") if match else ""


def is_caps(text: str) -> bool:
    """Whether a short line is written in capitals, as titles of sections are."""
    if stamp_kind(text):
        return False
    words = [word for word in WORD.findall(text) if len(word) > 2]
    if not words or len(text) > HEADING_LENGTH:
        return False
    capitals = sum(word.isupper() for word in words)
    return capitals == len(words) and sum(map(len, words)) >= 5


def ends_sentence(text: str) -> bool:
    """Whether a line closes a sentence or opens a list, closing quotes and brackets apart."""
    return text.rstrip().rstrip("»”\")'").endswith(tuple(TERMINATORS))


def starts_lower(text: str) -> bool:
    """Whether a line starts as the middle of a sentence does."""
    stripped = text.lstrip().lstrip('«“"(')
    return bool(stripped) and stripped[0].islower()


def is_levelled(text: str) -> bool:
    """A clause number of two and more levels at the start: "1.1.", "- 4.2.3"."""
    return bool(LEVELS.match(text)) and bool(leading_number(text)) and bool(without_number(text))


def is_word_heading(text: str) -> bool:
    """An annex or a part by its own word: "ТИРКЕМЕ", "2-бөлүм.", "Приложение № 1"."""
    return len(text) <= HEADING_LENGTH and bool(WORD_HEADING.match(text))


def is_roman_heading(text: str) -> bool:
    """A section numbered in Roman: "II. Тартиби"."""
    return len(text) <= HEADING_LENGTH + 60 and bool(ROMAN.match(text))


def is_bullet(text: str) -> bool:
    """A line of an unnumbered list; "- 1.1. …" is a clause with a stray dash, not a bullet."""
    return bool(BULLET.match(text) or ROUND_BULLET.match(text)) and not is_levelled(text)


def starts_block(text: str) -> bool:
    """Whether a line opens something of its own and never continues the line before."""
    return bool(
        is_levelled(text)
        or is_bullet(text)
        or is_roman_heading(text)
        or ARABIC.match(text)
        or BRACKET.match(text)
        or is_word_heading(text)
        or is_caps(text)
    )
