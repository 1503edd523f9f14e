"""Whom we write to about orders and memos (004/5.5.1: orders go by corporate mail)."""

from common.notices import Draft, after
from documents.models import Memo, Order, OrderPoint
from people.models import Person


@after(Order, "distribute_order")
def signed(entry):
    """Everybody it names, each once: acquaint yourself, and what of it is yours to do."""
    order = entry.object
    if order.state == Order.State.REPEALED:
        return  # the order that took it back tells them
    points = list(order.points.for_manifest())
    repealed = [point.repeals for point in points if point.repeals]
    own: dict[int, list] = {}
    for point in points:
        for person in point.responsible.all():
            own.setdefault(person.pk, []).append(point)
    for reading in order.readings.open().select_related("person"):
        yield Draft(
            reading.person,
            "order_to_know",
            {
                "order": order,
                "due": f"{reading.due:%d.%m.%Y}",
                "points": own.get(reading.person_id, []),
                "repealed": repealed,
            },
            url=order.get_absolute_url(),
        )


@after(Person, "ask_to_know_orders")
def newcomer(entry):
    """Who began to work here later: one letter with the orders that everybody knows."""
    person = entry.object
    owed = person.order_readings.open().filter(order__in=entry.details["orders"])
    readings = list(owed.select_related("order__kind").order_by("order__order_date", "pk"))
    if readings:
        yield Draft(person, "orders_to_know", {"readings": readings, "due": readings[0].due})


@after(OrderPoint, "report")
def reported(entry):
    """Whoever controls the order: look at it, confirm it or return it."""
    point = entry.object
    if point.state == OrderPoint.State.REPORTED:
        for person in point.order.controlling():
            yield Draft(person, "point_reported", {"point": point})


@after(OrderPoint, "give_back")
def returned(entry):
    """Whoever is responsible: it is not done yet, and why."""
    point = entry.object
    if point.state == OrderPoint.State.OPEN:
        asked = Person.objects.filter(pk__in=point.waiting_for())
        for person in asked:
            yield Draft(person, "point_returned", {"point": point})


@after(Memo, "send")
def memo_sent(entry):
    """Its addressee: it waits for a resolution."""
    memo = entry.object
    if memo.state == Memo.State.SENT:
        yield Draft(memo.addressee, "memo_sent", {"memo": memo})


@after(Memo, "accept")
@after(Memo, "reject")
@after(Memo, "assign")
def memo_resolved(entry):
    """Whoever wrote it: what became of it; and whoever is to do something about it."""
    memo = entry.object
    yield Draft(memo.author, "memo_resolved", {"memo": memo})
    if entry.deed == "assign" and memo.state == Memo.State.ASSIGNED:
        yield Draft(memo.assigned_to, "memo_given", {"memo": memo})


@after(Memo, "finish")
def memo_done(entry):
    """Whoever wrote it and whoever decided: it is done."""
    memo = entry.object
    for person in {memo.author, memo.resolved_by} - {None, memo.assigned_to}:
        yield Draft(person, "memo_resolved", {"memo": memo})
