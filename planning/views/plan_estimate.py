"""The estimate of a draft plan; lines taken over from an earlier plan (004/5.2)."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import deed, record
from common.views import CreatePage, EditPage, ObjectActPage
from planning.forms.plan import CarryForm, EstimateForm
from planning.models import EstimateRow, WorkPlan
from planning.models.plan_copying import copy_lines

from .plan_doors import WhileDraft
from .plan_lines import LineRemove, LineWriting


class RowWriting(LineWriting):
    """A row of the estimate of a draft."""

    model = EstimateRow
    form_class = EstimateForm

    def get_queryset(self):
        return EstimateRow.objects.filter(plan=self.plan)

    def get_success_url(self):
        return f"{self.plan.get_absolute_url()}?tab=estimate#tab"

    get_cancel_url = get_success_url


class RowCreate(RowWriting, CreatePage):
    title = gettext_lazy("New row of the estimate")

    def get_form(self, form_class=None):
        kwargs = self.get_form_kwargs() | {"instance": EstimateRow(plan=self.plan)}
        return (form_class or self.form_class)(**kwargs)

    def save(self, form):
        self.held()
        return form.save()


class RowEdit(RowWriting, EditPage):
    title = gettext_lazy("Row of the estimate")

    def save(self, form):
        self.held()
        return super().save(form)


class RowRemove(LineRemove):
    """Take a row off the estimate of a draft."""

    def post(self, request, *args, **kwargs):
        with deed(by=request.user):
            rows = WorkPlan.objects.select_for_update(of=("self",)).filter(state="draft")
            plan = get_object_or_404(rows, pk=self.object.pk)
            get_object_or_404(plan.estimate, pk=kwargs["pk"]).delete()
            record(plan, "change_estimate", by=request.user)
        return HttpResponseRedirect(f"{plan.get_absolute_url()}?tab=estimate#tab")


class Carry(WhileDraft, ObjectActPage):
    """Lines of an earlier plan come into a draft: all of them, or what was not finished there."""

    model = WorkPlan
    permission = "planning.change_workplan"
    template_name = "pages/form.html"
    form_class = CarryForm
    title = gettext_lazy("Take lines of an earlier plan")
    submit_label = gettext_lazy("Take them")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "plan": self.object}

    def act(self, form):
        rows = WorkPlan.objects.select_for_update(of=("self",)).filter(state="draft")
        plan = get_object_or_404(rows.select_related("kind"), pk=self.object.pk)
        earlier, is_open = form.cleaned_data["earlier"], form.cleaned_data["only_open"]
        lines = earlier.lines.open() if is_open else earlier.lines.exclude(state="cancelled")
        held = plan.lines.exclude(carried_from=None).values("carried_from")
        lines = lines.exclude(pk__in=held)
        self.count = copy_lines(plan, lines.for_list(), carrying=is_open)
        record(plan, "carry_over", by=self.request.user, count=self.count)
        return plan

    def done_sentence(self):
        return _("Lines taken over: %(count)s.") % {"count": self.count}
