"""Conflicts of interest that the system finds: who must not score whom (scoring.md, 4; domain 1.2).

Each ground is looked for only where the rules of the campaign name it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from monitoring.leading import leaders_of, units_of
from monitoring.scoring_rules import Ground

if TYPE_CHECKING:
    from monitoring.models import Member, Participant

    from .scored import Facts


def grounds_of(
    members: "Iterable[Member]", rows: "Iterable[tuple[Participant, Facts]]", wanted: Iterable[str]
) -> "list[tuple[Member, Participant, str]]":
    """Every pair that must not score: a member, a participant, the first ground that holds."""
    sought = set(wanted)
    serving = list(members)
    people = [member.person_id for member in serving]
    above = leaders_of(people) if Ground.SUPERIOR in sought else {}
    units = units_of(people) if Ground.UNIT in sought else {}
    found = []
    for participant, facts in rows:
        for member in serving:
            person = member.person_id
            held = {
                Ground.SELF: facts.person == person,
                Ground.SUBORDINATE: person in facts.leaders,
                Ground.SUPERIOR: facts.person in above.get(person, ()),
                Ground.UNIT: facts.unit is not None and facts.unit.pk in units.get(person, ()),
                Ground.ORGANISATION: person in facts.insiders,
            }
            ground = next((one for one, holds in held.items() if holds and one in sought), None)
            if ground:
                found.append((member, participant, str(ground)))
    return found
