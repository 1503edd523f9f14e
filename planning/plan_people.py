"""Who does a line of a plan today, and who confirms it: for many lines at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from documents.models.heads import heads_of
from people.models import Person, Unit
from planning.models import PlanLine
from planning.models.obligation import keepers
from planning.subject_kinds import heads_of_units, in_positions


def answering(lines: "Sequence[PlanLine]") -> dict[int, set[int]]:
    """Whom each line waits for today, by its key: who was given it or is named, else who holds the
    position or heads the unit; where nobody of them is here, who wrote the plan or keeps the year.
    """
    here = _working({key for line in lines for key in (line.given_to_id, line.person_id) if key})
    held = in_positions({line.position_id for line in lines if line.position_id})
    units = Unit.objects.filter(pk__in={line.unit_id for line in lines if line.unit_id})
    heads = heads_of_units(list(units))
    found, left = {}, []
    for line in lines:
        own = [key for key in (line.given_to_id, line.person_id) if key in here]
        people = {own[0]} if own else set(held.get(line.position_id or 0, ()))
        found[line.pk] = people or heads.get(line.unit_id or 0, set())
        if not found[line.pk]:
            left.append(line)
    if left:
        authors = _working({line.plan.author_id for line in left})
        others = set(keepers().values_list("pk", flat=True))
        for line in left:
            author = line.plan.author_id
            found[line.pk] = {author} if author in authors else others
    return found


def _working(keys: Iterable[int]) -> set[int]:
    """Those of the people who work here today."""
    return set(Person.objects.employees().filter(pk__in=set(keys)).values_list("pk", flat=True))


def controllers(line: PlanLine):
    """Who wrote the plan, and keeps the year; of the plan of an employee the head; never whoever
    reported the line. Where nobody is left, whoever oversees the year.
    """
    plan = line.plan
    people = {plan.author_id, *keepers().values_list("pk", flat=True)}
    if plan.person and (post := plan.person.appointment()):
        people = set(heads_of(post).values_list("pk", flat=True))
    found = Person.objects.employees().filter(pk__in=people).exclude(pk=line.done_by_id)
    if found.exists():
        return found
    overseers = Person.objects.holding("planning.oversee", own=True)
    return overseers.exclude(pk=line.done_by_id)


def by_person(lines: "Sequence[PlanLine]") -> dict[int, list[PlanLine]]:
    """Lines by the keys of those who do them today."""
    groups: dict[int, list[PlanLine]] = defaultdict(list)
    asked = answering(lines)
    for line in lines:
        for key in asked[line.pk]:
            groups[key].append(line)
    return groups
