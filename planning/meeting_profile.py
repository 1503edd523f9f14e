"""The profile's section of meetings: which kinds are held, by whom, by which rules (5.5.3; 5.6)."""

from typing import Any

from people.models import Body, Position
from people.profile import Part, Plan, section
from people.profile_writing import coded, writes
from planning.models import AgendaItem, MeetingKind, Obligation

KEYS = (
    *("code", "name", "minutes_name", "body", "chair", "secretary", "members", "quorum"),
    *("quorum_number", "voting", "form", "signing", "standing", "must_raise", "obligation"),
    *("number", "index", "open", "project"),
)
TAGS = [tag for tag in AgendaItem.Tag.values if tag]


@section("meeting_kinds", 210)
def meeting_kinds(data: Part, plan: Plan) -> None:
    """Kinds of meetings; who sits in one by name is set on its page and stays."""
    rows = data.coded()
    for order, row in enumerate(rows, 1):
        row.only(*KEYS)
        one = plan.put(row, MeetingKind, {"code": row.code()}, _values(row) | {"order": order})
        plan.put_set(one, "positions", _positions(row))
    plan.leave(MeetingKind, {row.code() for row in rows})


def _values(row: Part) -> dict[str, Any]:
    kind = MeetingKind
    return {
        "name": row.words("name"),
        "minutes_name": row.words("minutes_name", required=False),
        "body": row.find("body", Body, required=False),
        "chair": row.find("chair", Position, required=False),
        "secretary": row.find("secretary", Position, required=False),
        "everyone": _members(row).flag("everyone"),
        "quorum": row.choice("quorum", kind.Quorum.values, "none"),
        "quorum_number": row.number("quorum_number"),
        "voting": row.choice("voting", kind.Voting.values, "none"),
        "form": row.choice("form", kind.Form.values, "full"),
        "signing": row.choice("signing", kind.Signing.values, "pair"),
        "standing": [_item(item) for item in row.rows("standing")] if "standing" in row else [],
        "must_raise": [_tag(row, tag) for tag in row.value.get("must_raise") or []],
        "obligation": row.find("obligation", Obligation, required=False),
        "number_mask": row.text("number"),
        "nomenclature_index": row.text("index"),
        "is_open": row.flag("open", default=True),
        "names_project": row.flag("project"),
    }


def _members(row: Part) -> Part:
    """All employees, or those of some positions; who else sits in it is set on the page."""
    members = row.part("members") if "members" in row else Part({}, row.path)
    members.only("everyone", "positions")
    return members


def _positions(row: Part) -> list[Position]:
    members, found = _members(row), []
    for code in members.value.get("positions") or []:
        position = Position.objects.filter(code=code).first()
        if position is None:
            raise row.fail(f"there is no position “{code}”.", "members")
        found.append(position)
    return found


def _item(item: Part) -> dict[str, Any]:
    item.only("title", "tag")
    told: dict[str, Any] = {"title": dict(item.words("title"))}
    if "tag" in item:
        told["tag"] = _tag(item, item.text("tag"))
    return told


def _tag(row: Part, tag: Any) -> str:
    if tag not in TAGS:
        raise row.fail(f"“{tag}” is none of {', '.join(TAGS)}.")
    return tag


# Written back -----------------------------------------------------------------------------------


@writes("meeting_kinds")
def meeting_kinds_written() -> list[dict]:
    rows = MeetingKind.objects.used().select_related("body", "chair", "secretary", "obligation")
    return [_written(one) for one in rows.prefetch_related("positions")]


def _written(one: MeetingKind) -> dict[str, Any]:
    members: dict[str, Any] = {"everyone": True} if one.everyone else {}
    if codes := sorted(position.code for position in one.positions.all()):
        members["positions"] = codes
    row = coded(
        one,
        minutes_name=dict(one.minutes_name),
        body=one.body and one.body.code,
        chair=one.chair and one.chair.code,
        secretary=one.secretary and one.secretary.code,
        members=members,
        quorum=one.quorum,
        quorum_number=one.quorum_number,
        voting=one.voting,
        form=one.form,
        signing=one.signing,
        standing=one.standing,
        must_raise=one.must_raise,
        obligation=one.obligation and one.obligation.code,
        number=one.number_mask,
        index=one.nomenclature_index,
        project=one.names_project or None,
    )
    return row if one.is_open else row | {"open": False}
