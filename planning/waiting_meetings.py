"""What the to-dos of meetings and decisions are called."""

from django.utils.translation import gettext_lazy as _

from common.waiting import rows_of, say
from planning.models import Decision, Meeting
from planning.models import decision_deeds as decisions
from planning.models import meeting_deeds as meetings

rows_of(Meeting, lambda: Meeting.objects.select_related("kind__body"))
rows_of(Decision, lambda: Decision.objects.select_related("item__meeting__kind__body"))


def minutes(meeting) -> str:
    """Where the minutes are written."""
    return f"{meeting.get_absolute_url()}minutes/"


def of_meeting(decision) -> str:
    """Of which meeting a decision is."""
    return str(decision.item.meeting)


say(meetings.PREPARE, _("Prepare the agenda and invite"))
say(meetings.ATTEND, _("Take part in the meeting"))
say(meetings.MINUTES, _("Finish the minutes and send them for signing"), minutes)
say(decisions.TODO, _("Do what was decided"), aside=of_meeting)
say(decisions.CHECK, _("Check whether the decision is done"), aside=of_meeting)
