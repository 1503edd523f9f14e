"""A regulation kept as .docx: headings, automatic numbers, lists and tables are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml import etree

from documents.content import refusals
from documents.content.docx_package import Package, W
from documents.content.docx_runs import MC, Reader, Spoken
from documents.content.docx_styles import Level, Numbering, Styles, val
from documents.content.docx_tables import table_piece
from documents.content.head import about_stamps, find_head
from documents.content.import_txt import TextResult, read_text
from documents.content.refusals import ImportRefused
from documents.content.shapes import ends_sentence, is_levelled, starts_block, starts_lower
from documents.content.structure import Piece, classify, render

_HEADING_NAME = re.compile(r"(?:heading|заголовок|аталыш)\s*(\d)")
_TRANSPARENT = frozenset(
    {f"{W}{n}" for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
    | {f"{MC}AlternateContent", f"{MC}Choice"}
)
_HINT_LENGTH = 120
_STRONG = frozenset({"strong"})


def import_docx(data: bytes) -> TextResult:
    """Blocks of a Word document; raises ImportRefused for one that must not be opened."""
    package = Package(data)
    root = package.xml(package.main)
    package.refuse_fields(root)
    body = root.find(f"{W}body")
    if body is None:
        raise ImportRefused(refusals.DAMAGED)
    return _Import(package).run(body)


class _Import:
    """One import: the pieces found so far and the counters of lists."""

    def __init__(self, package: Package) -> None:
        self.styles = Styles(package)
        self.numbering = Numbering(package)
        self.reader = Reader(package, self.styles)
        self.title = ""
        self.pictures = 0
        self.joined = False
        self.numbered: list[tuple[Piece, str, int, Level, int, str]] = []

    def run(self, body: etree._Element) -> TextResult:
        pieces = list(self.pieces(body))
        if not self.title and all(map(_is_bare, pieces)):
            return self._as_text(pieces)
        self._write_numbers(pieces)
        whole = pieces
        head, pieces = _without_head(whole)
        lines = [line for piece in whole for line in piece.text.split("\n")]
        told = about_stamps(lines, len(whole) - len(pieces))
        pieces = [piece for piece in pieces if piece.text.strip() or piece.kind == "raw"]
        html = render(classify(self._joined(pieces)))
        title = self.title or str(head.get("title", ""))
        return TextResult(html, title, head, [*told, *self._warnings()])

    def _as_text(self, pieces: list[Piece]) -> TextResult:
        """A document without a single style is plain text that happens to be kept by Word."""
        result = read_text("\n".join(piece.text for piece in pieces))
        result.warnings += self._warnings()
        return result

    def pieces(self, parent: etree._Element, in_table: bool = False) -> Iterator[Piece]:
        """Paragraphs and tables in reading order."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, in_table)
            elif child.tag == f"{W}tbl":
                yield table_piece(child, self)
            elif child.tag == f"{W}altChunk":
                raise ImportRefused(refusals.EMBEDDED_TEXT)
            elif child.tag in _TRANSPARENT:
                yield from self.pieces(child, in_table)

    def _paragraph(self, node: etree._Element, in_table: bool) -> Iterator[Piece]:
        spoken = self.reader.read(node)
        self.pictures += spoken.pictures
        ppr = node.find(f"{W}pPr")
        style = self.styles.name(val(ppr, f"{W}pStyle"))
        if style == "title" and spoken.text and not self.title and not in_table:
            self.title = " ".join(spoken.text.split())
        else:
            yield self._piece(ppr, style, spoken, in_table)
        for box in spoken.boxes:
            yield from self.pieces(box)

    def _piece(
        self, ppr: etree._Element | None, style: str, spoken: Spoken, in_table: bool
    ) -> Piece:
        text = spoken.text
        piece = Piece(text=text, html=spoken.html())
        if not text:
            return piece
        aligned = self.styles.paragraph(ppr, f"{W}jc")
        centred = aligned is not None and aligned.get(f"{W}val") == "center"
        if centred or (aligned is not None and aligned.get(f"{W}val") in ("right", "end")):
            piece.classes = {"center" if centred else "right"}
        level = self._heading_level(ppr, style)
        bold = spoken.all_in("strong")
        if style.startswith("toc "):
            piece.kind, piece.list_key = "bullet", "contents"
            return piece
        if level and not in_table and len(text) < 600:
            piece.kind, piece.level = "heading", level
        elif bold and centred and not in_table and len(text) <= _HINT_LENGTH:
            piece.hinted = not text.endswith((";", ":", ","))
        if piece.kind == "heading" or piece.hinted:
            piece.html = spoken.html(without=_STRONG)
        self._number(ppr, piece)
        return piece

    def _heading_level(self, ppr: etree._Element | None, style: str) -> int:
        if match := _HEADING_NAME.fullmatch(style):
            return min(int(match[1]) + 1, 4)
        outline = self.styles.paragraph(ppr, f"{W}outlineLvl")
        depth = outline.get(f"{W}val", "9") if outline is not None else "9"
        return min(int(depth) + 2, 4) if depth.isdigit() and int(depth) < 9 else 0

    def _number(self, ppr: etree._Element | None, piece: Piece) -> None:
        """Note the automatic number of a paragraph; how it is written is decided at the end."""
        numpr = self.styles.paragraph(ppr, f"{W}numPr")
        num_id = val(numpr, f"{W}numId") or "0"
        if numpr is None or num_id == "0":
            return
        said = val(numpr, f"{W}ilvl")
        style = val(ppr, f"{W}pStyle") or ""
        depth = self.numbering.level_of_style(num_id, style)
        if said is not None and said.isdigit():
            depth = int(said)
        level = self.numbering.level(num_id, depth)
        if level is None:
            return
        if level.fmt == "bullet":
            if piece.kind != "heading":
                piece.kind, piece.level, piece.list_key = "bullet", depth, num_id
            return
        piece.numbered = True
        shown, count = self.numbering.next(num_id, depth)
        self.numbered.append((piece, num_id, depth, level, count, shown))

    def _write_numbers(self, pieces: list[Piece]) -> None:
        """Plain "1. 2. 3." lists that run without a break become lists; every other automatic
        number is written out, because a clause is quoted by it."""
        position = {id(piece): index for index, piece in enumerate(pieces)}
        by_list: dict[str, list[tuple[Piece, str, int, Level, int, str]]] = {}
        for entry in self.numbered:
            by_list.setdefault(entry[1], []).append(entry)
        for entries in by_list.values():
            if _is_plain(entries, pieces, position):
                for piece, num_id, _depth, _level, count, _shown in entries:
                    piece.kind, piece.ordered, piece.list_key = "item", True, num_id
                    piece.start = count
                continue
            for piece, _num_id, _depth, _level, _count, shown in entries:
                if shown:
                    piece.text = f"{shown} {piece.text}"
                    piece.html = f"{shown} {piece.html}"
                    piece.literal = True

    def _joined(self, pieces: list[Piece]) -> list[Piece]:
        """A clause whose number was typed by hand and whose sentence breaks off was pasted from a
        printed page: what the page break cut in two is made whole."""
        out: list[Piece] = []
        for piece in pieces:
            before = out[-1] if out else None
            if (
                before is not None
                and not (before.kind or before.literal or piece.kind or piece.literal)
                and is_levelled(before.text)
                and len(before.text) > 60
                and not ends_sentence(before.text)
                and not before.text.rstrip().endswith(",")
                and starts_lower(piece.text)
                and not starts_block(piece.text)
            ):
                before.text += f" {piece.text}"
                before.html += f" {piece.html}"
                self.joined = True
            else:
                out.append(piece)
        return out

    def _warnings(self) -> list[Promise | str]:
        found: list[Promise | str] = []
        if self.pictures:
            found.append(_("Pictures were left out of the text; attach them to it as files."))
        if self.joined:
            found.append(_("Sentences cut by a page break were joined; please read them through."))
        return found


def _is_bare(piece: Piece) -> bool:
    return not (
        piece.kind or piece.hinted or piece.classes or piece.columns or piece.numbered
        or "<" in piece.html.replace("<br>", "")
    )  # fmt: skip


def _is_plain(
    entries: list[tuple[Piece, str, int, Level, int, str]],
    pieces: list[Piece],
    position: dict[int, int],
) -> bool:
    places = [position.get(id(entry[0]), -1) for entry in entries]
    if len(entries) < 2 or -1 in places:
        return False
    plain = all(
        depth == 0 and level.fmt == "decimal" and level.text == "%1." and piece.kind != "heading"
        for piece, _num, depth, level, _count, _shown in entries
    )
    between = [pieces[i] for i in range(places[0], places[-1]) if i not in set(places)]
    counts = [entry[4] for entry in entries]
    in_turn = counts == list(range(counts[0], counts[0] + len(counts)))
    if not plain or not in_turn or any(p.kind != "bullet" and p.text.strip() for p in between):
        return False
    for piece in between:
        piece.level = max(1, piece.level)
    return True


def _without_head(pieces: list[Piece]) -> tuple[dict[str, object], list[Piece]]:
    """Read the stamps at the head, typed under each other or standing in a table side by side."""
    lines: list[str] = []
    owner: list[int] = []
    for index, piece in enumerate(pieces[:80]):
        own = piece.text.split("\n")
        if piece.columns:
            own = [line for column in piece.columns for line in [*column, ""]]
        lines += own
        owner += [index] * len(own)
    head, taken = find_head(lines)
    if not taken:
        return head, pieces
    kept_from = owner[taken] if taken < len(owner) else len(pieces[:80])
    if taken < len(owner) and owner[taken] == owner[taken - 1] and lines[taken].strip():
        return head, pieces  # the stamps end in the middle of a paragraph: leave all as it is
    if taken < len(owner) and owner[taken] == owner[taken - 1]:
        kept_from += 1
    return head, pieces[kept_from:]
