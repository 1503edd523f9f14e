"""Work plans: the register, a new one, its steps, its paper (PK-04; 003/9.1)."""

import django_filters
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.dates import numeric
from common.printing import show
from common.views import Column, CreatePage, EditPage, ListPage
from common.yes_no import YesNoFilter
from documents.forms.steps import SignForm
from documents.views.route_pages import ROUTE_FORMS, ROUTE_SENTENCES, PaperPage, SignedStep
from people.models import Unit
from planning.forms.plan import PlanForm
from planning.forms.plan_steps import ArchiveForm
from planning.models import PlanBranch, PlanKind, WorkPlan
from planning.models.plan_copying import copy_lines
from planning.plan_papers import plan_pdf
from planning.plan_periods import Term
from planning.plan_search import TONES

from .plan_doors import ReadyFirst, WhileDraft


class PlanFilter(django_filters.FilterSet):
    kind = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Kind"), queryset=PlanKind.objects.all()
    )
    term = django_filters.ChoiceFilter(
        label=gettext_lazy("Term"), choices=Term.choices, field_name="kind__term"
    )
    branch = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Branch"), queryset=PlanBranch.objects.all(), field_name="kind__branch"
    )
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"), queryset=Unit.objects.order_by("order", "code")
    )
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=WorkPlan.State.choices)
    year = django_filters.NumberFilter(label=gettext_lazy("Year"), method="by_year")
    mine = YesNoFilter(label=gettext_lazy("Mine"), method="by_mine")

    class Meta:
        model = WorkPlan
        fields = ["kind", "term", "branch", "unit", "state", "year", "mine"]

    def by_year(self, rows, name, value):
        """Those some of whose days are in the year."""
        year = int(value)
        if not 1900 <= year <= 9998:  # noqa: PLR2004 -- beyond them there are no dates
            return rows.none()
        return rows.filter(since__year__lte=year, until__year__gte=year)

    def by_mine(self, rows, name, value):
        """Written by the reader, or the reader's own."""
        person = self.request.user.person_id
        found = rows.filter(author=person) | rows.filter(person=person)
        return found if value else rows.exclude(pk__in=found.values("pk"))


class PlanList(ListPage):
    """The register of work plans."""

    model = WorkPlan
    permission = "planning.view_workplan"
    title = gettext_lazy("Work plans")
    lead = gettext_lazy("What is to be done in a period, by whom and by what day.")
    filterset_class = PlanFilter
    empty_text = gettext_lazy("There are no work plans yet.")
    add_permission = "planning.add_workplan"
    add_label = gettext_lazy("New plan")
    add_url = reverse_lazy("planning:plan_add")
    columns = [
        Column("number", gettext_lazy("No."), lambda p: p.order_number or "—", kind="code"),
        Column("kind", gettext_lazy("Plan"), lambda p: p.kind, sort="kind__order"),
        Column("about", pgettext_lazy("plan", "Whose"), lambda p: p.about),
        Column("period", gettext_lazy("Period"), lambda p: p.period, sort="since"),
        Column("lines", gettext_lazy("Lines"), lambda p: p.line_count, kind="number"),
        Column("author", gettext_lazy("Author"), lambda p: p.author, kind="person"),
        Column(
            "approved",
            gettext_lazy("Approved"),
            lambda p: numeric(p.order_date) if p.order_date else "",
            sort="order_date",
            kind="date",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda p: p.get_state_display(),
            sort="state",
            kind="state",
            tone=lambda p: TONES[p.state],
        ),
    ]


class PlanWriting:
    """What new and edit have in common."""

    model = WorkPlan
    form_class = PlanForm
    template_name = "planning/plan_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class PlanCreate(PlanWriting, CreatePage):
    """A new plan, perhaps with the lines of an earlier one, or what was left open there."""

    permission = "planning.add_workplan"
    title = gettext_lazy("New plan")
    submit_label = gettext_lazy("Save the draft")

    def get_initial(self):
        kind = self.request.GET.get("kind", "")
        return {"kind": kind} if kind.isdecimal() else {}

    def get_cancel_url(self):
        return reverse("planning:plans")

    def save(self, form):
        form.instance.author = self.request.user.person
        plan = form.save()
        if earlier := form.cleaned_data["copy"]:
            is_open = form.cleaned_data["only_open"]
            lines = earlier.lines.open() if is_open else earlier.lines.exclude(state="cancelled")
            copy_lines(plan, lines.for_list(), carrying=is_open)
        return plan


class PlanEdit(WhileDraft, PlanWriting, EditPage):
    """Change the head of a draft."""

    permission = "planning.change_workplan"
    title = gettext_lazy("Change the plan")


class PlanStep(ReadyFirst, SignedStep):
    """Every step of a plan: its route, the summary that closes it."""

    model = WorkPlan
    permission = "planning.view_workplan"
    tones = TONES
    step_forms = ROUTE_FORMS | {"approve": SignForm, "archive": ArchiveForm}
    sentences = ROUTE_SENTENCES | {
        "approve": gettext_lazy(
            "You approve and sign the plan under its own number. Only an amendment changes it then."
        ),
        "archive": gettext_lazy(
            "The plan is closed with your summary and its figures; nobody is asked any more."
        ),
        "drop": gettext_lazy("The draft goes out of use; it stays in the list as dropped."),
    }

    def get_queryset(self):
        rows = super().get_queryset().distinct()
        return rows.select_related("kind__route", "unit", "person", "body", "author")


class PlanToday(PaperPage):
    """The plan with what amendments changed, printed now: an uncontrolled copy (000/2.6)."""

    model = WorkPlan
    permission = "planning.view_workplan"

    def get(self, request, *args, **kwargs):
        language = self.get_language()
        return show(plan_pdf(self.object, language, preview=True), f"plan_{self.object.pk}.pdf")
