"""Protocols of the sample: the general meeting signed with another opinion, a weekly one sent."""

from planning.models import Dissent, Meeting

OPINION = (
    "Кийинки жылдын планы өтө тыгыз деп эсептейм: июнь айында үч долбоор кошо бүтөт. "
    "Экинчи долбоорду сентябрга жылдырууну сунуштайм."
)


def sign_protocols(users) -> None:
    """What was held and written goes to be signed; the newest is still being finished."""
    written = Meeting.objects.filter(state=Meeting.State.HELD).order_by("day")
    office, director = users["office"], users["director"]
    general = written.filter(kind__code="general_annual").first()
    if general:
        general.send(by=office)
        general.sign(by=office, seen=general.sheet.manifest_hash)
        if member := _member(general, users):
            Dissent.objects.write(general, by=member, text=OPINION)
        general.sign(by=director, seen=general.sheet.manifest_hash)
    weekly = written.filter(kind__code="weekly_operational").first()
    if weekly:
        weekly.send(by=office)
        weekly.sign(by=office, seen=weekly.sheet.manifest_hash)


def _member(meeting, users):
    """Somebody who sat there and neither led nor wrote."""
    there = set(meeting.attendance.members().present().values_list("person", flat=True))
    there -= {meeting.chair_id, meeting.secretary_id}
    return next((user for user in users.values() if user.person_id in there), None)
