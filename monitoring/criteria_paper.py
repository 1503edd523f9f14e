"""Criteria as a paper: directions, indicators, weights, the scale, what changed (000/3.2, 3.3)."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import in_one_line, long_date
from common.printing import render_pdf
from documents.pdf import copy_cell, paper_context
from documents.signables import Paper, Verdict, register
from documents.stamps import words_in
from monitoring.criteria_changes import Change, changes_of
from monitoring.criteria_languages import whole_languages
from monitoring.models import CriteriaSet
from monitoring.models.criteria_filling import POINTS
from monitoring.weights import percent


def criteria_pdf(criteria: CriteriaSet, language: str, *, preview: bool = False) -> bytes:
    """The printed list of the year with its stamps and its agreement sheet."""
    with translation.override(language):
        title = _("Criteria and indicators of %(year)s") % {"year": criteria.year}
        earlier = criteria.of_last_year()
        context = paper_context(criteria, language, title, preview=preview) | {
            "code": criteria.order_number or f"{criteria.year}/{criteria.edition}",
            "sheet_of": str(criteria),
            "cells": [
                (pgettext("criteria", "Year"), criteria.year),
                (_("Edition"), criteria.edition),
                copy_cell(criteria, preview=preview),
            ],
            "kind": words_in(criteria.kind.name, language),
            "criteria": criteria,
            "sections": sections(criteria, language),
            "total": percent(criteria.total_weight()),
            "scale": scale(criteria, language),
            "changes": changes_shown(changes_of(criteria), language),
            "earlier": earlier and earlier.year,
        }
        return render_pdf("print/criteria.html", context, language=language)


def sections(criteria: CriteriaSet, language: str) -> list[dict[str, Any]]:
    """The criteria under their directions, in the order in which these begin; numbered through."""
    found: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(criteria.whole_tree(), 1):
        name = words_in(row.direction.name, language) if row.direction else ""
        part = found.setdefault(name, {"name": name, "criteria": []})
        lines = [
            {
                "number": f"{number}.{place}",
                "title": words_in(one.title, language),
                "material": words_in(one.material, language),
                "weight": percent(one.weight),
                "points": [
                    (said.point, words_in(said.words, language)) for said in one.points.all()
                ],
            }
            for place, one in enumerate(row.indicators.all(), 1)
        ]
        weight = percent(sum(one.weight for one in row.indicators.all()))
        part["criteria"].append(
            {"number": number, "title": words_in(row.title, language), "lines": lines}
            | {"weight": weight}
        )
    return list(found.values())


def scale(criteria: CriteriaSet, language: str) -> list[tuple[int, str]]:
    """Each point with what it means for all indicators."""
    said = {row.point: row.words for row in criteria.points.filter(indicator=None)}
    return [(point, words_in(said.get(point, {}), language)) for point in POINTS]


def changes_shown(changes: Iterable[Change], language: str) -> list[dict[str, str]]:
    """What changed, as rows of a table in one language."""
    return [
        {
            "kind": change.kind,
            "label": str(change.label),
            "name": _side(change.name, language),
            "about": _about(change.about),
            "before": _side(change.before, language),
            "after": _side(change.after, language),
        }
        for change in changes
    ]


def _side(side, language: str) -> str:
    return words_in(side, language) if isinstance(side, dict) else str(side)


def _about(about) -> str:
    said = str(about)
    return pgettext("scale", "Point %(point)s") % {"point": said} if said.isdecimal() else said


def judge(criteria: CriteriaSet) -> Verdict:
    """Whether a genuine list still holds."""
    later = type(criteria).objects.filter(
        kind=criteria.kind_id,
        year=criteria.year,
        edition__gt=criteria.edition,
        state="approved",
    )
    if newer := later.order_by("-edition").first():
        words = _("Genuine, but a newer edition took its place: %(edition)s.")
        return Verdict("amber", "alert-triangle", words % {"edition": newer.edition})
    day = in_one_line(long_date(criteria.order_date)) if criteria.order_date else "—"
    words = _("Genuine. Approved on %(date)s.") % {"date": day}
    return Verdict("green", "circle-check", words)


register(
    Paper(
        CriteriaSet,
        pdf=criteria_pdf,
        languages=whole_languages,
        stem=lambda criteria: f"criteria_{criteria.kind.code}_{criteria.year}-{criteria.edition}",
        judge=judge,
        identity=lambda criteria, language: [(_("Document"), str(criteria))],
        rows=lambda rows: rows.select_related("kind"),
    )
)
