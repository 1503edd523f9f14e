"""The one door for a file that is to become the text of a document (004/4.2.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.content import refusals
from documents.content.blocks import plain_text, sanitise
from documents.content.import_docx import import_docx
from documents.content.import_md import import_md
from documents.content.import_txt import TextResult, import_txt
from documents.content.refusals import ImportRefused
from documents.content.text_lines import NotText

__all__ = ["DEFAULT_LIMIT", "ImportRefused", "Imported", "import_text"]

DEFAULT_LIMIT = 20 * 1024 * 1024

_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"\x00\x00\x01\x00",
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!/")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKDOWN = (".md", ".markdown")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass
class Imported:
    """A text brought in from a file, ready for the form that asks for the rest."""

    html: str
    title: str = ""
    head: dict[str, object] = field(default_factory=dict)
    warnings: list[Promise | str] = field(default_factory=list)


def import_text(name: str, data: bytes, limit: int = DEFAULT_LIMIT) -> Imported:
    """The text of a file. What the file is, its content says; its name only tells Markdown from
    plain text. Anything unusable raises ImportRefused with the sentence to show."""
    if not data or not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ImportRefused(refusals.EMPTY)
    if len(data) > limit:
        raise ImportRefused(refusals.TOO_LARGE % {"limit": max(1, limit // (1024 * 1024))})
    suffix = PurePath(name.lower()).suffix
    _refuse_foreign(suffix, data)
    if data.startswith(_ZIP):
        result = import_docx(data)
        if suffix not in (".docx", ""):
            result.warnings.insert(0, _("The file is a .docx document, whatever its name says."))
    else:
        result = _plain(suffix, data)
    html = sanitise(result.html)
    if not any(char.isalnum() for char in plain_text(html)):
        raise ImportRefused(refusals.NO_TEXT)
    return Imported(html, result.title, result.head, result.warnings)


def _plain(suffix: str, data: bytes) -> TextResult:
    if suffix in (".docx", ".docm", ".dotx"):
        raise ImportRefused(refusals.MISLABELLED_DOCX)
    try:
        result = import_md(data) if suffix in _MARKDOWN else import_txt(data)
    except NotText as error:
        raise ImportRefused(refusals.UNKNOWN) from error
    if suffix not in (".txt", "", *_MARKDOWN):
        result.warnings.insert(0, _("The file is a plain text, whatever its name says."))
    return result


def _refuse_foreign(suffix: str, data: bytes) -> None:
    """Refuse by the first bytes, with the sentence that helps with this kind of file."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:512]
    if b"%PDF-" in data[:1024]:
        if suffix not in (".pdf", ""):
            raise ImportRefused(refusals.MISLABELLED_PDF % {"suffix": suffix})
        raise ImportRefused(refusals.PDF)
    if data.startswith(_OLE):
        raise ImportRefused(_ole_reason(data))
    if start.startswith(b"{\\rtf"):
        raise ImportRefused(refusals.RICH_TEXT)
    if data.startswith(_ARCHIVES):
        raise ImportRefused(refusals.ARCHIVE)
    if start.lower().startswith((b"<!doctype html", b"<html", b"<?xml", b"<svg")):
        raise ImportRefused(refusals.WEB_PAGE if b"html" in start.lower() else refusals.UNKNOWN)
    # Two letters may begin an honest text too ("BM", "MZ"): a zero byte settles it.
    binary = b"\x00" in data[:4096] or data.startswith(b"#!/")
    webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    if (binary and data.startswith(_PICTURES)) or webp or data.startswith(_PICTURES[:3]):
        raise ImportRefused(refusals.PICTURE)
    if binary and data.startswith(_PROGRAMS):
        raise ImportRefused(refusals.PROGRAM)


def _ole_reason(data: bytes) -> Promise | str:
    """An OLE container is an encrypted .docx, an old .doc or something else from the office."""
    if (
        "EncryptedPackage".encode("utf-16-le") in data
        or "EncryptionInfo".encode("utf-16-le") in data
    ):
        return refusals.ENCRYPTED
    if "WordDocument".encode("utf-16-le") in data:
        return refusals.OLD_WORD
    return refusals.OTHER_OFFICE
