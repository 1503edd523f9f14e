"""Suppliers and other organisations as what is scored (004/7.4, 8.4)."""

from django.utils.translation import gettext_lazy as _

from common.models import record
from monitoring.scored import Facts, Scored, register
from people.models import Party, Person


def facts(campaign, parties) -> dict[int, Facts]:
    """The name of each, and who belongs to it: they do not score it."""
    rows = {party.pk: party for party in parties}
    people: dict[int, set[int]] = {}
    named = Person.objects.filter(party__in=rows).order_by()
    for person, party in named.values_list("pk", "party"):
        people.setdefault(party, set()).add(person)
    return {
        pk: Facts(
            name=dict(party.name),
            insiders=frozenset(people.get(pk, ())),
        )
        for pk, party in rows.items()
    }


def suppliers(campaign):
    """The parties that may be named; which of them supply is the choice of whoever names them."""
    return Party.objects.all()


def new_party(name: str, *, by) -> Party:
    """A supplier that the program does not know yet."""
    party = Party(name={"ky": name})
    party._change_reason = "create"  # type: ignore[attr-defined]
    party.save()
    record(party, "create", by=by)
    return party


register(Scored("supplier", _("Suppliers"), Party, suppliers, facts, new=new_party))
