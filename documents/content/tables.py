"""Rows of words as a table of the content form."""

from __future__ import annotations

from html import escape


def pipe_row(line: str) -> list[str] | None:
    """The cells of "| a | b |"; None for any other line."""
    text = line.strip()
    if not (text.startswith("|") and text.endswith("|") and text.count("|") > 2):
        return None
    return [cell.strip() for cell in text[1:-1].split("|")]


def table_html(rows: list[list[str]]) -> str:
    """A table; the first row is its head when every cell of it has words and none is a number."""
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    first = rows[0]
    has_head = len(rows) > 1 and all(first) and not any(cell.strip(".").isdigit() for cell in first)
    out = []
    if has_head:
        cells = "".join(f'<th scope="col">{escape(cell, quote=False)}</th>' for cell in first)
        out.append(f"<thead><tr>{cells}</tr></thead>")
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell, quote=False)}</td>" for cell in row) + "</tr>"
        for row in rows[has_head:]
    )
    return f"<table>{''.join(out)}<tbody>{body}</tbody></table>"
