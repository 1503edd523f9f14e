"""The place of a text where the words that were asked for stand, with these words marked."""

import re
from collections.abc import Iterator
from functools import lru_cache
from heapq import merge
from itertools import groupby, islice

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .query import Query, leaves
from .words import MARK, folded, stems

#: Where each word begins and ends.
Finds = list[tuple[int, int]]
LENGTH = 220
LOOKED_AT = 100  # finds of a text, from its beginning
_TYPED = str.maketrans("өүңё", "оуне")
#: The last sign of a stem may stand for two.
_LAST = {"п": "пб", "к": "кг"}
_REST = re.compile(r"[^\W_]*")


@lru_cache(256)
def _beginnings(query: Query) -> frozenset[str]:
    """What any of the words may begin with; which of them it is, its stems tell."""
    found = set()
    for word in query.words:
        letters = word.text.removeprefix(MARK)
        lasts = _LAST.get(letters[-1:], letters[-1:]) if word.text != letters else letters[-1:]
        found |= {letters[:-1] + last for last in lasts}
    return frozenset(found)


def _plain(text: str) -> str:
    """The text in small letters, those that are typed alike as one; of the same length."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(sign.lower()[0] for sign in text)
    for sign, other in _TYPED.items():
        small = small.replace(chr(sign), chr(other))
    return small


def _words_that_begin(query: Query, text: str) -> Iterator[tuple[int, int]]:
    """Words of a text that may be asked for, from its beginning."""
    plain = _plain(text)
    begins = merge(*(_all_places(plain, letters) for letters in _beginnings(query)))
    for begin, _many in groupby(begins):
        if not begin or not text[begin - 1].isalnum():
            rest = _REST.match(text, begin)
            yield begin, rest.end() if rest else begin


def _all_places(text: str, letters: str) -> Iterator[int]:
    begin = text.find(letters)
    while begin >= 0:
        yield begin
        begin = text.find(letters, begin + 1)


@lru_cache(10_000)
def _is_asked_for(query: Query, raw: str) -> bool:
    for word in folded(raw).split():
        marked = {MARK + stem for stem in stems(word)}
        for one in query.words:
            if one.text == word or one.text in marked or (one.begins and word.startswith(one.text)):
                return True
    return False


def finds(query: Query, text: str, most: int = LOOKED_AT) -> Finds:
    """Where the words stand in a text."""
    words = _words_that_begin(query, text)
    return list(islice((w for w in words if _is_asked_for(query, text[slice(*w)])), most))


def covered(query: Query, text: str, found: Finds) -> int:
    """How many of the words that were asked for stand at these places of a text."""
    there = {word for begin, end in found for word in folded(text[begin:end]).split()}
    words = there | {MARK + stem for word in there for stem in stems(word)}

    def holds(one) -> bool:
        return one.text in words or (one.begins and any(w.startswith(one.text) for w in there))

    return sum(any(map(holds, leaves(part))) for part in query.tree.parts)


def marked(query: Query, text: str) -> SafeString:
    """A short text with the words marked."""
    return _with_marks(text, finds(query, text))


def snippet(text: str, found: Finds) -> SafeString:
    """The part of a text that holds most of the words, which stand at these places."""
    begin, end = _window(text, found)
    inside = [(a - begin, b - begin) for a, b in found if a >= begin and b <= end]
    part = text[begin:end]
    shown = _with_marks(part, inside)
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{shown}{after}")  # noqa: S308 -- escaped piece by piece


def _window(text: str, found: Finds) -> tuple[int, int]:
    words = [folded(text[a:b])[:4] for a, b in found]
    best, most = found[0][0], 0
    for n, (start, _end) in enumerate(found):
        last = n
        while last < len(found) and found[last][1] <= start + LENGTH * 2 // 3:
            last += 1
        if len(set(words[n:last])) > most:
            best, most = start, len(set(words[n:last]))
    begin = max(0, best - LENGTH // 3)
    end = min(len(text), begin + LENGTH)
    if begin:
        begin = min(best, text.find(" ", begin, best) + 1 or best)
    if end < len(text):
        end = max(text.rfind(" ", best, end), next(b for a, b in found if a == best))
    return begin, end


def _with_marks(text: str, found: Finds) -> SafeString:
    pieces, last = [], 0
    for begin, end in found:
        pieces += [escape(text[last:begin]), f"<mark>{escape(text[begin:end])}</mark>"]
        last = end
    pieces.append(escape(text[last:]))
    return mark_safe(" ".join("".join(pieces).split()))  # noqa: S308 -- escaped piece by piece
