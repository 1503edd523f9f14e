"""The report on how a plan was carried out, as a paper to sign (003/9.1; 004/5.2)."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.dates import numeric
from common.printing import render_pdf
from documents.stamps import words_in
from people.models import Organisation, Person
from planning.models import PlanLine, WorkPlan
from planning.plan_report import Report


def report_pdf(report: Report, language: str) -> bytes:
    """Every line with what became of it, the counts, the summary, and places for the hands."""
    plan = report.plan
    with translation.override(language):
        organisation = Organisation.current()
        between = (report.since or plan.since, report.until or plan.until)
        context = {
            "org_name": words_in(organisation.name, language),
            "title": _("Report on the execution: %(plan)s") % {"plan": plan},
            "number": plan.order_number,
            "period": " – ".join(map(numeric, between)),
            "as_of": numeric(localdate()),
            "sections": _sections(report.lines, language),
            "heads": report.heads,
            "counts": list(report.total.counts.values()),
            "summary": plan.summary,
            "closed_on": plan.archived_at and numeric(localdate(plan.archived_at)),
            "head": approver(plan, language)
            | {"word": words_in(plan.stamp.get("approved"), language)},
            "maker": _hand(plan.author, language),
        }
        return render_pdf("print/plan_report.html", context, language=language)


def approver(plan: WorkPlan, language: str) -> dict[str, str]:
    """Who approves the plan approves the report: whoever holds that position today."""
    lines = list(plan.sheet.lines.all()) if plan.sheet else []
    line = next((one for one in lines if plan.approves(one, lines)), None)
    if line is None:
        return {"position": "", "name": ""}
    held = Person.objects.in_position(line.position, own=True).first() if line.position else None
    position = words_in(line.position.name if line.position else line.position_name, language)
    return {"position": position, "name": held.signature_name if held else line.name}


def _hand(person: Person, language: str) -> dict[str, str]:
    post = person.appointment()
    position = words_in(post.position.name, language) if post else ""
    return {"position": position, "name": person.signature_name}


def _sections(lines: Iterable[PlanLine], language: str) -> list[dict[str, Any]]:
    found: dict[str, list] = {}
    for line in lines:
        found.setdefault(words_in(line.section, language), []).append(_row(line, language))
    return [{"name": name, "rows": rows} for name, rows in found.items()]


def _row(line: PlanLine, language: str) -> dict[str, str]:
    return {
        "number": line.number,
        "measure": words_in(line.measure, language),
        "who": line.who,
        "due": numeric(line.due),
        "planned": numeric(line.planned_due) if line.was_moved else "",
        "done": numeric(line.done_on) if line.done_on else "",
        "state": _("Late") if line.is_late else line.get_state_display(),
        "words": "; ".join(part for part in (line.account.strip(), line.why.strip()) if part),
    }
