"""The difference of two pieces of text by words, never by letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import groupby

from lxml import etree

from documents.content.markup import LISTS

_TOKEN = re.compile(r"\n|[\w\u0301]+(?:[-‑’'./]\w+)*|[^\w\s]")
_TAGS = ("strong", "em", "u", "s", "sub", "sup")
LONG = 4000


@dataclass(frozen=True)
class Token:
    """A word or a sign with its look; the space after it is not compared."""

    word: str
    tags: tuple[str, ...] = ()
    href: str = ""
    space: str = ""

    @property
    def key(self) -> tuple[str, tuple[str, ...], str]:
        """What is compared."""
        return self.word, self.tags, self.href


def tokens_of(element: etree._Element) -> list[Token]:
    """The words inside a block, item or cell; lists inside it become lines with a dot."""
    found: list[Token] = []
    _collect(element, (), "", found)
    while found and found[-1].word == "\n":
        found.pop()
    return found


def _collect(node: etree._Element, tags: tuple[str, ...], href: str, out: list[Token]) -> None:
    _add(node.text, tags, href, out)
    for child in node:
        if child.tag == "br":
            out.append(Token("\n"))
        elif child.tag == "a":
            _collect(child, tags, child.get("href") or "", out)
        elif child.tag in _TAGS:
            _collect(child, tuple(sorted({*tags, child.tag})), href, out)
        else:
            if child.tag in ("li", "p") and out and out[-1].word != "\n":
                out.append(Token("\n"))
            if child.tag == "li":
                out.append(Token("•", space=" "))
            _collect(child, tags, href, out)
            if child.tag in LISTS and (child.tail or "").strip():
                out.append(Token("\n"))
        _add(child.tail, tags, href, out)


def _add(text: str | None, tags: tuple[str, ...], href: str, out: list[Token]) -> None:
    if not text:
        return
    if text[0].isspace() and out and not out[-1].space:
        last = out[-1]
        out[-1] = Token(last.word, last.tags, last.href, " ")
    for match in _TOKEN.finditer(text):
        space = " " if text[match.end() : match.end() + 1].isspace() else ""
        out.append(Token(match.group(), tags, href, space))


def shown(tokens: list[Token], mark: str = "") -> str:
    """Words as inline HTML, inside <ins> or <del> when a mark is given."""
    if not tokens:
        return ""
    out = []
    for (tags, href), same in groupby(tokens, key=lambda token: (token.tags, token.href)):
        words = "".join(
            "<br>" if token.word == "\n" else escape(token.word + token.space, quote=False)
            for token in same
        )
        after = " " if words.endswith(" ") and (tags or href) else ""
        words = words.rstrip(" ") if after else words
        for tag in reversed(tags):
            words = f"<{tag}>{words}</{tag}>"
        out.append((f'<a href="{escape(href)}">{words}</a>' if href else words) + after)
    body = "".join(out)
    if not mark:
        return body
    words = body.rstrip(" ")
    return f"<{mark}>{words}</{mark}>{body[len(words) :]}"


def diff_tokens(old: list[Token], new: list[Token]) -> str:
    """Inline HTML of the new words with what was taken out and put in marked."""
    matcher = SequenceMatcher(
        None, [t.key for t in old], [t.key for t in new], autojunk=len(old) + len(new) > LONG
    )
    out = []
    for kind, a, b, c, d in _calmed(matcher.get_opcodes(), new):
        if kind == "equal":
            out.append(shown(new[c:d]))
            continue
        gone, come = shown(old[a:b], "del"), shown(new[c:d], "ins")
        glue = " " if gone and come and not old[b - 1].space and new[c].word.isalnum() else ""
        out.append(gone + glue + come)
    return "".join(out)


Opcode = tuple[str, int, int, int, int]


def _calmed(opcodes: Sequence[Opcode], new: list[Token]) -> list[Opcode]:
    """A lone comma between two changes is read as part of one change."""
    out: list[Opcode] = []
    for index, code in enumerate(opcodes):
        kind, a, b, c, d = code
        between = 0 < index < len(opcodes) - 1
        small = d - c == 1 and not new[c].word.isalnum() and new[c].word != "\n"
        if kind == "equal" and between and small:
            kind = "replace"
        if out and kind != "equal" and out[-1][0] != "equal":
            _kind, a0, _b0, c0, _d0 = out.pop()
            out.append(("replace", a0, b, c0, d))
        else:
            out.append((kind, a, b, c, d))
    return out


def same(old: list[Token], new: list[Token]) -> bool:
    """Whether two rows of words read and look the same."""
    return [t.key for t in old] == [t.key for t in new]


def likeness(old: list[Token], new: list[Token]) -> float:
    """How alike two rows of words are, 0 to 1, quickly."""
    if not old and not new:
        return 1.0
    return SequenceMatcher(None, [t.word for t in old], [t.word for t in new], False).quick_ratio()
