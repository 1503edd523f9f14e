"""What nominations the scores propose; the commission determines them (000/4.4)."""

from dataclasses import dataclass
from typing import Any

from monitoring.fractions import fraction_words
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
    told = list((result.statistics if result else {}).get("nominations", ()))
    if not any(one["winners"] for one in told):
        return []
    rows = [one["id"] for one in result.inputs["participants"]]
    people = Participant.objects.filter(campaign=campaign).in_bulk(
        [rows[n] for one in told for n in one["winners"]]
    )
    taken = set(campaign.nominations.exclude(direction=None).values_list("direction", flat=True))
    directions = {one.code: one for one in Direction.objects.exclude(pk__in=taken)}
    return [
        Proposed(
            directions[one["direction"]],
            [people[rows[n]] for n in one["winners"]],
            fraction_words(one["value"]),
        )
        for one in told
        if one["winners"] and one["direction"] in directions
    ]
