"""Lines of an earlier plan begin a new one, or are carried over into it (003/9.1)."""

from collections.abc import Iterable

from .plan import WorkPlan
from .plan_line import PlanLine

TAKEN = (
    *("section", "measure", "result", "helpers", "resources", "objective"),
    *("person_id", "position_id", "unit_id", "serves_id", "obligation_id"),
)


def copy_lines(plan: WorkPlan, lines: Iterable[PlanLine], *, carrying: bool) -> int:
    """Put lines of an earlier plan into a draft, each as many days from its beginning as before;
    what is carried over names the line that was not finished. How many there were is told.
    """
    count = 0
    for line in lines:
        due = line.due + (plan.since - line.plan.since)
        PlanLine.objects.create(
            plan=plan,
            number=plan.next_line_number(line.number),
            due=min(max(due, plan.since), plan.until),
            carried_from=line if carrying else None,
            **{name: getattr(line, name) for name in TAKEN},
        )
        count += 1
    return count
