"""The papers of a result, in one of the languages, with lines for the members' hands (agency 6)."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from common.printing import render_pdf
from common.table_widths import Words, fit
from monitoring import result_figures as figures
from monitoring.kind_words import name_label, scores_people
from monitoring.left_out import left_out_words
from monitoring.models import Result, ResultRow
from monitoring.result_charts import charts_of
from monitoring.result_words import (
    exact,
    member_columns,
    member_sum,
    place_words,
    score_words,
    standing_words,
    state_words,
    total_words,
    unnamed_words,
    untold_words,
)
from monitoring.scoring_rules import PRIZES

KINDS = {
    "consolidated": gettext_lazy("Consolidated sheet of the results"),
    "winners": gettext_lazy("List of the winners"),
    "annex": gettext_lazy("Statistical annex to the results"),
}


def paper(
    result: Result, kind: str, language: str, *, named: bool, own: Collection[int] = ()
) -> tuple[bytes, str]:
    """One paper, and its title; ``named``: whether it tells which member gave what, but of the
    reader's ``own`` row.
    """
    with override(language):
        title = str(KINDS[kind])
        context = {
            "title": title,
            "campaign": result.campaign,
            "result": result,
            "notes": standing_words(result),
            "hands": hands(result),
            **{"consolidated": _consolidated, "winners": _winners, "annex": _annex}[kind](
                result, named, own
            ),
        }
        return render_pdf(f"print/result_{kind}.html", context, language=language), title


def hands(result: Result) -> list[dict[str, Any]]:
    """Who signs: the members whose marks counted, the chair last."""
    wanted = [one["id"] for one in result.inputs["members"]]
    members = result.campaign.members.filter(pk__in=wanted).select_related("person")
    rows = sorted(members, key=lambda one: (one.is_chair, one.is_external, one.pk))
    return [
        {
            "words": _("Chair of the commission")
            if one.is_chair
            else _("Member of the commission"),
            "name": one.person.short_name,
            "post": one.organisation if one.is_external else str(one.position_name),
        }
        for one in rows
    ]


def _rows(result: Result) -> list[ResultRow]:
    rows = result.rows.select_related("participant")
    return list(rows.in_order(is_contest=result.inputs["contest"]))


def _consolidated(result: Result, named: bool, own: Collection[int]) -> dict[str, Any]:
    members = member_columns(result, named=named)
    is_contest, kind = result.inputs["contest"], result.campaign.kind
    rows = _rows(result)
    heads = [
        _("No."),
        _("Name, position") if scores_people(kind) else name_label(kind),
        *(words for _at, words in members),
        _("Sum of points"),
        _("Weighted score"),
        _("Exactly"),
        *([pgettext("rank", "Place")] if is_contest else []),
    ]
    lines = [
        [
            str(n),
            _named(row),
            *(member_sum(row, at, named=named, own=own) for at, _words in members),
            total_words(row),
            score_words(row),
            exact(row),
            *([place_words(row)] if is_contest else []),
        ]
        for n, row in enumerate(rows, 1)
    ]
    remarks = [f"{row.participant}: {said}" for row in rows if (said := state_words(row))]
    remarks += left_out_words(result)
    if not named:
        remarks.append(unnamed_words())
    elif own:
        remarks.append(untold_words())
    measured = fit(Words(head, [line[n] for line in lines]) for n, head in enumerate(heads))
    return {"heads": heads, "lines": lines, "remarks": remarks, "fit": measured}


def _named(row: ResultRow) -> str:
    detail = str(row.participant.detail)
    return f"{row.participant}, {detail}" if detail else str(row.participant)


def _winners(result: Result, named: bool, own: Collection[int]) -> dict[str, Any]:
    rows = [row for row in _rows(result) if row.place and row.place <= PRIZES]
    return {
        "winners": [
            {
                "place": row.place,
                "name": str(row.participant),
                "post": str(row.participant.detail),
                "unit": str(row.participant.unit_name),
                "score": score_words(row),
                "points": total_words(row),
                "note": state_words(row),
            }
            for row in rows
        ],
        "nominations": [
            {
                "title": str(one.title),
                "direction": str(one.direction) if one.direction else "",
                "who": ", ".join(str(person) for person in one.participants.all())
                or _("not awarded"),
                "ground": one.ground,
            }
            for one in result.campaign.nominations.select_related("direction").prefetch_related(
                "participants"
            )
        ],
        "proposed": figures.nominations(result),
    }


def _annex(result: Result, named: bool, own: Collection[int]) -> dict[str, Any]:
    return {
        "mean": figures.mean_words(result),
        "agreement": figures.agreement_rows(result),
        "agreement_words": figures.agreement_words(result),
        "close_calls": figures.close_calls(result),
        "units": figures.units(result),
        "years": figures.years(result),
        "charts": charts_of(result),
    }
