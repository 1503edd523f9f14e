"""Who may do what with the protocol of a meeting (agency 6; domain 2.7)."""

import rules

from common import guests
from documents.rules import is_approved
from people.rules import is_employee
from planning.rules_meetings import keeps_it, records


@rules.predicate
def sat_in_it(user, meeting):
    """A member who was there; nobody holds an opinion for another."""
    if meeting is None or user.person_id is None:
        return False
    present = meeting.attendance.members().present()
    return present.filter(person=user.person_id).exists()


@rules.predicate
def answers_in_it(user, meeting):
    """Whoever answers for a decision of it."""
    if meeting is None or user.person_id is None:
        return False
    return meeting.items.filter(decisions__responsible=user.person_id).exists()


rules.add_perm("planning.dissent_meeting", sat_in_it)
rules.add_perm("planning.extract_meeting", is_approved & (records | keeps_it | answers_in_it))
rules.add_perm("planning.correct_meeting", is_approved & (records | keeps_it))
rules.add_perm("planning.view_protocols", is_employee)

guests.show("meetings", "planning.view_protocols")
