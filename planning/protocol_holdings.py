"""What meetings hold about a person, and why a name in a protocol must stay (domain 2.6)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from common.dates import date_and_time, numeric
from common.personal import Holding, collects, keeps
from planning.models import Attendance, Dissent, Meeting


@collects
def meetings(person) -> list[Holding]:
    """Where this person sat, what they chaired or wrote down, which opinions they gave."""
    rows = Attendance.objects.filter(person=person).select_related("meeting__kind")
    kept = Meeting.objects.filter(Q(chair=person) | Q(secretary=person)).select_related("kind")
    opinions = Dissent.objects.filter(person=person).select_related("meeting__kind")
    return [
        Holding(
            _("Meetings"),
            [_("Meeting"), _("Sat as"), _("Presence"), _("Why absent")],
            [
                [
                    str(row.meeting),
                    row.get_role_display(),
                    row.get_presence_display(),
                    row.reason,
                ]
                for row in rows
            ],
        ),
        Holding(
            _("Meetings chaired or written down"),
            [_("Meeting"), _("Date")],
            [[meeting.title, numeric(meeting.day)] for meeting in kept],
        ),
        Holding(
            _("Dissenting opinions"),
            [_("Meeting"), _("Given"), _("Text")],
            [[str(one.meeting), date_and_time(one.given_at), one.text] for one in opinions],
        ),
    ]


@keeps
def protocols_name(person) -> str:
    """A protocol keeps the names of who was there, led, spoke and decided."""
    named = (
        Q(chair=person)
        | Q(secretary=person)
        | Q(attendance__person=person)
        | Q(items__speaker=person)
        | Q(items__decisions__responsible=person)
    )
    there = Meeting.objects.filter(named).exclude(number="").exists()
    return _("Protocols of meetings name this person.") if there else ""
