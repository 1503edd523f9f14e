"""The words of a scan: read from the layer of text that some scanners leave in a PDF."""

import io

from documents.content.blocks import sanitise
from documents.content.import_txt import read_text

MOST_PAGES = 300
LETTERS_A_PAGE = 60
LOOKED_AT = 2
PDF = b"%PDF-"


class ScanRefused(Exception):
    """The PDF cannot be opened: it is damaged or locked."""


def look(data: bytes) -> tuple[int, bool]:
    """How many pages a scan has, and whether its first ones hold words."""
    if not data.startswith(PDF):
        return 1, False
    reader = _reader(data)
    try:
        pages = len(reader.pages)
        words = "".join(page.extract_text() or "" for page in reader.pages[:LOOKED_AT])
    except Exception as error:  # a damaged file breaks in many ways
        raise ScanRefused from error
    return pages, _letters(words) >= LETTERS_A_PAGE * min(pages, LOOKED_AT)


def text_of(data: bytes) -> str:
    """The text of a scan as blocks; empty where its pages are only pictures."""
    if not data.startswith(PDF):
        return ""
    reader = _reader(data)
    try:
        pages = [page.extract_text() or "" for page in reader.pages[:MOST_PAGES]]
    except Exception:  # the signed paper stands all the same
        return ""
    words = "\n\n".join(pages)
    if _letters(words) < LETTERS_A_PAGE * len(pages):
        return ""
    return sanitise(read_text(words).html)


def _reader(data: bytes):
    from pypdf import PdfReader  # noqa: PLC0415 -- slow to import, needed only here

    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
    except Exception as error:  # a damaged file breaks in many ways
        raise ScanRefused from error
    if locked:
        raise ScanRefused
    return reader


def _letters(words: str) -> int:
    return sum(sign.isalpha() for sign in words)
