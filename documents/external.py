"""Registering what comes from outside: the edition, its control copy, its text (004/4.2.3-c).

One deed from the form to the register: nobody is asked to approve what a parliament passed.
"""

import datetime
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.models import Attachment, Blob, deed, record
from documents.content import diff
from documents.content.importing import ImportRefused, import_text
from documents.content.scan_text import ScanRefused, text_of
from documents.models import (
    CopyKind,
    Document,
    DocumentVersion,
    PaperCopy,
    TextSource,
    VersionText,
)

TEXTS = (".docx", ".txt", ".md")


@dataclass
class Edition:
    """An edition as the form or the sample gives it."""

    number: str
    date: datetime.date
    in_force_from: datetime.date
    language: str
    summary: str = ""
    files: list[tuple[str, Blob]] = field(default_factory=list)
    html: str = ""
    source: str = TextSource.SCAN
    place: str = ""  # where the control copy on paper is kept, if there is one


def read_text(name: str, data: bytes) -> tuple[str, str]:
    """The text of a control copy and where it came from; empty where it is only a picture.

    What cannot be read stays the control copy all the same.
    """
    try:
        if name.lower().endswith(TEXTS):
            return import_text(name, data).html, TextSource.TYPED
        html = text_of(data)
    except (ImportRefused, ScanRefused):
        return "", TextSource.SCAN
    return html, TextSource.LAYER if html else TextSource.SCAN


def newest_number(document: Document) -> str:
    """What a form displays as the last edition; the form comes back with it."""
    newest = document.newest_version()
    return f"{newest.issue}/{newest.change}" if newest else ""


def register_edition(document, edition: Edition, *, by, seen: str, is_new_issue=False):
    """Register the first edition, a change, or a new edition; the one before is superseded.

    ``seen`` is the last edition that was displayed: whoever was faster registered this one.
    """
    with deed(by=by):
        Document.objects.select_for_update().get(pk=document.pk)
        if seen != newest_number(document):
            raise ValidationError(
                _("Somebody registered an edition meanwhile: look at the page again.")
            )
        before = document.newest_version()
        issue, change = _next_number(before, is_new_issue=is_new_issue)
        version = DocumentVersion.objects.create(
            document=document,
            issue=issue,
            change=change,
            summary=edition.summary,
            author=by.person,
            text_source=edition.source,
        )
        record(version, "create", by=by)
        for name, blob in edition.files:
            Attachment.objects.create(owner=version, blob=blob, name=name, added_by=by)
            record(version, "attach", by=by, sha256=blob.sha256)
        if edition.html:
            _write_text(version, before, edition)
        version.register(
            by=by, number=edition.number, date=edition.date, in_force_from=edition.in_force_from
        )
        if edition.place:
            PaperCopy.objects.make(
                version,
                by=by,
                kind=CopyKind.CONTROL,
                language=edition.language,
                place=edition.place,
            )
    return version


def _next_number(before, *, is_new_issue: bool) -> tuple[int, int]:
    if before is None:
        return 1, 0
    return (before.issue + 1, 0) if is_new_issue else (before.issue, before.change + 1)


def _write_text(version, before, edition: Edition) -> None:
    """The text, its unchanged clauses under the ids they had, so that the difference is read."""
    old = before.texts.filter(language=edition.language).first() if before else None
    VersionText.objects.create(
        version=version,
        language=edition.language,
        is_original=True,
        html=diff.carry_ids(old.html, edition.html) if old else edition.html,
    )
