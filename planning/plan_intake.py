"""The lines of a draft plan from a list (004/5.2; PK-04)."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.intake import Importer, Into, register
from people.models import Position, Unit
from planning.models import PlanLine, WorkPlan

LANGUAGES = {
    "ky": (
        gettext_lazy("Section in Kyrgyz"),
        gettext_lazy("Measure in Kyrgyz"),
        gettext_lazy("Expected result in Kyrgyz"),
    ),
    "ru": (
        gettext_lazy("Section in Russian"),
        gettext_lazy("Measure in Russian"),
        gettext_lazy("Expected result in Russian"),
    ),
}
EXAMPLES = {"ky": "Ички аудит өткөрүү", "ru": "Провести внутренний аудит"}


def _words(language: str) -> list[Into]:
    section, measure, result = LANGUAGES[language]
    return [
        Into(f"section_{language}", section, attr="section", language=language),
        Into(
            f"measure_{language}",
            measure,
            attr="measure",
            language=language,
            needed=language == "ky",
            example=EXAMPLES[language],
        ),
        Into(f"result_{language}", result, attr="result", language=language),
    ]


@register
class PlanLinesImporter(Importer):
    """Lines by their number; only while the plan is a draft."""

    kind = "plan_lines"
    model = PlanLine
    title = gettext_lazy("Lines of a plan from Excel")
    noun = gettext_lazy("Line")
    key = "number"
    permission = "planning.change_workplan"
    file_name = "sapat-plan.xlsx"
    with_ = ("position", "unit", "plan")
    only_shown = (
        *(gettext_lazy("Section"), gettext_lazy("Measure"), gettext_lazy("Expected result")),
        *(gettext_lazy("State"), gettext_lazy("Done on"), gettext_lazy("Who answers")),
    )
    fields = [
        Into("number", gettext_lazy("No."), kind="code", required=True, example="1.1"),
        *_words("ky"),
        *_words("ru"),
        Into(
            "position",
            gettext_lazy("Position that answers"),
            things=lambda user: Position.objects.in_use(),
            listed=gettext_lazy("Positions"),
            hint=gettext_lazy("A position: its name or its code. A dash takes it away."),
        ),
        Into(
            "unit",
            gettext_lazy("Unit that answers"),
            things=lambda user: Unit.objects.in_use(),
            listed=gettext_lazy("Units"),
            hint=gettext_lazy("A unit: its name or its code. A dash takes it away."),
        ),
        Into("helpers", gettext_lazy("With whom")),
        Into("starts", gettext_lazy("Begins"), kind="date"),
        Into("due", gettext_lazy("Due"), kind="date", needed=True, example="30.06.2027"),
        Into("resources", gettext_lazy("Resources")),
        Into("objective", gettext_lazy("Objective or strategic item")),
    ]

    @cached_property
    def plan(self) -> WorkPlan:
        """Whose lines they are."""
        rows = WorkPlan.objects.visible_to(self.user).select_related("kind")
        return get_object_or_404(rows, pk=self.target)

    def permission_object(self):
        return self.plan

    def list_url(self):
        return self.plan.get_absolute_url()

    def list_label(self):
        return str(self.plan)

    def lists(self):
        return {_("Positions"): Position.objects.in_use(), _("Units"): Unit.objects.in_use()}

    def rows(self):
        return PlanLine.objects.filter(plan=self.target)

    def fresh(self):
        return PlanLine(plan=self.plan)

    def check(self, fate, thing, values, *, cell):
        if not (thing.person_id or thing.position or thing.unit):
            fate.refuse(_("Say who answers: a position or a unit."), cell("position"))
        if thing.due and not self.plan.since <= thing.due <= self.plan.until:
            fate.refuse(_("The day lies outside the period of the plan."), cell("due"))
        if thing.due and thing.starts and thing.starts > thing.due:
            fate.refuse(_("It cannot begin after its day."), cell("starts"))

    def changing(self, thing):
        thing.planned_due = thing.due

    def complete(self, thing, values):
        thing.planned_due = thing.due

    def hold(self):
        """It may have been sent on its way meanwhile."""
        held = WorkPlan.objects.select_for_update().get(pk=self.target)
        return self.user.has_perm(self.permission, held)
