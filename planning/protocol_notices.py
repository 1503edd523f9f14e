"""Whom we write to about a protocol: all who took part, once it is signed."""

from common.notices import Draft, after
from people.models import Person
from planning.models import Dissent, Meeting


def took_part(meeting) -> list[Person]:
    """Who was there or led or wrote it down; and who answers for a decision, where all may read."""
    there = meeting.attendance.present().filter(person__isnull=False).values("person")
    decided = meeting.items.filter(decisions__isnull=False).values("decisions__responsible")
    keys = {meeting.chair_id, meeting.secretary_id}
    keys |= {*there.values_list("person", flat=True)}
    if not meeting.is_restricted:
        keys |= {*decided.values_list("decisions__responsible", flat=True)}
    return list(Person.objects.filter(pk__in=keys - {None}).order_by("sorted_as"))


@after(Meeting, "sign")
@after(Meeting, "enter_signature")
def signed(entry):
    """All who took part: the protocol is signed, here it can be read."""
    meeting = entry.object
    if entry.details.get("to") != "approved":
        return
    for person in took_part(meeting):
        yield Draft(person, "protocol_signed", {"meeting": meeting})


@after(Meeting, "write_dissent")
def dissented(entry):
    """The chair and the secretary: a member holds another opinion."""
    meeting = entry.object
    one = Dissent.objects.filter(meeting=meeting, person=entry.user.person).first()
    keepers = {person for person in (meeting.chair, meeting.secretary) if person}
    for person in keepers - {entry.user.person}:
        if one:
            yield Draft(person, "dissent_written", {"meeting": meeting, "dissent": one})
