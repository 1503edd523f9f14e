"""What the signatures under the protocol of a commission cover (000/2.4, 4.3, 4.4; 004/7.3.6).

The frozen result, who attended, what was discussed, nominations, proposals, recusals, explanations
of marks that lie far apart. Names are kept as they were when the protocol went to be signed. A
campaign that is opened again goes on with other members and nominations: of a signed protocol they
are what was signed, while the result and the words of the protocol are compared with what stands.
"""

from typing import Any

from documents.models import ApprovalSheet
from people.models import Appointment

FROZEN = ("agreeing", "approved")


def frozen_of(protocol) -> dict[str, Any]:
    """What is being signed or was signed; nothing while the protocol is written."""
    sheet = protocol.sheet
    if protocol.state not in FROZEN or sheet is None:
        return {}
    return {} if sheet.outcome == ApprovalSheet.Outcome.RETURNED else sheet.manifest


class Names:
    """Whoever and whatever is named, each once, by a key of their own."""

    def __init__(self, protocol, frozen: dict[str, Any]):
        self.people_kept = frozen.get("people", {})
        self.words_kept = frozen.get("directions", {})
        self.people: dict[str, dict] = {}
        self.words: dict[str, dict] = {}
        members = protocol.campaign.members.select_related("person")
        self.rows = {row.person_id: row for row in members}
        asked = {*self.rows, *protocol.present.values_list("pk", flat=True)}
        held = Appointment.objects.on(protocol.day).filter(person__in=asked)
        self.posts = {one.person_id: one.position.name for one in held.select_related("position")}

    def person(self, person) -> str:
        """The key of a person, who is written down if new."""
        if person is None:
            return ""
        key = str(person.uid)
        if key not in self.people:
            row = self.rows.get(person.pk)
            post = row.position_name if row and row.position_name else self.posts.get(person.pk)
            self.people[key] = self.people_kept.get(key) or {
                "name": person.signature_name,
                "full": person.full_name,
                "position": dict(post or {}),
                "organisation": row.organisation if row else "",
            }
        return key

    def direction(self, direction) -> str:
        """The code of an aspect of the work."""
        if direction is None:
            return ""
        kept = self.words_kept.get(direction.code)
        self.words.setdefault(direction.code, kept or dict(direction.name))
        return direction.code


def manifest_of(protocol) -> dict[str, Any]:
    """The whole protocol as plain data."""
    frozen = frozen_of(protocol)
    names = Names(protocol, frozen)
    stands = _standing(protocol, names)
    if frozen and protocol.state == "approved":
        return frozen | stands
    told = stands | _of_the_commission(protocol, names)
    return told | {"people": names.people, "directions": names.words}


def _standing(protocol, names: Names) -> dict[str, Any]:
    """What never changes once it is signed."""
    campaign, result = protocol.campaign, protocol.result
    return {
        "kind": "commission_protocol",
        "campaign": str(campaign.uid),
        "assessment": campaign.kind.code,
        "year": campaign.year,
        "number": protocol.number,
        "date": protocol.day.isoformat(),
        "place": protocol.place,
        "heard": protocol.heard,
        "present": sorted(
            (names.person(one) for one in protocol.present.all()),
            key=lambda key: names.people[key]["name"],
        ),
        "result": {
            "version": result.version,
            "round": result.round,
            "digest": result.digest,
            "computed": result.computed_at.isoformat(),
        },
        "rules": result.rules or campaign.rules,
        "rows": [_row(row) for row in rows_of(result)],
    }


def rows_of(result):
    """The rows of a result as they are read, in the order of their places."""
    return result.rows.select_related("participant")


def _row(row) -> dict[str, Any]:
    one = row.participant
    return {
        "no": one.number,
        "name": dict(one.name),
        "post": dict(one.detail),
        "score": row.exact or None,
        "shown": None if row.shown is None else str(row.shown),
        "points": row.points,
        "total": row.detail.get("total"),
        "place": row.place,
        "shared": row.is_shared,
        "by": row.decided_by,
    }


def _of_the_commission(protocol, names: Names) -> dict[str, Any]:
    """What the commission determined, and how it worked."""
    from monitoring import protocol_marks as marks  # noqa: PLC0415 -- it knows the models

    campaign, order = protocol.campaign, protocol.campaign.order
    members = list(campaign.members.active().select_related("person"))
    return {
        "title": dict(campaign.title),
        "contest": campaign.kind.is_contest,
        "order": order and {"number": order.order_number, "date": _day(order.order_date)},
        "late": campaign.late_reason,
        "members": [
            {"who": names.person(one.person), "chair": one.is_chair, "outside": one.is_external}
            for one in members
        ],
        "rounds": _rounds(campaign, protocol.result.round),
        "out": _out(campaign),
        "nominations": [_nomination(one, names) for one in nominations_of(campaign)],
        "proposals": [
            {
                "no": one.number,
                "text": one.text,
                "direction": names.direction(one.direction),
            }
            for one in campaign.proposals.select_related("direction")
        ],
        "recusals": _recusals(campaign, names),
        "votes": marks.votes(protocol.result),
        "left_out": marks.left_out(protocol.result),
        "spread": marks.spread(protocol.result),
        "files": [
            {"name": one.name, "sha256": one.blob.sha256}
            for one in protocol.attachments.select_related("blob")
            if one.kind == "attachment"
        ],
    }


def _day(day) -> str:
    return day.isoformat() if day else ""


def _rounds(campaign, last: int) -> list[dict[str, Any]]:
    """Every round until the result, and why each but the first was opened."""
    from monitoring.models import Sheet  # noqa: PLC0415 -- models ask this module

    rows = Sheet.objects.filter(member__campaign=campaign, round__lte=last).order_by("round")
    found = dict(rows.values_list("round", "opened_because"))
    return [{"round": number, "because": because} for number, because in found.items()]


def _out(campaign) -> list[dict[str, Any]]:
    """Who is scored out of competition or left, and why."""
    rows = campaign.participants.exclude(out_reason="", left_on=None)
    return [
        {"no": one.number, "reason": one.left_reason if one.left_on else one.out_reason}
        for one in rows
    ]


def nominations_of(campaign):
    """The nominations as they are read."""
    return campaign.nominations.select_related("direction").prefetch_related("participants")


def _nomination(one, names: Names) -> dict[str, Any]:
    to = sorted(one.participants.all(), key=lambda participant: participant.number)
    return {
        "title": dict(one.title),
        "direction": names.direction(one.direction),
        "to": [{"no": each.number, "name": dict(each.name)} for each in to],
        "ground": one.ground,
    }


def _recusals(campaign, names: Names) -> list[dict[str, Any]]:
    """Who did not score whom, and why."""
    from monitoring.models import Recusal  # noqa: PLC0415 -- models ask this module

    rows = Recusal.objects.filter(member__campaign=campaign, member__left_on=None)
    rows = rows.select_related("member__person", "participant").order_by("member", "participant")
    return [
        {
            "who": names.person(one.member.person),
            "no": one.participant.number,
            "name": dict(one.participant.name),
            "ground": one.ground,
            "reason": one.reason,
        }
        for one in rows
    ]
