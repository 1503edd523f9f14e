"""How plans and their amendments are agreed and approved: by their own number, not by an order."""

from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

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

    def approves(self, line, lines):
        """Where nobody but a head is asked, the agreement of that head approves it."""
        return line.kind == StepKind.APPROVE or (
            line.kind == StepKind.AGREE
            and line is lines[-1]
            and all(one.kind != StepKind.APPROVE for one in lines)
        )

    def _forward(self, move) -> None:
        super()._forward(move)
        if move.target == "approved":  # the head of an employee alone was asked
            self.order_date = localdate()
            self.order_number = self.give_number("", self.order_date)


def before_all(lines: list[SheetLine], position, **given) -> list[SheetLine]:
    """The lines, before them the position that is asked first; it is not asked twice."""
    if position is None or position in [line.position for line in lines]:
        return lines
    return [SheetLine(order=0, kind=StepKind.AGREE, position=position, **given), *lines]


class PlanAgreeing(PlanPaper):
    """Who is asked of a plan: the head of its unit or employee, and the route of its kind."""

    agreeing_hint = _("Who answers for its lines, and whom else it concerns.")
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
        position = self.asked_first()
        if position and self.person_id:
            return before_all([], position, sheet=sheet)
        return before_all(super().make_lines(sheet, route, agreeing), position, sheet=sheet)

    def asked_first(self):
        """The head who is asked before the route; nobody where that is the author alone."""
        position = self.head() if self.unit_id or self.person_id else None
        if position and set(Person.objects.in_position(position, own=True)) == {self.author}:
            return None
        return position

    def lines_to_come(self):
        position = self.asked_first()
        return before_all([] if position and self.person_id else super().lines_to_come(), position)

    def may_name(self, route):
        """Where the head alone approves, nobody is named."""
        return super().may_name(route) and not (self.person_id and self.asked_first())

    def proposed_to_agree(self):
        """Who answers for a line by name, but the author."""
        named = self.lines.exclude(person=None).values("person")
        return Person.objects.able_to_act().filter(pk__in=named).exclude(pk=self.author_id)

    def give_number(self, number, date):
        """The number of the register of plans, not of orders: the plan is its own paper."""
        from planning.plan_numbers import give_plan_number  # noqa: PLC0415 -- as the profile says

        return give_plan_number(number, date)
