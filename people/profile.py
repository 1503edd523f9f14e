"""The profile: one organisation as data, loaded from YAML as often as one likes (004/1).

Each app registers the sections it understands. A load brings the database up to the file in one
transaction and one row of the journal; what the file no longer names is reported and left alone.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import override

from common.caller import SYSTEM
from common.models import deed, record

from .models import Body, EnablingOrder, Organisation, Position, Power, Unit, UnitKind
from .profile_part import LANGUAGES, Part, ProfileError, beside, plain, read
from .profile_plan import Plan

__all__ = ["Part", "Plan", "ProfileError", "beside", "load", "plain", "read", "section"]

Loader = Callable[[Part, Plan], None]


class _Section(NamedTuple):
    order: int
    name: str
    load: Loader


_sections: list[_Section] = []
# "profile" and "version" name the file in the journal; "stamps" only holds YAML anchors.
_NO_SECTION = ("profile", "version", "stamps")


class _DryRun(Exception):
    """Undo everything: it was only to see what would change."""


def section(name: str, order: int) -> Callable[[Loader], Loader]:
    """Register the function that loads one section of the file; lower orders go first."""

    def register(load: Loader) -> Loader:
        _sections.append(_Section(order, name, load))
        return load

    return register


def load(path: Path, *, dry_run: bool = False, without: Iterable[str] = ()) -> Plan:
    """Bring the database up to the profile, or only see what that would change.

    ``without`` leaves out sections ("organisation") or keys of one ("switches.reading_days").
    """
    plan = Plan(Path(path).parent)
    try:
        with override("en"), deed():
            data = read(Path(path))
            for name in without:
                data.leave_out(name)
            data.only(*_NO_SECTION, *(found.name for found in _sections))
            if "organisation" not in data and not Organisation.objects.exists():
                raise data.fail("this is missing.", "organisation")
            for found in sorted(_sections):
                if found.name in data:
                    found.load(data.part(found.name), plan)
            if dry_run:
                raise _DryRun
            if plan:
                record(
                    Organisation.current(),
                    "load_profile",
                    by=SYSTEM,
                    profile=data.text("profile"),
                    version=data.number("version"),
                    created=len(plan.created),
                    changed=len(plan.changed),
                )
    except _DryRun:
        pass
    return plan


# The organisation ---------------------------------------------------------------------------

SWITCHES = {
    "author_may_approve",
    "contact_data_years",
    "digest_at",
    "e_signature_order",
    "execution_ahead_days",
    "expiry_ahead_days",
    "policy_by",
    "public_head_names",
    "reading_days",
    "review_ahead_days",
    "second_factor_powers",
    "sign_reauthentication",
}


@section("organisation", 10)
def organisation(data: Part, plan: Plan) -> None:
    """Names, addresses and the facts of registration."""
    no_place = ("legal_form", "inn", "founded", "languages", "time_zone", "emblem")
    lines = ("phone", "email", "site")
    words = ("name", "short_name", "place", "address")
    data.only(*words, *lines, *no_place, "facts", "original_language")
    values: dict[str, Any] = {name: data.words(name, required=name != "address") for name in words}
    values |= {name: data.text(name) for name in lines}
    values["original_language"] = data.choice("original_language", LANGUAGES, "ky")
    values["registration"] = _registration(data, plan)
    plan.drop(data, *no_place)
    plan.write(data, Organisation.current(), values)


def _registration(data: Part, plan: Plan) -> dict[str, str]:
    """The dated facts one after another; what has no date is not a fact of registration."""
    told: dict[str, list[str]] = {}
    for fact in data.rows("facts") if "facts" in data else []:
        fact.only("code", "date", "valid_until", "text")
        if fact.value.get("date") is None:
            plan.drop(fact, "text")
            continue
        for language, text in fact.words("text").items():
            told.setdefault(language, []).append(text)
    return {language: " ".join(texts) for language, texts in told.items()}


_SHAPES = {
    "policy_by": (r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|30)", "a day of the year is expected: “12-01”."),
    "digest_at": (r"([01]\d|2[0-3]):[0-5]\d", "an hour in quotes is expected: “08:00”."),
}


@section("switches", 12)
def switches(data: Part, plan: Plan) -> None:
    """Yes/no and number settings; those the file leaves out keep what they are."""
    data.only(*SWITCHES)
    if "author_may_approve" in data and data.flag("author_may_approve"):
        raise data.fail(
            "nobody approves their own paper here; leave it false.", "author_may_approve"
        )
    asked = data.value.get("second_factor_powers") or []
    if not isinstance(asked, list) or not all(isinstance(code, str) for code in asked):
        raise data.fail("a list of codes of powers is expected here.", "second_factor_powers")
    data.flag("public_head_names")
    for key, (shape, words) in _SHAPES.items():
        if not re.fullmatch(rf"|{shape}", data.text(key)):
            raise data.fail(words, key)
    if (data.number("reading_days") or 1) < 1:
        raise data.fail("at least one day is needed to read.", "reading_days")
    if (data.number("contact_data_years") or 1) < 1:
        raise data.fail("keep addresses for one year at least.", "contact_data_years")
    ours = Organisation.current()
    rest = {key: value for key, value in data.value.items() if key != "e_signature_order"}
    plan.write(data, ours, {"switches": {**ours.switches, **plain(rest)}})
    if data.value.get("e_signature_order"):
        order = data.part("e_signature_order")
        order.only("number", "date")
        if not isinstance(order.value.get("date"), date):
            raise order.fail("a date is expected, as 2025-02-03.", "date")
        found = {"number": order.code("number"), "date": order.value["date"]}
        if not EnablingOrder.objects.filter(**found).exists():  # one that has ended stays ended
            plan.write(order, EnablingOrder(), found)


@section("numbering", 14)
def numbering(data: Part, plan: Plan) -> None:
    """Patterns of running numbers, with the kinds of orders."""
    for key in data:
        rule = data.part(key)
        rule.only("pattern", "reset", "counter", "kinds")
        rule.choice("reset", ["year", "never"], "year")
        try:
            rule.code("pattern").format(n=1, year=2000, yy="00", kind="")
        except (KeyError, ValueError, IndexError) as error:
            raise rule.fail(
                "only {n}, {year}, {yy} and {kind} may stand here.", "pattern"
            ) from error
        for kind in rule.coded("kinds") if "kinds" in rule else []:
            kind.only("code", "kind", "nomenclature", "name")
            kind.words("name")
            kind.code("kind")
    kept = {
        key: value for key, value in Organisation.current().numbering.items() if key == "reserved"
    }
    plan.write(data, Organisation.current(), {"numbering": {**plain(data.value), **kept}})


@section("reserved", 15)
def reserved(data: Part, plan: Plan) -> None:
    """Codes that are never given out; they belong to the rules of numbering."""
    codes = data.value
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise data.fail("a list of codes is expected here.")
    ours = Organisation.current()
    plan.write(data, ours, {"numbering": {**ours.numbering, "reserved": codes}})


# Who is who ---------------------------------------------------------------------------------


@section("powers", 20)
def powers(data: Part, plan: Plan) -> None:
    """What a person may do; the codes belong to the program (A-03)."""
    rows = data.coded()
    for row in rows:
        row.only("code", "name", "description")
        values = {"name": row.words("name")}
        values["description"] = row.words("description", required=False)
        plan.put(row, Power, {"code": row.code()}, values)
    plan.leave(Power, [row.code() for row in rows])
    known = set(Power.objects.values_list("code", flat=True))
    for code in Organisation.current().second_factor_powers:
        if code not in known:
            raise data.fail(f"there is no power “{code}”, which second_factor_powers names.")


@section("unit_kinds", 25)
def unit_kinds(data: Part, plan: Plan) -> None:
    """What units are called by their kind: faculty, chair, department (003/5.1)."""
    rows = data.coded()
    for order, row in enumerate(rows, 1):
        row.only("code", "name")
        values = {"name": row.words("name"), "order": order}
        plan.put(row, UnitKind, {"code": row.code()}, values)
    plan.leave(UnitKind, [row.code() for row in rows])


@section("units", 30)
def units(data: Part, plan: Plan) -> None:
    """The tree of divisions."""
    rows = plan.in_use(data.coded(), Unit)
    for order, row in rows:
        row.only("code", "name", "parent", "kind")
        kind = row.find("kind", UnitKind, required=False)
        values = {"name": row.words("name"), "kind": kind, "order": order}
        plan.put(row, Unit, {"code": row.code()}, values)
    place_in_tree([row for _order, row in rows], Unit, plan)
    plan.leave(Unit, [row.code() for _order, row in rows])


def place_in_tree(rows: list[Part], model, plan: Plan) -> None:
    """Hang every row under its parent, once all rows are there."""
    for row in rows:
        parent = above = row.find("parent", model, required=False)
        while above is not None:
            if above.code == row.code():
                raise row.fail("it would stand under itself.", "parent")
            above = above.parent
        plan.put(row, model, {"code": row.code()}, {"parent": parent})


@section("positions", 40)
def positions(data: Part, plan: Plan) -> None:
    """Posts, their units and the powers they carry (004/2)."""
    rows = plan.in_use(data.coded(), Position)
    for order, row in rows:
        row.only("code", "name", "unit", "head", "powers", "aliases")
        values = {
            "name": row.words("name"),
            "unit": row.find("unit", Unit),
            "is_head": row.flag("head"),
            "order": order,
        }
        position = plan.put(row, Position, {"code": row.code()}, values)
        plan.put_set(position, "powers", _powers(row))
        plan.drop(row, "aliases")
    plan.leave(Position, [row.code() for _order, row in rows])
    headless = Unit.objects.in_use().exclude(positions__is_head=True).order_by("order", "pk")
    plan.waiting += [f"unit {unit.code}: no position heads it" for unit in headless]


def _powers(row: Part) -> list[Power]:
    codes = row.rows("powers") if "powers" in row else []
    return [Part({"code": code.value}, code.path).find("code", Power) for code in codes]


@section("bodies", 50)
def bodies(data: Part, plan: Plan) -> None:
    """Meetings and councils that decide by protocol."""
    rows = data.coded()
    for row in rows:
        row.only("code", "kind", "name", "stamp_name", "chair")
        values = {
            "name": row.words("name"),
            "stamp_name": row.words("stamp_name", required=False),
            "chair": row.find("chair", Position, required=False),
        }
        plan.put(row, Body, {"code": row.code()}, values)
        plan.drop(row, "kind")
    plan.leave(Body, [row.code() for row in rows])
