"""Who may do what after the scoring, besides the matrix of rules.py (000/2.3-2.6, 4.3)."""

import rules

from people.rules import is_employee

from .rules import approves, chairs_its_campaign, manages


@rules.predicate
def gave_it(user, proposal):
    return proposal is not None and proposal.author_id == user.person_id


@rules.predicate
def is_undecided(user, proposal):
    return proposal is not None and proposal.state == "open"


@rules.predicate
def is_own_award(user, award):
    return award is not None and award.participant.person_id == user.person_id


rules.add_perm("monitoring.print_letters_of_thanks", manages | approves)
rules.add_perm("monitoring.print_letter_of_thanks", manages | approves | is_own_award)
rules.add_perm("monitoring.list_own_results", is_employee)
rules.add_perm(
    "monitoring.change_proposal", is_undecided & (gave_it | manages | chairs_its_campaign)
)
rules.add_perm("monitoring.put_on_agenda_campaign", manages | approves)
