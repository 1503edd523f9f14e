"""People are found by their names, their address and the positions they hold."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.search import Card, follow, register
from common.search.kinds import NOW, PAST, Text

from .models import Appointment, Person


def _person(person: Person) -> Card | None:
    """Nobody is found any more whose data was erased."""
    if person.erased_at:
        return None
    return Card(person.full_name, also=[person.short, person.email])


def _fill(found) -> None:
    held = Appointment.objects.filter(person__in=found).select_related("position")
    for appointment in held.order_by("position__order", "since"):
        card = found[appointment.person_id][1]
        holds = appointment.until is None or appointment.until >= localdate()
        card.state = "here" if holds or card.state == "here" else "left"
        if holds:
            names = appointment.position.name.items()
            card.texts += [Text(name or "", language=code) for code, name in names]
    for _thing, card in found.values():
        card.stage = PAST if card.state == "left" else NOW


register(
    "person",
    Person,
    label=_("People"),
    address="people:person",
    card=_person,
    fill=_fill,
    states=lambda state: (_("Has left"), "grey") if state == "left" else ("", "grey"),
    shows_text=True,
    order=90,
)
follow(Appointment, lambda appointment: [("person", appointment.person_id)])
