"""The profile's section of obligations: the year of an organisation as data (PK-04; agency, 5)."""

from datetime import time
from typing import Any

from documents.models import Document, StandardClause
from people.models import Position, Power
from people.profile import Part, Plan, plain, section
from people.profile_writing import coded, writes
from planning import circles, recurrence
from planning.models import Obligation
from planning.models.obligation import OWN, default_escalate, default_remind

REASON = "load_profile"
KEYS = (
    *("code", "name", "result", "procedure", "clauses", "source", "owner", "per", "when"),
    *("lead_days", "remind", "escalate", "opener", "options", "requires", "own", "at", "minutes"),
)


@section("obligations", 200)
def obligations(data: Part, plan: Plan) -> None:
    """What has to be done again and again; its days are opened from the day of the first load."""
    rows = data.coded()
    codes = {row.code() for row in rows}
    for order, row in enumerate(rows, 1):
        row.only(*KEYS)
        values = _values(row, codes, plan) | {"order": order}
        one = plan.put(row, Obligation, {"code": row.code()}, values)
        _put_clauses(one, _clauses(row), plan)
    for row in rows:
        one = Obligation.objects.get(code=row.code())
        plan.put_set(one, "requires", [_other(row, code) for code in _list(row, "requires", str)])
    _refuse_circles(data)
    plan.leave(Obligation, codes)


def _put_clauses(one: Any, wanted: list[StandardClause], plan: Plan) -> None:
    held = set(one.clauses.all())
    if held != set(wanted):
        one._change_reason = REASON
        one.clauses.set(wanted)
        plan.note(one, f"clauses: {', '.join(sorted(map(str, wanted)))}")


def _values(row: Part, codes: set[str], plan: Plan) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": row.words("name"),
        "result": row.words("result", required=False),
        "procedure": _procedure(row, plan),
        "source": row.text("source"),
        "rule": _rule(row, codes),
        "per": row.text("per"),
        "opener": row.text("opener"),
        "options": plain(row.value.get("options") or {}),
        "own": _list(row, "own", str),
        "minutes": row.number("minutes"),
        "at": _time(row),
    }
    if strange := set(values["own"]) - set(OWN):
        raise row.fail(f"“{sorted(strange)[0]}” is none of {', '.join(OWN)}.", "own")
    if (lead := row.number("lead_days")) is not None:
        values["lead_days"] = lead
    values["remind"] = _list(row, "remind", int) if "remind" in row else default_remind()
    values["escalate"] = plain(row.value["escalate"]) if "escalate" in row else default_escalate()
    return values | _owner(row.part("owner"))


def _procedure(row: Part, plan: Plan) -> Document | None:
    """The document of its procedure; an organisation that begins has no documents yet."""
    code = row.text("procedure")
    found = Document.objects.filter(code=code).first() if code else None
    if code and found is None:
        plan.waiting.append(f"obligation {row.code()}: there is no document {code} yet")
    return found


def _rule(row: Part, codes: set[str]) -> dict[str, Any]:
    rule = plain(row.part("when").value)
    try:
        recurrence.check(rule)
    except recurrence.RuleError as error:
        raise row.fail(str(error), "when") from error
    for key in ("before", "after"):
        if rule.get(key) and rule[key] not in codes:
            raise row.fail(f"there is no obligation “{rule[key]}”.", "when")
    return rule


def _owner(owner: Part) -> dict[str, Any]:
    """A power, a position, or whoever answers for the thing it is about."""
    owner.only("power", "position", "subject")
    if len(owner.value) != 1:
        raise owner.fail("write “power: …”, “position: …” or “subject: true”.")
    return {
        "owner_power": owner.find("power", Power, required=False),
        "owner_position": owner.find("position", Position, required=False),
        "owner_of_subject": owner.flag("subject"),
    }


def _time(row: Part) -> time | None:
    if not (told := row.text("at")):
        return None
    try:
        return time.fromisoformat(told)
    except ValueError as error:
        raise row.fail("a time is expected, as “10:00”.", "at") from error


def _list(row: Part, key: str, kind: type) -> list[Any]:
    found = row.value.get(key) or []
    if not isinstance(found, list) or not all(isinstance(one, kind) for one in found):
        raise row.fail("a list is expected here.", key)
    return found


def _clauses(row: Part) -> list[StandardClause]:
    found = []
    for told in _list(row, "clauses", str):
        code, _space, number = told.partition(" ")
        clause = StandardClause.objects.filter(standard__code=code, number=number.strip()).first()
        if clause is None:
            raise row.fail(f"the library has no clause “{told}”.", "clauses")
        found.append(clause)
    return found


def _other(row: Part, code: str) -> Obligation:
    other = Obligation.objects.filter(code=code).first()
    if other is None:
        raise row.fail(f"there is no obligation “{code}”.", "requires")
    return other


def _refuse_circles(data: Part) -> None:
    """Nothing waits for itself, whether it is counted from another or comes only after it."""
    rules, waits = circles.as_they_are()
    if code := circles.counted_from_itself(rules) or circles.waiting_for_itself(rules, waits):
        raise data.fail(f"“{code}” waits for itself.")


# Written back -----------------------------------------------------------------------------------


@writes("obligations")
def obligations_written() -> list[dict]:
    rows = Obligation.objects.in_use().select_related("owner_power", "owner_position", "procedure")
    return [_written(one) for one in rows.prefetch_related("requires", "clauses__standard")]


def _written(one: Obligation) -> dict[str, Any]:
    if one.owner_power:
        owner: dict[str, Any] = {"power": one.owner_power.code}
    elif one.owner_position:
        owner = {"position": one.owner_position.code}
    else:
        owner = {"subject": True}
    row = coded(
        one,
        result=dict(one.result),
        procedure=one.procedure and one.procedure.code,
        clauses=[f"{c.standard.code} {c.number}" for c in one.clauses.all() if c.standard.as_of],
        source=one.source,
        owner=owner,
        per=one.per,
        when=one.rule,
        opener=one.opener,
        options=one.options,
        requires=sorted(other.code for other in one.requires.all()),
        own=one.own,
        at=one.at and f"{one.at:%H:%M}",
        minutes=one.minutes,
    )
    return row | {"lead_days": one.lead_days, "remind": one.remind, "escalate": one.escalate}
