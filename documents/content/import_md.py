"""A text kept as Markdown."""

from __future__ import annotations

from markdown_it import MarkdownIt

from documents.content.blocks import blocks, leading_number, sanitise
from documents.content.import_txt import TextResult, decode_text


def import_md(data: bytes) -> TextResult:
    """Blocks of a Markdown file; HTML inside it is shown as written, never obeyed.

    A single "# Title" at the very top is the title; it is not repeated in the text.
    """
    text, warnings = decode_text(data)
    parser = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": False})
    parser.disable("image")  # pictures are not kept, and their rule is slow on malicious files
    html = sanitise(_clauses(parser.render(_front_matter_off(text))))
    title = ""
    found = blocks(html)
    top = parser.parse(text)
    singles = [token for token in top if token.type == "heading_open" and token.tag == "h1"]
    if found and found[0].tag == "h2" and len(singles) == 1 and top[0].tag == "h1":
        title = " ".join(found[0].text.split())
        html = "\n".join(block.html for block in found[1:])
    return TextResult(html, title, {}, warnings)


def _front_matter_off(text: str) -> str:
    """Without the block of settings some editors put between two lines of dashes."""
    if text.startswith("---\n") and (end := text.find("\n---\n", 4)) > 0:
        return text[end + 5 :]
    return text


def _clauses(html: str) -> str:
    """Paragraphs that begin with a number of two levels are clauses."""
    lines = []
    for line in html.split("\n"):
        if line.startswith("<p>") and leading_number(line[3:]).rstrip(".").count("."):
            line = f'<p class="clause">{line[3:]}'
        lines.append(line)
    return "\n".join(lines)
