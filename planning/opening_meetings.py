"""What duties open among meetings: a planned one, closed once its minutes are signed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.caller import SYSTEM
from common.dates import numeric
from common.models import Todo
from planning.models import Duty, Meeting, MeetingKind
from planning.models.meeting_deeds import TODOS
from planning.openers import Opener, Settled, register

State = Meeting.State


def kind_of(duty) -> MeetingKind | None:
    """Which kind of meeting the obligation asks for."""
    return MeetingKind.objects.used().filter(obligation=duty.obligation_id).first()


def _same(duty, kind):
    return Meeting.objects.filter(kind=kind, project=duty.subject_text)


def _of_other_duties(duty):
    """Meetings that another duty opened, or that show another one to be done."""
    meetings = ContentType.objects.get_for_model(Meeting)
    others = Duty.objects.exclude(pk=duty.pk)
    opened = others.filter(opened_type=meetings).values("opened_id")
    shown = others.filter(record_type=meetings).values("record_id")
    return opened, shown


def plan_meeting(duty) -> Meeting | None:
    """A planned meeting on the day of the duty, or the one that somebody planned already."""
    kind = kind_of(duty)
    if kind is None:
        return None
    opened, _shown = _of_other_duties(duty)
    planned = _same(duty, kind).planned().filter(day__range=(duty.starts, duty.due))
    if there := planned.exclude(pk__in=opened).first():
        return there
    holders = [kind.holder(kind.secretary), kind.holder(kind.chair), duty.answering().first()]
    author = next((person for person in holders if person), None)
    if author is None:
        return None
    return Meeting.plan(
        by=SYSTEM,
        author=author,
        kind=kind,
        project=duty.subject_text,
        day=max(duty.due, localdate()),
        starts=duty.obligation.at,
    )


def minutes_signed(duty) -> Settled | None:
    """The minutes of its meeting are signed: it was done on the day of the meeting."""
    kind = kind_of(duty)
    if kind is None:
        return None
    opened, shown = _of_other_duties(duty)
    held = _same(duty, kind).signed().filter(lacks_quorum=False)
    own = [duty.opened_id] if isinstance(duty.opened, Meeting) else []
    other = held.filter(day__gte=duty.starts).exclude(pk__in=opened).exclude(pk__in=shown)
    found = held.filter(pk__in=own).first() or other.order_by("day", "pk").first()
    return Settled(found.day, found) if found else None


def meeting_asks(duties: Sequence[Any]) -> dict[int, set[int]]:
    """Who prepares it or writes its minutes is not asked by the duty too."""
    kind = ContentType.objects.get_for_model(Meeting)
    keys = {duty.opened_id: duty.pk for duty in duties if duty.opened_type_id == kind.pk}
    found: dict[int, set[int]] = {duty.pk: set() for duty in duties}
    rows = Todo.objects.waiting().filter(content_type=kind, object_id__in=keys, kind__in=TODOS)
    for thing, person in rows.values_list("object_id", "person"):
        found[keys[thing]].add(person)
    return found


def meeting_says(duty, user) -> str:
    """For which day it is planned, and how far its minutes are."""
    if kind_of(duty) is None:
        return _("No kind of meetings is held by this obligation.")
    meeting = Meeting.objects.visible_to(user).filter(pk=duty.opened_id).first()
    if not isinstance(duty.opened, Meeting) or meeting is None:
        return ""
    told = {"day": numeric(meeting.day), "state": meeting.get_state_display()}
    return _("The meeting of %(day)s: %(state)s.") % told


def follow_the_duty(duty, before: date, reason: str, by) -> None:
    """A planned meeting on the day of its duty goes along to the new day; whoever is invited is
    told once. One that stands on another day was put there by hand, and stays: whoever wants it
    to move as well moves it on its own page. What is being held or was held never moves.
    """
    meeting = duty.opened
    if not isinstance(meeting, Meeting) or meeting.state != State.PLANNED:
        return
    opened_for = max(before, localdate(duty.opened_at))  # opened late, it was planned for that day
    if meeting.day in (before, opened_for):
        meeting.go_along(by=by, day=duty.due, reason=reason)


def duty_ended(meeting, user) -> Duty | None:
    """The duty that a still planned meeting was opened for, once it has ended without it."""
    if meeting.state != State.PLANNED or not user.may_look_at(Duty):
        return None
    kind = ContentType.objects.get_for_model(Meeting)
    rows = Duty.objects.visible_to(user).ended().filter(opened_type=kind, opened_id=meeting.pk)
    return rows.select_related("obligation").first()


def where_planned(duty) -> str:
    """The page on which it is planned anew, where there is none."""
    kind = kind_of(duty)
    return f"{reverse('planning:meeting_add')}?kind={kind.pk}" if kind else ""


register(
    Opener(
        "planning.meeting",
        gettext_lazy("Meeting with minutes"),
        plan_meeting,
        minutes_signed,
        where_planned,
        meeting_asks,
        meeting_says,
        lambda duty: kind_of(duty) is None,
        follow_the_duty,
    )
)
