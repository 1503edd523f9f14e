"""What was ordered by a day: reminded of shortly before it, told of once it is late (RI-05).

Points of orders, resolutions on letters, letters that wait for a resolution, memos that were given
to be done. Each day is told of once; a sweep that may run at any time, twice, or beside itself.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.timezone import localdate

from common.caller import SYSTEM
from common.models import JournalEntry, Todo, deed, record
from documents.models import Assignment, Correspondence, Memo, OrderPoint
from documents.models.correspondence_deeds import RESOLVE
from documents.models.correspondence_steps import State
from documents.models.memo import CARRY_OUT as MEMO_DO
from documents.models.order_point import CARRY_OUT as POINT_DO
from documents.models.resolution import CARRY_OUT as LETTER_DO
from people.models import Organisation, Person

log = logging.getLogger(__name__)

AHEAD = 3  # days, where the organisation has set no other
REMIND, LATE = "remind_of_its_day", "tell_it_is_late"


class Ordered(NamedTuple):
    """One kind of what is carried out by a day."""

    todo: str  # whoever has it waits under this name
    open: Callable[[], models.QuerySet]
    begun: Callable[[Any], date]  # since when it is known
    control: Callable[[Any], Iterable[Person]]


def keepers() -> models.QuerySet[Person]:
    """Whoever keeps orders and letters."""
    return Person.objects.holding("nomenclature.keep", own=True)


def working(*people: Person | None) -> Iterable[Person]:
    """Those of them who work here; where nobody does, whoever keeps orders and letters."""
    keys = [person.pk for person in people if person]
    return Person.objects.who_read().filter(pk__in=keys) or keepers()


KINDS: dict[type[models.Model], Ordered] = {
    OrderPoint: Ordered(
        POINT_DO,
        lambda: OrderPoint.objects.filter(state="open", order__state="approved").for_list(),
        lambda point: localdate(point.order.approved_at),
        lambda point: point.order.controlling(),
    ),
    Assignment: Ordered(
        LETTER_DO,
        lambda: (
            Assignment.objects.open().for_list().filter(resolution__letter__state=State.IN_WORK)
        ),
        lambda one: localdate(one.resolution.given_at),
        lambda one: working(one.resolution.controller or one.resolution.by),
    ),
    Correspondence: Ordered(
        RESOLVE,
        lambda: Correspondence.objects.filter(state=State.REGISTERED).for_list(),
        lambda letter: letter.registered_on,
        lambda letter: keepers(),
    ),
    Memo: Ordered(
        MEMO_DO,
        lambda: Memo.objects.filter(state="assigned"),
        lambda memo: localdate(memo.resolved_at),
        lambda memo: working(memo.resolved_by),
    ),
}


def executors(thing) -> list[Person]:
    """Those it waits for: by name, or handed over to them."""
    todos = Todo.objects.waiting().about(thing).filter(kind=KINDS[type(thing)].todo)
    return list(Person.objects.filter(pk__in=todos.values("person")))


def controlling(thing) -> list[Person]:
    """Those who see to it that it is carried out, without those who carry it out."""
    doing = executors(thing)
    return [person for person in KINDS[type(thing)].control(thing) if person not in doing]


def sweep() -> None:
    """Remind of what comes due and tell of what is late, each once."""
    days = int(Organisation.current().switches.get("execution_ahead_days", AHEAD))
    ahead = timedelta(days=days)
    for model, kind in KINDS.items():
        rows = list(kind.open().filter(due__lte=localdate() + ahead))
        told = _told(model, rows)
        for thing in rows:
            wanted = _wanted(thing, kind.begun(thing), ahead)
            if wanted and (thing.pk, wanted, thing.due.isoformat()) not in told:
                try:
                    _tell(thing, wanted)
                except Exception:
                    log.exception("Nobody could be reminded of %s %s.", model, thing.pk)


def _wanted(thing, begun: date, ahead: timedelta) -> str:
    """Nobody is reminded of what they were given only just now."""
    if thing.due < localdate():
        return LATE
    return REMIND if begun < thing.due - ahead else ""


def _told(model, rows) -> set[tuple[int, str, str]]:
    """What of it was told already, and of which day."""
    kind = ContentType.objects.get_for_model(model)
    entries = JournalEntry.objects.filter(
        content_type=kind, object_id__in=[row.pk for row in rows], deed__in=[REMIND, LATE]
    )
    found = entries.values_list("object_id", "deed", "details")
    return {(key, name, details["due"]) for key, name, details in found}


def _tell(thing, name: str) -> None:
    model = type(thing)
    with transaction.atomic(), deed(by=SYSTEM):
        model._base_manager.select_for_update().get(pk=thing.pk)
        held = KINDS[model].open().filter(pk=thing.pk, due=thing.due).exists()
        told = (thing.pk, name, thing.due.isoformat()) in _told(model, [thing])
        if held and not told:
            record(thing, name, by=SYSTEM, due=thing.due.isoformat())
