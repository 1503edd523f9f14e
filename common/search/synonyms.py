"""Words that mean one thing; the apps say which, and the profile adds its own terms."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from common.terms import WORDS

from .words import plain_words, stems

_groups: dict[str, list[str]] = {}
#: What the organisation itself calls things: term → its words in some languages; under ``*``
#: single words of each language with what stands in their place.
_own_terms: list[Callable[[], dict[str, dict[str, Any]]]] = []


def call_alike(key: str, *phrases: str) -> None:
    """One meaning under several names; ``key`` is the term of the profile's term map."""
    _groups[key] = [*_groups.get(key, []), *phrases]
    _compiled.cache_clear()


def use_terms(terms: Callable[[], dict[str, dict[str, Any]]]) -> None:
    """Where the organisation's own names of terms stand."""
    _own_terms.append(terms)


Phrase = tuple[frozenset[str], ...]
Group = list[tuple[Phrase, list[str]]]


def phrase(words: Iterable[str]) -> Phrase:
    """Words as what they have in common with their other forms."""
    return tuple(frozenset(stems(word)) or frozenset([word]) for word in words)


@lru_cache(8)
def _compiled(own: tuple[tuple[str, tuple[str, ...]], ...]) -> list[Group]:
    named = dict(own)
    groups = []
    for key in [*_groups, *(key for key in named if key.startswith(WORDS))]:
        said = dict.fromkeys([*_groups.get(key, ()), *named.get(key, ())])
        groups.append([(phrase(words), words) for words in map(plain_words, said) if words])
    return groups


def groups() -> list[Group]:
    """Every group of phrases, each with its words."""
    own: dict[str, tuple[str, ...]] = {}
    for terms in _own_terms:
        for key, words in terms().items():
            if key == WORDS:
                for language, pairs in words.items():
                    own |= {f"{WORDS}{language} {pair[0]}": pair for pair in pairs.items()}
            else:
                own[key] = tuple(filter(None, words.values()))
    return _compiled(tuple(sorted(own.items())))


def at(asked: Phrase, start: int, known: list[Group]) -> tuple[int, list[list[str]]] | None:
    """The longest phrase that begins at a word of a query: its length, and its other names."""
    longest, others = 0, []
    for group in known:
        for said, words in group:
            end = start + len(said)
            if len(said) < longest or len(said) > len(asked) - start:
                continue
            if all(one & other for one, other in zip(said, asked[start:end], strict=True)):
                if len(said) > longest:
                    longest, others = len(said), []
                others += [more for _said, more in group if more != words and more not in others]
    return (longest, others) if longest else None
