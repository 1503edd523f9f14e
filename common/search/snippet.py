"""The place of a text where the words that were asked for stand, with these words marked."""

import re
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .query import Query, leaves
from .words import MARK, folded, stems, without_unseen

LENGTH = 220
LOOKED_AT = 100  # finds of a text, from its beginning
_TYPED = {"о": "[оө]", "у": "[уү]", "н": "[нң]", "е": "[её]"}
#: The last sign of a stem may stand for two.
_LAST = {"п": "[пб]", "к": "[кг]"}


@lru_cache(256)
def _pattern(query: Query) -> re.Pattern | None:
    """Whatever may be one of the words; which of them it is, its stems tell."""
    found = set()
    for word in query.words:
        is_stem = word.text.startswith(MARK)
        letters = word.text.removeprefix(MARK)
        signs = [_TYPED.get(sign, re.escape(sign)) for sign in letters]
        if is_stem and letters:
            signs[-1] = _LAST.get(letters[-1], signs[-1])
        if signs:
            found.add("".join(signs) + ("" if is_stem or word.begins else r"(?!\w)"))
    if not found:
        return None
    either = "|".join(sorted(found, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{either})[^\W_]*", re.IGNORECASE)


def _is_asked_for(query: Query, raw: str) -> bool:
    for word in folded(raw).split():
        marked = {MARK + stem for stem in stems(word)}
        for one in query.words:
            if one.text == word or one.text in marked or (one.begins and word.startswith(one.text)):
                return True
    return False


def finds(query: Query, text: str, most: int = LOOKED_AT) -> list[tuple[int, int]]:
    """Where the words stand in a text."""
    pattern = _pattern(query)
    found: list[tuple[int, int]] = []
    for hit in pattern.finditer(text) if pattern else ():
        if _is_asked_for(query, hit.group()):
            found.append(hit.span())
            if len(found) == most:
                break
    return found


def covered(query: Query, text: str) -> int:
    """How many of the words that were asked for a text holds."""
    found = {word for begin, end in finds(query, text) for word in folded(text[begin:end]).split()}
    words = found | {MARK + stem for word in found for stem in stems(word)}

    def holds(one) -> bool:
        return one.text in words or (one.begins and any(w.startswith(one.text) for w in found))

    return sum(any(map(holds, leaves(part))) for part in query.tree.parts)


def marked(query: Query, text: str) -> SafeString:
    """A short text with the words marked."""
    return _with_marks(text, finds(query, text))


def snippet(query: Query, text: str) -> SafeString:
    """The part of a text that holds most of the words; nothing where it holds none."""
    text = without_unseen(text)
    found = finds(query, text)
    if not found:
        return mark_safe("")
    begin, end = _window(text, found)
    inside = [(a - begin, b - begin) for a, b in found if a >= begin and b <= end]
    part = text[begin:end]
    shown = _with_marks(part, inside)
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{shown}{after}")  # noqa: S308 -- escaped piece by piece


def _window(text: str, found: list[tuple[int, int]]) -> tuple[int, int]:
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


def _with_marks(text: str, found: list[tuple[int, int]]) -> SafeString:
    pieces, last = [], 0
    for begin, end in found:
        pieces += [escape(text[last:begin]), f"<mark>{escape(text[begin:end])}</mark>"]
        last = end
    pieces.append(escape(text[last:]))
    return mark_safe(" ".join("".join(pieces).split()))  # noqa: S308 -- escaped piece by piece
