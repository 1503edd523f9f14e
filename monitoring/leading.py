"""Who leads whom today, for many people at once: the heads of their unit and of those above it."""

from collections.abc import Iterable

from people.models import Appointment, Unit


def units_of(people: Iterable[int]) -> dict[int, set[int]]:
    """The units in which each of these persons holds a position today: one query."""
    held = Appointment.objects.on().filter(person__in=[*people]).order_by()
    found: dict[int, set[int]] = {}
    for person, unit in held.values_list("person", "position__unit"):
        found.setdefault(person, set()).add(unit)
    return found


def leaders_of(people: Iterable[int]) -> dict[int, frozenset[int]]:
    """The persons who head the units of each, or a unit above; never oneself: three queries."""
    units = units_of(people)
    parents = dict(Unit.objects.order_by().values_list("pk", "parent"))
    heads: dict[int, set[int]] = {}
    led = Appointment.objects.on().filter(position__is_head=True).order_by()
    for person, unit in led.values_list("person", "position__unit"):
        heads.setdefault(unit, set()).add(person)
    chains: dict[int, frozenset[int]] = {}

    def chain(unit: int | None) -> frozenset[int]:
        if unit is None:
            return frozenset()
        if unit not in chains:
            chains[unit] = frozenset(heads.get(unit, ())) | chain(parents.get(unit))
        return chains[unit]

    return {
        person: frozenset().union(*(chain(unit) for unit in own)) - {person}
        for person, own in units.items()
    }
