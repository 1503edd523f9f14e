"""What of a leaver's meetings passes on: minutes that are not signed yet."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from common.models import record
from people.handover import Work, keep_own, register
from planning.models import Meeting
from planning.models.meeting_deeds import ATTEND

UNSIGNED = ("planned", "open", "held")


def unsigned(person):
    """Meetings that this person chairs or writes down, and that nobody signed yet."""
    keeps = Q(chair=person) | Q(secretary=person)
    return Meeting.objects.filter(keeps, state__in=UNSIGNED).select_related("kind")


def pass_meetings(person, to, by) -> None:
    """Whoever takes over chairs them and writes them down."""
    for meeting in unsigned(person):
        if meeting.chair_id == person.pk:
            meeting.chair = to
        if meeting.secretary_id == person.pk:
            meeting.secretary = to
        meeting._change_reason = "take_over"
        meeting.revision += 1
        meeting.save()
        record(meeting, "take_over", by=by, asked=to.pk, before=person.pk)


register(
    Work("planning.meetings", gettext_lazy("Meetings and minutes"), unsigned, pass_meetings, str)
)
keep_own(ATTEND)
