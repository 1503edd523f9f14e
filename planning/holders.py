"""Who answers for many obligations at once: the same people as ``Obligation.holders`` names, found
in a constant number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from people.models import Appointment, Person, Substitution
from planning import subjects
from planning.models import Obligation
from planning.models.obligation import KEEPERS


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

    def names(self, one: Obligation) -> str:
        """The names of who holds what it asks for; nothing where nobody does."""
        return "" if self.is_of_nobody(one) else ", ".join(p.short_name for p in self.people(one))

    def people(self, one: Obligation) -> list[Person]:
        """Those who answer for it, by name; of what each answers for their own nobody is named."""
        keys = set() if one.owner_of_subject else self.answering(one)
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
