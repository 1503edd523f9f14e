"""Who may do what with the year (PK-04): read this file as the matrix of powers."""

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
rules.add_perm("planning.drop_duty", keeps | oversees)
rules.add_perm("planning.move_duty", keeps | oversees)
rules.add_perm("planning.reopen_duty", keeps | oversees)
rules.add_perm("planning.view_year", keeps | oversees)
rules.add_perm("planning.own_feed", is_employee)
# Heads of units see how the year of their people stands, and nothing of the others.
rules.add_perm("planning.view_state", keeps | oversees | heads_a_unit)


# Working days -------------------------------------------------------------------------------

rules.add_perm("planning.view_day", is_employee)
# Whoever moves the days of duties may also say which days are worked: a young house may have
# nobody yet who keeps the year.
rules.add_perm("planning.manage_days", keeps | oversees)

# Announcements: all employees read them, whoever informs writes and sends them (004/5.5.3).
informs = holds("quality.inform")


@rules.predicate
def is_draft(user, thing):
    return thing is not None and thing.state == "draft"


@rules.predicate
def is_sent(user, thing):
    return thing is not None and thing.state == "sent"


rules.add_perm("planning.view_announcement", is_employee)
rules.add_perm("planning.add_announcement", informs)
rules.add_perm("planning.change_announcement", informs & is_draft)
rules.add_perm("planning.announce_announcement", informs)
rules.add_perm("planning.drop_announcement", informs)
rules.add_perm("planning.correct_announcement", informs)
rules.add_perm("planning.add_correction", informs & is_sent)
rules.add_perm("planning.view_announcement_log", informs)

from planning import rules_meetings, rules_protocols  # noqa: E402, F401 -- matrices of their own
