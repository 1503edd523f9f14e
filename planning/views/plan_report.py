"""The report on how a plan was carried out, for its period or a part of it (003/9.1)."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from common.dates import numeric
from common.forms import DateInput, HouseForm
from common.views.page import ObjectPage
from common.views.paper import OnPaper
from planning.models import WorkPlan
from planning.plan_report import Report

from .plan import report_context


class BetweenForm(HouseForm, forms.Form):
    """The days between which the lines are due."""

    since = forms.DateField(label=gettext_lazy("Due from"), required=False, widget=DateInput)
    until = forms.DateField(label=gettext_lazy("Due by"), required=False, widget=DateInput)


class PlanReport(OnPaper, ObjectPage, DetailView):
    """Numbers that open lists, on the screen and on paper; the list itself goes out as Excel."""

    model = WorkPlan
    permission = "planning.view_workplan"
    template_name = "planning/plan_report.html"

    def get_queryset(self):
        rows = super().get_queryset().distinct()
        return rows.select_related("kind", "unit", "person", "body")

    def get_title(self):
        return _("Execution: %(plan)s") % {"plan": self.object}

    def get_context_data(self, **kwargs):
        form = BetweenForm(self.request.GET or None)
        since: date | None = None
        until: date | None = None
        if form.is_bound and form.is_valid():
            since, until = form.cleaned_data["since"], form.cleaned_data["until"]
        report = Report(self.object, since, until)
        between = [numeric(since or self.object.since), numeric(until or self.object.until)]
        return super().get_context_data(
            form=form,
            plan=self.object,
            between=" – ".join(between),
            list_url=report.url("all", report.total),
            **report_context(report),
            **kwargs,
        )
