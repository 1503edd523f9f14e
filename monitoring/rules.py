"""Who may do what in a scored assessment: the matrix (000; agency 3.2, 4.10).

Whoever runs the monitoring prepares and keeps it; the director approves the criteria and forms the
commission; each member fills in their own sheet and nobody else's; the chair opens rounds and has
the results computed; every employee sees their own result.
"""

import rules
from django.utils.translation import gettext_lazy as _

from common import guests
from common.caller import SYSTEM
from documents.rules import is_author, route_rules
from people.rules import holds, is_employee

manages = holds("monitoring.manage")
approves = holds("documents.approve")
enters_plan = holds("planning.manage")


@rules.predicate
def serves(user, campaign):
    """Sits in the commission of a campaign that is not over."""
    from monitoring.models.serving import served_by  # noqa: PLC0415 -- models ask these rules

    return campaign is not None and served_by(user).filter(campaign=campaign).exists()


@rules.predicate
def chairs(user, campaign):
    if campaign is None:
        return False
    rows = campaign.members.filter(person=user.person_id, left_on=None, is_chair=True)
    return rows.exists()


@rules.predicate
def chairs_its_campaign(user, thing):
    return thing is not None and chairs(user, thing.campaign)


@rules.predicate
def serves_in_its_campaign(user, thing):
    return thing is not None and serves(user, thing.campaign)


@rules.predicate
def is_own_sheet(user, sheet):
    return sheet is not None and sheet.member.person_id == user.person_id


@rules.predicate
def may_still_score(user, sheet):
    return sheet is not None and sheet.member.may_score


@rules.predicate
def is_own_membership(user, member):
    return member is not None and member.person_id == user.person_id


@rules.predicate
def is_own_participation(user, participant):
    return participant is not None and participant.person_id == user.person_id


@rules.predicate
def is_own_appeal(user, appeal):
    return appeal is not None and appeal.participant.person_id == user.person_id


@rules.predicate
def hears_it(user, appeal):
    return appeal is not None and appeal.panel.filter(pk=user.person_id).exists()


@rules.predicate
def collects(user, participant):
    """Material is taken until the scoring begins, where the kind asks for any."""
    if participant is None or not participant.campaign.kind.collects_material:
        return False
    return participant.campaign.state in ("formed", "collecting")


@rules.predicate
def is_told(user, campaign):
    return campaign is not None and campaign.is_told


@rules.predicate
def its_campaign_is_told(user, thing):
    return thing is not None and thing.campaign.is_told


@rules.predicate
def has_results(user, campaign):
    return campaign is not None and campaign.has_results


@rules.predicate
def is_scored(user, campaign):
    """The scoring runs."""
    return campaign is not None and campaign.state == "scoring"


@rules.predicate
def stands_in(user, campaign):
    """Runs the monitoring where the director chairs and is scored: nobody else decides on them."""
    if campaign is None or not manages(user):
        return False
    scored = campaign.participants.exclude(person=user.person_id).values("person")
    rows = campaign.members.active().filter(is_chair=True, person__in=scored)
    chair = rows.select_related("person__user").first()
    account = chair and getattr(chair.person, "user", None)
    return bool(account and approves(account))


runs = manages | chairs
decides_on_cells = chairs | approves

rules.add_perm("monitoring.view_campaign", is_employee | serves)
rules.add_perm("monitoring.add_campaign", manages)
rules.add_perm("monitoring.change_campaign", manages)
rules.add_perm("monitoring.change_commission", manages | approves)
rules.add_perm("monitoring.change_participants", manages | approves)
rules.add_perm("monitoring.adopt_criteria_campaign", manages | approves)
rules.add_perm("monitoring.form_commission_campaign", manages | approves)
rules.add_perm("monitoring.collect_campaign", manages)
rules.add_perm("monitoring.begin_scoring_campaign", runs)
rules.add_perm("monitoring.open_round_campaign", chairs)
rules.add_perm("monitoring.compute_campaign", runs)
rules.add_perm("monitoring.settle_campaign", runs)
SYSTEM.allowed.add("monitoring.settle_campaign")  # the worker counts for whoever asked
rules.add_perm("monitoring.leave_out_cells", (decides_on_cells | stands_in) & is_scored)
rules.add_perm("monitoring.leave_out_cells_of_all", decides_on_cells & is_scored)
rules.add_perm("monitoring.announce_campaign", manages)
rules.add_perm("monitoring.begin_corrections_campaign", manages | approves | enters_plan)
rules.add_perm("monitoring.close_campaign", manages | approves)
rules.add_perm("monitoring.reopen_campaign", approves)
rules.add_perm("monitoring.cancel_campaign", manages | approves)
# What came out: the commission and who runs it as soon as it is computed, all when it was told.
rules.add_perm(
    "monitoring.view_results",
    has_results & (manages | approves | serves | (is_told & is_employee)),
)
rules.add_perm("monitoring.view_severity", has_results & chairs)
rules.add_perm("monitoring.view_marks_by_member", has_results & (chairs | approves))

rules.add_perm("monitoring.view_criteriaset", rules.is_authenticated)
rules.add_perm("monitoring.add_criteriaset", manages)
route_rules("monitoring", "criteriaset", is_author | manages)

rules.add_perm("monitoring.view_sheet", is_own_sheet | chairs_its_campaign | approves)
rules.add_perm("monitoring.fill_sheet", is_own_sheet)
rules.add_perm("monitoring.sign_sheet", is_own_sheet & may_still_score)
rules.add_perm("monitoring.give_back_sheet", chairs_its_campaign & ~is_own_sheet & may_still_score)
rules.add_perm("monitoring.declare_member", is_own_membership)
rules.add_perm("monitoring.recuse_member", is_own_membership | manages | approves)

rules.add_perm(
    "monitoring.view_participant",
    is_own_participation | manages | approves | serves_in_its_campaign,
)
rules.add_perm("monitoring.bring_material", (is_own_participation | manages) & collects)
rules.add_perm("monitoring.view_own_result", is_own_participation & its_campaign_is_told)
rules.add_perm("monitoring.file_appeal", is_own_participation & its_campaign_is_told)

rules.add_perm("monitoring.view_commissionprotocol", is_employee | serves_in_its_campaign)
rules.add_perm("monitoring.add_commissionprotocol", has_results & runs)
route_rules("monitoring", "commissionprotocol", is_author | manages | chairs_its_campaign)
rules.add_perm("monitoring.change_nominations", runs)

rules.add_perm("monitoring.view_proposal", is_employee | serves_in_its_campaign)
rules.add_perm("monitoring.add_proposal", serves | manages)
rules.add_perm("monitoring.accept_proposal", approves | enters_plan)
rules.add_perm("monitoring.enter_proposal", manages | approves | enters_plan)
rules.add_perm("monitoring.refuse_proposal", approves | enters_plan)
rules.add_perm("monitoring.change_awards", manages | approves)

rules.add_perm("monitoring.view_appeal", is_own_appeal | hears_it | manages | approves)
rules.add_perm("monitoring.name_panel_appeal", approves)
rules.add_perm("monitoring.decide_appeal", hears_it)
rules.add_perm("monitoring.withdraw_appeal", is_own_appeal)

guests.show(
    "monitoring",
    *("monitoring.view_campaign", "monitoring.view_criteriaset", "monitoring.view_results"),
    *("monitoring.view_commissionprotocol", "monitoring.view_proposal"),
    label=_("Internal monitoring"),
    order=60,
)

from . import (  # noqa: E402, F401 -- they build on these
    rules_after,
    rules_commission,
    rules_criteria,
    rules_sheets,
)
