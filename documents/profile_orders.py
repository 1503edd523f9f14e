"""The kinds of orders in a profile: read from it, and written back (RI-05; domain 2.2, 2.8)."""

from typing import Any

from people.profile import Part, Plan, section
from people.profile_writing import coded, writes

from .models import OrderKind, Route
from .models.order_kind import PLACES

WORDS = ("heading", "preamble", "verb", "own_control_words", *PLACES)
KEYS = ("code", "name", "form", "register", "pattern", "case", "route", "executors_sign")


@section("order_kinds", 135)
def order_kinds(data: Part, plan: Plan) -> None:
    """Each kind with its register, its route and its printed words; closed ones stay closed."""
    rows = data.coded()
    patterns: dict[str, str] = {}
    for order, row in plan.in_use(rows, OrderKind):
        row.only(*KEYS, "restricted", *WORDS)
        values = _values(row) | {"order": order}
        if patterns.setdefault(values["counter"], values["mask"]) != values["mask"]:
            raise row.fail("kinds of one register have one pattern of numbers.", "pattern")
        _renumber(values)
        plan.put(row, OrderKind, {"code": row.code()}, values)
    plan.leave(OrderKind, [row.code() for row in rows])


def _values(row: Part) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": row.words("name"),
        "form": row.choice("form", OrderKind.Form.values, OrderKind.Form.ORDER),
        "counter": row.text("register") or row.code(),
        "mask": row.code("pattern"),
        "case_index": row.text("case"),
        "route": row.find("route", Route, required=False),
        "executors_sign": row.flag("executors_sign", default=True),
        "is_restricted": row.flag("restricted"),
        "heading": row.words("heading"),
    }
    return values | {name: row.words(name, required=False) for name in WORDS if name != "heading"}


def _renumber(values: dict[str, Any]) -> None:
    """A register whose pattern changed: its other kinds follow at once, or none could be saved."""
    others = OrderKind.objects.filter(counter=values["counter"]).exclude(mask=values["mask"])
    for kind in others:
        kind.mask, kind._change_reason = values["mask"], "load_profile"
        kind.revision += 1
        kind.save()


@writes("order_kinds")
def order_kinds_written() -> list[dict]:
    return [
        coded(
            kind,
            form=kind.form,
            register=kind.counter,
            pattern=kind.mask,
            case=kind.case_index,
            route=kind.route and kind.route.code,
            restricted=kind.is_restricted or None,
            **{name: dict(getattr(kind, name)) for name in WORDS},
        )
        | ({} if kind.executors_sign else {"executors_sign": False})
        for kind in OrderKind.objects.in_use().select_related("route")
    ]
