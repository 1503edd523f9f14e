"""Whether what is stored is what was signed: the chain from the text to the signature (7.5.3)."""

from datetime import UTC

from common.models import JournalEntry
from common.models.journal import digest
from documents.models import ApprovalSheet, Signature
from documents.stamps import standing_sheet

# These belong to the document and may change lawfully later, by deeds of their own.
OF_THE_DOCUMENT = {"title", "type", "basis", "basis_text", "access"}


def is_whole(subject) -> bool:
    """Nothing that was signed differs today: text, files, manifest, signatures, journal."""
    sheet = standing_sheet(subject)
    return (
        sheet is not None
        and digest(sheet.manifest) == sheet.manifest_hash
        and _same(sheet.manifest, subject.manifest())
        and all(_signature_holds(signature, sheet) for signature in _signatures(sheet))
        and _journal_knows(subject, sheet)
    )


def _same(signed: dict, stored: dict) -> bool:
    keys = (signed.keys() | stored.keys()) - OF_THE_DOCUMENT
    return all(signed.get(key) == stored.get(key) for key in keys)


def _signatures(sheet: ApprovalSheet) -> list[Signature]:
    return list(Signature.objects.filter(line__sheet=sheet).select_related("person", "line"))


def _signature_holds(signature: Signature, sheet: ApprovalSheet) -> bool:
    facts = {
        "person": str(signature.person.uid),
        "name": signature.name,
        "position": dict(signature.position_name),
        "meaning": signature.meaning,
        "manifest": signature.manifest_hash,
        "facts": signature.facts,
        "at": signature.signed_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    line = signature.line
    printed = (line.name, line.acting) == (signature.name, signature.facts.get("acting", {}))
    return (
        printed
        and signature.manifest_hash == sheet.manifest_hash
        and digest(facts) == signature.digest
    )


def _journal_knows(subject, sheet: ApprovalSheet) -> bool:
    """The journal's rows of the signing name these very signatures, and were not altered."""
    named: set[str] = set()
    for entry in JournalEntry.objects.about(subject).filter(
        deed__in=["send", "agree", "approve", "enter"]
    ):
        if entry.hash != entry.computed_hash():
            return False
        named |= {*entry.details.get("signatures", []), entry.details.get("manifest", "")}
    wanted = {sheet.manifest_hash, *(signature.digest for signature in _signatures(sheet))}
    return wanted <= named
