"""Signed papers: how they become a PDF, and a version of a document (000: stamps; 001, 003).

The paper is made once, after the approval, and kept; made again it comes out the same. Before
that, and of what has ended, only prints are made that say so.
"""

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import long_date, numeric
from common.models import Attachment, TranslatedText
from common.printing import render_pdf, unbroken
from common.qr import qr
from common.text import fold
from documents import change_sheet
from documents.annex import considered_lines
from documents.content.blocks import Block, blocks
from documents.header import head_of
from documents.models import DocumentVersion, TextSource, VersionText
from documents.models.ending import ENDED
from documents.models.signature_file import PAPER
from documents.signables import paper_of
from documents.stamps import sheet_rows, stamps, standing_sheet, words_in
from people.models import EnablingOrder, Organisation
from people.names import show_phone

USUAL = timedelta(minutes=10)  # in which a paper is made
DECIDED = ("approved", "closed", "done")  # also what was approved before the program came
REGISTERED = ("in_force", *ENDED)  # what comes from outside is never approved here
_TAGS = r"(?:<(?:strong|em|u)>)?"


# The frozen paper ---------------------------------------------------------------------------


def frozen_paper(subject, language: str) -> Attachment | None:
    """The kept paper of one language, if it is made already."""
    return Attachment.objects.of(subject).filter(kind=PAPER, language=language).first()


def kept_papers(subject) -> list[Attachment]:
    """The kept papers of all languages, with their seals."""
    papers = Attachment.objects.of(subject).filter(kind=PAPER)
    return [*papers.order_by("language").select_related("blob", "added_by", "seal__certificate")]


def is_being_made(subject) -> str:
    """``soon`` or ``late`` where a paper is not there yet; of what ended before none is made."""
    if subject.approved_at is None or subject.state in ENDED:
        return ""
    if {paper.language for paper in kept_papers(subject)}.issuperset(paper_languages(subject)):
        return ""
    return "late" if subject.approved_at < timezone.now() - USUAL else "soon"


def paper_languages(subject) -> list[str]:
    """The languages a paper is made in: those of its texts, or of its words, the original first."""
    return paper_of(subject).languages(subject)


def worded_in(texts) -> list[str]:
    """The languages in which all these words of data stand, the organisation's own first."""
    original = Organisation.current().original_language
    others = [code for code, _name in settings.LANGUAGES if code != original]
    texts = [*texts]
    return [original, *(code for code in others if all(text.get(code) for text in texts))]


def paper_name(subject, language: str) -> str:
    """The file name of a paper: ЛЧА-01_2-0_ky.pdf."""
    stem = paper_of(subject).stem(subject)
    return re.sub(r"[^\w.-]+", "-", f"{stem}_{language}") + ".pdf"


def paper_pdf(subject, language: str, *, preview: bool = False) -> bytes:
    """The paper of any signable thing, fit to be kept; ``preview`` marks what is not decided."""
    return paper_of(subject).pdf(subject, language, preview=preview)


# Papers -------------------------------------------------------------------------------------


def version_pdf(
    version: DocumentVersion, language: str, *, preview: bool = False, copy: str = ""
) -> bytes:
    """A version on paper: head, stamps, text, agreement sheet, in the language of its text.

    ``preview`` marks what is not decided yet with the word of its state across every page;
    ``copy`` is the number of a paper copy that is given out.
    """
    text = version.text_in(language)
    language = text.language if text else language
    with translation.override(language):
        title = words_in(signed_title(version), language)
        force = _force(version, language)
        context = paper_context(version, language, title, preview=preview) | {
            "kind": words_in(version.document.type.name, language),
            "code": version.document.code,
            "copy": copy,
            "sheet_of": f"{version} · {title}",
            "cells": [
                (_("Issue"), version.issue),
                (_("Change"), version.change),
                copy_cell(version, copy, preview=preview),
            ],
            "force": force,
            "banner": _banner(version),
            "source": TextSource(version.text_source).note,
            "body": body_html(text, title) if text else "",
            "considered": considered_lines(version, language),
            "is_card": version.is_card,
            "basis": _basis(version, language),
            "texts": _texts(version),
            "change_of": f"{version.document.code} · {title}",
            "changes": change_sheet.lines(version.document, language, upto=version, drafts=preview),
        }
        context["head"] = head_of(context, language)
        return render_pdf("print/document.html", context, language=language)


def signed_title(version: DocumentVersion) -> TranslatedText:
    """The title as it was signed; of a draft, as it is now."""
    sheet = standing_sheet(version)
    return TranslatedText((sheet and sheet.manifest.get("title")) or version.document.title)


def verification_url(subject) -> str:
    """The public page that the QR code opens."""
    return f"{settings.PUBLIC_BASE_URL}/v/{subject.token}/"


def body_html(text: VersionText, title: str) -> SafeString:
    """The blocks of a text, clause numbers hanging; a first heading that repeats the title goes."""
    found = blocks(text.html)
    if found and found[0].is_heading and fold(found[0].text) == fold(title):
        found = found[1:]
    following = [*(block.tag for block in found[1:]), ""]
    parts = "\n".join(map(_block_html, found, following))
    return mark_safe(unbroken(parts))  # noqa: S308 -- sanitised when saved


def _block_html(block: Block, following: str) -> str:
    if block.tag == "p" and following == "table" and not block.is_clause:
        classes = " ".join([*block.classes, "table-title"])
        return f'<p id="{block.id}" class="{classes}">{block.inner}</p>'
    if block.tag != "p" or not block.number or {"center", "right"} & set(block.classes):
        return block.html
    signs = r"\s?".join(re.escape(sign) for sign in block.number)
    match = re.match(rf"\s*({_TAGS})(?:[-–—]\s+)?{signs}(</\w+>)?\s*", block.inner)
    if match is None or bool(match[1]) != bool(match[2]):
        return block.html
    opened, closed = match[1] or "", match[2] or ""
    number = f'<span class="no">{opened}{block.number}{closed} </span>'
    width = min(max(len(block.number), 3), 9)
    return (
        f'<p id="{block.id}" class="clause wide-{width}">{number}{block.inner[match.end() :]}</p>'
    )


# Parts of a paper ---------------------------------------------------------------------------


def paper_context(subject, language: str, title: str, *, preview: bool) -> dict:
    """What every signed paper prints: head, stamps, agreement sheet, marks, QR code."""
    organisation = Organisation.current()
    approved_on = subject.approved_at and localdate(subject.approved_at)
    order = EnablingOrder.current(on=approved_on)
    agreed, approved = stamps(subject, language, electronic=order is not None)
    sheet = standing_sheet(subject)
    settled = is_settled(subject)
    return {
        "organisation": organisation,
        "org_name": words_in(organisation.name, language),
        "org_contacts": _contacts(organisation, language),
        "place": words_in(organisation.place, language),
        "title": title,
        "made_at": subject.approved_at or subject_moment(subject),
        "agreed": agreed,
        "approved": approved,
        "rows": sheet_rows(subject, language),
        "manifest_hash": sheet.manifest_hash if sheet else "",
        "attached": sheet.manifest.get("files", []) if sheet else [],
        "signed_by_order": _order(order),
        "draft": _state_across(subject) if preview else "",
        "qr": qr(verification_url(subject)) if settled else "",
        "url": verification_url(subject) if settled else "",
        "head_more": _head_more(words_in(organisation.name, language), title),
    }


def _state_across(subject) -> str:
    """What stands across the pages of a print: the state of what is not decided yet."""
    open_yet = not is_settled(subject) and subject.state not in DECIDED
    return subject.get_state_display() if open_yet else ""


def is_settled(subject) -> bool:
    """Whether it was approved or registered: its print is no draft's."""
    return subject.approved_at is not None or subject.state in REGISTERED


def subject_moment(subject) -> datetime:
    """The moment a draft's print is of: its last change on record, else now."""
    last = subject.history.order_by("-history_date").values_list("history_date", flat=True).first()
    return last or datetime.now().astimezone()


def copy_cell(subject, copy: str = "", *, preview: bool) -> tuple[str, str]:
    """Only what is given out on paper has a number; the file itself is the electronic original, and
    a print of a draft, or of what ended, is neither.
    """
    if copy:
        return _("Copy No."), copy
    if preview and (not is_settled(subject) or subject.state in ENDED):
        return _("Uncontrolled print"), numeric(localdate())
    if is_settled(subject):
        return _("Electronic original"), ""
    return _("Copy No."), "—"


def _contacts(organisation: Organisation, language: str) -> str:
    parts = [
        words_in(organisation.address, language),
        show_phone(organisation.phone),
        organisation.email,
        organisation.site.removeprefix("https://"),
    ]
    return " · ".join(part for part in parts if part)


def _force(version: DocumentVersion, language: str) -> str:
    if version.in_force_from is None or not is_settled(version):
        return ""
    return _("In force from: %(date)s") % {"date": long_date(version.in_force_from, language)}


def _banner(version: DocumentVersion) -> str:
    """What a print of a version that has ended says on its first page."""
    if version.state not in ENDED or version.ended_on is None:
        return ""
    date = numeric(version.ended_on)
    if version.state == "withdrawn":
        return _("NO LONGER IN FORCE: withdrawn on %(date)s") % {"date": date}
    return _("NO LONGER IN FORCE: superseded on %(date)s") % {"date": date}


def _basis(version: DocumentVersion, language: str) -> str:
    basis = version.document.basis
    if basis:
        return f"{basis.code} {words_in(basis.title, language)}"
    return version.document.basis_text


def _texts(version: DocumentVersion) -> str:
    """The languages of the texts, the original named."""
    return ", ".join(
        _("%(language)s (original)") % {"language": text.get_language_display()}
        if text.is_original
        else text.get_language_display()
        for text in version.texts_that_count()
    )


def _order(order: EnablingOrder | None) -> str:
    if order is None:
        return ""
    return pgettext("signatures", "order No. %(number)s of %(date)s") % {
        "number": order.number,
        "date": numeric(order.date),
    }


def _head_more(organisation: str, title: str) -> int:
    """How many lines more than two the head of each page takes, for the margin that holds it."""
    lines = min(-(-len(organisation) // 60), 2) + min(-(-len(title) // 80), 3)
    return min(max(lines - 2, 0), 3)
