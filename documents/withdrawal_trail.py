"""Withdrawals against the journal: the order and the signature stand as they were given (7.5.5)."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_noop

from common.models import JournalEntry
from common.trail import Found, Tell, also, silent
from documents.models import DocumentVersion, Withdrawal

ALTERED = gettext_noop("The order by which “%(paper)s” was withdrawn was altered after signing.")
PUT_IN = gettext_noop(
    "The order by which “%(paper)s” was withdrawn was put in without a deed: no row of the journal "
    "names it."
)
GONE = gettext_noop(
    "The order by which “%(paper)s” was withdrawn is missing: row %(row)s of the journal names it."
)


@also
def faults(*, tell: Tell = silent) -> Iterator[Found]:
    """Every withdrawal that is not as the journal says; a second look before one is told."""
    found = _compare()
    if found:
        again = _compare()
        yield from (one for one in found if one in again)
    tell(1, 1)


def _compare() -> list[Found]:
    told = _told()
    found = []
    rows = Withdrawal.objects.select_related("version", "person").order_by("pk")
    for withdrawal in rows.iterator(chunk_size=500):
        said = told.pop(withdrawal.version_id, None)
        if said is None:
            found.append(_found(PUT_IN, withdrawal.version_id))
        elif not said[0] == withdrawal.digest == withdrawal.computed_digest():
            found.append(_found(ALTERED, withdrawal.version_id))
    return found + [_found(GONE, version, row=row) for version, (_digest, row) in told.items()]


def _told() -> dict[int, tuple[str, int]]:
    """What the journal says: the digest of each withdrawal, and in which row.

    Versions withdrawn before there were orders of withdrawal have none.
    """
    kind = ContentType.objects.get_for_model(DocumentVersion)
    rows = JournalEntry.objects.filter(content_type=kind, deed="withdraw")
    return {
        version: (details["withdrawal"], number)
        for version, number, details in rows.values_list("object_id", "number", "details")
        if "withdrawal" in details
    }


def _found(text: str, version: int, **values) -> Found:
    return Found(text, {"paper": {"model": "documents.documentversion", "pk": version}, **values})
