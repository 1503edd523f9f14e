"""Who leads whom: the head of a unit, for its people and those of the units below it (002/5)."""

from django.db.models import Q
from django.utils.timezone import localdate

from people.models import Appointment, Person, Unit


def led_by(user):
    """The people whom this user leads today, or will from their first day."""
    units = units_under(user)
    if not units:
        return Person.objects.none()
    posts = Appointment.objects.filter(Q(until=None) | Q(until__gte=localdate()))
    people = posts.filter(position__unit__in=units).values("person")
    return Person.objects.filter(pk__in=people).exclude(pk=user.person_id)


def units_under(user) -> set[int]:
    """The units that this user heads, with all below them; asked for once a request."""
    if not hasattr(user, "_units_under"):
        user._units_under = _units_under(user)
    return user._units_under


def _units_under(user) -> set[int]:
    found = set(user.headed)
    tree = list(Unit.objects.values_list("pk", "parent")) if found else []
    while more := {pk for pk, parent in tree if parent in found and pk not in found}:
        found |= more
    return found


def heads_of(appointment):
    """Who acquaints a newcomer: the head of the unit, else of the one above it; else whoever
    manages the documents.
    """
    unit = appointment.position.unit
    while unit is not None:
        for position in unit.positions.filter(is_head=True):
            heads = Person.objects.in_position(position).exclude(pk=appointment.person_id)
            if heads.exists():
                return heads
        unit = unit.parent
    return Person.objects.holding("documents.manage", own=True)
