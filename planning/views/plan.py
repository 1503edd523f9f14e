"""One work plan: its lines, estimate, amendments, execution, agreement sheet, history."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from common.dates import numeric
from common.reach import address
from common.views import Fact, Tab
from documents.views.route_pages import SignedPage
from planning.models import PlanLine, WorkPlan
from planning.plan_papers import estimate_rows, line_days, money
from planning.plan_report import Report
from planning.plan_search import TONES

MOST = 200  # lines on the page itself; all of them are in the list
LINE_TONES = {
    "planned": "grey",
    "moved": "amber",
    "reported": "blue",
    "done": "green",
    "cancelled": "grey",
}


def line_tone(line: PlanLine) -> str:
    """Red where its day went by."""
    return "red" if line.is_late else LINE_TONES[line.state]


def line_state(line: PlanLine) -> str:
    """The state, or that it is late."""
    return _("Late") if line.is_late else line.get_state_display()


def shown(line: PlanLine) -> dict:
    """A line as a row of the table."""
    return {
        "line": line,
        "days": line_days(line),
        "who": line.who,
        "state": {"label": line_state(line), "tone": line_tone(line)},
        "changed": change_words(line),
    }


def change_words(line: PlanLine) -> str:
    """By which amendment it came or changed."""
    told = []
    if line.added_by:
        told.append(_("added by amendment %(number)s of %(date)s") % _which(line.added_by))
    if line.amended_by:
        told.append(_("changed by amendment %(number)s of %(date)s") % _which(line.amended_by))
    return "; ".join(told)


def _which(amendment) -> dict:
    day = numeric(amendment.order_date) if amendment.order_date else "—"
    return {"number": amendment.number, "date": day}


class PlanDetail(SignedPage):
    """The record of a plan."""

    model = WorkPlan
    permission = "planning.view_workplan"
    template_name = "planning/plan.html"
    tones = TONES

    def get_queryset(self):
        rows = super().get_queryset().distinct()
        return rows.select_related(
            *("kind__route", "kind__branch", "unit", "person", "body", "author"),
            *("follows__kind", "strategy"),
        )

    @property
    def may_change(self) -> bool:
        return self.request.user.has_perm("planning.change_workplan", self.object)

    def get_context_data(self, **kwargs):
        number = f"№ {self.object.order_number}" if self.object.order_number else ""
        return super().get_context_data(number=number, may_change=self.may_change, **kwargs)

    def steps(self):
        plan, user, page = self.object, self.request.user, self.object.get_absolute_url()
        steps = super().steps()
        for step in steps:  # the year goes on: to close it is not the first thing to do
            if step.get("name") == "archive" and plan.until > localdate():
                step["primary"] = False
        if self.may_change:
            upload = reverse("list_upload_of", args=["plan_lines", plan.pk])
            steps += [
                {"label": _("Edit"), "url": f"{page}edit/"},
                {"label": _("Take lines of an earlier plan"), "url": f"{page}carry/"},
                {"label": _("Bring in lines from Excel"), "url": upload},
            ]
        if user.has_perm("planning.add_planamendment", plan):
            steps.append({"label": _("Propose an amendment"), "url": f"{page}amend/"})
        return steps

    def facts(self):
        plan = self.object
        strategy = plan.strategy
        if strategy and not type(strategy).objects.visible_to(self.request.user).filter(
            pk=strategy.pk
        ):
            strategy = None
        approved = plan.order_number and _("No. %(number)s of %(date)s") % {
            "number": plan.order_number,
            "date": numeric(plan.order_date),
        }
        return [
            Fact(_("Period"), f"{numeric(plan.since)} – {numeric(plan.until)}"),
            Fact(pgettext("plan", "Whose"), plan.about),
            Fact(_("Branch"), plan.kind.branch),
            Fact(_("Basis"), plan.basis),
            Fact(
                _("Carries out"),
                strategy and str(strategy),
                strategy and strategy.get_absolute_url(),
            ),
            Fact(
                _("Carries out"),
                plan.follows and str(plan.follows),
                address(plan.follows, self.request.user),
            ),
            Fact(_("Author"), plan.author),
            Fact(_("Approved"), approved),
            Fact(_("Index of the nomenclature"), plan.kind.index),
            *self.route_facts(),
            *self._today(),
        ]

    def _today(self) -> list[Fact]:
        if not self.object.amendments.accepted().exists():
            return []
        url = reverse("planning:plan_today", args=[self.object.pk])
        return [Fact(_("With its amendments"), _("Open the PDF"), url, on_paper=False)]

    def first_tabs(self):
        plan = self.object
        lines = plan.lines.count()
        tabs = [Tab("lines", _("Lines"), "planning/tab_plan_lines.html", lines)]
        if self.may_change or plan.estimate.exists():
            tabs.append(Tab("estimate", _("Estimate"), "planning/tab_estimate.html"))
        if plan.has_been_approved:
            count = self.amendments().count()
            tabs.append(Tab("amendments", _("Amendments"), "planning/tab_amendments.html", count))
            tabs.append(Tab("report", _("Execution"), "planning/tab_plan_report.html"))
        return tabs

    def amendments(self):
        """Those of its amendments that this reader may see."""
        from planning.models import PlanAmendment  # noqa: PLC0415 -- beside its only use

        rows = PlanAmendment.objects.visible_to(self.request.user).filter(plan=self.object)
        return rows.select_related("author").distinct()

    def first_context(self, slug):
        if slug == "estimate":
            return self._estimate()
        if slug == "amendments":
            return {"amendments": list(self.amendments())}
        if slug == "report":
            from .plan_report import papers  # noqa: PLC0415 -- it shows the tables of this page

            report = Report(self.object)
            return report_context(report) | {"papers": papers(report)}
        return self._lines()

    def _estimate(self) -> dict:
        rows = estimate_rows(self.object, get_language() or "ky")
        keys = list(self.object.estimate.values_list("pk", flat=True))
        return {
            "estimate": [{"pk": pk, **row} for pk, row in zip(keys, rows, strict=True)],
            "total": money(self.object.total()),
        }

    def _lines(self) -> dict:
        rows = self.object.lines.for_list()
        asked = self.request.GET.get("show", "")
        if asked == "mine":
            rows = rows.of_user(self.request.user)
        elif asked == "late":
            rows = rows.late()
        found = list(rows) if self.is_paper else list(rows[: MOST + 1])
        more = not self.is_paper and len(found) > MOST
        views = [("", _("All")), ("mine", _("Mine")), ("late", _("Late"))]
        if not self.object.has_been_approved:
            views = []
        return {
            "groups": grouped([shown(line) for line in (found[:MOST] if more else found)]),
            "more": more,
            "views": [
                {"label": label, "url": f"?tab=lines&show={key}#tab", "is_on": key == asked}
                for key, label in views
            ],
            "has_lines": bool(found) or bool(asked),
            "list_url": reverse("planning:plan_lines", args=[self.object.pk]),
        }


def grouped(rows: list[dict]) -> list[dict]:
    """Rows under the headings of their sections."""
    found: dict[str, list[dict]] = {}
    for row in rows:
        found.setdefault(str(row["line"].section), []).append(row)
    if len(found) > 1 and "" in found:
        found = {name or _("Without a section"): lines for name, lines in found.items()}
    return [{"name": name, "rows": lines} for name, lines in found.items()]


def report_context(report: Report) -> dict:
    """The tables of an execution report."""
    return {
        "report": report,
        "heads": report.heads,
        "total": report.cells(report.total),
        "tables": [
            {"head": head, "rows": [(group, report.cells(group)) for group in groups]}
            for head, groups in (
                (_("Whole plan"), [report.total]),
                (_("Section"), report.sections()),
                (_("Who answers"), report.people()),
            )
            if groups
        ],
        "report_url": reverse("planning:plan_report", args=[report.plan.pk]),
        "as_of": numeric(localdate()),
    }
