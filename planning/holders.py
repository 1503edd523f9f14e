"""Who answers for many obligations at once: the same people as ``Obligation.holders`` names, found
in a constant number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import gettext as _

from people.models import Appointment, Person, Power, Substitution
from planning import subjects
from planning.models import Obligation
from planning.models.obligation import KEEPERS


def who_keeps() -> str:
    """Who keeps the working days today, by an own or an acted position, for whoever may not."""
    words = {
        KEEPERS[0]: _("The working days are kept by: %(people)s"),
        KEEPERS[1]: _(
            "Nobody keeps the year; the working days are kept by who oversees it: %(people)s"
        ),
    }
    for power in KEEPERS:
        people = Person.objects.holding(power).order_by("sorted_as", "pk")
        if people:
            return words[power] % {"people": ", ".join(one.short_name for one in people)}
    return _("Nobody keeps or oversees the year: nobody may change or confirm its working days.")


def vacant_power() -> str:
    """The power to keep the year, where nobody holds it or acts in a position that carries it."""
    if Person.objects.holding(KEEPERS[0]).exists():
        return ""
    found = Power.objects.filter(code=KEEPERS[0]).first()
    return str(found) if found else _("Keep the year")


class Holders:
    """Who holds today what some obligations ask for."""

    def __init__(self, obligations: Iterable[Obligation]) -> None:
        self.powers: dict[str, set[int]] = defaultdict(set)
        self.positions: dict[int, set[int]] = defaultdict(set)
        self._own: dict[tuple[str, int], bool] = {}
        kept = list(obligations)
        codes = {one.owner_power.code for one in kept if one.owner_power} | {*KEEPERS}
        held = Appointment.objects.on().filter(position__powers__code__in=codes).order_by()
        for code, person in held.values_list("position__powers__code", "person"):
            self.powers[code].add(person)
        posts = {one.owner_position_id for one in kept if one.owner_position_id}
        if posts:
            own = Appointment.objects.on().filter(position__in=posts).order_by()
            acted = Substitution.objects.on().filter(position__in=posts, signs=True).order_by()
            for position, person in (
                *own.values_list("position", "person"),
                *acted.values_list("position", "acting"),
            ):
                self.positions[position].add(person)

    def holders(self, one: Obligation) -> set[int]:
        """Who holds what it asks for; nobody, where each answers for their own."""
        if one.owner_of_subject:
            return set()
        if one.owner_position_id:
            return self.positions[one.owner_position_id]
        return self.powers[one.owner_power.code] if one.owner_power else set()

    def answering(self, one: Obligation) -> set[int]:
        """The same; where nobody does, who keeps the year, or oversees it."""
        found = [self.holders(one), *(self.powers[power] for power in KEEPERS)]
        return next((people for people in found if people), set())

    def instead(self) -> str:
        """Who is asked today for what nobody holds: who keeps the year, else who oversees it."""
        power = next((power for power in KEEPERS if self.powers[power]), "")
        people = ", ".join(one.short_name for one in self._named(self.powers[power]))
        words = {
            KEEPERS[0]: _(
                "Nobody holds the power or the position that answers; whoever keeps the year is "
                "asked instead: %(people)s"
            ),
            KEEPERS[1]: _(
                "Nobody holds the power or the position that answers, and nobody keeps the year; "
                "whoever oversees it is asked instead: %(people)s"
            ),
            "": _(
                "Nobody holds the power or the position that answers, and nobody keeps or oversees "
                "the year: nobody is asked."
            ),
        }
        return words[power] % {"people": people}

    def names(self, one: Obligation) -> str:
        """The names of who holds what it asks for; nothing where nobody does."""
        return "" if self.is_of_nobody(one) else ", ".join(p.short_name for p in self.people(one))

    def people(self, one: Obligation) -> list[Person]:
        """Those who answer for it, by name; of what each answers for their own nobody is named."""
        keys = set() if one.owner_of_subject else self.answering(one)
        return self._named(keys)

    def _named(self, keys: Iterable[int]) -> list[Person]:
        found = [self._people[key] for key in keys if key in self._people]
        return sorted(found, key=lambda person: (person.sorted_as, person.pk))

    @cached_property
    def _people(self) -> dict[int, Person]:
        known = [*self.powers.values(), *self.positions.values()]
        return Person.objects.in_bulk(set().union(*known))

    def includes(self, one: Obligation, person: int) -> bool:
        """Whether this person would be asked."""
        if not one.owner_of_subject:
            return person in self.answering(one)
        if (one.per, person) not in self._own:
            owners = subjects.owners_of(one.per, subjects.of(one.per))
            self._own[one.per, person] = any(person in people for people in owners.values())
        return self._own[one.per, person]

    def is_of_nobody(self, one: Obligation) -> bool:
        """Nobody holds the power or the position it asks for."""
        return not one.owner_of_subject and not self.holders(one)
