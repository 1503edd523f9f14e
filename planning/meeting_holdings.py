"""What meetings hold about a person, and why a name stays in the minutes."""

from django.db.models import Q
from django.utils.translation import gettext as _

from common.dates import numeric
from common.personal import Holding, collects, keeps
from planning.models import Attendance, Decision, Meeting


@collects
def meetings(person) -> list[Holding]:
    """Meetings that this person was asked to or kept, and decisions they answered for."""
    rows = Attendance.objects.filter(person=person).select_related("meeting__kind")
    kept = Meeting.objects.filter(Q(chair=person) | Q(secretary=person)).select_related("kind")
    decisions = Decision.objects.of(person).select_related("item__meeting__kind")
    return [
        Holding(
            _("Meetings"),
            [_("Meeting"), _("Present"), _("Why absent")],
            [[str(row.meeting), row.get_presence_display(), row.reason] for row in rows],
        ),
        Holding(
            _("Meetings chaired or written down"),
            [_("Meeting"), _("State")],
            [[str(one), one.get_state_display()] for one in kept],
        ),
        Holding(
            _("Decisions to be done"),
            [_("Decision"), _("Until"), _("State")],
            [
                [one.text, numeric(one.due) if one.due else "", one.get_state_display()]
                for one in decisions
            ],
        ),
    ]


@keeps
def name_in_minutes(person) -> str:
    """Minutes keep the names of who was there, who spoke and who answered."""
    there = Attendance.objects.filter(person=person, meeting__state="approved")
    return _("Signed minutes name this person.") if there.exists() else ""
