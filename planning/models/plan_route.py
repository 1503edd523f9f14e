"""How plans and their amendments are agreed and approved: by their own number, not by an order."""

from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate

from common.models import Step
from documents.models.route import StepKind
from documents.models.routing import route_steps
from documents.models.sheet import SheetLine
from documents.models.signable import Signable
from people.models import Person


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


class PlanAgreeing(PlanPaper):
    """Who is asked of a plan: the head of its unit or employee, and the route of its kind."""

    kind: Any
    unit: Any
    unit_id: int | None
    person: Any
    person_id: int | None
    lines: Any

    class Meta:
        abstract = True

    def get_route(self):
        return self.kind.route

    def head(self):
        """The position that heads the unit of the plan, or of the employee whose plan it is."""
        unit = self.unit
        if self.person and (post := self.person.appointment()):
            unit = post.position.unit
        while unit is not None:
            for position in unit.positions.on().filter(is_head=True):
                if Person.objects.in_position(position).exclude(pk=self.person_id).exists():
                    return position
            unit = unit.parent
        return None

    def must_name(self, route):
        """Nobody is named for the plan of a unit or an employee: its head is asked."""
        return route.asks_for_people and not (self.unit_id or self.person_id)

    def make_lines(self, sheet, route, agreeing):
        """The plan of a unit is agreed by its head before its route; the plan of an employee by
        the head alone, whose signature ends it.
        """
        position = self.head() if self.unit_id or self.person_id else None
        if position and set(Person.objects.in_position(position, own=True)) == {self.author}:
            position = None
        agreed = [
            SheetLine(sheet=sheet, order=0, kind=StepKind.AGREE, position=one)
            for one in (position,)
            if one
        ]
        if agreed and self.person_id:
            return agreed
        lines = super().make_lines(sheet, route, agreeing)
        return [*(a for a in agreed if a.position not in [b.position for b in lines]), *lines]

    def proposed_to_agree(self):
        """Who answers for a line by name, but the author."""
        named = self.lines.exclude(person=None).values("person")
        return Person.objects.able_to_act().filter(pk__in=named).exclude(pk=self.author_id)

    def give_number(self, number, date):
        """The number of the register of plans, not of orders: the plan is its own paper."""
        from planning.plan_numbers import give_plan_number  # noqa: PLC0415 -- as the profile says

        return give_plan_number(number, date)
