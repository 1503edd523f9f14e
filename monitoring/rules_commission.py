"""Who may do what around the commission of a campaign (000/2.2, 4.1, 4.3)."""

import rules

from monitoring.rules import (
    approves,
    chairs,
    chairs_its_campaign,
    is_own_membership,
    manages,
    stands_in,
)
from people.rules import is_employee


@rules.predicate
def serves_somewhere(user):
    """Sits in the commission of some campaign that is not over."""
    from monitoring.models.serving import served_by  # noqa: PLC0415 -- models ask the rules

    return user.is_authenticated and served_by(user).exists()


@rules.predicate
def has_sat(user):
    """Was ever named into a commission: what waits there, or that nothing does any more."""
    from monitoring.models import Member  # noqa: PLC0415 -- models ask the rules

    return user.is_authenticated and Member.objects.filter(person=user.person_id).exists()


@rules.predicate
def keeps_its_papers(user, campaign):
    """The secretary of the campaign."""
    return campaign is not None and campaign.secretary_id == user.person_id is not None


@rules.predicate
def is_outside(user, member):
    return member is not None and member.is_external


rules.add_perm("monitoring.view_own_commissions", is_employee | has_sat)
rules.add_perm("monitoring.sat_from_outside", ~is_employee & has_sat)
rules.add_perm("monitoring.serve_from_outside", ~is_employee & serves_somewhere)
rules.add_perm(
    "monitoring.view_member", is_own_membership | manages | approves | chairs_its_campaign
)
rules.add_perm("monitoring.lift_recusal", manages | approves)
rules.add_perm("monitoring.let_in_member", (manages | approves) & is_outside)
rules.add_perm("monitoring.view_declaration", is_own_membership | manages | approves)
rules.add_perm("monitoring.change_schedule", manages | approves | chairs | keeps_its_papers)
rules.add_perm("monitoring.take_vote_campaign", chairs | keeps_its_papers | approves | stands_in)
rules.add_perm("monitoring.draft_commission_order", manages | approves)
# An outsider who serves signs the protocol as the others do: by their own statement (004/7.3.6).
rules.set_perm("people.give_statement", is_employee | serves_somewhere)
