"""The words of a .docx paragraph with their type: bold, links, notes, tracked changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from lxml import etree

from documents.content.docx_package import Package, R, W
from documents.content.docx_styles import Styles, val

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SKIPPED = frozenset(
    f"{W}{name}"
    for name in (
        "del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "commentReference",
        "annotationRef", "footnoteRef", "endnoteRef", "sdtPr", "sdtEndPr", "fldData", "rt",
    )
) | {f"{MC}Fallback"}  # fmt: skip
_SIGNS = {
    f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "",
    f"{W}ptab": "\t",
}  # fmt: skip
_BULLET_SIGNS = {"f0b7": "•", "f0a7": "▪", "f0d8": "•", "f0fc": "✓", "f0a8": "□", "f0fe": "☒"}
_TAGS = ("strong", "em", "u", "s", "sub", "sup")


@dataclass(frozen=True)
class Run:
    """Words of one look."""

    text: str
    tags: frozenset[str] = frozenset()
    href: str = ""


@dataclass
class Spoken:
    """A paragraph read: its runs, and what hung on it."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    pictures: int = 0

    @property
    def text(self) -> str:
        """The words alone; a line break is a new line."""
        return "".join(run.text for run in self.runs).strip(" \n")

    def html(self, without: frozenset[str] = frozenset()) -> str:
        """The words with inline tags, some of which may be left out (bold in a heading)."""
        out: list[str] = []
        for href, same_link in groupby(self.runs, key=lambda run: run.href):
            inside = ""
            for tags, same in groupby(same_link, key=lambda run: run.tags - without):
                words = escape("".join(run.text for run in same), quote=False)
                words = words.strip("\n") if not inside and not out else words
                for tag in reversed([tag for tag in _TAGS if tag in tags]):
                    words = f"<{tag}>{words}</{tag}>" if words.strip() else words
                inside += words.replace("\n", "<br>").replace("\t", " ")
            out.append(f'<a href="{escape(href)}">{inside}</a>' if href else inside)
        return "".join(out)

    def all_in(self, tag: str) -> bool:
        """Whether every word carries a tag."""
        worded = [run for run in self.runs if run.text.strip()]
        return bool(worded) and all(tag in run.tags for run in worded)


class Reader:
    """Reads paragraphs of one document."""

    def __init__(self, package: Package, styles: Styles) -> None:
        self._styles = styles
        self._links = package.links()
        self._notes = {
            "footnoteReference": self._note_parts(package, "footnotes", "footnote"),
            "endnoteReference": self._note_parts(package, "endnotes", "endnote"),
        }

    @staticmethod
    def _note_parts(package: Package, kind: str, tag: str) -> dict[str, etree._Element]:
        root = package.part(kind)
        if root is None:
            return {}
        package.refuse_fields(root)
        return {node.get(f"{W}id") or "": node for node in root.iter(f"{W}{tag}")}

    def read(self, paragraph: etree._Element) -> Spoken:
        """The words of a paragraph as the reader of the finished document sees them."""
        spoken = Spoken()
        self._walk(paragraph, paragraph.find(f"{W}pPr"), spoken, frozenset(), "")
        return spoken

    def _walk(
        self,
        node: etree._Element,
        ppr: etree._Element | None,
        spoken: Spoken,
        tags: frozenset[str],
        href: str,
    ) -> None:
        for child in node:
            name = child.tag
            if not isinstance(name, str) or name in _SKIPPED:
                continue
            if name in (f"{W}t", f"{M}t"):
                spoken.runs.append(Run((child.text or "").replace("\n", " "), tags, href))
            elif name in _SIGNS:
                spoken.runs.append(Run(_SIGNS[name], tags, href))
            elif name == f"{W}br":
                paged = child.get(f"{W}type") in ("page", "column")
                spoken.runs.append(Run(" " if paged else "\n", tags, href))
            elif name == f"{W}sym":
                spoken.runs.append(Run(_sign(child), tags, href))
            elif name in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._note(name[len(W) :], child, spoken, tags)
            elif name == f"{W}txbxContent":
                spoken.boxes.append(child)
            elif name == f"{W}r":
                self._walk(child, ppr, spoken, self._tags(ppr, child.find(f"{W}rPr")), href)
            elif name == f"{W}hyperlink":
                target = self._links.get(child.get(f"{R}id") or "", "")
                self._walk(child, ppr, spoken, tags, target or href)
            else:
                if name in (f"{W}drawing", f"{W}pict", f"{W}object"):
                    spoken.pictures += child.find(f".//{W}txbxContent") is None
                self._walk(child, ppr, spoken, tags, href)

    def _tags(self, ppr: etree._Element | None, rpr: etree._Element | None) -> frozenset[str]:
        found = set()
        for path, tag in ((f"{W}b", "strong"), (f"{W}i", "em"), (f"{W}strike", "s")):
            if self._styles.run_switch(ppr, rpr, path):
                found.add(tag)
        if (val(rpr, f"{W}u") or "none") != "none":
            found.add("u")
        place = val(rpr, f"{W}vertAlign")
        if place in ("subscript", "superscript"):
            found.add(place[:3])
        return frozenset(found)

    def _note(
        self, kind: str, reference: etree._Element, spoken: Spoken, tags: frozenset[str]
    ) -> None:
        """A footnote becomes words in brackets where its number stood."""
        note = self._notes[kind].get(reference.get(f"{W}id") or "")
        if note is None:
            return
        parts = [self.read(paragraph) for paragraph in note.iter(f"{W}p")]
        runs = [run for part in parts for run in [*part.runs, Run(" ")]]
        if not any(run.text.strip() for run in runs):
            return
        first = next(i for i, run in enumerate(runs) if run.text.strip())
        runs[first] = Run(runs[first].text.lstrip(), runs[first].tags - {"sup"}, runs[first].href)
        while runs and not runs[-1].text.strip():
            runs.pop()
        spoken.runs += [Run(" ("), *runs[first:], Run(")")]


def _sign(child: etree._Element) -> str:
    code = (child.get(f"{W}char") or "").lower()
    if code in _BULLET_SIGNS:
        return _BULLET_SIGNS[code]
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return "" if 0xE000 <= number <= 0xF8FF or number < 32 or number > 0xFFFF else chr(number)
