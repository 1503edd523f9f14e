"""The one door for files: what is refused gets its own sentence, what passes becomes a text."""

from __future__ import annotations

import io
import random
import re
import zipfile

import docx
import pytest

from documents.content import refusals
from documents.content.blocks import plain_text, sanitise
from documents.content.importing import Imported, ImportRefused, import_text
from tests.documents.content_docx import (
    IMAGE,
    NS,
    add_xml,
    rewritten,
    saved,
    simple,
    unchanged,
)

pytestmark = pytest.mark.usefixtures("in_english")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
GOOD = simple("Сөз.")


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + bytes(100)


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def reason(name: str, data: bytes, **options: int) -> object:
    with pytest.raises(ImportRefused) as caught:
        import_text(name, data, **options)
    return caught.value.message


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.docx", b"", refusals.EMPTY),
        ("a.txt", b"  \r\n\n", refusals.EMPTY),
        ("a.txt", b"\xef\xbb\xbf\n", refusals.EMPTY),
        ("a.txt", bytes(50), refusals.EMPTY),
        ("a.pdf", b"%PDF-1.7 ...", refusals.PDF),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00", refusals.PICTURE),
        ("a.txt", b"\xff\xd8\xff\xe0\x00\x10JFIF", refusals.PICTURE),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", refusals.PICTURE),
        ("a.txt", b"MZ\x90\x00\x03\x00", refusals.PROGRAM),
        ("a.txt", b"\x7fELF\x02\x01\x00", refusals.PROGRAM),
        ("a.sh", b"#!/bin/sh\necho", refusals.PROGRAM),
        ("a.rar", b"Rar!\x1a\x07\x00", refusals.ARCHIVE),
        ("a.gz", b"\x1f\x8b\x08\x00", refusals.ARCHIVE),
        ("a.zip", zipped(notes__txt=b"x"), refusals.ARCHIVE),
        ("a.doc", stream("WordDocument"), refusals.OLD_WORD),
        ("a.docx", stream("WordDocument"), refusals.OLD_WORD),
        ("a.docx", stream("EncryptedPackage"), refusals.ENCRYPTED),
        ("a.xls", stream("Workbook"), refusals.OTHER_OFFICE),
        ("a.rtf", b"{\\rtf1 x}", refusals.RICH_TEXT),
        ("a.html", b"<!DOCTYPE html><p>x", refusals.WEB_PAGE),
        ("a.svg", b"<svg xmlns=''><script/></svg>", refusals.UNKNOWN),
        ("a.docx", "Жөн гана сөз.".encode(), refusals.MISLABELLED_DOCX),
        ("a.txt", random.Random(1).randbytes(3000), refusals.UNKNOWN),
        ("a.docx", GOOD[: len(GOOD) // 2], refusals.DAMAGED),
        ("a.docx", b"PK\x03\x04" + bytes(60), refusals.DAMAGED),
        ("a.txt", b"--- *** ---", refusals.NO_TEXT),
        ("a.docx", saved(docx.Document()), refusals.NO_TEXT),
    ],
)
def test_what_cannot_be_a_text(name: str, data: bytes, expected: object) -> None:
    assert reason(name, data) == expected


def test_a_pdf_named_docx_is_told_so() -> None:
    assert str(reason("жобо.docx", b"%PDF-1.4")) == str(
        refusals.MISLABELLED_PDF % {"suffix": ".docx"}
    )


def test_every_reason_is_a_sentence_of_its_own() -> None:
    sentences = [str(value) for name, value in vars(refusals).items() if name.isupper()]
    assert len(sentences) >= 20
    assert len(set(sentences)) == len(sentences)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_too_large() -> None:
    assert "20 MB" in str(reason("a.txt", b"a" * (20 * 1024 * 1024 + 1)))
    assert "3 MB" in str(reason("a.txt", b"a" * (3 * 1024 * 1024 + 1), limit=3 * 1024 * 1024))
    assert import_text("a.txt", b"abc", limit=3).html


def test_bombs_are_not_opened() -> None:
    bomb = rewritten(GOOD, unchanged, word__media__x=bytes(40 * 1024 * 1024))
    assert len(bomb) < 200_000
    assert reason("a.docx", bomb) == refusals.UNPACKS_TOO_LARGE
    many = rewritten(GOOD, unchanged, **{f"word__n{i}": b"" for i in range(5100)})
    assert reason("a.docx", many) == refusals.UNPACKS_TOO_LARGE


def test_a_part_that_lies_about_its_size_is_damage() -> None:
    data = bytearray(rewritten(GOOD, unchanged))
    at = data.rfind(b"word/document.xml") - 46 + 24  # uncompressed size in the central directory
    data[at : at + 4] = (7).to_bytes(4, "little")
    assert reason("a.docx", bytes(data)) == refusals.DAMAGED


def with_relation(kind: str, part: str, external: bool = True) -> bytes:
    mode = ' TargetMode="External"' if external else ""
    link = (
        f'<Relationship Id="rX" Type="{kind}" Target="https://example.org/x"{mode}/>'
        "</Relationships>"
    ).encode()
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"</Relationships>", link) if name == part else content

    extra = {} if part in zipfile.ZipFile(io.BytesIO(GOOD)).namelist() else {part: empty + link}
    return rewritten(GOOD, change, **extra)


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    ("kind", "part", "expected"),
    [
        (IMAGE, "word/_rels/document.xml.rels", refusals.REMOTE_PICTURE),
        (IMAGE, "word/_rels/header9.xml.rels", refusals.REMOTE_PICTURE),
        (f"{OFFICE}/attachedTemplate", "word/_rels/settings.xml.rels", refusals.REMOTE_PART),
        (f"{OFFICE}/oleObject", "word/_rels/document.xml.rels", refusals.REMOTE_PART),
        (f"{OFFICE}/frame", "word/_rels/document.xml.rels", refusals.REMOTE_PART),
        (f"{OFFICE}/aFChunk", "word/_rels/document.xml.rels", refusals.EMBEDDED_TEXT),
    ],
)
def test_links_out_of_the_file_are_refused(kind: str, part: str, expected: object) -> None:
    external = not kind.endswith("aFChunk")
    assert reason("a.docx", with_relation(kind, part, external)) == expected


def test_a_hyperlink_is_no_danger_and_a_script_link_is_dropped() -> None:
    html = import_text(
        "a.docx", with_relation(f"{OFFICE}/hyperlink", "word/_rels/document.xml.rels")
    ).html
    assert "Сөз." in html


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('INCLUDEPICTURE "https://example.org/x.png"', refusals.REMOTE_PICTURE),
        ('INCLUDETEXT "https://example.org/x.docx"', refusals.REMOTE_PART),
        ("DDEAUTO c:\\\\x", refusals.REMOTE_PART),
    ],
)
def test_fields_that_fetch(code: str, expected: object) -> None:
    document = docx.Document()
    half = len(code) // 3
    add_xml(
        document,
        "<w:p><w:r><w:t>x</w:t></w:r>"
        f"<w:r><w:instrText>{code[:half]}</w:instrText></w:r>"
        f"<w:r><w:instrText>{code[half:]}</w:instrText></w:r></w:p>",
    )
    assert reason("a.docx", saved(document)) == expected


def test_macros_by_part_and_by_type() -> None:
    assert reason("a.docx", rewritten(GOOD, unchanged, word__vbaProject=b"x")) == refusals.MACROS

    def docm(name: str, content: bytes) -> bytes:
        main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
        return content.replace(main, macro) if name == "[Content_Types].xml" else content

    assert reason("a.docx", rewritten(GOOD, docm)) == refusals.MACROS


DTD = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_in_xml_are_refused(part: str, encoding: str) -> None:
    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        text = re.sub(r"<\?xml[^>]*\?>", "", content.decode())
        return f'<?xml version="1.0" encoding="{encoding}"?>{DTD.decode()}{text}'.encode(encoding)

    assert reason("a.docx", rewritten(GOOD, change)) == refusals.UNSAFE_XML


def test_damaged_parts() -> None:
    cut = rewritten(GOOD, lambda name, body: body[:200] if name == "word/document.xml" else body)
    assert reason("a.docx", cut) == refusals.DAMAGED
    gone = rewritten(GOOD, lambda name, body: None if name == "word/document.xml" else body)
    assert reason("a.docx", gone) == refusals.DAMAGED
    no_types = rewritten(GOOD, lambda n, body: None if n == "[Content_Types].xml" else body)
    assert reason("a.docx", no_types) == refusals.DAMAGED


def test_other_office_kinds() -> None:
    odt = zipped(mimetype=b"application/vnd.oasis.opendocument.text")
    assert reason("a.odt", odt) == refusals.OTHER_OFFICE
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    sheet = zipped(**{"[Content_Types].xml": types, "xl/workbook.xml": b"<x/>"})
    assert reason("a.xlsx", sheet) == refusals.OTHER_OFFICE


def test_an_encrypted_zip() -> None:
    data = bytearray(rewritten(GOOD, unchanged))
    position = 0
    while (position := data.find(b"PK\x01\x02", position)) >= 0:
        data[position + 8] |= 1
        position += 4
    assert reason("a.docx", bytes(data)) == refusals.ENCRYPTED


def test_script_in_a_word_document_is_words() -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    html = import_text("a.docx", simple(attack)).html
    assert attack in plain_text(html)
    assert "<script" not in html
    assert "<img" not in html


def test_nested_tables_and_endless_styles_do_not_hang() -> None:
    document = docx.Document()
    inner = "<w:p><w:r><w:t>терең</w:t></w:r></w:p>"
    for _ in range(30):
        inner = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    add_xml(document, inner.replace("<w:tbl>", f"<w:tbl {NS}>", 1))
    one = document.styles["Heading 1"].element
    one.basedOn_val = "Heading2"
    document.styles["Heading 2"].element.basedOn_val = "Heading1"
    document.add_heading("Баш", 1)
    assert plain_text(import_text("a.docx", saved(document)).html).split() == ["терең", "Баш"]


MARKDOWN = """# Кат алышуу тартиби

## 1. Негизи

1.1. Каттар **бир күндө** катталат.

- кирген
- чыккан

| Кат | Мөөнөт |
|-----|--------|
| суроо | 3 күн |

<script>alert(1)</script> [x](javascript:alert(1)) ![сүрөт](https://example.org/x.png)
"""


def test_markdown() -> None:
    imported = import_text("тартип.md", MARKDOWN.encode())
    assert imported.title == "Кат алышуу тартиби"
    html = re.sub(r' id="[^"]*"', "", imported.html)
    assert html.startswith(
        '<h2>1. Негизи</h2>\n<p class="clause">1.1. Каттар <strong>бир күндө</strong> катталат.</p>\n'
        "<ul><li>кирген</li><li>чыккан</li></ul>\n<table><thead><tr><th>Кат</th>"
    )
    assert "<script" not in html
    assert "<img" not in html
    assert "javascript" not in re.sub(r">[^<]*<", "><", html)


def test_a_word_document_named_md_is_still_a_word_document() -> None:
    assert "<h2" in import_text("a.md", GOOD).html


@pytest.mark.parametrize("name", ["a.txt", "a", "жобо.TXT", "../../etc/passwd", "a.pdf"])
def test_plain_text_under_any_name(name: str) -> None:
    imported = import_text(name, "1.1. Жобо.\n\n1.2. Дагы.\n".encode())
    assert isinstance(imported, Imported)
    assert imported.html == sanitise(imported.html)
    assert plain_text(imported.html) == "1.1. Жобо.\n1.2. Дагы."
    assert bool(imported.warnings) == name.endswith(".pdf")
