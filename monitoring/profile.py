"""The profile's sections of scored assessments: directions of the work and kinds (000/1.4, 2.2)."""

import re
from typing import Any

from documents.models import OrderKind, Route
from monitoring import scored
from monitoring.models import AssessmentKind, Direction
from monitoring.profile_criteria import proposal_of, proposal_written
from monitoring.scoring_rules import Ground, Places, ScoringRules, TieBreak, TiesOn, Total
from people.models import Position
from people.profile import Part, Plan, section
from people.profile_writing import coded, writes
from planning.models import MeetingKind

DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
FLAGS = ("is_yearly", "takes_all", "collects_material", "is_contest", "needs_proposals")
NUMBERS = ("inside", "outside", "correction_months", "appeal_days")
KEYS = (
    *("code", "name", "subject", "order_kind", "award_kind", "criteria_route", "heard_by"),
    *("order_words", "criteria", "left_out", "results_from", "results_until", "case", "rules"),
    *(*FLAGS, *NUMBERS),
)


@section("monitoring_directions", 210)
def directions(data: Part, plan: Plan) -> None:
    """The aspects of the work that the monitoring covers (000/1.4)."""
    rows = data.coded()
    for order, row in enumerate(rows, 1):
        row.only("code", "name")
        plan.put(row, Direction, {"code": row.code()}, {"name": row.words("name"), "order": order})
    plan.leave(Direction, [row.code() for row in rows])


@section("assessments", 211)
def assessments(data: Part, plan: Plan) -> None:
    """What is scored, by whom, by which rules (000/2.2; 004/6.2, 7.4)."""
    rows = data.coded()
    for order, row in enumerate(rows, 1):
        row.only(*KEYS)
        values: dict[str, Any] = {
            "name": row.words("name"),
            "subject": row.choice("subject", scored.codes()),
            "order_kind": row.find("order_kind", OrderKind, required=False),
            "award_kind": row.find("award_kind", OrderKind, required=False),
            "criteria_route": row.find("criteria_route", Route),
            "order_words": row.words("order_words") if "order_words" in row else {},
            "criteria_proposal": proposal_of(row.part("criteria")) if "criteria" in row else {},
            "heard_by": row.find("heard_by", MeetingKind, required=False),
            "results_from": _day(row, "results_from"),
            "results_until": _day(row, "results_until"),
            "nomenclature_index": row.text("case"),
            "rules": _rules(row),
            "order": order,
        }
        values |= {name: row.flag(name) for name in FLAGS if name in row}
        values |= {name: row.number(name) for name in NUMBERS if name in row}
        kind = plan.put(row, AssessmentKind, {"code": row.code()}, values)
        plan.put_set(kind, "left_out", _positions(row))
    plan.leave(AssessmentKind, [row.code() for row in rows])


def _day(row: Part, key: str) -> str:
    """A day of every year, MM-DD, or none."""
    day = row.text(key)
    if day and not DAY.fullmatch(day):
        raise row.fail("is no day of the year (MM-DD).", key)
    return day


def _positions(row: Part) -> list[Position]:
    codes = row.rows("left_out") if "left_out" in row else []
    return [Part({"code": one.value}, one.path).find("code", Position) for one in codes]


def _rules(row: Part) -> dict[str, Any]:
    """The rules of scoring; what is not said is as usual."""
    given = row.value.get("rules")
    if given is None:
        return ScoringRules().data()
    part = row.part("rules")
    part.only(*ScoringRules().data())
    try:
        rules = ScoringRules.of(ScoringRules().data() | given)
    except TypeError as error:
        raise part.fail(str(error), "rules") from error
    known = (
        ("total", [rules.total], Total.values),
        ("places", [rules.places], Places.values),
        ("ties_on", [rules.ties_on], TiesOn.values),
        ("tie_break", rules.tie_break, TieBreak.values),
        ("conflicts", rules.conflicts, Ground.values),
    )
    for key, said, allowed in known:
        if wrong := [one for one in said if one not in allowed]:
            raise part.fail(f"{wrong[0]} is not one of {', '.join(allowed)}.", key)
    for key, words in rules.faults().items():
        raise part.fail(words, key)
    return rules.data()


# Written back -----------------------------------------------------------------------------------


@writes("monitoring_directions")
def directions_written() -> list[dict]:
    return [coded(one) for one in Direction.objects.all()]


@writes("assessments")
def assessments_written() -> list[dict]:
    rows = AssessmentKind.objects.select_related(
        "order_kind", "award_kind", "criteria_route", "heard_by"
    )
    return [_written(kind) for kind in rows.prefetch_related("left_out")]


def _written(kind: AssessmentKind) -> dict[str, Any]:
    row = coded(
        kind,
        subject=kind.subject,
        order_kind=kind.order_kind and kind.order_kind.code,
        award_kind=kind.award_kind and kind.award_kind.code,
        criteria_route=kind.criteria_route.code,
        heard_by=kind.heard_by and kind.heard_by.code,
        order_words=dict(kind.order_words),
        criteria=proposal_written(kind.criteria_proposal),
        left_out=sorted(one.code for one in kind.left_out.all()),
        results_from=kind.results_from,
        results_until=kind.results_until,
        case=kind.nomenclature_index,
        rules=kind.rules,
    )
    flags = {name: getattr(kind, name) for name in FLAGS}
    numbers = {name: getattr(kind, name) for name in NUMBERS}
    return row | flags | {key: value for key, value in numbers.items() if value is not None}
