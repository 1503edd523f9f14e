"""What somebody typed, as a condition on words that both databases understand."""

from dataclasses import dataclass, field
from typing import NamedTuple

from . import synonyms
from .words import MARK, STOP, code_key, plain_words, stems

MOST_WORDS = 12
LONGEST = 200


class Word(NamedTuple):
    """A word of an index, or the beginning of one."""

    text: str
    begins: bool = False


class All(NamedTuple):
    """Every one of these must stand there."""

    parts: tuple


class Any(NamedTuple):
    """One of these must stand there."""

    parts: tuple


@dataclass(frozen=True)
class Query:
    """What is asked for: a tree of words, and the whole of it as a code."""

    tree: All
    code: str
    words: tuple[Word, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.tree.parts)


def parse(typed: str) -> Query:
    """All words, each in any of its forms or by another name of the same thing.

    The last word may be still on its way, unless a gap follows it.
    """
    typed = typed[:LONGEST]
    words = plain_words(typed)[:MOST_WORDS]
    unfinished = bool(words) and not typed[-1:].isspace()
    telling = [word for word in words if word not in STOP] or words
    asked, groups = synonyms.phrase(telling), synonyms.groups() if telling else []
    clauses, n = [], 0
    while n < len(telling):
        length, others = synonyms.at(asked, n, groups) or (1, [])
        last = n + length >= len(telling)
        said = [
            forms(word, begins=unfinished and last and place == n + length - 1)
            for place, word in enumerate(telling[n : n + length], n)
        ]
        alike = [_all([forms(word) for word in phrase]) for phrase in others]
        clauses.append(_any([_all(said), *alike]))
        n += length
    tree = All(tuple(clauses))
    return Query(tree, code_key(typed), tuple(dict.fromkeys(leaves(tree))))


def forms(word: str, *, begins: bool = False) -> Any:
    """A word in whatever form it stands; while it is being typed, also what begins so."""
    begins = begins and (len(word) > 1 or word.isdigit())
    return Any((Word(word, begins), *(Word(MARK + stem) for stem in stems(word))))


def _all(parts: list):
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _any(parts: list):
    return parts[0] if len(parts) == 1 else Any(tuple(parts))


def leaves(node):
    """The words of a part of the tree."""
    if isinstance(node, Word):
        yield node
    else:
        for part in node.parts:
            yield from leaves(part)


def written(node, *, both: str, either: str, word) -> str:
    """The tree as a database writes it; ``word`` writes one word."""
    if isinstance(node, Word):
        return word(node)
    sign = both if isinstance(node, All) else either
    inside = sign.join(
        dict.fromkeys(written(p, both=both, either=either, word=word) for p in node.parts)
    )
    return f"({inside})"


def as_tsquery(tree) -> str:
    """For PostgreSQL. The words hold letters and digits only, so there is nothing to escape."""
    return written(
        tree, both=" & ", either=" | ", word=lambda w: f"'{w.text}'{':*' if w.begins else ''}"
    )


def as_fts5(tree) -> str:
    """For SQLite."""
    return written(
        tree, both=" AND ", either=" OR ", word=lambda w: f'"{w.text}"{" *" if w.begins else ""}'
    )
