"""Who may do what with people: powers come from positions held today (A-03)."""

import rules
from django.utils.translation import gettext_lazy as _

from common import guests


def holds(power: str):
    """A predicate: the user holds this power today."""
    return rules.predicate(lambda user: power in user.powers, name=f"holds {power}")


@rules.predicate
def is_employee(user):
    return user.is_authenticated and user.is_employee


@rules.predicate
def is_own_person(user, person):
    return person is not None and user.person_id == person.pk


@rules.predicate
def is_own_account(user, account):
    return account is not None and user.pk == account.pk


@rules.predicate
def is_own_statement(user, statement):
    return statement is not None and user.person_id == statement.person_id


manages = holds("people.manage")

rules.add_perm("people.view_person", is_employee)
rules.add_perm("people.change_person", manages)
rules.add_perm("people.view_trail", manages | is_own_person)
rules.add_perm("people.change_password", rules.is_authenticated)
rules.add_perm("people.view_own_data", rules.is_authenticated)
rules.add_perm("people.view_datarequest", rules.is_authenticated)
rules.add_perm("people.answer_datarequest", manages)
rules.add_perm("people.refuse_datarequest", manages)
rules.add_perm("people.keep_personal_data", manages)
rules.add_perm("people.erase_person", manages)
rules.add_perm("people.add_person", manages)
rules.add_perm("people.hand_over_person", manages & ~is_own_person)
rules.add_perm("people.view_account", manages)
rules.add_perm("people.add_user", manages)
rules.add_perm("people.invite_user", manages & ~is_own_account)
rules.add_perm("people.block_user", manages & ~is_own_account)
rules.add_perm("people.end_sessions_user", manages)
rules.add_perm("people.own_sessions", rules.is_authenticated)
rules.add_perm("people.confirm_accountreview", manages)
rules.add_perm("people.change_factors", rules.is_authenticated)
rules.add_perm("people.reset_factors", manages & ~is_own_person)
rules.add_perm("people.require_factors", holds("settings.manage"))
# By what right signatures count, and who acts for whom (004/5.5.1).
orders = holds("settings.manage") | holds("documents.approve")
rules.add_perm("people.view_signing", orders | manages)
rules.add_perm("people.view_enablingorder", is_employee)
rules.add_perm("people.add_enablingorder", orders)
rules.add_perm("people.end_enablingorder", orders)
rules.add_perm("people.change_statementtext", orders)
rules.add_perm("people.view_statements", orders | manages)
rules.add_perm("people.view_statement", rules.is_authenticated)
rules.add_perm("people.give_statement", is_employee)
rules.add_perm("people.enter_statement", manages)
rules.add_perm("people.print_statement", manages | is_own_person)
rules.add_perm("people.withdraw_statement", manages | is_own_statement)
rules.add_perm("people.view_substitution", is_employee)
rules.add_perm("people.add_substitution", manages | holds("documents.approve"))
rules.add_perm("people.end_substitution", manages | holds("documents.approve"))
rules.add_perm("common.view_openings", holds("journal.read"))
rules.add_perm("people.import_staff", manages)
# The structure: all know it, whoever keeps the system changes it; powers are given by whoever
# keeps people or the installation (004/1, 5.5.1).
shapes = manages | holds("settings.manage") | holds("documents.manage")
for _part in ("unit", "position"):
    rules.add_perm(f"people.view_{_part}", is_employee)
    rules.add_perm(f"people.add_{_part}", shapes)
    rules.add_perm(f"people.change_{_part}", shapes)
rules.add_perm("people.give_powers", manages | holds("settings.manage"))
rules.add_perm("people.change_organisation", holds("settings.manage"))
rules.add_perm("common.view_journal", holds("journal.read"))
rules.add_perm("common.review_trail", holds("journal.read"))
rules.add_perm("common.view_letters", manages)
rules.add_perm("common.view_undelivered", manages | holds("settings.manage"))
rules.add_perm("common.send_again", manages)
rules.add_perm("common.view_own_letters", rules.is_authenticated)
rules.add_perm("people.choose_letters", rules.is_authenticated)
rules.add_perm("common.view_gallery", is_employee)
rules.add_perm("common.view_printjob", is_employee)
rules.add_perm("common.view_installation", holds("settings.manage"))
rules.add_perm("common.manage_backups", holds("settings.manage"))
rules.add_perm("common.search", is_employee)
# What a guest may be shown of this app; the rest is shut to it (004/7.5.5).
guests.show(
    "documents",
    *("people.view_unit", "people.view_position", "people.view_enablingorder"),
    label=_("Documents, processes, structure"),
    order=10,
)
guests.show(
    "journal",
    *("common.view_journal", "common.view_openings"),
    label=_("The journal of deeds"),
    order=90,
    powers=["journal.read"],
)
guests.show_always("common.search", "common.view_printjob")
