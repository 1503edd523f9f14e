"""Who may do what with the year (PK-04)."""

import rules

from documents.rules import heads_a_unit
from people.rules import holds, is_employee


@rules.predicate
def answers_for_it(user, duty):
    """Whoever it waits for: by the power or position the obligation names, held today."""
    if duty is None or user.person_id is None:
        return False
    own = duty.obligation.holders(duty.subject).filter(pk=user.person_id)
    return own.exists() or duty.answering().filter(pk=user.person_id).exists()


keeps = holds("planning.manage")
oversees = holds("planning.oversee")

rules.add_perm("planning.view_obligation", is_employee)
rules.add_perm("planning.add_obligation", keeps)
rules.add_perm("planning.change_obligation", keeps)
rules.add_perm("planning.plan_ahead", keeps | oversees)
rules.add_perm("planning.tell_event", is_employee)
rules.add_perm("planning.view_duty", is_employee)
rules.add_perm("planning.close_duty", answers_for_it | keeps)
rules.add_perm("planning.give_duty", answers_for_it | keeps | oversees)
rules.add_perm("planning.miss_duty", keeps | oversees)
rules.add_perm("planning.move_duty", keeps | oversees)
rules.add_perm("planning.reopen_duty", keeps | oversees)
rules.add_perm("planning.view_year", keeps | oversees)
# Heads of units see how the year of their people stands, and nothing of the others.
rules.add_perm("planning.view_state", keeps | oversees | heads_a_unit)
