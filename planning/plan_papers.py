"""Work plans and their amendments as papers: stamps, lines, estimate, agreement sheet (004/5.2)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from common.dates import decimal_comma, in_one_line, long_date, numeric
from common.printing import render_pdf
from documents.pdf import copy_cell, paper_context, worded_in
from documents.signables import Paper, Verdict, register
from documents.stamps import words_in
from planning import amendment_things
from planning.models import AmendmentRow, PlanAmendment, PlanLine, WorkPlan
from planning.models.plan_data import FIELDS, values_of

MONEY = 2  # places after the comma
AMOUNT = 3


def money(value: Decimal) -> str:
    """A sum in soms: 1 234 567,50."""
    return decimal_comma(value, MONEY)


def amount(value: Decimal) -> str:
    """A quantity without needless zeros: 12 or 1,5."""
    return decimal_comma(value.normalize() if value % 1 else value.to_integral_value())


# The plan -----------------------------------------------------------------------------------


def plan_pdf(plan: WorkPlan, language: str, *, preview: bool = False) -> bytes:
    """The plan as it was approved; what changed it since is printed with it (000/2.6)."""
    with translation.override(language):
        title = str(plan)
        context = paper_context(plan, language, title, preview=preview) | {
            "code": plan.order_number or "—",
            "sheet_of": title,
            "cells": [
                (_("Number of the plan"), plan.order_number or "—"),
                (_("Lines"), plan.lines.filter(added_by=None).count()),
                copy_cell(plan, preview=preview),
            ],
            "plan": plan,
            "basis_words": plan.basis,
            "sections": sections(signed(plan), language),
            "estimate": estimate_rows(plan, language),
            "total": money(plan.total()),
            "amendments": amendments(plan, language) if preview else [],
        }
        return render_pdf("print/work_plan.html", context, language=language)


def signed(plan: WorkPlan) -> list[PlanLine]:
    """The lines as they were signed: what amendments changed since is taken back."""
    first: dict[int, dict] = {}
    rows = AmendmentRow.objects.filter(amendment__plan=plan, amendment__state="approved")
    for row in rows.exclude(kind="add").order_by("amendment__number", "pk"):
        first.setdefault(row.line_id or 0, row.before)
    lines = list(plan.lines.filter(added_by=None).for_list())
    for line in lines:
        if line.pk in first:
            for name, value in values_of(first[line.pk]).items():
                setattr(line, name, value)
    return lines


def sections(lines: Iterable[PlanLine], language: str) -> list[dict[str, Any]]:
    """Lines under the headings of their sections, in the order in which these begin."""
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        name = words_in(line.section, language)
        part = found.setdefault(name, {"name": name, "rows": []})
        part["rows"].append(
            {
                "number": line.number,
                "measure": words_in(line.measure, language),
                "result": words_in(line.result, language),
                "who": line.who + (f"; {line.helpers}" if line.helpers else ""),
                "due": line_days(line),
                "resources": line.resources,
                "serves": "; ".join(
                    part
                    for part in (line.serves and str(line.serves.number), line.objective)
                    if part
                ),
            }
        )
    return list(found.values())


def line_days(line: PlanLine) -> str:
    """Its day, or from which to which."""
    return f"{numeric(line.starts)} – {numeric(line.due)}" if line.starts else numeric(line.due)


def estimate_rows(plan: WorkPlan, language: str) -> list[dict[str, str]]:
    """The rows of the estimate as they print."""
    return [
        {
            "line": row.line.number if row.line else "",
            "article": words_in(row.article, language),
            "measure": row.measure,
            "quantity": amount(row.quantity),
            "price": money(row.price),
            "sum": money(row.sum),
        }
        for row in plan.estimate.select_related("line")
    ]


def amendments(plan: WorkPlan, language: str) -> list[dict[str, Any]]:
    """What changed the plan after its approval."""
    found = plan.amendments.accepted().prefetch_related("rows")
    return [
        {
            "title": str(one.number),
            "amendment": one,
            "rows": changes(one, language),
            "source": source_words(one),
            "approved_by": approved_by(one, language),
        }
        for one in found
    ]


def approved_by(paper, language: str) -> str:
    """Who signed it last, in which position."""
    lines = list(paper.sheet.lines.all()) if paper.sheet else []
    line = next((one for one in lines if paper.approves(one, lines)), None)
    return f"{words_in(line.position_name, language)} {line.name}".strip() if line else ""


# Amendments ---------------------------------------------------------------------------------


def amendment_pdf(amendment: PlanAmendment, language: str, *, preview: bool = False) -> bytes:
    """The amendment: where it comes from, every change with before and after."""
    with translation.override(language):
        title = str(amendment)
        context = paper_context(amendment, language, title, preview=preview) | {
            "code": amendment.plan.order_number or "—",
            "sheet_of": title,
            "cells": [
                (_("Amendment No."), amendment.number or "—"),
                (_("Rows"), amendment.rows.count()),
                copy_cell(amendment, preview=preview),
            ],
            "amendment": amendment,
            "source": source_words(amendment),
            "changes": changes(amendment, language),
        }
        return render_pdf("print/plan_amendment.html", context, language=language)


def source_words(amendment: PlanAmendment) -> str:
    """Where it comes from: which source, which one of them, of which day."""
    day = numeric(amendment.source_on) if amendment.source_on else ""
    thing = amendment.source_thing
    which = amendment_things.words_of(thing) if thing else day
    parts = (amendment.source_label, amendment.source_words, which)
    return ", ".join(part for part in parts if part)


def changes(amendment: PlanAmendment, language: str) -> list[dict[str, Any]]:
    """The rows of an amendment in words: which line, what stands before and after, and why."""
    return [
        {
            "what": row.get_kind_display(),
            "number": (row.before or row.after).get("number", ""),
            "name": words_in((row.before or row.after).get("measure", {}), language),
            "before": said(row.before, row.after, language) if row.kind != "add" else [],
            "after": said(row.after, row.before, language) if row.kind != "cancel" else [],
            "reason": row.reason,
            "row": row,
        }
        for row in amendment.rows.all()
    ]


LABELS = {f.name: f.verbose_name for f in PlanLine._meta.fields if f.name in FIELDS}


def said(data: dict, other: dict, language: str) -> list[tuple[str, str]]:
    """What of a line differs from its other side, in words: label and value."""
    shown_beside = ("number", "measure") if not (data and other) else ()
    names = [n for n in FIELDS if data.get(n) != other.get(n) and n not in shown_beside]
    if not names:
        return []
    values = values_of(data)
    shown = ((str(LABELS[name]), _shown(values[name], language)) for name in names)
    return [(label, words) for label, words in shown if words or other]


def _shown(value: Any, language: str) -> str:
    if isinstance(value, dict):
        return words_in(value, language)
    if hasattr(value, "year"):
        return numeric(value)
    return str(value or "")


# What a stranger is told of them ------------------------------------------------------------


def judge(plan: WorkPlan) -> Verdict:
    """Whether a genuine plan still binds."""
    said_on = {"date": in_one_line(long_date(plan.order_date)) if plan.order_date else "—"}
    if plan.state == WorkPlan.State.ARCHIVED:
        return Verdict("amber", "archive", _("Genuine. Its period is summed up and closed."))
    last = plan.amendments.accepted().last()
    meaning = _("It was amended since: %(count)s.") % {"count": last.number} if last else ""
    return Verdict("green", "circle-check", _("Genuine. Approved on %(date)s.") % said_on, meaning)


def judge_amendment(amendment: PlanAmendment) -> Verdict:
    day = in_one_line(long_date(amendment.order_date)) if amendment.order_date else "—"
    words = _("Genuine. Accepted on %(date)s.") % {"date": day}
    return Verdict("green", "circle-check", words)


def _is_closed(plan: WorkPlan) -> bool:
    """The plan of an employee is nobody's business outside."""
    return plan.person_id is not None


def plan_languages(plan: WorkPlan) -> list[str]:
    """The languages in which every measure is written, the original first."""
    return worded_in(line.measure for line in plan.lines.all())


register(
    Paper(
        WorkPlan,
        pdf=plan_pdf,
        languages=plan_languages,
        stem=lambda plan: f"plan_{plan.kind.code}_{plan.since:%Y-%m-%d}_{plan.pk}",
        judge=judge,
        identity=lambda plan, language: [(_("Plan"), "" if _is_closed(plan) else str(plan))],
        is_closed=_is_closed,
        rows=lambda rows: rows.select_related("kind", "unit", "person", "body"),
    )
)
register(
    Paper(
        PlanAmendment,
        pdf=amendment_pdf,
        languages=lambda amendment: plan_languages(amendment.plan),
        stem=lambda amendment: f"amendment_{amendment.plan_id}_{amendment.number or 'draft'}",
        judge=judge_amendment,
        identity=lambda one, language: [(_("Plan"), "" if _is_closed(one.plan) else str(one.plan))],
        is_closed=lambda one: _is_closed(one.plan),
        rows=lambda rows: rows.select_related(
            "plan__kind", "plan__unit", "plan__person", "plan__body"
        ),
    )
)
