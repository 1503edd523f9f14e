"""The report on how a plan was carried out, for its period or a part of it (003/9.1)."""

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from common.dates import numeric
from common.forms import DateInput, HouseForm
from common.models import deed, record
from common.printing import show
from common.views.page import ObjectPage
from common.views.paper import OnPaper
from documents.pdf import paper_languages
from documents.views.route_pages import PaperPage
from planning.models import WorkPlan
from planning.plan_report import Report
from planning.plan_report_paper import report_pdf

from .plan import report_context


def papers(report: Report) -> list[dict[str, str]]:
    """The report to sign, in each language of the plan."""
    plan, names = report.plan, dict(settings.LANGUAGES)
    if not plan.has_been_approved:
        return []
    days = {"since": report.since, "until": report.until}
    asked = {name: day.isoformat() for name, day in days.items() if day}
    url = reverse("planning:plan_report_paper", args=[plan.pk])
    return [
        {
            "label": _("Report to sign: %(language)s") % {"language": _(names[language])},
            "url": f"{url}?{urlencode(asked | {'lang': language})}",
        }
        for language in paper_languages(plan)
    ]


class BetweenForm(HouseForm, forms.Form):
    """The days between which the lines are due."""

    since = forms.DateField(label=gettext_lazy("Due from"), required=False, widget=DateInput)
    until = forms.DateField(label=gettext_lazy("Due by"), required=False, widget=DateInput)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day cannot be before the first."))
        return cleaned


def asked_days(request, form: BetweenForm) -> tuple[date | None, date | None]:
    """The days that a reader asks for; wrong ones are said beside the field and narrow nothing."""
    if not (form.is_bound and form.is_valid()):
        return None, None
    return form.cleaned_data["since"], form.cleaned_data["until"]


class PlanReportPaper(PaperPage):
    """The report as a paper to sign: by whoever made it, and by whoever approves the plan."""

    model = WorkPlan
    permission = "planning.view_workplan"

    def get(self, request, *args, **kwargs):
        if not self.object.has_been_approved:
            raise Http404
        form = BetweenForm(request.GET)
        report = Report(self.object, *asked_days(request, form))
        data = report_pdf(report, self.get_language())
        with deed(by=request.user):
            record(None, "export", by=request.user, register=request.path, form="pdf")
        return show(data, f"report_{self.object.pk}.pdf")


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
        since, until = asked_days(self.request, form)
        report = Report(self.object, since, until)
        between = [numeric(since or self.object.since), numeric(until or self.object.until)]
        return super().get_context_data(
            form=form,
            plan=self.object,
            between=" – ".join(between),
            list_url=report.url("all", report.total),
            papers=papers(report),
            **report_context(report),
            **kwargs,
        )
