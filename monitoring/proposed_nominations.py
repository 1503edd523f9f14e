"""What nominations the scores propose; the commission determines them (000/4.4)."""

from dataclasses import dataclass
from typing import Any

from monitoring.models import Direction, Participant


@dataclass(frozen=True)
class Proposed:
    """One nomination by the scores: in which direction, for whom."""

    direction: Any
    participants: list[Any]
    score: str = ""

    def initial(self) -> dict[str, Any]:
        """What a form for it begins with."""
        named = self.direction.name if self.direction else {}
        return {
            "title": dict(named),
            "direction": self.direction.pk if self.direction else None,
            "participants": [one.pk for one in self.participants],
        }


def proposed(campaign) -> list[Proposed]:
    """What the frozen result proposes and no nomination has taken up yet, by its directions."""
    result = campaign.results.current().first()
    told = (result.statistics if result else {}).get("nominations", [])
    keys = {key for one in told for key in one.get("participants", [])}
    people = Participant.objects.filter(campaign=campaign, pk__in=keys).in_bulk()
    directions = {one.code: one for one in Direction.objects.all()}
    taken = set(campaign.nominations.exclude(direction=None).values_list("direction", flat=True))
    found = [
        Proposed(
            directions.get(one.get("direction", "")),
            [people[key] for key in one.get("participants", []) if key in people],
            str(one.get("score", "")),
        )
        for one in told
    ]
    return [one for one in found if one.participants and getattr(one.direction, "pk", 0) not in taken]
