"""Whom duties wait for today: one answer for many, in a constant number of queries.

Who is asked by the work itself already - to review a document, to confirm the list of accounts -
is not asked a second time by the duty that opened it.
"""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from people.models import Person
from planning import openers, subjects
from planning.models import Duty, Obligation
from planning.models.obligation import KEEPERS


def asked_of(
    one: Obligation, duties: Sequence[Duty], known: dict[tuple, set[int]] | None = None
) -> dict[int, set[int]]:
    """The keys of the people each of these duties of one obligation waits for.

    ``known`` keeps who holds a power or a position, for whoever asks about many obligations.
    """
    found = _answering(one, duties, {} if known is None else known)
    given = {duty.given_to_id for duty in duties if duty.given_to_id}
    here = Person.objects.employees().filter(pk__in=given) if given else Person.objects.none()
    working = {person.pk for person in here}
    top = _keys(Person.objects.holding("documents.top", own=True)) if _any_secret(duties) else set()
    opener = openers.get(one.opener)
    busy = opener.asks(duties) if opener and not one.is_closed_by_hand else {}
    for duty in duties:
        if duty.given_to_id and duty.given_to_id in working:
            found[duty.pk] = {duty.given_to_id}
        if duty.is_restricted:
            found[duty.pk] = found[duty.pk] & top or top
        found[duty.pk] = found[duty.pk] - busy.get(duty.pk, set())
    return found


def _answering(
    one: Obligation, duties: Sequence[Duty], known: dict[tuple, set[int]]
) -> dict[int, set[int]]:
    if not one.owner_of_subject:
        owner = (one.owner_power_id, one.owner_position_id)
        if owner not in known:
            known[owner] = _keys(one.answering())
        return {duty.pk: known[owner] for duty in duties}
    prefetch_related_objects(list(duties), "subject")
    things = {duty.subject.pk: duty.subject for duty in duties if duty.subject}
    owners = subjects.owners_of(one.per, list(things.values()))
    found = {duty.pk: owners.get(duty.subject_id or 0, set()) for duty in duties}
    if not all(found.values()):  # nobody answers for it: who keeps the year, or oversees it
        held = (_keys(Person.objects.holding(power, own=True)) for power in KEEPERS)
        keepers = next((people for people in held if people), set())
        found = {key: people or keepers for key, people in found.items()}
    return found


def _any_secret(duties: Sequence[Duty]) -> bool:
    return any(duty.is_restricted for duty in duties)


def _keys(people) -> set[int]:
    return set(people.values_list("pk", flat=True))
