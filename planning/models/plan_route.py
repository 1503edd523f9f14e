"""How plans and their amendments are agreed and approved: by their own number, not by an order."""

from dataclasses import replace

from django.utils.timezone import localdate

from common.models import Step
from documents.models.routing import route_steps
from documents.models.signable import Signable


def plan_route_steps(model: str) -> dict[str, Step]:
    """The arrows of a route; where nobody but a head is asked, the agreement ends it."""
    steps = route_steps(model, app="planning")
    agree = steps["agree"]
    return steps | {"agree": replace(agree, also={*agree.also, "approved"})}


class PlanPaper(Signable):
    """A plan or what changes it: approved under a number of its own."""

    is_approved_by_order = False

    class Meta:
        abstract = True

    def _forward(self, move) -> None:
        super()._forward(move)
        if move.target == "approved":  # the head of an employee alone was asked
            self.order_date = localdate()
            self.order_number = self.give_number("", self.order_date)
