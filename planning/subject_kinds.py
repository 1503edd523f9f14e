"""What there can be one duty each of today: processes, units, employees."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Min
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from documents.models import Process
from people.models import Appointment, Person, Position, Substitution, Unit
from planning.beginnings import beginnings
from planning.subjects import Subjects, register


def _kept_since(model: Any, things: Sequence[Any]) -> dict[int, date]:
    """The day each was entered here, as its field history says."""
    rows = model.history.filter(id__in=[thing.pk for thing in things]).order_by()
    return {
        pk: localdate(first)
        for pk, first in rows.values_list("id").annotate(first=Min("history_date"))
    }


def in_positions(keys: Iterable[int]) -> dict[int, set[int]]:
    """Who holds each position today, or signs in it for another: two queries for all of them."""
    found: dict[int, set[int]] = defaultdict(set)
    wanted = set(keys)
    held = Appointment.objects.on().filter(position__in=wanted)
    acted = Substitution.objects.on().filter(position__in=wanted, signs=True)
    for position, person in [
        *held.values_list("position", "person"),
        *acted.values_list("position", "acting"),
    ]:
        found[position].add(person)
    return found


# Processes: their head answers, and where nobody is head, their owner -----------------------------


def owners_of_processes(processes: Sequence[Process]) -> dict[int, set[int]]:
    """Whoever holds the position of the head today; where nobody does, that of the owner."""
    keys = {key for one in processes for key in (one.head_id, one.owner_id) if key}
    held = in_positions(keys)
    return {
        one.pk: held.get(one.head_id or 0, set()) or held.get(one.owner_id or 0, set())
        for one in processes
    }


def _people(keys: Iterable[int]):
    return Person.objects.filter(pk__in=set(keys))


register(
    Subjects(
        "process",
        _("Process"),
        all=lambda: Process.objects.running().select_related("document").order_by("sorted_as"),
        owners=lambda process: _people(owners_of_processes([process])[process.pk]),
        since=lambda things: _kept_since(Process, things),
        owners_of=owners_of_processes,
    )
)


# Units: whoever heads them ---------------------------------------------------------------------


def heads_of_units(units: Sequence[Unit]) -> dict[int, set[int]]:
    """Whoever holds a position that heads the unit."""
    heads = Position.objects.on().filter(unit__in=[unit.pk for unit in units], is_head=True)
    posts = list(heads.values_list("pk", "unit"))
    held = in_positions(pk for pk, _unit in posts)
    found: dict[int, set[int]] = {unit.pk: set() for unit in units}
    for pk, unit in posts:
        found[unit] |= held.get(pk, set())
    return found


register(
    Subjects(
        "unit",
        _("Unit"),
        all=lambda: Unit.objects.on().order_by("order", "code"),
        owners=lambda unit: _people(heads_of_units([unit])[unit.pk]),
        since=lambda things: _kept_since(Unit, things),
        owners_of=heads_of_units,
    )
)


# Employees: each answers for themselves ----------------------------------------------------------


def working_since(people: Sequence[Person]) -> dict[int, date]:
    """The first day of each of them here; who left and came back is here since coming back."""
    posts = Appointment.objects.filter(person__in=[person.pk for person in people])
    return {
        post.person_id: post.since
        for post in beginnings(posts.filter(since__lte=localdate()).order_by("since", "pk"))
    }


register(
    Subjects(
        "person",
        _("Employee"),
        all=lambda: Person.objects.employees().order_by("sorted_as", "pk"),
        owners=lambda person: _people([person.pk]),
        since=working_since,
        owners_of=lambda people: {person.pk: {person.pk} for person in people},
    )
)


# Projects: nobody keeps them here yet; the name alone, for the rules that speak of them -----------

register(
    Subjects(
        "project",
        _("Accreditation project"),
        all=lambda: (),
        owners=lambda project: Person.objects.none(),
    )
)
