"""Plain things for tests of meetings: a council of five, a meeting that is planned, open, voted."""

from datetime import time

from django.utils.timezone import localdate

from people.models import Appointment, Body, Person
from planning.models import AgendaItem, Decision, Meeting, MeetingKind
from tests import factories

ABOUT = {"ky": "Долбоорлор жөнүндө", "ru": "О проектах", "en": "On the projects"}


def kind_of(code="council", *people, **values) -> MeetingKind:
    """A kind of meetings in which these persons sit."""
    body = values.pop("body", None) or Body.objects.create(code=code, name={"en": f"Body {code}"})
    name = {"ky": f"Жыйын {code}", "ru": f"Заседание {code}", "en": f"Meeting {code}"}
    given = {"name": name, "body": body, "quorum": "half", "voting": "open"}
    kind = MeetingKind.objects.create(code=code, **given | values)
    kind.people.set(people)
    return kind


def members(count: int) -> list[Person]:
    """So many employees, each in a position of their own."""
    made = []
    for _n in range(count):
        person = factories.PersonFactory()
        post = factories.PositionFactory()
        Appointment.objects.create(person=person, position=post, since=localdate())
        made.append(person)
    return made


def planned(kind, secretary, chair, **values) -> Meeting:
    """A meeting of today."""
    given = {"day": localdate(), "starts": time(10, 0), "place": "Чоң зал"}
    return Meeting.plan(
        by=secretary, kind=kind, chair=chair, secretary=secretary.person, **given | values
    )


def put(meeting, by, title="Долбоорлор жөнүндө", **fields) -> AgendaItem:
    """An item of its agenda."""
    return AgendaItem.objects.put(meeting, by=by, title={"ky": title}, **fields)


def here(meeting, by, *people, absent=()) -> None:
    """These are present, those absent; nobody said: all are present."""
    rows = {}
    for row in meeting.attendance.all():
        present = row.person in people if people else row.person not in absent
        rows[row.pk] = {"presence": "present" if present else "absent"}
    meeting.attendance.note(meeting, by=by, rows=rows)


def opened(kind, secretary, chair, **values) -> Meeting:
    """A meeting that is held, with one item, all members present."""
    meeting = planned(kind, secretary, chair, **values)
    put(meeting, secretary)
    meeting.open(by=secretary)
    here(meeting, secretary)
    return meeting


def write(item, by, **fields) -> AgendaItem:
    """The minutes of an item, as somebody who has just looked at it."""
    item.refresh_from_db()
    item.write(by=by, revision=item.revision, **fields)
    return item


def decide(item, by, *people, text="Отчетту даярдоо", due=None) -> Decision:
    """A decision under an item."""
    return Decision.objects.decide(item, by=by, text=text, responsible=people, due=due)


def ended(meeting, by, **values) -> Meeting:
    """All was considered, people rose."""
    for item in meeting.items.filter(outcome=""):
        write(item, by, outcome="considered")
    meeting.refresh_from_db()
    meeting.end(by=by, **values)
    return meeting


def signed(meeting) -> Meeting:
    """As if everybody had signed the minutes."""
    Meeting.objects.filter(pk=meeting.pk).update(state="approved")
    meeting.refresh_from_db()
    return meeting
