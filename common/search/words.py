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
SHORTEST_SOFT = 4
#: PostgreSQL keeps less than a megabyte of words of one row.
MOST_BYTES = 700_000

_WORD = re.compile(r"[^\W_]+")
_GAP_IN_CODE = re.compile(r"(?<!\w)([А-ЯЁҢӨҮA-Z]{1,6})\s+(?=\d)")
_CODE = re.compile(r"[^\W\d_].*\d|\d.*[^\W\d_]|\d\D+\d")
_LATIN = re.compile(r"[a-z]+")
#: Signs that a text carries inside its words and nobody types: soft hyphens, joiners.
_UNSEEN = re.compile("[\x00\u00ad\u200b\u200c\u200d\u2060\ufeff]")

_stemmers = {"ru": snowballstemmer.stemmer("russian"), "en": snowballstemmer.stemmer("english")}

#: Words that join others and say nothing by themselves.
STOP = frozenset(
    ("жана", "менен", "учун", "боюнча", "же", "да", "де", "бул")
    + ("и", "в", "на", "по", "с", "к", "о", "для", "или")
    + ("the", "of", "and", "for", "to", "in", "a")
)

folded = lru_cache(300_000)(fold)


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
    russian = [_stem(word, "ru")]
    if len(word) > SHORTEST_SOFT and word.endswith("ь"):
        russian.append(word[:-1])  # "печать" is no verb: its other forms have the stem "печат"
    if language == "ru":
        return tuple(dict.fromkeys(russian))
    return tuple(dict.fromkeys((kyrgyz.stem(word), *russian)))


def without_unseen(text: str) -> str:
    """The text as its reader sees it."""
    return _UNSEEN.sub("", text)


def plain_words(text: str) -> list[str]:
    """The words of a text, folded, in its order."""
    found = (folded(word) for word in _WORD.findall(without_unseen(text)))
    return [word for words in found for word in words.split()]


@lru_cache(400_000)
def _of_word(raw: str, language: str) -> tuple[str, ...]:
    """A word of a text as it is found: folded, and its stems."""
    found: list[str] = []
    for word in fold(raw).split():
        if len(word) <= LONGEST_WORD:
            found += [word, *(MARK + stem for stem in stems(word, language))]
    return tuple(found)


@lru_cache(50_000)
def _of_code(code: str) -> tuple[str, ...]:
    """A code in both its forms."""
    return tuple(fold_for_index(code).split()) if len(code) <= LONGEST_WORD else ()


def tokens(text: str, language: str = "") -> set[str]:
    """All that a text is found by: its words, their stems, its codes in both their forms."""
    text = without_unseen(text)
    found: set[str] = set()
    for raw in set(_WORD.findall(text)):
        found.update(_of_word(raw, language))
    for piece in set(_GAP_IN_CODE.sub(r"\1-", text).split()):
        if not piece.isalpha() and _CODE.search(piece):
            found.update(_of_code(piece))
    return found


def joined(found: Iterable[str]) -> str:
    """Tokens as a column holds them, as many as fit."""
    words = " ".join(sorted(found))
    data = words.encode()
    if len(data) <= MOST_BYTES:
        return words
    return data[:MOST_BYTES].decode(errors="ignore").rpartition(" ")[0]


def code_key(code: str) -> str:
    """A code as it is compared whole: “ДЖ-01”, “дж 01” and “ДЖ01” are one."""
    return fold(code).replace(" ", "")[:100]
