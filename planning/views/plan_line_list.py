"""The list of the lines of a plan: narrowed, printed, taken out (003/9.1)."""

import django_filters
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.forms import DateInput
from common.views import Column, ListPage
from people.models import Person, Position, Unit
from planning.models import PlanLine, WorkPlan
from planning.models.plan_line_steps import State
from planning.plan_report import KINDS, narrowed

from .plan import line_state, line_tone

MINE = ("mine", gettext_lazy("Mine"))


class LineFilter(django_filters.FilterSet):
    show = django_filters.ChoiceFilter(
        label=gettext_lazy("Which lines"),
        choices=[MINE, *((kind, label) for kind, (label, _holds) in KINDS.items())],
        method="by_kind",
    )
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=State.choices)
    section = django_filters.CharFilter(label=gettext_lazy("Section"), method="by_section")
    person = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Who answers"), queryset=Person.objects.order_by("sorted_as")
    )
    position = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Position that answers"), queryset=Position.objects.all()
    )
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit that answers"), queryset=Unit.objects.all()
    )
    since = django_filters.DateFilter(
        label=gettext_lazy("Due from"), field_name="due", lookup_expr="gte", widget=DateInput
    )
    until = django_filters.DateFilter(
        label=gettext_lazy("Due by"), field_name="due", lookup_expr="lte", widget=DateInput
    )

    class Meta:
        model = PlanLine
        fields = ["show", "state", "section", "person", "position", "unit", "since", "until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = self.queryset.order_by()
        for name in ("person", "position", "unit"):
            rows = self.filters[name].extra["queryset"]
            self.filters[name].extra["queryset"] = rows.filter(pk__in=named.values(name))

    def by_kind(self, rows, name, value):
        return rows.of_user(self.request.user) if value == "mine" else narrowed(rows, value)

    def by_section(self, rows, name, value):
        """Sections in any language."""
        names = {
            pk
            for pk, section in rows.values_list("pk", "section")
            if value.strip() in section.values()
        }
        return rows.filter(pk__in=names)


class LineList(ListPage):
    """All lines of one plan, to narrow, to print, to take out."""

    model = PlanLine
    permission = "planning.view_planline"
    title = gettext_lazy("Lines of the plan")
    filterset_class = LineFilter
    empty_text = gettext_lazy("There are no lines yet.")
    columns = [
        Column(
            "number", gettext_lazy("No."), lambda one: one.number, sort="sorted_as", kind="code"
        ),
        Column("section", gettext_lazy("Section"), lambda one: one.section),
        Column("measure", gettext_lazy("Measure"), lambda one: one.measure),
        Column("result", gettext_lazy("Expected result"), lambda one: one.result),
        Column("who", gettext_lazy("Who answers"), lambda one: one.who),
        Column("due", gettext_lazy("Due"), lambda one: numeric(one.due), sort="due", kind="date"),
        Column("resources", gettext_lazy("Resources"), lambda one: one.resources),
        Column(
            "done",
            gettext_lazy("Done on"),
            lambda one: numeric(one.done_on) if one.done_on else "",
            sort="done_on",
            kind="date",
        ),
        Column(
            "state", gettext_lazy("State"), line_state, sort="state", kind="state", tone=line_tone
        ),
    ]

    def dispatch(self, request, *args, **kwargs):
        rows = WorkPlan.objects.visible_to(request.user).distinct().for_list()
        self.plan = get_object_or_404(rows, pk=kwargs["plan"])
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return PlanLine.objects.filter(plan=self.plan).for_list()

    def get_title(self):
        return _("Lines: %(plan)s") % {"plan": self.plan}
