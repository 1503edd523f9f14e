"""What whoever sends a paper sees before it goes: whom it asks, whom to name, what came back."""

from typing import Any

from people.models import Person

from .route import Route, StepKind
from .sheet import ApprovalSheet, SheetLine


class Sending:
    """The part of a signable that its form asks, until it is on its way (004/7.3.5)."""

    sheet: Any
    get_route: Any

    # Who is to be named to agree, where it is not the owner and participants of a process.
    agreeing_hint: Any = ""

    def proposed_to_agree(self):
        """Whom the form proposes where the route leaves it to the sender who agrees."""
        return Person.objects.none()

    def named_before(self) -> set[Person]:
        """Whom the sender named in the round that came back: they are proposed again."""
        lines = self.sheet.lines.filter(kind=StepKind.AGREE) if self.sheet else []
        keys = [line.person_id for line in lines if line.person_id]
        return {*Person.objects.able_to_act().filter(pk__in=keys)}

    def remarks(self) -> list[SheetLine]:
        """The remarks with which the last round came back, while the draft is being mended."""
        if self.sheet is None or self.sheet.outcome != ApprovalSheet.Outcome.RETURNED:
            return []
        return [line for line in self.sheet.lines.all() if line.remark]

    def must_name(self, route: Route | None) -> bool:
        """Whether the sender must name who agrees (owner and participants of a process)."""
        return route is not None and route.asks_for_people

    def may_name(self, route: Route | None) -> bool:
        """Whether the sender is asked to name anybody at all."""
        return route is not None and route.asks_for_people

    def lines_to_come(self) -> list[SheetLine]:
        """Who would be asked if it were sent now; a line of nobody is whom the sender names."""
        route = self.get_route()
        steps = route.steps.select_related("position", "body") if route else []
        return [
            SheetLine(order=one.order, kind=one.kind, position=one.position, body=one.body)
            for one in steps
        ]

    def approves(self, line: SheetLine, lines: list[SheetLine]) -> bool:
        """Whether the answer of this line, among all of its sheet, is what approves the paper."""
        return line.kind == StepKind.APPROVE
