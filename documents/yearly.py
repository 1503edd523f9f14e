"""What is set anew each year, as the quality policy: in time for the coming one (004/5.3, C-22)."""

import logging
from datetime import date

from django.utils.timezone import localdate

from common.caller import SYSTEM
from common.models import Todo, deed, record
from documents.models import Document, DocumentVersion
from documents.models.review import answering
from people.models import Organisation

log = logging.getLogger(__name__)
KIND = "documents.yearly"
BY = "12-01"
ON_ITS_WAY = ("agreeing", "approving")
SET = ("approved", "in_force")
DECEMBER = 12


def year_wanted(today: date) -> int:
    """The year for which there must be one: from a day of December on, the coming one."""
    by = Organisation.current().switches.get("policy_by") or BY
    return today.year + (f"{today:%m-%d}" >= by)


def sweep() -> None:
    """Ask who answers for each document of a yearly type that has none for the year; ask no more
    once one is on its way. May run at any time, and twice.
    """
    year = year_wanted(localdate())
    for document in Document.objects.filter(type__is_yearly=True).select_related("owner"):
        try:
            look(document, _asked_for(document, year))
        except Exception:
            log.exception("Nobody could be asked for %s of %s.", document, year)


def _asked_for(document: Document, year: int) -> int:
    """The year it is wanted for; a later one, where somebody was asked for that already."""
    asked = Todo.objects.waiting().about(document).filter(kind=KIND, due__isnull=False).first()
    return max(year, asked.due.year + 1) if asked else year


def look(document: Document, year: int) -> None:
    """Ask who answers for it to prepare one for the year, unless there is one; asking again
    changes nothing.
    """
    todos = Todo.objects.waiting().about(document).filter(kind=KIND)
    if any(is_for(version, year) for version in document.versions.all()):
        todos.done()
    elif not todos.exists():
        with deed(by=SYSTEM):
            due = date(year - 1, 12, 31)
            Todo.objects.ask(answering(document), KIND, document, due=due)
            record(document, "ask_for_the_year", by=SYSTEM, year=year)


def is_for(version: DocumentVersion, year: int) -> bool:
    """Whether this version is for the year: in force or approved so long, or on its way."""
    if version.state in ON_ITS_WAY:
        return version.valid_until is None or version.valid_until.year >= year
    return version.state in SET and last_year(version) >= year


def has_been_set(document: Document, year: int) -> bool:
    """Whether there is a version for the year, in force or approved."""
    versions = document.versions.filter(state__in=SET)
    return any(last_year(version) >= year for version in versions)


def last_year(version: DocumentVersion) -> int:
    """The last year a version is for. Where no end is set, it is the year it came into force in,
    or the next one for what came with December.
    """
    if version.valid_until:
        return version.valid_until.year
    since = version.in_force_from or date.min
    return since.year + (since.month == DECEMBER)


def initial(document: Document) -> dict:
    """How the data of a new version begin: valid to the end of the year it is wanted for."""
    if not document.type.is_yearly:
        return {}
    year = year_wanted(localdate())
    if any(is_for(version, year) for version in document.versions.all()):
        year += 1
    return {"valid_until": date(year, 12, 31)}
