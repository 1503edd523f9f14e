"""Who may do what with correspondence and papers of others (RI-05; 004/7.5.4)."""

import rules
from django.utils.translation import gettext_lazy as _

from common import guests
from people.rules import is_employee

from .models.correspondence_steps import OPEN
from .rules import is_author, is_draft, keeps, route_rules


@rules.predicate
def is_outgoing(user, letter):
    return letter is not None and letter.direction == "outgoing"


@rules.predicate
def is_internal(user, letter):
    return letter is not None and letter.direction == "internal"


@rules.predicate
def is_open(user, letter):
    return letter is not None and letter.state in OPEN


@rules.predicate
def is_addressee(user, letter):
    """Holds the position that the letter is addressed to, or acts in it."""
    return letter is not None and letter.addressee_id in user.positions


@rules.predicate
def controls(user, letter):
    people = {user.person_id, *user.stands_in_for}
    return letter is not None and any(
        one.controller_id in people for one in letter.resolutions.all()
    )


@rules.predicate
def controls_it(user, assignment):
    people = {user.person_id, *user.stands_in_for}
    resolution = assignment and assignment.resolution
    return resolution is not None and bool({resolution.controller_id, resolution.by_id} & people)


@rules.predicate
def carries_it_out(user, assignment):
    people = {user.person_id, *user.stands_in_for}
    return assignment is not None and assignment.executor_id in people


@rules.predicate
def answers_for_it(user, paper):
    people = {user.person_id, *user.stands_in_for}
    return paper is not None and paper.keeper_id in people


@rules.predicate
def is_here(user, paper):
    return paper is not None and paper.state not in ("returned", "lost")


@rules.predicate
def lacks_telling(user, paper):
    return paper is not None and paper.lacks_telling


writes = is_author & is_outgoing

# Outgoing letters pass their route as every paper does.
route_rules("documents", "correspondence", writes, own_act=True)

rules.add_perm("documents.view_correspondence", is_employee)
rules.add_perm("documents.add_incoming", keeps)
rules.add_perm("documents.add_outgoing", is_employee)
rules.add_perm("documents.add_internal", is_employee)
rules.add_perm("documents.change_letter", (is_author | keeps) & is_draft | keeps & is_open)
rules.add_perm("documents.attach_to_letter", (is_author | keeps) & is_draft | keeps & is_open)
rules.add_perm(
    "documents.register_correspondence", ~is_outgoing & (keeps | is_internal & is_author)
)
rules.add_perm("documents.resolve_correspondence", is_addressee)
rules.add_perm("documents.close_correspondence", controls | keeps)
rules.add_perm("documents.sign_on_paper_correspondence", keeps & is_outgoing)
rules.add_perm("documents.dispatch_correspondence", (keeps | is_author) & is_outgoing)
rules.add_perm("documents.drop_correspondence", keeps | is_author)
rules.add_perm("documents.stamp_letter", keeps)
rules.add_perm("documents.view_assignment", is_employee)
rules.add_perm("documents.report_assignment", carries_it_out)
rules.add_perm("documents.reply_assignment", carries_it_out | keeps)
rules.add_perm("documents.control_assignment", controls_it | keeps)

# Papers of others: any employee may receive one; whoever answers for it, and the office, go on.
rules.add_perm("documents.view_heldpaper", is_employee)
rules.add_perm("documents.add_heldpaper", is_employee)
rules.add_perm("documents.keep_heldpaper", answers_for_it | keeps)
rules.add_perm("documents.change_heldpaper", (answers_for_it | keeps) & is_here)
rules.add_perm("documents.tell_owner", (answers_for_it | keeps) & lacks_telling)

guests.show(
    "letters",
    *("documents.view_correspondence", "documents.view_assignment"),
    label=_("Correspondence"),
    order=60,
)
guests.show("held", "documents.view_heldpaper", label=_("Papers of others"), order=65)
