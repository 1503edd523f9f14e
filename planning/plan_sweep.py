"""Lines of plans ask whoever answers, some days before their day, and whoever it is today."""

from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils.timezone import localdate

from common.models import Todo
from planning.models import PlanLine
from planning.models.plan_line import ASKED
from planning.plan_people import answering

FARTHEST = timedelta(days=400)  # the longest a kind may ask ahead


def ask_for_lines(today: date | None = None) -> int:
    """Put the to-dos of all open lines in step: asked are those near their day, of plans in force.

    It may run at any time, twice, or beside itself; how many lines ask is told.
    """
    today = today or localdate()
    lines = PlanLine.objects.asking().filter(due__lte=today + FARTHEST).for_list()
    near = [
        line
        for line in lines.order_by("pk")
        if line.due - timedelta(days=line.plan.kind.remind_days) <= today
    ]
    people = answering(near)
    kind = ContentType.objects.get_for_model(PlanLine)
    waiting = Todo.objects.waiting().filter(content_type=kind, kind=ASKED)
    wanted = {(line.pk, person) for line in near for person in people[line.pk]}
    past = [
        pk
        for pk, thing, person in waiting.values_list("pk", "object_id", "person_id")
        if (thing, person) not in wanted
    ]
    for piece in (past[n : n + 500] for n in range(0, len(past), 500)):
        Todo.objects.filter(pk__in=piece).done()
    Todo.objects.ask_each(ASKED, [(line, people[line.pk]) for line in near])
    return len(near)
