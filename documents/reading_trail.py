"""Acquaintance against the journal: whoever stands there as having read it has said so (004/4.2.3).

A reading is confirmed by its reader, or counts from the signature of whoever signed the text.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_noop

from common.models import JournalEntry
from common.trail import Found, Tell, also, silent
from documents.models import DocumentVersion, Reading

BATCH = 200
APART = timedelta(minutes=5)  # a deed is written when all its changes are made

UNSAID = gettext_noop(
    "That %(who)s has read “%(paper)s” was put in without a deed: no row of the journal says so."
)
GONE = gettext_noop(
    "%(who)s has read “%(paper)s”, as row %(row)s of the journal says; it was taken away."
)
MOVED = gettext_noop("When %(who)s read “%(paper)s” was altered: row %(row)s of the journal.")


@also
def faults(*, tell: Tell = silent) -> Iterator[Found]:
    """Every reading that is not as the journal says, so many versions at a time."""
    total, done, last = DocumentVersion.objects.count(), 0, 0
    while ids := list(
        DocumentVersion.objects.filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    ):
        found = _compare(ids)
        if found:  # somebody may have confirmed between two questions
            again = _compare(ids)
            yield from (one for one in found if one in again)
        done, last = done + len(ids), ids[-1]
        tell(done, total)


def _compare(ids: list[int]) -> list[Found]:
    told = _told(ids)
    found = []
    for reading in Reading.objects.filter(version__in=ids).order_by("pk"):
        said = told.pop((reading.version_id, reading.person_id), None)
        if said is None:
            if reading.read_at:
                found.append(_found(UNSAID, reading.version_id, reading.person_id))
            continue
        at, row = said
        if reading.read_at is None:
            found.append(_found(GONE, reading.version_id, reading.person_id, row=row))
        elif abs(reading.read_at - at) > APART:
            found.append(_found(MOVED, reading.version_id, reading.person_id, row=row))
    gone = [_found(GONE, *key, row=row) for key, (_at, row) in told.items()]
    return found + gone


def _told(ids: list[int]) -> dict[tuple, tuple[datetime, int]]:
    """When the journal says that a person read a version, and in which row."""
    kind = ContentType.objects.get_for_model(DocumentVersion)
    rows = JournalEntry.objects.filter(content_type=kind, object_id__in=ids)
    rows = rows.filter(deed__in=["read", "read_by_signing"]).order_by("number")
    told: dict[tuple, tuple[datetime, int]] = {}
    for row in rows.values("object_id", "number", "at", "deed", "details", "user__person_id"):
        if row["deed"] == "read":
            told[row["object_id"], row["user__person_id"]] = (row["at"], row["number"])
            continue
        for person, at in row["details"]["people"].items():
            told[row["object_id"], int(person)] = (datetime.fromisoformat(at), row["number"])
    return told


def _found(text: str, version: int, person: int, **values) -> Found:
    who = {"model": "people.person", "pk": person}
    paper = {"model": "documents.documentversion", "pk": version}
    return Found(text, {"who": who, "paper": paper, **values})
