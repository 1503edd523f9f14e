"""The lines of a plan: the page of one, writing them, their steps (003/9.1)."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common import deeds
from common.dates import date_and_time, numeric
from common.models import Attachment, JournalEntry, deed, record
from common.reach import address
from common.views import CreatePage, DetailPage, EditPage, Fact, StepPage, Tab
from common.views.page import ObjectPage
from planning.forms.plan import LineForm
from planning.forms.plan_steps import ReportForm, SoFarForm, WhyForm
from planning.models import PlanLine, WorkPlan
from planning.models.plan_line_steps import BY_AMENDMENT

from .plan import LINE_TONES, change_words, line_state, line_tone
from .plan_doors import WhileDraft


class OfPlan:
    """A page within a plan that the reader may see."""

    def get_plan(self) -> WorkPlan:
        rows = WorkPlan.objects.visible_to(self.request.user).distinct()
        rows = rows.select_related("kind", "unit", "person", "body", "follows")
        return get_object_or_404(rows, pk=self.kwargs["plan"])

    def get_cancel_url(self):
        return self.plan.get_absolute_url()

    def get_success_url(self):
        return self.plan.get_absolute_url()


class OfLine(OfPlan):
    """A page of one line, reached through its plan."""

    model = PlanLine

    def get_queryset(self):
        self.plan = self.get_plan()
        return PlanLine.objects.filter(plan=self.plan).for_list()

    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        found.plan = self.plan
        return found


class LineWriting(WhileDraft, OfPlan):
    """A line of a draft: written only while the plan is one."""

    model = PlanLine
    form_class = LineForm
    permission = "planning.change_workplan"

    def permission_object(self):
        self.plan = self.get_plan()
        return self.plan

    def get_queryset(self):
        return PlanLine.objects.filter(plan=self.plan)

    def held(self) -> None:
        """The plan is not sent on its way meanwhile."""
        rows = WorkPlan.objects.select_for_update(of=("self",))
        get_object_or_404(rows, pk=self.plan.pk, state=WorkPlan.State.DRAFT)


class LineCreate(LineWriting, CreatePage):
    title = gettext_lazy("New line")

    def get_form(self, form_class=None):
        kwargs = self.get_form_kwargs() | {"instance": PlanLine(plan=self.plan)}
        return (form_class or self.form_class)(**kwargs)

    def save(self, form):
        self.held()
        return form.save()

    def get_success_url(self):
        if "another" in self.request.POST:
            return reverse("planning:plan_line_add", args=[self.plan.pk])
        return super().get_success_url()


class LineEdit(LineWriting, EditPage):
    title = gettext_lazy("Line of the plan")

    def save(self, form):
        self.held()
        return super().save(form)


class LineRemove(WhileDraft, OfPlan, ObjectPage, SingleObjectMixin, FormView):
    """Take a line off a draft."""

    model = WorkPlan
    pk_url_kwarg = "plan"
    permission = "planning.change_workplan"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        with deed(by=request.user):
            rows = WorkPlan.objects.select_for_update(of=("self",)).filter(state="draft")
            plan = get_object_or_404(rows, pk=self.object.pk)
            line = get_object_or_404(plan.lines, pk=kwargs["pk"])
            record(plan, "remove_line", by=request.user, line=line.number)
            line.delete()
        return HttpResponseRedirect(plan.get_absolute_url())


class LineDetail(OfLine, DetailPage):
    """One line: what is to be done, how it stands, what shows it, what changed it."""

    permission = "planning.view_planline"
    template_name = "planning/plan_line.html"
    tones = LINE_TONES

    def get_title(self):
        return str(self.object.measure)

    def get_context_data(self, **kwargs):
        line = self.object
        state = {"label": line_state(line), "tone": line_tone(line)}
        context = super().get_context_data(
            number=f"№ {line.number}", changed=change_words(line), plan=self.plan, **kwargs
        )
        return context | {"state": state}

    def steps(self):
        line, user = self.object, self.request.user
        steps = [step for step in super().steps() if step["name"] not in BY_AMENDMENT]
        if user.has_perm("planning.change_workplan", self.plan):
            steps.append({"label": _("Edit"), "url": f"{line.get_absolute_url()}edit/"})
        if line.state in ("planned", "moved") and user.has_perm(
            "planning.add_planamendment", self.plan
        ):
            url = f"{self.plan.get_absolute_url()}amend/?line={line.pk}&kind="
            steps += [
                {"label": _("Propose to move it"), "url": f"{url}move"},
                {"label": _("Propose to change it"), "url": f"{url}change"},
                {"label": _("Propose to cancel it"), "url": f"{url}cancel"},
            ]
        return steps

    def facts(self):
        one = self.object
        confirmed = one.confirmed_by and f"{one.confirmed_by}, {date_and_time(one.confirmed_at)}"
        return [
            Fact(_("Plan"), self.plan, self.plan.get_absolute_url()),
            Fact(_("Section"), str(one.section)),
            Fact(_("Due"), numeric(one.due)),
            Fact(_("Due by the plan"), one.was_moved and numeric(one.planned_due) or ""),
            Fact(_("Begins"), one.starts and numeric(one.starts)),
            Fact(_("Who answers"), one.who),
            Fact(_("Done now by"), one.given_to),
            Fact(_("With whom"), one.helpers),
            Fact(_("Resources"), one.resources),
            Fact(_("Carries out"), one.serves and str(one.serves)),
            Fact(_("Objective or strategic item"), one.objective),
            Fact(
                _("Obligation"),
                one.obligation,
                address(one.obligation, self.request.user),
            ),
            Fact(_("Carried over from"), one.carried_from and str(one.carried_from.plan)),
            Fact(_("Done on"), one.done_on and numeric(one.done_on)),
            Fact(_("Reported by"), one.done_by),
            Fact(_("Confirmed by"), confirmed),
        ]

    def tabs(self):
        files = Attachment.objects.of(self.object).count()
        tabs = []
        if files:
            tabs.append(Tab("files", _("Files"), "planning/tab_line_files.html", files))
        return [*tabs, Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        if slug == "files":
            return {
                "files": [
                    {"name": one.name, "url": one.get_absolute_url(), "size": one.blob.size}
                    for one in Attachment.objects.of(self.object)
                ]
            }
        entries = JournalEntry.objects.about(self.object)
        return {"items": deeds.history(entries, self.request.user)}


class LineStep(OfLine, StepPage):
    """Report a line as done, confirm it, return it, open it again."""

    permission = "planning.view_planline"
    tones = LINE_TONES
    step_forms = {"report": ReportForm, "tell": SoFarForm, "give_back": WhyForm, "reopen": WhyForm}
    sentences = {
        "report": gettext_lazy("Whoever controls the plan is asked to confirm that it is done."),
        "tell": gettext_lazy("It stays open; your words stand on the line and in the report."),
        "take_back": gettext_lazy("It is open again and waits for whoever answers for it."),
        "confirm": gettext_lazy("You have seen that it was done."),
        "give_back": gettext_lazy("Who answers for it is told what is missing."),
        "reopen": gettext_lazy("It waits again for whoever answers for it."),
    }

    def dispatch(self, request, *args, **kwargs):
        if kwargs["step"] in BY_AMENDMENT:  # done by an amendment when that is accepted
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self):
        return self.object.get_absolute_url()
