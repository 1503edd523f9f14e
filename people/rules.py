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


rules.add_perm("people.view_person", is_employee)
rules.add_perm("people.change_person", holds("people.manage"))
rules.add_perm("people.view_trail", holds("people.manage") | is_own_person)
rules.add_perm("people.change_password", rules.is_authenticated)
rules.add_perm("people.add_person", holds("people.manage"))
rules.add_perm("common.view_journal", holds("journal.read"))
rules.add_perm("common.view_letters", holds("people.manage"))
rules.add_perm("common.view_gallery", is_employee)
rules.add_perm("common.view_installation", holds("settings.manage"))
rules.add_perm("common.manage_backups", holds("settings.manage"))
