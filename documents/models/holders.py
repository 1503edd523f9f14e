"""Who holds a position today, for registers that name positions (003, App.1)."""

from django.utils.translation import gettext as _

from people.models import Appointment


def holders(positions) -> dict[int, list[str]]:
    """The names of those in each of these positions today, by the key of the position."""
    found: dict[int, list[str]] = {}
    held = Appointment.objects.on().filter(position__in=set(positions) - {None})
    for one in held.select_related("person"):
        found.setdefault(one.position_id, []).append(one.person.short_name)
    return found


def with_names(position, held: dict[int, list[str]]) -> str:
    """A position with the names of its holders, or that nobody holds it or was appointed."""
    if position is None:
        return _("not appointed")
    names = held.get(position.pk)
    return f"{position} – {', '.join(names) if names else _('vacant')}"
