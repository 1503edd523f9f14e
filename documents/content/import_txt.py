"""A regulation kept as plain text: hard-wrapped lines become numbered clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.content.head import about_stamps, find_head
from documents.content.shapes import is_caps
from documents.content.structure import Piece, classify, render
from documents.content.tables import pipe_row, table_html
from documents.content.text_lines import (
    Report,
    decode,
    header_facts,
    numbered_lines,
    to_lines,
    unwrap,
    without_page_headers,
)

_HASHES = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_STRONG = re.compile(r"\*\*(?=\S)((?:(?!\*\*).)+)(?<=\S)\*\*")
_WHOLE_STRONG = re.compile(r"^\*\*\s*([^*]+?)\s*\*\*$")


@dataclass
class TextResult:
    """A text on its way in: blocks, title, what the head says, what the person should know."""

    html: str
    title: str = ""
    head: dict[str, object] = field(default_factory=dict)
    warnings: list[Promise | str] = field(default_factory=list)


def import_txt(data: bytes) -> TextResult:
    """Blocks of a plain text file; raises text_lines.NotText when it is no text."""
    text, warnings = decode_text(data)
    result = read_text(text)
    result.warnings[:0] = warnings
    return result


def read_text(text: str) -> TextResult:
    """Blocks of a text that has nothing but its characters to show what is what."""
    report = Report()
    raw = to_lines(text)
    facts = header_facts([line for line in raw if line.strip()])
    lines = without_page_headers(raw, report)
    head, taken = find_head([_plain(line) for line in lines])
    paragraphs = unwrap(numbered_lines(lines[taken:]), report)
    html = render(classify(_pieces(paragraphs)))
    title = str(head.get("title", "")) or _first_title(paragraphs)
    told = about_stamps([_plain(line) for line in lines], taken)
    return TextResult(html, title, {**facts, **head}, [*told, *_warnings(report)])


def decode_text(data: bytes) -> tuple[str, list[Promise | str]]:
    """The text of the bytes, with a warning when some of it could not be read."""
    text, unreadable = decode(data)
    if unreadable:
        return text, [_("Some characters of the file could not be read; look for the sign �.")]
    return text, []


def _plain(line: str) -> str:
    """A line without the marks of a markdown copy."""
    match = _HASHES.match(line.strip())
    return f"# {match[2]}" if match else line.replace("**", "")


def _first_title(paragraphs: list[str]) -> str:
    """The first line as a proposal for the title; it stays in the text."""
    for paragraph in paragraphs[:1]:
        if match := _HASHES.match(paragraph):
            return match[2].strip("* ")
        if is_caps(paragraph):
            return paragraph
    return ""


def _pieces(paragraphs: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    rows: list[list[str]] = []
    for paragraph in [*paragraphs, None]:
        row = _row(paragraph) if paragraph is not None else None
        if row:
            rows.append(row)
            continue
        if rows:
            pieces.extend(_table(rows))
            rows = []
        if paragraph is not None and paragraph.strip():
            pieces.append(_piece(paragraph))
    return pieces


def _row(paragraph: str) -> list[str] | None:
    """The cells of a line that is a row of a table: tabs or upright bars between them."""
    if (row := pipe_row(paragraph)) is not None:
        return row
    if "\t" not in paragraph.strip():
        return None
    return [cell.strip() for cell in paragraph.split("\t")]


def _table(rows: list[list[str]]) -> list[Piece]:
    rows = [row for row in rows if not all(re.fullmatch(r":?-{2,}:?", cell) for cell in row)]
    if len(rows) < 2:
        return [_piece(" ".join(cell for cell in row if cell)) for row in rows]
    return [Piece(text=" ".join(map(" ".join, rows)), html=table_html(rows), kind="raw")]


def _piece(paragraph: str) -> Piece:
    level, hinted = 0, False
    if match := _HASHES.match(paragraph):
        level, paragraph, hinted = len(match[1]), match[2], True
    if match := _WHOLE_STRONG.match(paragraph):
        paragraph = match[1]
    text = _STRONG.sub(r"\1", paragraph)
    html = _STRONG.sub(r"<strong>\1</strong>", escape(paragraph, quote=False))
    if "**" in text:  # marks that do not pair
        text, html = text.replace("**", ""), html.replace("**", "")
    return Piece(text=text, html=html, level=level, hinted=hinted)


def _warnings(report: Report) -> list[Promise | str]:
    found: list[Promise | str] = []
    if report.headers or report.page_numbers:
        found.append(_("Page headers and page numbers repeated on every page were left out."))
    if report.links:
        found.append(_("Web addresses that stood inside sentences were moved after their clause."))
    if report.joined:
        found.append(_("Sentences cut by a page break were joined; please read them through."))
    return found
