"""Employees as what is scored: everyone who works here when the campaign opens (000/3.1)."""

from django.utils.translation import gettext_lazy as _

from monitoring.leading import leaders_of
from monitoring.scored import Facts, Scored, register
from people.models import Appointment, Person


def employees(campaign):
    """All active employees; nobody opts out (000/3.1)."""
    return Person.objects.employees()


def facts(campaign, people) -> dict[int, Facts]:
    """Name, post and unit as they are today, and who leads each: five queries."""
    rows = {person.pk: person for person in people}
    posts: dict[int, Appointment] = {}
    held = Appointment.objects.on().filter(person__in=rows).select_related("position__unit")
    for one in held:
        posts.setdefault(one.person_id, one)
    leaders = leaders_of(rows)
    return {
        pk: Facts(
            name={"ky": person.full_name},
            detail=dict(posts[pk].position.name) if pk in posts else {},
            unit=posts[pk].position.unit if pk in posts else None,
            person=pk,
            leaders=leaders.get(pk, frozenset()),
        )
        for pk, person in rows.items()
    }


register(Scored("employee", _("Employees"), Person, employees, facts, of_people=True))
