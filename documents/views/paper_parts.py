"""What the pages of everything that is signed share: the doubt, the rounds, the files."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.dates import date_and_time, numeric
from common.models import Attachment
from documents.models import Record
from documents.proof import doubt, doubt_words
from documents.record_sources import may_put, record_of, source_of
from documents.seal_facts import signature_shown
from documents.search import FILES
from documents.stepper import stepper


def doubt_shown(paper) -> str:
    """The warning above an approved paper that is not as it was signed."""
    wrong = doubt(paper) if paper.approved_at else None
    return doubt_words(wrong) if wrong else ""


def sheet_context(paper) -> dict:
    """The rounds of agreement."""
    return {"rounds": [stepper(sheet) for sheet in paper.sheets.order_by("-round")]}


def signature_step(paper) -> dict:
    """The act that hangs a signature file on an approved paper."""
    return {
        "label": _("Attach a signature file"),
        "url": f"{paper.get_absolute_url()}signature/",
    }


def record_step(paper, user) -> list[dict]:
    """The act that puts a signed paper on record, or leads to the record that it became."""
    source = source_of(paper)
    if not source or not source.is_signed(paper) or not user.has_perm("documents.add_record"):
        return []
    if kept := record_of(paper):
        seen = Record.objects.visible_to(user).filter(pk=kept.pk).exists()
        return [{"label": _("Open its record"), "url": kept.get_absolute_url()}] if seen else []
    if not may_put(user, paper):
        return []
    url = reverse("records:record_from", args=[paper._meta.label_lower, paper.pk])
    return [{"label": _("Put on record"), "url": url}]


def file_items(owner) -> list[dict]:
    """Attached files for the file list; a signature with whose it is."""
    files = Attachment.objects.of(owner).select_related(
        *("blob__file_text", "added_by", "signature_file__paper__blob", "seal__certificate")
    )
    return [
        {
            "name": file.name,
            "url": file.get_absolute_url(),
            "size": file.blob.size,
            "note": date_and_time(file.added_at),
            "text": why_no_text(file),
            "signature": signature_shown(file.signature_file)
            if hasattr(file, "signature_file")
            else None,
            "seal": getattr(file, "seal", None),
            "pk": file.pk,
            "uid": file.uid,
            "kind": file.kind,
            "sha256": file.blob.sha256,
        }
        for file in files
    ]


def why_no_text(file: Attachment) -> str:
    """What a reader is told of a file whose words the search does not find, or not all of them."""
    kept = getattr(file.blob, "file_text", None)
    said = kept.get_outcome_display() if kept and file.kind in FILES else ""
    return said if kept and kept.outcome not in ("read", "reading") else ""


def uncontrolled() -> str:
    """What a print of a text says of itself: nobody counts this copy, nobody renews it (4.2.3)."""
    return _("Printed %(date)s – not a controlled copy") % {"date": numeric(localdate())}
