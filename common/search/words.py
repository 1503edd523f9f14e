"""The words of a text and of a query, made alike: folded, and cut down to their stems.

An index holds each word as it stands, for codes and for what is still being typed, and beside it
its stem under ``MARK``, a sign that no folded word can begin with.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from common.text import fold, fold_for_index

from . import kyrgyz

MARK = "§"
LONGEST_WORD = 60
#: PostgreSQL keeps less than a megabyte of words of one row.
MOST_BYTES = 700_000

_WORD = re.compile(r"[^\W_]+")
_GAP_IN_CODE = re.compile(r"(?<!\w)([А-ЯЁҢӨҮA-Z]{1,6})\s+(?=\d)")
_WITH_DIGIT = re.compile(r"\S*\d\S*")
_LATIN = re.compile(r"[a-z]+")
#: Signs that a text carries inside its words and nobody types: soft hyphens, joiners.
UNSEEN = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x0000])

_stemmers = {"ru": snowballstemmer.stemmer("russian"), "en": snowballstemmer.stemmer("english")}

#: Words that join others and say nothing by themselves.
STOP = frozenset(
    ("жана", "менен", "учун", "боюнча", "же", "да", "де", "бул")
    + ("и", "в", "на", "по", "с", "к", "о", "для", "или")
    + ("the", "of", "and", "for", "to", "in", "a")
)

_folded = lru_cache(300_000)(fold)


@lru_cache(300_000)
def _stem(word: str, language: str) -> str:
    return _stemmers[language].stemWord(word)


def stems(word: str, language: str = "") -> tuple[str, ...]:
    """The stems of a folded word; where its language is not known, of those it may be of."""
    if not word.isalpha():
        return ()
    if _LATIN.fullmatch(word):
        return (_stem(word, "en"),)
    if language == "ky":
        return (kyrgyz.stem(word),)
    if language == "ru":
        return (_stem(word, "ru"),)
    return tuple(dict.fromkeys((kyrgyz.stem(word), _stem(word, "ru"))))


def plain_words(text: str) -> list[str]:
    """The words of a text, folded, in its order."""
    found = (_folded(word) for word in _WORD.findall(text.translate(UNSEEN)))
    return [word for folded in found for word in folded.split()]


def tokens(text: str, language: str = "") -> set[str]:
    """All that a text is found by: its words, their stems, its codes in both their forms."""
    found: set[str] = set()
    for raw in set(_WORD.findall(text.translate(UNSEEN))):
        for word in _folded(raw).split():
            if len(word) <= LONGEST_WORD:
                found.add(word)
                found.update(MARK + stem for stem in stems(word, language))
    for code in set(_WITH_DIGIT.findall(_GAP_IN_CODE.sub(r"\1-", text))):
        if len(code) <= LONGEST_WORD:
            found.update(fold_for_index(code).split())
    return found


def joined(found: Iterable[str]) -> str:
    """Tokens as a column holds them, as many as fit."""
    kept, size = [], 0
    for token in sorted(found):
        size += len(token.encode()) + 1
        if size > MOST_BYTES:
            break
        kept.append(token)
    return " ".join(kept)


def code_key(code: str) -> str:
    """A code as it is compared whole: “ДЖ-01”, “дж 01” and “ДЖ01” are one."""
    return fold(code).replace(" ", "")[:100]
