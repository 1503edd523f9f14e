"""Whether what is stored is what was signed: the chain from the text to the signature (7.5.3)."""

from enum import StrEnum

from django.utils.translation import gettext_lazy

from common.models import JournalEntry
from common.models.journal import digest
from documents import sheet_trail
from documents.models.outside import registered_digest
from documents.stamps import standing_sheet

# These belong to the document and may change lawfully later, by deeds of their own.
OF_THE_DOCUMENT = {"title", "type", "basis", "basis_text", "access"}


class Doubt(StrEnum):
    """What of a paper is not what was signed: the first thing that a reader must know."""

    TEXT = "text"
    MISSING = "missing"
    ALTERED = "altered"
    SHEET = "sheet"
    JOURNAL = "journal"
    REGISTERED = "registered"


CAUSES = {
    sheet_trail.SHEET_ALTERED: Doubt.TEXT,
    sheet_trail.GONE: Doubt.MISSING,
    sheet_trail.ALTERED: Doubt.ALTERED,
    sheet_trail.PUT_IN: Doubt.ALTERED,
}


WORDS = {
    Doubt.TEXT: gettext_lazy("The stored text was altered after signing."),
    Doubt.MISSING: gettext_lazy("A signature under this paper is missing: it was removed."),
    Doubt.ALTERED: gettext_lazy("A signature under this paper was altered."),
    Doubt.SHEET: gettext_lazy("The agreement sheet of this paper was altered."),
    Doubt.REGISTERED: gettext_lazy("What is stored was altered after it was registered."),
    Doubt.JOURNAL: gettext_lazy("The journal of the signing of this paper was altered."),
}


def doubt_words(found: Doubt) -> str:
    """A doubt as a sentence."""
    return str(WORDS[found])


def is_whole(subject) -> bool:
    """Nothing that was signed differs today: text, files, manifest, signatures, journal."""
    return doubt(subject) is None


def doubt(subject) -> Doubt | None:
    """What differs today from what was signed; nothing when the paper is whole."""
    if getattr(subject, "is_external", False):
        return _doubt_of_registered(subject)
    sheet = standing_sheet(subject)
    if sheet is None:
        return Doubt.SHEET
    if digest(sheet.manifest) != sheet.manifest_hash or not _same(
        sheet.manifest, subject.manifest()
    ):
        return Doubt.TEXT
    found = {
        CAUSES.get(fault.text, Doubt.SHEET)
        for fault in sheet_trail.standing(subject, sheet).faults()
    }
    worst = next((cause for cause in Doubt if cause in found), None)
    return worst or (None if _journal_holds(subject) else Doubt.JOURNAL)


def _doubt_of_registered(version) -> Doubt | None:
    """What was registered from outside has no signatures here: its digest stands in the journal."""
    entry = JournalEntry.objects.about(version).filter(deed="register").last()
    if entry is None or entry.hash != entry.computed_hash():
        return Doubt.JOURNAL
    registered = entry.details.get("registered")
    return None if registered == registered_digest(version) else Doubt.REGISTERED


def _same(signed: dict, stored: dict) -> bool:
    keys = (signed.keys() | stored.keys()) - OF_THE_DOCUMENT
    return all(signed.get(key) == stored.get(key) for key in keys)


def _journal_holds(subject) -> bool:
    """The journal's rows of the signing were not altered."""
    rows = JournalEntry.objects.about(subject).filter(deed__in=sheet_trail.TOLD)
    return all(entry.hash == entry.computed_hash() for entry in rows)
