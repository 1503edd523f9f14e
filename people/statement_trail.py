"""Statements on the electronic signature against the journal that names each by its digest."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_noop

from common.models import JournalEntry
from common.models.journal import digest
from common.trail import Found, Tell, also, silent
from people.models import Statement

ALTERED = gettext_noop("The statement of %(who)s on the electronic signature was altered.")
UNSAID = gettext_noop(
    "The statement of %(who)s on the electronic signature was put in without a deed."
)
GONE = gettext_noop(
    "A statement on the electronic signature is missing: row %(row)s of the journal names it."
)


@also
def faults(*, tell: Tell = silent) -> Iterator[Found]:
    """Every statement that is not as the journal says; there are as many as people."""
    rows = JournalEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Statement),
        deed__in=["give_statement", "withdraw_statement"],
    )
    given: dict[int | None, Any] = {}
    withdrawn = set()
    for row in rows.order_by("number").values("object_id", "number", "deed", "details"):
        if row["deed"] == "withdraw_statement":
            withdrawn.add(row["object_id"])
        else:
            given[row["object_id"]] = row
    found = Statement.objects.select_related("person", "text").order_by("pk")
    for done, statement in enumerate(found, 1):
        row = given.pop(statement.pk, None)
        who = {"model": "people.person", "pk": statement.person_id}
        if row is None:
            yield Found(UNSAID, {"who": who})
        elif not digest(statement.facts()) == statement.digest == row["details"]["digest"] or (
            (statement.withdrawn_at is not None) != (statement.pk in withdrawn)
        ):
            yield Found(ALTERED, {"who": who})
        tell(done, len(found))
    for row in given.values():
        yield Found(GONE, {"row": row["number"]})
