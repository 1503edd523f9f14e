"""Who may do what with people: powers come from positions held today (A-03)."""

import rules


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
def is_own_statement(user, statement):
    return statement is not None and user.person_id == statement.person_id


rules.add_perm("people.view_person", is_employee)
rules.add_perm("people.change_person", holds("people.manage"))
rules.add_perm("people.view_trail", holds("people.manage") | is_own_person)
rules.add_perm("people.change_password", rules.is_authenticated)
rules.add_perm("people.add_person", holds("people.manage"))
# By what right signatures count, and who acts for whom (004/5.5.1).
orders = holds("settings.manage") | holds("documents.approve")
keeps_people = holds("people.manage")
rules.add_perm("people.view_signing", orders | keeps_people)
rules.add_perm("people.view_enablingorder", is_employee)
rules.add_perm("people.add_enablingorder", orders)
rules.add_perm("people.end_enablingorder", orders)
rules.add_perm("people.change_statementtext", orders)
rules.add_perm("people.view_statements", orders | keeps_people)
rules.add_perm("people.view_statement", rules.is_authenticated)
rules.add_perm("people.give_statement", is_employee)
rules.add_perm("people.enter_statement", keeps_people)
rules.add_perm("people.print_statement", keeps_people | is_own_person)
rules.add_perm("people.withdraw_statement", keeps_people | is_own_statement)
rules.add_perm("people.view_substitution", is_employee)
rules.add_perm("people.add_substitution", keeps_people | holds("documents.approve"))
rules.add_perm("people.end_substitution", keeps_people | holds("documents.approve"))
rules.add_perm("common.view_openings", holds("journal.read"))
rules.add_perm("common.view_journal", holds("journal.read"))
rules.add_perm("common.view_letters", holds("people.manage"))
rules.add_perm("common.view_gallery", is_employee)
rules.add_perm("common.view_installation", holds("settings.manage"))
