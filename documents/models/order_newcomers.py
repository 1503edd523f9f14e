"""Who began to work here after an order for all employees was signed: they are to know of it too
(004/5.5.1; 004/4.2.3).
"""

from django.db.models import Exists, OuterRef, QuerySet

from common.caller import SYSTEM
from common.models import Todo, deed, record
from people.models import Person

from .order import Order
from .order_distribution import ACQUAINT, due_from_today
from .order_reading import OrderReading


def newcomers_to_orders() -> QuerySet[Person]:
    """Employees whom an order for everyone that holds has never reached."""
    asked = OrderReading.objects.filter(order=OuterRef("pk"), person=OuterRef(OuterRef("pk")))
    unknown = Order.objects.for_everyone().filter(~Exists(asked))
    return Person.objects.who_read().filter(Exists(unknown)).order_by("pk")


def ask_to_know_orders(person: Person) -> None:
    """Ask one person of every such order at once, in the usual days; asking again asks nothing."""
    with deed(by=SYSTEM):
        Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        known = OrderReading.objects.filter(person=person).values("order")
        orders = list(Order.objects.for_everyone().exclude(pk__in=known).order_by("pk"))
        if not orders:
            return
        due = due_from_today()
        OrderReading.objects.bulk_create(
            OrderReading(order=order, person=person, why=OrderReading.Why.EVERYONE, due=due)
            for order in orders
        )
        for order in orders:
            Todo.objects.ask([person], ACQUAINT, order, due=due)
        keys = [order.pk for order in orders]
        record(person, "ask_to_know_orders", by=SYSTEM, orders=keys)
