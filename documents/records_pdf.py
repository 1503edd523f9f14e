"""Papers of the archive: the act of disposal, the index of a case, its label, the closing record.

Domain 2.2: nomenclature, closing record; internal index and cover of a case; act on the selection
of documents for destruction.
"""

from django.utils import translation
from django.utils.translation import gettext as _

from common.dates import long_date, numeric
from common.printing import render_pdf
from documents.models import DisposalAct, Nomenclature, NomenclatureItem, Record, SheetLine
from documents.models.closing import KINDS, kind_of
from documents.models.record_steps import RecordState
from documents.models.route import StepKind
from documents.pdf import copy_cell, paper_context
from documents.signables import Paper, Verdict, register
from documents.stamps import acting_words, lines_of, position_of, stamp_mark, words_in
from people.models import Organisation

NOT_LISTED = (RecordState.OPEN, RecordState.DROPPED)


def disposal_pdf(act: DisposalAct, language: str, *, preview: bool = False) -> bytes:
    """The act with its records case by case, stamps and agreement sheet."""
    with translation.override(language):
        title = _("Act on the selection of records for destruction")
        lines = list(act.lines())
        context = paper_context(act, language, title, preview=preview) | {
            "code": f"№ {act.number}",
            "sheet_of": str(act),
            "cells": [
                (_("Records"), len(lines)),
                (_("Date"), numeric(act.date)),
                copy_cell(act, preview=preview),
            ],
            "act": act,
            "day": long_date(act.date, language),
            "records": [_disposal_line(kept, language) for kept in lines],
            "cases": len({kept.case_id for kept in lines}),
            "on_paper": sum(kept.is_on_paper for kept in lines),
        }
        context["commission"] = _commission(
            act, language, electronic=bool(context["signed_by_order"])
        )
        return render_pdf("print/disposal_act.html", context, language=language)


def _commission(act: DisposalAct, language: str, *, electronic: bool) -> list[dict]:
    """Its members with their positions; who has signed with the mark of it, not with a line."""
    lines = {line.person_id: line for line in lines_of(act) if line.kind == StepKind.AGREE}
    rows = []
    for person in act.commission.all():
        line = lines.get(person.pk) or SheetLine(person=person, kind=StepKind.AGREE)
        acting = acting_words(line, language)
        agreed = line.decision == SheetLine.Decision.AGREED
        rows.append(
            {
                "position": position_of(line, language),
                "name": person.full_name,
                "mark": stamp_mark(line, electronic) if agreed else "",
                "acting": f"{line.name}, {acting}" if acting else "",
            }
        )
    return rows


def _disposal_line(kept: Record, language: str) -> dict:
    return {
        "identifier": kept.identifier,
        "title": kept.title,
        "case": words_in(kept.case.title, language),
        "year": kept.case.nomenclature.year,
        "volume": kept.volume or "",
        "term": kept.term,
        "article": kept.article,
        "until": numeric(kept.until) if kept.until else "",
        "carrier": kept.get_carrier_display(),
    }


def case_index_pdf(case: NomenclatureItem, records, language: str) -> bytes:
    """The internal index of a case: every record in it with its sheets."""
    with translation.override(language):
        rows = [
            {
                "identifier": kept.identifier,
                "title": kept.title,
                "date": numeric(kept.date),
                "volume": kept.volume or "",
                "sheets": kept.sheets or "",
                "note": kept.get_carrier_display()
                if kept.state not in (RecordState.DESTROYED, RecordState.LOST)
                else kept.get_state_display(),
            }
            for kept in records
        ]
        context = _case_context(case, language) | {
            "title": _("Internal index of the case"),
            "rows": rows,
            "sheets": sum(row["sheets"] or 0 for row in rows),
        }
        return render_pdf("print/case_index.html", context, language=language)


def case_label_pdf(case: NomenclatureItem, records, language: str) -> bytes:
    """The cover of a case, one leaf for each volume."""
    with translation.override(language):
        rows = list(records)
        numbers = sorted({kept.volume or 1 for kept in rows}) or [1]
        volumes = []
        for number in numbers:
            inside = [kept for kept in rows if (kept.volume or 1) == number]
            days = [kept.date for kept in inside]
            volumes.append(
                {
                    "number": number,
                    "records": len(inside),
                    "sheets": sum(kept.sheets or 0 for kept in inside),
                    "first": numeric(min(days)) if days else "",
                    "last": numeric(max(days)) if days else "",
                }
            )
        context = _case_context(case, language) | {
            "title": _("Cover of the case"),
            "volumes": volumes,
            "of": len(numbers),
        }
        return render_pdf("print/case_label.html", context, language=language)


def _case_context(case: NomenclatureItem, language: str) -> dict:
    organisation = Organisation.current()
    unit = case.responsible.unit if case.responsible else None
    return {
        "organisation": organisation,
        "org_name": words_in(organisation.name, language),
        "case": case,
        "case_title": words_in(case.title, language),
        "year": case.nomenclature.year,
        "unit": words_in(unit.name, language) if unit else "",
        "responsible": words_in(case.responsible.name, language) if case.responsible else "",
    }


KIND_WORDS = {
    "permanent": lambda: _("permanent"),
    "long": lambda: _("long (over 10 years)"),
    "temporary": lambda: _("temporary (up to 10 years)"),
}


def closing_context(nomenclature: Nomenclature, language: str) -> dict:
    """The closing record of a closed year, in the words of its paper."""
    told = nomenclature.closing
    if not told:
        return {}
    return {
        "lines": [{"term": KIND_WORDS[kind](), **told[kind]} for kind in KINDS],
        "total": told["total"],
        "on": told["on"],
        "by": told["by"],
        "position": words_in(told["position"], language),
    }


def closing_pdf(nomenclature: Nomenclature, language: str) -> bytes:
    """The nomenclature of a closed year with the volumes of each case and its closing record."""
    with translation.override(language):
        organisation = Organisation.current()
        context = {
            "organisation": organisation,
            "org_name": words_in(organisation.name, language),
            "title": str(nomenclature),
            "items": [
                {
                    "index": case.index,
                    "title": words_in(case.title, language),
                    "volumes": case.volumes or "",
                    "term": case.term,
                    "article": case.article,
                    "kind": kind_of(case),
                    "carried": case.is_carried_over,
                }
                for case in nomenclature.items.all()
            ],
            "closing": closing_context(nomenclature, language),
        }
        return render_pdf("print/nomenclature_closing.html", context, language=language)


def judge_disposal(act: DisposalAct) -> Verdict:
    """What a stranger is told of an act."""
    if act.state == "cancelled":
        return Verdict("amber", "alert-triangle", _("Genuine, but cancelled."))
    if act.state == "done":
        date = numeric(act.done_on) if act.done_on else "—"
        return Verdict(
            "green", "circle-check", _("Genuine. Carried out on %(date)s.") % {"date": date}
        )
    return Verdict("green", "circle-check", _("Genuine. Approved, not carried out yet."))


register(
    Paper(
        DisposalAct,
        pdf=disposal_pdf,
        languages=lambda act: ["ky", "ru"],
        stem=lambda act: f"disposal_{act.number}",
        judge=judge_disposal,
        identity=lambda act, language: [(_("Document"), str(act))],
        rows=lambda acts: acts.prefetch_related("commission"),
    )
)
