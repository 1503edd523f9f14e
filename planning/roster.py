"""Who answers for many obligations at once: what ``Obligation.answering`` says of one."""

from collections.abc import Iterable
from functools import cached_property

from people.models import Appointment, Person
from planning import subjects
from planning.models import Obligation
from planning.models.obligation import KEEPERS

AT_ONCE = 100  # questions joined into one


class Answering:
    """Who holds today what the obligations ask for; two queries for any number of them."""

    def __init__(self, obligations: Iterable[Obligation]) -> None:
        self._positions: dict[int, set[int]] = {}
        self._powers: dict[str, set[int]] = {}
        self._own_kinds: dict[tuple[str, int], bool] = {}
        asked = list(obligations)
        self._codes = {one.owner_power.code for one in asked if one.owner_power} | {*KEEPERS}
        posts = Appointment.objects.on().order_by()
        rows = posts.values_list("position", "position__powers__code", "person")
        for position, code, person in rows:
            self._positions.setdefault(position, set()).add(person)
            if code in self._codes:
                self._powers.setdefault(code, set()).add(person)

    def keys(self, one: Obligation) -> set[int]:
        """The keys of those who answer for it; where nobody does, of who keeps the year."""
        if one.owner_of_subject:
            return set()
        if one.owner_position_id:
            found = self._positions.get(one.owner_position_id, set())
        else:
            found = self._powers.get(one.owner_power.code, set()) if one.owner_power else set()
        return found or next(
            (self._powers[code] for code in KEEPERS if self._powers.get(code)), set()
        )

    def people(self, one: Obligation) -> list[Person]:
        """Those who answer for it, by name; of what each answers for their own nobody is named."""
        keys = self.keys(one)
        found = [self._people[key] for key in keys if key in self._people] if keys else []
        return sorted(found, key=lambda person: (person.sorted_as, person.pk))

    @cached_property
    def _people(self) -> dict[int, Person]:
        return Person.objects.in_bulk(set().union(*self._positions.values()))

    def includes(self, one: Obligation, person: int) -> bool:
        """Whether this person would be asked."""
        if one.owner_of_subject:
            return self._owns_one(one.per, person)
        return person in self.keys(one)

    def _owns_one(self, kind: str, person: int) -> bool:
        """Whether any of the things of a kind is this person's to answer for."""
        if (kind, person) not in self._own_kinds:
            found = [
                subjects.owners(kind, thing).filter(pk=person).order_by().values("pk")
                for thing in subjects.of(kind)
            ]
            parts = [found[n : n + AT_ONCE] for n in range(0, len(found), AT_ONCE)]
            self._own_kinds[kind, person] = any(
                first.union(*rest, all=True).exists() if rest else first.exists()
                for first, *rest in parts
            )
        return self._own_kinds[kind, person]
