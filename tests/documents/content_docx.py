"""Word documents for tests, with the raw XML that python-docx has no words for."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph

from documents.content.blocks import blocks, sanitise
from documents.content.import_docx import import_docx
from documents.content.import_txt import TextResult

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def saved(document: Document) -> bytes:
    """The bytes of a document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def simple(*paragraphs: str) -> bytes:
    """A document with a heading, so that it is not taken for plain text, and paragraphs."""
    document = docx.Document()
    document.add_heading("Бөлүм", 1)
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def add_xml(document: Document, xml: str) -> None:
    """Body content as raw XML, before the section properties."""
    document.element.body.insert(
        len(document.element.body) - 1, parse_xml(xml.replace("<w:p>", f"<w:p {NS}>", 1))
    )


def level(number: int, fmt: str, text: str, start: int = 1, extra: str = "") -> str:
    """One level of an automatic list."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def add_list(document: Document, identity: int, levels: str, overrides: str = "") -> None:
    """An automatic list under a number of its own (and the abstract list of the same number)."""
    root = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {NS} w:abstractNumId="{identity}">{levels}</w:abstractNum>'
    )
    root.insert(0, abstract)
    add_num(document, identity, identity, overrides)


def add_num(document: Document, identity: int, abstract: int, overrides: str = "") -> None:
    """Another list made from an abstract one."""
    document.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {NS} w:numId="{identity}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'
        )
    )


def numbered(document: Document, text: str, identity: int, depth: int = 0) -> Paragraph:
    """A paragraph of an automatic list."""
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {NS}><w:ilvl w:val="{depth}"/><w:numId w:val="{identity}"/></w:numPr>')
    )
    return paragraph


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None], **extra: bytes) -> bytes:
    """The same package with parts changed (None drops one) and parts added (name__ext)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            content = change(info.filename, old.read(info.filename))
            if content is not None:
                new.writestr(info.filename, content, zipfile.ZIP_DEFLATED)
        for name, content in extra.items():
            new.writestr(name.replace("__", "/"), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def unchanged(_name: str, content: bytes) -> bytes:
    """For `rewritten` when parts are only added."""
    return content


def bring(document: object) -> TextResult:
    """A document brought in and sanitised."""
    data = document if isinstance(document, bytes) else saved(document)
    result = import_docx(data)
    result.html = sanitise(result.html)
    return result


def bare(document: object) -> str:
    """Its blocks without ids."""
    return re.sub(r' id="[^"]*"', "", bring(document).html)


def shape(document: object) -> list[tuple[str, str]]:
    """Tag and words of each block."""
    return [
        (f"{b.tag}.clause" if "clause" in b.classes else b.tag, b.text)
        for b in blocks(bring(document).html)
    ]


LEGAL = (
    level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%1.%2.", extra="<w:isLgl/>")
    + level(2, "russianLower", "%3)")
)
