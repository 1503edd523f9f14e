"""What the signatures under a protocol cover (domain 2.7; 004/7.3.6).

Names of people, positions and bodies may change later by deeds of their own; a protocol keeps
them as they were when it went to be signed. So may who answers for a decision: it passes on with
the work, and the protocol names who answered on the day.
"""

from typing import Any

from common.text import sort_key
from documents.models import ApprovalSheet
from people.models import Appointment, Organisation

FROZEN = ("agreeing", "approved")


def frozen_of(meeting) -> dict:
    """What is being signed or was signed; nothing while the minutes are still written."""
    sheet = meeting.sheet
    if meeting.state not in FROZEN or sheet is None:
        return {}
    return {} if sheet.outcome == ApprovalSheet.Outcome.RETURNED else sheet.manifest


class People:
    """Who is named in a protocol, each once, by a key of their own."""

    def __init__(self, meeting, rows, frozen: dict):
        self.kept = frozen.get("people", {})
        self.found: dict[str, dict] = {}
        self.rows = {row.person_id: row for row in rows if row.person_id}
        known = {meeting.chair_id, meeting.secretary_id, *self.rows} - {None}
        held = Appointment.objects.on(meeting.day).filter(person__in=known)
        self.posts = {one.person_id: one.position.name for one in held.select_related("position")}

    def key(self, person) -> str:
        """The key of a person, who is written down if new."""
        if person is None:
            return ""
        key = str(person.uid)
        if key not in self.found:
            row = self.rows.get(person.pk)
            told = row.position_name if row and row.position_name else self.posts.get(person.pk)
            self.found[key] = self.kept.get(key) or {
                "name": person.signature_name,
                "short": person.short_name,
                "position": dict(told or {}),
            }
        return key

    def key_of_row(self, row) -> str:
        """The key of one on the list: a person, or a guest who is only a name."""
        if row.person:
            return self.key(row.person)
        key = f"guest-{row.pk}"
        named = {"name": row.guest, "short": row.guest, "position": dict(row.position_name)}
        self.found[key] = self.kept.get(key) or named
        return key

    def place(self, one: dict) -> str:
        """Where a person stands in a list: by the name the protocol has for them."""
        return sort_key(self.found[one["who"]]["short"])


def manifest_of(meeting) -> dict:
    """The whole protocol as plain data."""
    frozen = frozen_of(meeting)
    presiding = meeting.chair if frozen.get("chair") else meeting.presiding()
    rows = list(meeting.attendance.select_related("person", "left_at"))
    people = People(meeting, rows, frozen)
    old = meeting.corrects
    told: dict[str, Any] = {
        "kind": "protocol",
        "meeting": meeting.kind.code,
        "register": meeting.register,
        "of": frozen.get("of") or heading_of(meeting.kind),
        "number": meeting.number,
        "date": meeting.day.isoformat(),
        "place": frozen.get("place") or dict(Organisation.current().place),
        "where": meeting.place,
        "starts": _hour(meeting.starts),
        "ends": _hour(meeting.ends),
        "form": meeting.form,
        "layout": meeting.rule("form"),
        "project": meeting.project,
        "chair": people.key(presiding),
        "secretary": people.key(meeting.secretary),
        "quorum": _quorum(meeting),
        "not_held": meeting.lacks_quorum,
        "corrects": old
        and {"number": old.number, "date": old.day.isoformat(), "why": meeting.correction},
        **_attendance(rows, people),
        "items": _items(meeting, people, frozen),
        "files": _files(meeting.attachments.select_related("blob")),
        "signers": [
            {"who": key, "role": role} for key, role in _hands(meeting, presiding, rows, people)
        ],
    }
    return told | {"people": people.found}


def heading_of(kind) -> dict:
    """What follows the word “protocol”: the name in the minutes, else that of the kind."""
    return dict(kind.minutes_name or kind.name)


def _hour(moment) -> str:
    return moment.strftime("%H:%M") if moment else ""


def _quorum(meeting) -> dict:
    found = meeting.quorum()
    asked = meeting.rule("quorum") != "none"
    return {
        "present": found.present,
        "members": found.members,
        "has": found.is_there if asked else None,
    }


def _attendance(rows, people: People) -> dict:
    told: dict[str, list] = {"present": [], "absent": [], "invited": []}
    for row in rows:
        if row.role == "member" and row.is_present:
            left = row.left_at.order if row.left_at else None
            told["present"].append({"who": people.key_of_row(row), "left_at": left})
        elif row.role == "member":
            told["absent"].append({"who": people.key_of_row(row), "reason": row.reason})
        elif row.is_present:
            told["invited"].append({"who": people.key_of_row(row)})
    return {name: sorted(found, key=people.place) for name, found in told.items()}


def _items(meeting, people: People, frozen: dict) -> list[dict]:
    before = {item["key"]: item for item in frozen.get("items", [])}
    items = meeting.items.select_related("speaker").prefetch_related(
        "recusals__attendance__person",
        "decisions__responsible",
        "follow_ups__decision__item__meeting",
        "attachments__blob",
    )
    secret = meeting.voting == "secret"
    return [_item(one, people, before.get(one.pk, {}), secret=secret) for one in items]


def _item(item, people: People, before: dict, *, secret: bool) -> dict:
    answered = {one["key"]: one["who"] for one in before.get("decisions", [])}
    votes = dict(zip(("for", "against", "abstained"), item.votes, strict=True))
    return {
        "key": item.pk,
        "number": item.order,
        "title": dict(item.title),
        "tag": item.tag,
        "speaker": people.key(item.speaker),
        "speaker_name": item.speaker_name,
        "heard": item.heard,
        "spoke": item.spoke,
        "resolved": item.resolved,
        "withdrawn": item.outcome == "withdrawn",
        "votes": votes | {"secret": secret} if item.has_vote else None,
        "recused": [
            {"who": people.key_of_row(one.attendance), "reason": one.reason}
            for one in item.recusals.all()
        ],
        "decisions": [
            {
                "key": one.pk,
                "number": f"{item.order}.{one.point}",
                "text": one.text,
                "who": _answers(one, people, answered.get(one.pk)),
                "due": one.due.isoformat() if one.due else "",
            }
            for one in item.decisions.all()
        ],
        "earlier": before["earlier"]
        if before
        else [_earlier(one) for one in item.follow_ups.all()],
        "files": _files(item.attachments.all()),
    }


def _answers(decision, people: People, before: list | None) -> list[str]:
    """Who answered for it when it was signed; the keys of those who answer while it is written."""
    if before is None:
        return [people.key(person) for person in decision.responsible.all()]
    for key in before:
        people.found.setdefault(key, people.kept[key])
    return before


def _earlier(follow_up) -> dict:
    """An earlier decision and how it stood on the day."""
    decision = follow_up.decision
    meeting = decision.item.meeting
    return {
        "protocol": meeting.number,
        "date": meeting.day.isoformat(),
        "number": f"{decision.item.order}.{decision.point}",
        "text": decision.text,
        "state": follow_up.state,
    }


def _files(attachments) -> list[dict]:
    """What is attached, by name and fingerprint; papers and scans of the protocol are not."""
    return [
        {"name": one.name, "sha256": one.blob.sha256}
        for one in attachments
        if one.kind == "attachment"
    ]


# Who signs --------------------------------------------------------------------------------------


def _sitting(rows) -> list:
    """The members who were there."""
    return [row for row in rows if row.role == "member" and row.is_present]


def signers_of(meeting) -> list[tuple[int, Any]]:
    """Who signs, and in which order: the secretary, members side by side, the chair last; without
    a chair who came to a meeting that was not held, the secretary alone.
    """
    found: dict[Any, int] = {}
    if meeting.rule("signing") == "all":
        for row in _sitting(meeting.attendance.select_related("person")):
            if row.person:
                found[row.person] = 2
    found[meeting.secretary] = 1
    if presiding := meeting.presiding():
        found[presiding] = 3
    return sorted(((order, one) for one, order in found.items()), key=lambda pair: pair[0])


def _hands(meeting, presiding, rows, people: People) -> list[tuple[str, str]]:
    """Whose hands stand under the paper: the chair, the secretary, the members; guests among them
    by a line for their pen.
    """
    found = {people.key(presiding): "chair"}
    found.setdefault(people.key(meeting.secretary), "secretary")
    if meeting.rule("signing") == "all":
        members = [{"who": people.key_of_row(row)} for row in _sitting(rows)]
        for one in sorted(members, key=people.place):
            found.setdefault(one["who"], "member")
    return [(key, role) for key, role in found.items() if key]
