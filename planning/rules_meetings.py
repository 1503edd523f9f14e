"""Who may do what with meetings and their decisions (agency 3.2, 4.22; 004/5.5.3)."""

import rules
from django.utils.translation import gettext_lazy as _

from common import guests
from documents.rules import route_rules
from people.rules import holds, is_employee

keeps_the_year = holds("planning.manage") | holds("planning.oversee")
records = holds("documents.record_decisions")


def _people(user) -> set:
    return {user.person_id, *user.stands_in_for}


@rules.predicate
def keeps_it(user, meeting):
    """The chair or the secretary of the meeting, or who stands in for them."""
    return meeting is not None and bool(
        {meeting.chair_id, meeting.secretary_id} - {None} & _people(user)
    )


@rules.predicate
def takes_part(user, meeting):
    """Who is on the list of a meeting, employee or not."""
    return meeting is not None and meeting.attendance.filter(person__in=_people(user)).exists()


@rules.predicate
def keeps_a_kind(user):
    """Chairs meetings of some kind, or keeps their minutes, by position (a project head)."""
    from planning.models import MeetingKind  # noqa: PLC0415 -- read when somebody asks

    return user.is_authenticated and MeetingKind.objects.used().kept_by(user).exists()


@rules.predicate
def answers_for_decision(user, decision):
    """Whoever is to do it, or stands in for them."""
    return decision is not None and decision.responsible.filter(pk__in=_people(user)).exists()


@rules.predicate
def keeps_its_meeting(user, decision):
    return decision is not None and keeps_it.test(user, decision.item.meeting)


@rules.predicate
def is_unsigned(user, meeting):
    """Nothing of it went to be signed yet, and it was not cancelled."""
    return meeting is not None and meeting.state in ("planned", "open", "held")


route_rules(
    "planning",
    "meeting",
    keeps_the_year | records | keeps_it,
    draft=is_unsigned,
    sends=records | keeps_it,
)
rules.add_perm("planning.view_meeting", is_employee | takes_part)
rules.add_perm("planning.plan_meetings", keeps_the_year | records)
rules.add_perm("planning.add_meeting", keeps_the_year | records | keeps_a_kind)
rules.add_perm("planning.keep_meeting", records | keeps_it)
rules.add_perm("planning.view_agenda", is_employee)
rules.add_perm("planning.view_meetingkind", is_employee)
rules.add_perm("planning.change_meetingkind", keeps_the_year)
rules.add_perm("planning.view_decision", is_employee | answers_for_decision)
rules.add_perm("planning.rewrite_decision", records | keeps_its_meeting)
rules.add_perm("planning.finish_decision", answers_for_decision | records | keeps_its_meeting)
rules.add_perm("planning.confirm_decision", records | keeps_its_meeting)

guests.show(
    "meetings",
    *("planning.view_meeting", "planning.view_meetingkind", "planning.view_agenda"),
    "planning.view_decision",
    label=_("Meetings, decisions, protocols"),
    order=40,
)
