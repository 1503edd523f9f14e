"""Who may do what with work plans, their lines and amendments: the matrix (PK-04; 000/2.6)."""

import rules
from django.utils.translation import gettext_lazy as _

from common import guests
from documents.models.heads import led_by, units_under
from documents.rules import (
    is_asked_to_agree,
    is_asked_to_approve,
    is_author,
    route_rules,
)
from people.rules import holds, is_employee
from planning.plan_scopes import PLANS_ALL, kinds_for

keeps = holds("planning.manage")
oversees = holds("planning.oversee")


@rules.predicate
def may_plan(user, thing):
    """Who keeps the plans of all; else where the organisation has plans of units that one leads,
    or of employees: each writes their own (003/9.1).
    """
    return bool(user.powers & PLANS_ALL) or kinds_for(user).exists()


@rules.predicate
def is_in_force(user, plan):
    return plan is not None and plan.state == "approved"


@rules.predicate
def leads_plan(user, thing):
    """Heads the unit of the plan, or the employee whose plan it is."""
    plan = getattr(thing, "plan", thing)
    if plan is None:
        return False
    if plan.person_id:
        return led_by(user).filter(pk=plan.person_id).exists()
    return plan.unit_id is not None and plan.unit_id in units_under(user)


@rules.predicate
def wrote_plan(user, thing):
    return thing is not None and thing.plan.author_id == user.person_id


@rules.predicate
def is_of_own_plan(user, line):
    """The plan of an employee is controlled by the head, not by the employee."""
    return line is not None and line.plan.person_id == user.person_id


@rules.predicate
def answers_for_line(user, line):
    return line is not None and user.person_id in line.answering()


@rules.predicate
def reported_it(user, line):
    return line is not None and line.done_by_id == user.person_id


@rules.predicate
def plan_is_in_force(user, thing):
    return thing is not None and thing.plan.state == "approved"


@rules.predicate
def plan_is_draft(user, thing):
    return thing is not None and thing.plan.state == "draft"


makers = is_author | keeps
controls = (wrote_plan & ~is_of_own_plan) | keeps | oversees | leads_plan

rules.add_perm("planning.view_workplan", is_employee)
rules.add_perm("planning.add_workplan", is_employee & may_plan)
rules.add_perm("planning.archive_workplan", makers | oversees | leads_plan)
rules.add_perm("planning.drop_workplan", makers)
rules.add_perm("planning.report_workplan", is_employee)
route_rules("planning", "workplan", makers)

rules.add_perm("planning.view_planline", is_employee)
rules.add_perm("planning.change_planline", (wrote_plan | keeps) & plan_is_draft)
rules.add_perm("planning.report_planline", (answers_for_line | keeps) & plan_is_in_force)
rules.add_perm("planning.take_back_planline", reported_it & plan_is_in_force)
rules.add_perm("planning.confirm_planline", controls & ~reported_it & plan_is_in_force)
rules.add_perm("planning.reopen_planline", (keeps | oversees) & plan_is_in_force)
# Only an accepted amendment takes these steps, in the name of whoever signed it last.
rules.add_perm("planning.amend_planline", is_employee & plan_is_in_force)

# Whoever sees a plan in force may propose to change it; whoever approves the plan decides.
rules.add_perm("planning.view_planamendment", is_employee)
rules.add_perm("planning.add_planamendment", is_employee & is_in_force)
rules.add_perm("planning.refuse_planamendment", is_asked_to_agree | is_asked_to_approve)
rules.add_perm("planning.drop_planamendment", makers)
route_rules("planning", "planamendment", makers)

# The four plans of the system together: they are known to all who work here (004/5.4.2).
rules.add_perm("planning.view_qms_planning", is_employee)

guests.show(
    "plans",
    *("planning.view_workplan", "planning.view_planline", "planning.view_planamendment"),
    "planning.view_qms_planning",
    label=_("Work plans"),
    order=50,
)
