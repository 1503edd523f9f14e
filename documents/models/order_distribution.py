"""What a signed order sets going: who acquaints themselves, who has what to do, what it repeals
(004/5.5.1, 5.5.3).
"""

from django.db.models import Min
from django.utils import timezone
from django.utils.timezone import localdate

from common.models import Todo, record
from common.working_days import after_working_days
from people.models import Organisation, Person

ACQUAINT = "documents.acquaint_order"
USUAL_DAYS = 5  # of work, to acquaint oneself


def distribute(order, *, by, signer) -> None:
    """Tell everyone it names, open its points, take back what it repeals; within its deed."""
    points = list(order.points.select_related("repeals").prefetch_related("responsible"))
    order.controlled_by = {"self": signer, "person": order.controller}.get(order.control)
    order.in_force_from = order.order_date
    order._change_reason = "distribute_order"
    order.save()
    knew: set[int] = set()
    for point in points:
        if old := point.repeals:
            knew |= set(old.readings.values_list("person", flat=True))
            old.repeal(by=by, new=order)
    told = _ask(order, _reasons(order, points, knew), signer)
    for point in points:
        if point.repeals is None and point.responsible.all():
            point.begin(by=by)
    record(order, "distribute_order", by=by, people=told)


def _reasons(order, points, knew: set[int]) -> dict[int, str]:
    """Why each is to know of it: the weightiest reason of each."""
    found: dict[int, str] = {}
    if order.everyone:
        found |= dict.fromkeys(Person.objects.who_read().values_list("pk", flat=True), "everyone")
    found |= dict.fromkeys(knew, "repeal")
    found |= dict.fromkeys(order.named.values_list("pk", flat=True), "named")
    if order.controlled_by_id:
        found[order.controlled_by_id] = "controller"
    found |= dict.fromkeys(order.executors.values_list("pk", flat=True), "executor")
    found |= dict.fromkeys((p.pk for one in points for p in one.responsible.all()), "executor")
    return found


def due_from_today():
    """By when one acquaints oneself, counted in working days."""
    days = Organisation.current().switches.get("reading_days", USUAL_DAYS)
    return after_working_days(localdate(), days)


def _due(order):
    """The usual day, or that of the first point still to come: one reads before one does."""
    first = order.points.filter(due__gte=localdate()).aggregate(first=Min("due"))["first"]
    return min(filter(None, (due_from_today(), first)))


def _ask(order, why: dict[int, str], signer) -> list[int]:
    """One row for each who works here; who signed it has read it."""
    people = list(Person.objects.who_read().filter(pk__in=why))
    due, rows = _due(order), order.readings
    rows.bulk_create(
        [
            rows.model(
                order=order,
                person=person,
                why=why[person.pk],
                due=due,
                read_at=timezone.now() if person == signer else None,
            )
            for person in people
        ],
        batch_size=500,
    )
    asked = [person for person in people if person != signer]
    Todo.objects.ask(asked, ACQUAINT, order, due=due)
    return sorted(person.pk for person in asked)


def withdraw(order, *, by) -> None:
    """Nobody is asked of it any more; its points stop where they are."""
    Todo.objects.about(order).filter(kind=ACQUAINT).done()
    for point in order.points.unfinished():
        point.stop(by=by)
