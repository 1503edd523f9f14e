"""A meeting that was held, with its vote and a decision, ready to be signed."""

from datetime import date, time

from django.utils.timezone import localdate

from people.models import Appointment, Position
from planning.models import AgendaItem, Attendance, Decision, Meeting, MeetingKind

KIND = {
    "code": "council",
    "name": {"ky": "Кеңеш", "ru": "Совет", "en": "Council"},
    "minutes_name": {"ky": "Кеңештин жыйынынын", "ru": "заседания Совета", "en": "of the Council"},
    "quorum": "half",
    "voting": "open",
}


def council(agency, **values) -> MeetingKind:
    """A council that the director chairs, whose minutes the office manager keeps."""
    fields = KIND | {
        "chair": Position.objects.get(code="director"),
        "secretary": Position.objects.get(code="office_manager"),
    }
    kind = MeetingKind.objects.create(**fields | values)
    kind.positions.set(
        Position.objects.filter(code__in=["director", "quality_manager", "specialist"])
    )
    return kind


def opened(agency, kind: MeetingKind | None = None, day: date | None = None) -> Meeting:
    """People sit: two items on the agenda, the members noted as present."""
    Appointment.objects.update(since=date(2026, 1, 1))
    by = agency.office
    meeting = Meeting.plan(
        by=by,
        kind=kind or council(agency),
        day=day or localdate(),
        starts=time(10, 0),
        place="1-бөлмө",
    )
    for ky, ru in (("Бюджет жөнүндө", "О бюджете"), ("Тизме жөнүндө", "О списке")):
        AgendaItem.objects.put(
            meeting, by=by, title={"ky": ky, "ru": ru}, speaker=agency.manager.person
        )
    meeting.open(by=by)
    rows = {row.pk: {"presence": "present"} for row in meeting.attendance.all()}
    Attendance.objects.note(meeting, by=by, rows=rows)
    return meeting


def held(agency, kind: MeetingKind | None = None, **values) -> Meeting:
    """The same, its minutes written: one vote, one decision of an employee, one item taken off."""
    meeting = opened(agency, kind, **values)
    by, (first, second) = agency.office, meeting.items.filter(follows_up=False)
    votes = {"votes_for": 2, "votes_against": 0, "votes_abstained": 1}
    if meeting.voting == "none":
        votes = {}
    first.write(
        by=by,
        revision=first.revision,
        heard="Ал долбоорду баяндады.",
        spoke="Мөөнөттү тактоо сунушталды.",
        resolved="Бюджет бекитилсин.",
        **votes,
    )
    Decision.objects.decide(
        first,
        by=by,
        text="Сметаны даярдоо.",
        responsible=[agency.staff.person],
        due=date(2030, 12, 1),
    )
    second.write(by=by, revision=second.revision, outcome="withdrawn")
    for item in meeting.items.filter(follows_up=True):
        item.write(by=by, revision=item.revision, outcome="considered")
    meeting.end(by=by, ends=time(11, 30))
    return meeting


def sent(agency, kind: MeetingKind | None = None, **values) -> Meeting:
    """The same, waiting for signatures."""
    meeting = held(agency, kind, **values)
    meeting.send(by=agency.office)
    return meeting


def sign(meeting: Meeting, *users) -> Meeting:
    """These sign what they see, one after the other."""
    for user in users:
        meeting.refresh_from_db()
        meeting.sign(by=user, seen=meeting.sheet.manifest_hash)
    return meeting


def signed(agency, kind: MeetingKind | None = None, **values) -> Meeting:
    """The same, signed by the secretary and by the chair."""
    return sign(sent(agency, kind, **values), agency.office, agency.director)
