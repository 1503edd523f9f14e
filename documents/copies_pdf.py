"""Prints that say what they are: numbered copies, uncontrolled ones, what has ended (003/5.4.3).

They are made of the kept paper, whose pages stay as they are: a line is laid over the head of
each, and the number of the copy stands in its cell. The sealed original itself is never touched.
"""

import io
from typing import NamedTuple

from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import numeric
from common.models import Attachment
from common.printing import html_to_pdf
from documents.models import PaperCopy
from documents.models.ending import ENDED
from documents.pdf import frozen_paper, version_pdf
from people.models import Organisation

PDF = b"%PDF-"
#: Written behind the end of a print for use, with the token of its paper: by it such a print is
#: told from a forgery of the sealed one. It proves nothing, and nothing green is said by it.
MARK = "%Sapat-print:"
HEAD = 0.75  # the number of the copy is looked for above this part of the page
A_LETTER = 0.58  # of the size of the type, on the average
CELL = 114  # points: the cell of the head, without its lines


class Cell(NamedTuple):
    """Where a page writes the number of its copy, from its lower left corner."""

    x: float
    y: float
    size: float
    words: str


class NoPaper(Exception):
    """There is nothing to print yet: the paper is being made, or no file of it is a PDF."""


# What is printed ------------------------------------------------------------------------------


def copy_pdf(copy: PaperCopy) -> bytes:
    """A numbered copy: its number and holder on every page (001, header)."""
    data, is_own = kept_pages(copy.version, copy.language), has_own_head(copy.version)
    if is_own:
        data = version_pdf(copy.version, copy.language, copy=copy.shown_number)
    with translation.override(copy.language):
        cell = "" if is_own else f"{_('Copy No.')} {copy.shown_number}"
        number = {"number": copy.shown_number}
        words = (
            _("Control copy No. %(number)s") if copy.kind == "control" else _("Copy No. %(number)s")
        )
        parts = [words % number, copy.held_by or copy.place, str(copy.version)]
        line = " · ".join(filter(None, parts))
        return marked(overlaid(data, line=line, cell=cell), copy.version)


def uncontrolled_pdf(version, language: str) -> bytes:
    """A print for today's use; what has ended or has not begun says so across every page."""
    data = kept_pages(version, language)
    with translation.override(language):
        line = _("Uncontrolled copy · printed %(date)s · version %(number)s") % {
            "date": numeric(localdate()),
            "number": f"{version.issue}/{version.change}",
        }
        cell = "" if has_own_head(version) else _("Uncontrolled copy")
        made = overlaid(data, line=line, cell=cell, across=word_across(version))
        return marked(made, version)


def marked(data: bytes, subject) -> bytes:
    """A print that says of itself which paper it is a print of."""
    return data.rstrip() + f"\n{MARK}{subject.token}\n".encode()


def has_own_head(version) -> bool:
    """Whether the profile lays the head out: its kept papers say “uncontrolled” in their cell."""
    return not version.is_external and bool(Organisation.current().header)


def word_across(version) -> str:
    """The word across the pages of what nobody may work by any more, or not yet."""
    if version.state in ENDED:
        return pgettext("across the page", "NO LONGER IN FORCE")
    return pgettext("across the page", "NOT IN FORCE YET") if version.state == "approved" else ""


def kept_pages(version, language: str) -> bytes:
    """The kept paper, the control copy from outside, or a print of what is not approved yet."""
    if version.is_external:
        return _control_copy(version)
    if paper := frozen_paper(version, language):
        return paper.blob.read()
    if version.approved_at and version.state not in ENDED:
        raise NoPaper
    return version_pdf(version, language, preview=True)


def _control_copy(version) -> bytes:
    for file in Attachment.objects.of(version).filter(kind="attachment"):
        data = file.blob.read()
        if data.startswith(PDF):
            return data
    raise NoPaper


# Laying over ----------------------------------------------------------------------------------


def overlaid(data: bytes, *, line: str, cell: str = "", across: str = "") -> bytes:
    """The pages with ``line`` at the head of each, ``cell`` in place of what copy it is, and
    ``across`` over the middle.
    """
    from pypdf import PdfReader, PdfWriter, Transformation  # noqa: PLC0415 -- slow to import

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    _without_seal(writer)
    for page in writer.pages:
        if page.rotation:
            page.transfer_rotation_to_content()
    marks = []
    for page in writer.pages:
        box = page.mediabox
        found = cell_of(page) if cell else None
        marks.append(_page(float(box.width), float(box.height), line, cell, across, found))
    over = PdfReader(io.BytesIO(html_to_pdf(_book(marks), variant=None)))
    for page, mark in zip(writer.pages, over.pages, strict=True):
        place = Transformation().translate(float(page.mediabox.left), float(page.mediabox.bottom))
        page.merge_transformed_page(mark, place)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _without_seal(writer) -> None:
    """A print is not the sealed file any more, and must not look like a broken one."""
    for page in writer.pages:
        kept = [
            note
            for note in page.get("/Annots") or []
            if note.get_object().get("/Subtype") != "/Widget"
        ]
        if "/Annots" in page:
            page["/Annots"].get_object().clear()
            page["/Annots"].get_object().extend(kept)
    for key in ("/AcroForm", "/Perms", "/DSS", "/Metadata"):
        if key in writer.root_object:
            del writer.root_object[key]


def cell_of(page) -> Cell | None:
    """Where the head of a page of ours says what copy it is; pages from outside do not.

    Papers that were kept earlier call the electronic original “Copy No. 1”.
    """
    labels, found = (_("Electronic original"), _("Copy No.")), []
    height = float(page.mediabox.height)
    pieces: list[tuple[str, float, float, float]] = []

    def visit(text, cm, tm, font, size):
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            pieces.append((text, x, y, abs(size * tm[3] * cm[3]) or size))

    page.extract_text(visitor_text=visit)
    for text, x, y, size in pieces:
        words = " ".join(text.split())
        if y > height * HEAD and words.startswith(labels):
            found.append(Cell(x, y, size, words))
    return found[0] if found else None


def _page(width, height, line, cell, across, found: Cell | None) -> tuple[str, str]:
    parts = [format_html('<p class="line">{}</p>', line)]
    if across:
        top = height * 0.45
        parts.append(format_html('<p class="across" style="top:{}pt">{}</p>', f"{top:.1f}", across))
    if found:
        size = min(found.size, CELL / len(cell) / A_LETTER)
        wide = min(max(len(cell), len(found.words)) * size * A_LETTER + 2, CELL)
        middle = found.x + len(found.words) * found.size * A_LETTER / 2
        place = (
            f"left:{middle - wide / 2:.2f}pt;top:{height - found.y - found.size * 1.02:.2f}pt;"
            f"width:{wide:.2f}pt;height:{found.size * 1.32:.2f}pt;font-size:{size:.2f}pt"
        )
        parts.append(format_html('<p class="cell" style="{}">{}</p>', place, cell))
    return f"{width:.2f}pt {height:.2f}pt", format_html_join("", "{}", ((p,) for p in parts))


def _book(pages: list[tuple[str, str]]) -> str:
    """As many pages as are laid over, each of its own size, with nothing on them but the marks."""
    sizes = sorted({size for size, _words in pages})
    rules = "".join(
        f"@page over-{n} {{size:{size};margin:0}} @page over-{n}:first {{size:{size};margin:0}}"
        f".over-{n} {{page:over-{n};height:{size.split()[1]}}}"
        for n, size in enumerate(sizes)
    )
    body = format_html_join(
        "",
        '<section class="over over-{}">{}</section>',
        ((sizes.index(size), words) for size, words in pages),
    )
    style = mark_safe(rules + STYLE)  # noqa: S308 -- numbers and our own words
    return format_html(
        "<!doctype html><html><head><title>·</title><style>{}</style></head><body>{}</body></html>",
        style,
        body,
    )


STYLE = """
.over {position:relative;break-after:page}
.over:last-child {break-after:auto}
.over p {position:absolute;margin:0;white-space:nowrap}
.over .line {top:4mm;left:10mm;right:10mm;font-size:8pt;font-weight:700;text-align:center}
.over .across {left:-20%;width:140%;font-size:44pt;font-weight:700;text-align:center;
  color:rgba(200,0,0,.22);transform:rotate(-35deg)}
.over .cell {background:#fff;line-height:1.3;text-align:center}
"""
