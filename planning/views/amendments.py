"""Amendments of a plan: proposing one, its rows, its way, accepting or refusing it (000/2.6)."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.dates import numeric
from common.models import deed, record
from common.reach import address
from common.views import CreatePage, EditPage, Fact, ObjectActPage, Tab
from common.views.page import ObjectPage
from documents.forms.steps import SignForm
from documents.views.route_pages import ROUTE_FORMS, ROUTE_SENTENCES, SignedPage, SignedStep
from planning.forms.plan_steps import (
    AmendmentForm,
    ChooseLineForm,
    LineDataForm,
    NewDayForm,
    OffForm,
    WhyForm,
)
from planning.models import AmendmentRow, PlanAmendment, PlanLine, WorkPlan
from planning.models.plan_data import data_of
from planning.plan_papers import changes, source_words

from .plan_doors import ReadyFirst, WhileDraft

Kind = AmendmentRow.Kind
TONES = {
    "draft": "grey",
    "agreeing": "blue",
    "approving": "blue",
    "approved": "green",
    "refused": "red",
    "dropped": "grey",
}


class AmendmentWriting:
    """What new and edit have in common: the records its writer may choose from."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class AmendmentCreate(AmendmentWriting, CreatePage):
    """Propose to change a plan in force: where that comes from, and why."""

    model = PlanAmendment
    form_class = AmendmentForm
    permission = "planning.add_planamendment"
    title = gettext_lazy("Propose an amendment")
    submit_label = gettext_lazy("Save the draft")

    @cached_property
    def plan(self) -> WorkPlan:
        rows = WorkPlan.objects.visible_to(self.request.user).distinct()
        rows = rows.select_related("kind", "unit", "person", "body")
        return get_object_or_404(rows, pk=self.kwargs["plan"])

    def permission_object(self):
        return self.plan

    def not_now(self, *, may):
        if may or self.plan.state in ("approved", "dropped"):
            return ""
        if self.plan.state == "archived":
            return _("This plan is closed: it is not amended any more.")
        return _("This plan is not approved yet: change it itself.")

    def back_url(self):
        return self.plan.get_absolute_url()

    get_cancel_url = back_url

    def get_initial(self):
        asked = {name: self.request.GET.get(name, "") for name in ("source", "thing", "reason")}
        return super().get_initial() | {name: told for name, told in asked.items() if told}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.instance.plan = self.plan
        return form

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=str(self.plan), **kwargs)

    def save(self, form):
        form.instance.plan, form.instance.author = self.plan, self.request.user.person
        return form.save()

    def get_success_url(self):
        page = self.object.get_absolute_url()
        kind, line = self.request.GET.get("kind", ""), self.request.GET.get("line", "")
        if kind in Kind.values and line.isdecimal():
            return f"{page}rows/{kind}/?line={line[:18]}"
        return page


class AmendmentEdit(AmendmentWriting, WhileDraft, EditPage):
    """Change where a draft comes from, and why."""

    model = PlanAmendment
    form_class = AmendmentForm
    permission = "planning.change_planamendment"
    title = gettext_lazy("Change the amendment")

    def get_queryset(self):
        return super().get_queryset().distinct()


class AmendmentDetail(SignedPage):
    """The record of an amendment: every change with before and after."""

    model = PlanAmendment
    permission = "planning.view_planamendment"
    tones = TONES

    def get_queryset(self):
        rows = super().get_queryset().distinct().for_list()
        return rows.select_related("plan__kind__route", "plan__kind__branch")

    def steps(self):
        steps, page = super().steps(), self.object.get_absolute_url()
        if self.request.user.has_perm("planning.change_planamendment", self.object):
            steps += [{"label": kind.label, "url": f"{page}rows/{kind.value}/"} for kind in Kind]
            steps.append({"label": _("Edit"), "url": f"{page}edit/"})
        return steps

    def facts(self):
        one = self.object
        return [
            Fact(_("Plan"), one.plan, one.plan.get_absolute_url()),
            Fact(
                _("Where it comes from"),
                source_words(one),
                address(one.source_thing, self.request.user),
            ),
            Fact(_("Why"), one.reason),
            Fact(_("Proposed by"), one.author),
            Fact(_("Accepted"), one.number and one.order_date and numeric(one.order_date)),
            Fact(_("Why it was refused"), one.refusal),
            *self.route_facts(),
        ]

    def first_tabs(self):
        count = self.object.rows.count()
        return [Tab("changes", _("Changes"), "planning/tab_changes.html", count)]

    def first_context(self, slug):
        may = self.request.user.has_perm("planning.change_planamendment", self.object)
        return {"changes": changes(self.object, get_language() or "ky"), "may_change": may}


class AmendmentStep(ReadyFirst, SignedStep):
    """Send it, agree, accept and sign, refuse, take back."""

    model = PlanAmendment
    permission = "planning.view_planamendment"
    tones = TONES
    step_forms = ROUTE_FORMS | {"approve": SignForm, "refuse": WhyForm}
    sentences = ROUTE_SENTENCES | {
        "approve": gettext_lazy("You accept the amendment and sign: the plan changes at once."),
        "refuse": gettext_lazy("The plan stays as it is; who proposed it is told why."),
        "drop": gettext_lazy("The draft goes out of use."),
    }

    def get_queryset(self):
        rows = super().get_queryset().distinct().for_list()
        return rows.select_related("plan__kind__route")


class RowPage(WhileDraft, ObjectActPage):
    """A row of a draft: which line is added, changed, moved or cancelled, and why."""

    model = PlanAmendment
    permission = "planning.change_planamendment"
    template_name = "pages/form.html"
    submit_label = gettext_lazy("Save")

    def dispatch(self, request, *args, **kwargs):
        if kwargs["kind"] not in Kind.values:
            raise Http404
        self.kind = Kind(kwargs["kind"])
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return super().get_queryset().distinct().for_list()

    def get_title(self):
        return str(self.kind.label)

    @cached_property
    def line(self) -> PlanLine | None:
        """The line it is about, once that is chosen."""
        asked = self.request.GET.get("line", "")
        if self.kind == Kind.ADD or not asked.isdecimal():
            return None
        rows = self.object.plan.lines.open().for_list()
        return get_object_or_404(rows, pk=asked[:18])

    @property
    def is_choosing(self) -> bool:
        return self.kind != Kind.ADD and self.line is None

    def get_form(self, form_class=None):
        kwargs = self.get_form_kwargs()
        if self.is_choosing:
            return ChooseLineForm(**kwargs, amendment=self.object)
        if self.kind == Kind.MOVE:
            return NewDayForm(**kwargs, line=self.line)
        if self.kind == Kind.CANCEL:
            return OffForm(**kwargs, line=self.line)
        line = self.line or PlanLine(plan=self.object.plan)
        self.before = data_of(line) if self.line else {}
        return LineDataForm(**kwargs, instance=line)

    def form_valid(self, form):
        if self.is_choosing:
            line = form.cleaned_data["line"]
            return HttpResponseRedirect(f"{self.request.path}?line={line.pk}")
        return super().form_valid(form)

    def act(self, form):
        rows = PlanAmendment.objects.select_for_update(of=("self",)).filter(state="draft")
        held = get_object_or_404(rows, pk=self.object.pk)
        before = {}
        if self.line:
            before = data_of(PlanLine.objects.get(pk=self.line.pk))
            held.rows.filter(line=self.line).delete()
        row = AmendmentRow.objects.create(
            amendment=held,
            kind=self.kind,
            line=self.line,
            before=before,
            after=form.after(),
            reason=form.cleaned_data["reason"],
        )
        record(held, "change", by=self.request.user, added=str(row))
        return held

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.is_choosing:
            context["submit_label"] = _("Next")
        return context | {"about": str(self.line) if self.line else str(self.object)}

    def done_sentence(self):
        return _("The row is in the amendment; the plan has not changed yet.")


class RowRemove(WhileDraft, ObjectPage, SingleObjectMixin, FormView):
    """Take a row out of a draft."""

    model = PlanAmendment
    permission = "planning.change_planamendment"
    http_method_names = ["post"]

    def get_queryset(self):
        return super().get_queryset().distinct()

    def post(self, request, *args, **kwargs):
        with deed(by=request.user):
            rows = PlanAmendment.objects.select_for_update(of=("self",)).filter(state="draft")
            held = get_object_or_404(rows, pk=self.object.pk)
            row = get_object_or_404(held.rows, pk=kwargs["row"])
            record(held, "change", by=request.user, removed=str(row))
            row.delete()
        return HttpResponseRedirect(reverse("planning:amendment", args=[held.pk]))
