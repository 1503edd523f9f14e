"""What of orders passes from a leaver to whoever takes over: points, control, memos."""

from django.utils.translation import gettext_lazy

from common.models import Todo, record
from documents.models import Memo, Order, OrderPoint, OrderReading
from documents.models.order_point import CARRY_OUT
from documents.models.order_reading import TODO
from people.handover import Work, keep_own, register


def points(person):
    """Points that wait for this person; the order goes on naming them, as it was signed."""
    waits = Todo.objects.waiting().filter(person=person, kind=CARRY_OUT)
    return OrderPoint.objects.filter(pk__in=waits.values("object_id")).select_related("order__kind")


def pass_points(person, to, by) -> None:
    """They wait for whoever takes over, who is to know of the order too."""
    for point in points(person):
        Todo.objects.about(point).filter(person=person, kind=CARRY_OUT).done()
        Todo.objects.ask([to], CARRY_OUT, point, due=point.due)
        _let_know(point.order, to)
        record(point, "take_over", by=by, to=to.pk, before=person.pk)


def controlled(person):
    """Orders that hold and that this person controls."""
    return Order.objects.filter(controlled_by=person, state="approved").select_related("kind")


def pass_control(person, to, by) -> None:
    """Somebody else keeps the control now."""
    for order in controlled(person):
        order.controlled_by, order._change_reason = to, "take_over"
        order.revision += 1
        order.save()
        _let_know(order, to)
        record(order, "take_over", by=by, controller=to.pk, before=person.pk)


def _let_know(order, person) -> None:
    """Whoever takes over acquaints themselves with the order."""
    made = OrderReading.objects.ask_one(order, person)
    if made:
        Todo.objects.ask([person], TODO, order, due=made.due)


def memos(person):
    """Drafts of memos, those to be decided and those given to be done."""
    return Memo.objects.filter(addressee=person, state="sent") | Memo.objects.filter(
        assigned_to=person, state="assigned"
    )


def pass_memos(person, to, by) -> None:
    """Whoever takes over decides, or does it; the to-dos pass on by themselves."""
    for memo in memos(person):
        if memo.state == Memo.State.SENT:
            memo.addressee = to
        else:
            memo.assigned_to = to
        memo._change_reason = "take_over"
        memo.revision += 1
        memo.save()
        record(memo, "take_over", by=by, to=to.pk, before=person.pk)


register(Work("documents.points", gettext_lazy("Points of orders"), points, pass_points))
register(
    Work(
        "documents.controlled", gettext_lazy("Orders under their control"), controlled, pass_control
    )
)
register(Work("documents.memos", gettext_lazy("Memos"), memos, pass_memos))
keep_own(TODO)
