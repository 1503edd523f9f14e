"""Acquaintance against the journal: whoever stands there as having read it has said so (004/4.2.3).

A reading is confirmed by its reader, counts from the signature of whoever signed the text, or was
noted from a sheet signed on paper; or it was waived with a reason. Each is a deed of the journal.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_noop

from common.models import JournalEntry
from common.models.journal import digest
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
NOT_WAIVED = gettext_noop(
    "That %(who)s need not read “%(paper)s” was put in without a deed: no row of the journal "
    "says so."
)
WAIVED_GONE = gettext_noop(
    "%(who)s need not read “%(paper)s”, as row %(row)s of the journal says; it was taken away."
)
PAPER_ALTERED = gettext_noop(
    "How %(who)s came to be acquainted with “%(paper)s” was altered: row %(row)s of the journal."
)
READ = ("read", "read_by_signing", "read_on_paper")
WAIVED = "waive_reading"

Key = tuple[int, int, int]  # version, person, round


class Said(NamedTuple):
    """What the journal says of one reading."""

    at: datetime
    row: int
    deed: str
    by: int | None = None  # who noted it, where that is not the reader
    on: str = ""  # the day on the sheet of paper
    reason: str = ""  # the digest of the reason of a waiver


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
        key = (reading.version_id, reading.person_id, reading.round)
        said = told.pop(key, None)
        if fault := _fault(reading, said):
            found.append(_found(fault, key, said))
    return found + [_found(_gone(said), key, said) for key, said in told.items()]


def _fault(reading, said: Said | None) -> str:
    """What is wrong with one reading; nothing where it is as the journal says."""
    if said is None:
        return UNSAID if reading.read_at else NOT_WAIVED if reading.waived_at else ""
    at = reading.waived_at if said.deed == WAIVED else reading.read_at
    if at is None:
        return _gone(said)
    if abs(at - said.at) > APART:
        return MOVED if said.deed != WAIVED else PAPER_ALTERED
    on = parse_date(said.on) if said.on else None
    noted = (reading.paper_on, reading.recorded_by_id)
    reason = digest(reading.waive_reason) if reading.waive_reason else ""
    return PAPER_ALTERED if (noted, reason) != ((on, said.by), said.reason) else ""


def _gone(said: Said) -> str:
    return WAIVED_GONE if said.deed == WAIVED else GONE


def _told(ids: list[int]) -> dict[Key, Said]:
    """When and how the journal says that a person came to be acquainted with a version."""
    kind = ContentType.objects.get_for_model(DocumentVersion)
    rows = JournalEntry.objects.filter(content_type=kind, object_id__in=ids)
    rows = rows.filter(deed__in=[*READ, WAIVED]).order_by("number")
    told: dict[Key, Said] = {}
    for row in rows.values("object_id", "number", "at", "deed", "details", "user__person_id"):
        version, person, details = (
            int(row["object_id"] or 0),
            row["user__person_id"],
            row["details"],
        )
        said = Said(row["at"], row["number"], row["deed"])
        if row["deed"] == "read":
            told[version, person, details.get("round", 1)] = said
        elif row["deed"] == "read_by_signing":
            for reader, at in details["people"].items():
                told[version, int(reader), 1] = said._replace(at=datetime.fromisoformat(at))
        else:
            noted = said._replace(
                by=person, on=details.get("on", ""), reason=details.get("reason", "")
            )
            for reader, number in details["people"].items():
                told[version, int(reader), number] = noted
    return told


def _found(text: str, key: Key, said: Said | None) -> Found:
    version, person, _round = key
    who = {"model": "people.person", "pk": person}
    paper = {"model": "documents.documentversion", "pk": version}
    return Found(text, {"who": who, "paper": paper} | ({"row": said.row} if said else {}))
