"""Whose plans a user may begin: of the organisation, of the units they lead, their own (PK-04)."""

from django.db.models import Q

from documents.models.heads import led_by, units_under
from people.models import Person, Unit
from planning.models import PlanKind

#: Who keeps the plans of all: of the organisation, of any unit, of anybody.
PLANS_ALL = {
    *("planning.manage", "planning.oversee"),
    *("documents.manage", "documents.approve", "documents.top"),
}


def kinds_for(user):
    """All kinds for who keeps the plans of all; else those of the units one leads and one's own,
    and for who writes documents those of projects and of meetings.
    """
    if user.powers & PLANS_ALL:
        return PlanKind.objects.all()
    scopes = [PlanKind.Scope.PERSON]
    if units_under(user):
        scopes.append(PlanKind.Scope.UNIT)
    if "documents.author" in user.powers:
        scopes += [PlanKind.Scope.PROJECT, PlanKind.Scope.BODY]
    return PlanKind.objects.filter(scope__in=scopes)


def units_for(user, kept: int | None = None):
    """The units whose plan one may begin; ``kept`` is the one that a draft has already."""
    units = Unit.objects.in_use()
    return units if user.powers & PLANS_ALL else units.filter(pk__in={*units_under(user), kept})


def people_for(user, kept: int | None = None):
    """The employees whose plan one may begin."""
    people = Person.objects.employees().order_by("sorted_as")
    if user.powers & PLANS_ALL:
        return people
    led = led_by(user).values("pk")
    return people.filter(Q(pk__in=[user.person_id, kept]) | Q(pk__in=led))
