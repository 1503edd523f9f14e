"""Who answers for many obligations at once: the same people as ``Obligation.holders`` names, found
in a constant number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable

from people.models import Appointment, Substitution
from planning.models import Obligation
from planning.models.obligation import KEEPERS


class Holders:
    """Who holds today what some obligations ask for."""

    def __init__(self, obligations: Iterable[Obligation]) -> None:
        self.powers: dict[str, set[int]] = defaultdict(set)
        self.positions: dict[int, set[int]] = defaultdict(set)
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

    def is_of_nobody(self, one: Obligation) -> bool:
        """Nobody holds the power or the position it asks for."""
        return not one.owner_of_subject and not self.holders(one)
