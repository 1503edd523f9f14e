"""The place in the text in force that a clause link names: its address, its words, or that it is
gone (003/2).

The place was chosen in one language. A reader of another one is led to the same place of the
translation, as long as the two texts run block by block alike.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language

from documents.content import blocks
from documents.models import ClauseLink, VersionText
from documents.models.text import COUNTS

KEPT = 24 * 3600


@dataclass(frozen=True)
class Place:
    """Where a link leads into the text, and how that place begins."""

    url: str = ""
    words: str = ""
    gone: bool = False


@dataclass(frozen=True)
class Text:
    """A text in force: its version, and its blocks in order: id, number, words."""

    version: int
    language: str
    blocks: list[tuple[str, str, str]]

    def words(self, block: str) -> str:
        return next((f"{n} {w}".strip() for key, n, w in self.blocks if key == block), "")

    def answering(self, other: "Text", block: str) -> str:
        """The block of ``other`` that stands where ``block`` stands here, if the two run alike."""
        theirs = {key for key, _number, _words in other.blocks}
        if block in theirs:
            return block
        if [n for _key, n, _words in self.blocks] != [n for _key, n, _words in other.blocks]:
            return ""
        at = [key for key, _number, _words in self.blocks].index(block)
        return other.blocks[at][0]


def places(links: list[ClauseLink]) -> dict[int, Place]:
    """Link → its place, of the links that name one in a document with a text in force."""
    placed = [link for link in links if link.block]
    texts = _texts({link.object_id for link in placed})
    found = {}
    for link in placed:
        there = texts.get(link.object_id, {})
        text = there.get(link.language)
        if text is None:
            continue
        if not any(key == link.block for key, _number, _words in text.blocks):
            found[link.pk] = Place(gone=True)
            continue
        block, shown = link.block, text
        mine = there.get(get_language() or "")
        if mine is not None and (answer := text.answering(mine, link.block)):
            block, shown = answer, mine
        page = reverse("documents:version", args=[shown.version])
        url = f"{page}?lang={shown.language}#{block}"
        found[link.pk] = Place(url, shown.words(block))
    return found


def _texts(documents: set[int]) -> dict[int, dict[str, Text]]:
    """Document → language → its text in force. Such a text never changes, so it is kept."""
    if not documents:
        return {}
    rows = list(
        VersionText.objects.filter(
            COUNTS, version__document__in=documents, version__state="in_force"
        ).values_list("pk", "revision", "language", "version", "version__document")
    )
    names = {pk: f"places:{pk}:{revision}" for pk, revision, *_rest in rows}
    kept = cache.get_many(names.values())
    missing = [pk for pk, name in names.items() if name not in kept]
    fresh = {}
    if missing:
        htmls = VersionText.objects.filter(pk__in=missing).values_list("pk", "html")
        fresh = {names[pk]: _blocks(html) for pk, html in htmls}
        cache.set_many(fresh, KEPT)
    kept |= fresh
    found: dict[int, dict[str, Text]] = {}
    for pk, _revision, language, version, document in rows:
        text = Text(version, language, kept.get(names[pk], []))
        found.setdefault(document, {})[language] = text
    return found


def _blocks(html: str) -> list[tuple[str, str, str]]:
    items = {item.id: item for item in blocks.outline(html)}
    return [
        (block.id, items[block.id].number, items[block.id].text)
        if block.id in items
        else (block.id, "", "")
        for block in blocks.blocks(html)
    ]
