"""Text as people search for it and as the Kyrgyz alphabet orders it.

Both are computed here and stored in columns of their own, so that SQLite and PostgreSQL with
any collation find and order the same rows.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

KYRGYZ_ALPHABET = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"

# Letters with a mark above that are letters of their own, not another letter with an accent.
_OWN_LETTERS = frozenset("йё")
_AS_TYPED_WITHOUT_KYRGYZ_KEYS = str.maketrans("ёңөү", "еноу")
_QUOTES = frozenset("\"'`´‘’‚‛“”„‟‹›«»ʹʺʻʼ′″")

# A code that is written with a gap, "ДЖ 01", is one code all the same.
_GAP_IN_CODE = re.compile(r"(?<!\w)([А-ЯЁҢӨҮA-Z]{1,6})\s+(?=\d)")
_DIGITS_OR_REST = re.compile(r"\d+|\D+")

# The gap between words comes first, then numbers, then Latin letters, then Cyrillic ones.
_GAP_KEY = "10"
_NUMBER_KEY = "20"
_LONGEST_NUMBER = 0xFF
_LETTER_KEYS = {
    **{letter: f"{0x40 + n:02x}" for n, letter in enumerate("abcdefghijklmnopqrstuvwxyz")},
    **{letter: f"{0x80 + n:02x}" for n, letter in enumerate(KYRGYZ_ALPHABET)},
}


def fold(value: str) -> str:
    """The form in which text is compared in a search.

    Case, accents, quotes and № do not count; ё is е, and ң ө ү are н о у, as people type them
    on a keyboard without Kyrgyz letters; every punctuation mark is a gap, so that "ДЖ-01"
    becomes "дж 01". Folding what is folded changes nothing.
    """
    return " ".join(_plain(value).translate(_AS_TYPED_WITHOUT_KYRGYZ_KEYS).split())


def fold_for_index(*values: str | None) -> str:
    """What a search column holds: the folded values, and every code in both its forms.

    A code is a word with a digit in it. It is added squeezed and spaced, so that "ДЖ-01",
    "ДЖ 01" and "ДЖ01" are each found by "дж-01", "дж 01" and "дж01". The query itself goes
    through ``fold`` only.
    """
    texts = [value for value in values if value]
    words = " ".join(filter(None, map(fold, texts)))
    added: list[str] = []
    for code in _codes(" ".join(texts)):
        spaced = " ".join(_DIGITS_OR_REST.findall(code.replace(" ", "")))
        for form in (code.replace(" ", ""), spaced):
            if f" {form} " not in f" {words} " and form not in added:
                added.append(form)
    return " ".join([words, *added]).strip()


def sort_key(value: str) -> str:
    """A key whose plain order is the order of the Kyrgyz alphabet.

    А Б В … Н Ң О Ө П … У Ү Ф …, numbers by their value ("2" before "10"), then Latin, then
    Cyrillic letters; case, accents, quotes and № do not count, a gap comes before any letter.
    The key holds only the signs 0-9 and a-f, so every database orders it alike, and cutting
    it to the length of a column keeps the order of what is left.
    """
    plain = " ".join(_plain(value).split())
    return "".join(_sort_tokens(plain))


def _plain(value: str) -> str:
    """Lower-case letters, digits and spaces: what both a search and an order look at."""
    text = "".join(" " if sign == "№" else sign for sign in value if sign not in _QUOTES)
    # Folding case may open a composed letter and composing may bring back a capital.
    for _ in range(2):
        text = unicodedata.normalize("NFKC", text.casefold())
    text = "".join(_without_accent(sign) for sign in text)
    return "".join(filter(None, map(_letter_digit_or_gap, text)))


def _without_accent(sign: str) -> str:
    if sign.isascii() or sign in _OWN_LETTERS:
        return sign
    return unicodedata.normalize("NFD", sign)


def _letter_digit_or_gap(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind[0] == "L" or kind == "Nd":
        return sign
    # Accents and invisible signs, such as a soft hyphen, vanish; the rest parts words.
    return "" if kind[0] == "M" or kind == "Cf" or sign in _QUOTES else " "


def _codes(text: str) -> Iterator[str]:
    """The words of ``text`` that hold a digit and something else, folded."""
    for word in _GAP_IN_CODE.sub(r"\1-", text).split():
        code = fold(word)
        if not code.isdigit() and any(sign.isdigit() for sign in code):
            yield code


def _sort_tokens(plain: str) -> Iterator[str]:
    for is_digit, signs in groupby(plain, key=str.isdecimal):
        if is_digit:
            yield from _number_keys("".join(signs))
        else:
            for sign in signs:
                yield _GAP_KEY if sign == " " else _letter_key(sign)


def _number_keys(digits: str) -> Iterator[str]:
    """A number, its length first, so that more digits mean a larger number."""
    ascii_digits = "".join(str(unicodedata.decimal(digit)) for digit in digits)
    ascii_digits = ascii_digits.lstrip("0") or "0"
    for start in range(0, len(ascii_digits), _LONGEST_NUMBER):
        part = ascii_digits[start : start + _LONGEST_NUMBER]
        yield f"{_NUMBER_KEY}{len(part):02x}{part}"


def _letter_key(letter: str) -> str:
    """Two signs for a letter of ours, eight for a letter of another alphabet, which comes last."""
    return _LETTER_KEYS.get(letter) or f"f0{ord(letter):06x}"


def has_words(told: str, least: int = 3) -> bool:
    """Whether something is said, and not only a dot or a dash typed."""
    return sum(map(str.isalnum, told)) >= least
