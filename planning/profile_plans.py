"""The profile's sections of work plans: branches and kinds (003/9.1; 004/5.2, 5.4.2)."""

from typing import Any

from documents.models import DocumentType, Route
from people.profile import Part, Plan, section
from people.profile_writing import coded, writes
from planning.models import Obligation, PlanBranch, PlanKind
from planning.plan_periods import Term

KEYS = (
    *("code", "name", "scope", "term", "branch", "route", "index", "part", "remind_days"),
    *("settles", "follows", "stamp"),
)


@section("plan_branches", 205)
def plan_branches(data: Part, plan: Plan) -> None:
    """The branches of work by which plans are made (003/9.1)."""
    rows = data.coded()
    for order, row in enumerate(rows, 1):
        row.only("code", "name")
        values = {"name": row.words("name"), "order": order}
        plan.put(row, PlanBranch, {"code": row.code()}, values)
    plan.leave(PlanBranch, [row.code() for row in rows])


@section("plan_kinds", 206)
def plan_kinds(data: Part, plan: Plan) -> None:
    """The kinds of plan: whose, for how long, by which route, which duties they settle."""
    rows = data.coded()
    for order, row in enumerate(rows, 1):
        row.only(*KEYS)
        values = {
            "name": row.words("name"),
            "scope": row.choice("scope", PlanKind.Scope.values),
            "term": row.choice("term", Term.values),
            "branch": row.find("branch", PlanBranch, required=False),
            "route": row.find("route", Route),
            "index": row.text("index"),
            "part": row.choice("part", ["", *PlanKind.PartOf.values]),
            "stamp": _stamp(row),
            "order": order,
        }
        if values["part"] == PlanKind.PartOf.EXECUTION and values["scope"] != "project":
            raise row.fail("the execution of a project is planned for a project.", "scope")
        if (days := row.number("remind_days")) is not None:
            values["remind_days"] = days
        kind = plan.put(row, PlanKind, {"code": row.code()}, values)
        plan.put_set(kind, "settles", _found(row, "settles", Obligation))
        plan.put_set(kind, "follows", _found(row, "follows", DocumentType))
    plan.leave(PlanKind, [row.code() for row in rows])


def _stamp(row: Part) -> dict[str, dict[str, str]]:
    """The words of the stamps: БЕКИТЕМИН; without them the usual ones."""
    if row.value.get("stamp") is None:
        return {}
    stamp = row.part("stamp")
    stamp.only("agreed", "approved")
    return {key: dict(stamp.words(key)) for key in ("agreed", "approved")}


def _found(row: Part, key: str, model: Any) -> list:
    """The rows that a list of codes names."""
    codes = row.rows(key) if key in row else []
    return [Part({"code": one.value}, one.path).find("code", model) for one in codes]


# Written back -----------------------------------------------------------------------------------


@writes("plan_branches")
def branches_written() -> list[dict]:
    return [coded(branch) for branch in PlanBranch.objects.all()]


@writes("plan_kinds")
def kinds_written() -> list[dict]:
    rows = PlanKind.objects.select_related("branch", "route")
    return [_written(kind) for kind in rows.prefetch_related("settles", "follows")]


def _written(kind: PlanKind) -> dict[str, Any]:
    row = coded(
        kind,
        scope=kind.scope,
        term=kind.term,
        branch=kind.branch and kind.branch.code,
        route=kind.route.code,
        index=kind.index,
        part=kind.part,
        settles=sorted(one.code for one in kind.settles.all()),
        follows=sorted(one.code for one in kind.follows.all()),
        stamp=kind.stamp,
    )
    return row | {"remind_days": kind.remind_days}
