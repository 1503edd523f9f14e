"""Tables of a .docx: merged cells become colspan and rowspan, the head row a head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from documents.content.docx_package import W
from documents.content.docx_styles import is_on, val
from documents.content.structure import Piece, render


class PieceSource(Protocol):
    """Whoever reads the paragraphs inside a cell."""

    def pieces(self, parent: etree._Element, in_table: bool = False) -> Iterator[Piece]:
        """Paragraphs and tables inside an element."""


@dataclass
class Cell:
    """A cell while the spans are still being worked out."""

    column: int
    span: int
    pieces: list[Piece] = field(default_factory=list)
    rows: int = 1
    continued: bool = False  # the lower part of a cell merged downwards

    @property
    def text(self) -> str:
        """The words of the cell, a line for each paragraph."""
        return "\n".join(piece.text for piece in self.pieces if piece.text)


def table_piece(table: etree._Element, source: PieceSource) -> Piece:
    """A table as one finished block, with the words of its columns for reading stamps."""
    rows: list[list[Cell]] = []
    heads = 0
    for row in _rows(table):
        cells = list(_cells(row, source))
        if len(rows) == heads and is_on(row.find(f"{W}trPr"), f"{W}tblHeader"):
            heads += 1
        rows.append(cells)
    _merge_down(rows)
    if not heads and len(rows) > 1 and _looks_like_head(rows[0]):
        heads = 1
    html = _section(rows[:heads], "thead", "th") + _section(rows[heads:], "tbody", "td")
    text = "\n".join("\t".join(cell.text for cell in row) for row in rows)
    width = max((cell.column + 1 for row in rows for cell in row), default=0)
    columns: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        for cell in row:
            columns[cell.column] += cell.text.split("\n")
    return Piece(text=text, html=f"<table>{html}</table>", kind="raw", columns=columns)


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _rows(child)


def _raw_cells(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _raw_cells(child)


def _cells(row: etree._Element, source: PieceSource) -> Iterator[Cell]:
    properties = row.find(f"{W}trPr")
    column = 0
    if before := _count(val(properties, f"{W}gridBefore"), 0):
        yield Cell(0, before)
        column = before
    for node in _raw_cells(row):
        own = node.find(f"{W}tcPr")
        span = _count(val(own, f"{W}gridSpan"), 1)
        cell = Cell(column, span, list(source.pieces(node, in_table=True)))
        merge = own.find(f"{W}vMerge") if own is not None else None
        cell.continued = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        yield cell
        column += span
    if after := _count(val(properties, f"{W}gridAfter"), 0):
        yield Cell(column, after)


def _count(value: str | None, default: int) -> int:
    return max(default, min(int(value), 60)) if value and value.isdigit() else default


def _merge_down(rows: list[list[Cell]]) -> None:
    """Cells that go on from above are counted into the cell they belong to; words typed in a
    hidden part are kept with it."""
    above: dict[int, Cell] = {}
    for row in rows:
        here: dict[int, Cell] = {}
        for cell in list(row):
            top = above.get(cell.column)
            if cell.continued and top is not None and top.span == cell.span:
                top.rows += 1
                top.pieces += [piece for piece in cell.pieces if piece.text]
                row.remove(cell)
                here[cell.column] = top
            else:
                here[cell.column] = cell
        above = here


def _looks_like_head(row: list[Cell]) -> bool:
    worded = [piece for cell in row for piece in cell.pieces if piece.text]
    all_filled = all(cell.text for cell in row) and len(row) > 1
    return all_filled and all(
        piece.html.startswith("<strong>") and piece.html.endswith("</strong>") for piece in worded
    )


def _section(rows: list[list[Cell]], tag: str, cell_tag: str) -> str:
    if not rows:
        return ""
    return f"<{tag}>{''.join(_row(row, cell_tag) for row in rows)}</{tag}>"


def _row(row: list[Cell], tag: str) -> str:
    out = []
    for cell in row:
        attributes = ' scope="col"' if tag == "th" else ""
        if cell.span > 1:
            attributes += f' colspan="{cell.span}"'
        if cell.rows > 1:
            attributes += f' rowspan="{cell.rows}"'
        classes = [piece.classes for piece in cell.pieces if piece.text]
        if tag == "td" and classes and all(item == {"center"} for item in classes):
            attributes += ' class="center"'
        for piece in cell.pieces:
            piece.kind = piece.kind or "para"
        body = render([piece for piece in cell.pieces if piece.text])
        out.append(f"<{tag}{attributes}>{body}</{tag}>")
    return f"<tr>{''.join(out)}</tr>"
