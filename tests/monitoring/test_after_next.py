"""What comes next after the scoring: what hinders, the real next step, what is found (agency 4.10)."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from common.models import SearchEntry
from common.search.index import catch_up
from common.search.query import parse
from monitoring.models import Campaign, CommissionProtocol, Proposal
from monitoring.models.appeal_filing import file_appeal
from planning.models import Meeting
from tests.documents import ordering
from tests.factories import employee
from tests.monitoring import after, campaigns
from tests.monitoring.counted import explain, letters, named

pytestmark = pytest.mark.django_db
REGISTER = reverse("monitoring:protocols")


def at(campaign, more="") -> str:
    return f"{campaign.get_absolute_url()}{more}"


def main_button(client, user, campaign) -> tuple[str, str]:
    """The filled button of the page: its words and its address."""
    page = after.look(client, user, at(campaign))
    found = [one for one in page.context["steps"] if one.get("primary")]
    with override("en"):
        return (str(found[0]["label"]), found[0]["url"]) if found else ("", "")


# What hinders the computing -----------------------------------------------------------------------


@pytest.fixture
def hindered(runner, agency):
    """Everybody signed; a cell with too few marks and two marks that lie far apart."""
    marks = {"A": letters("4444 / 5555"), "B": letters("1533 / 3333")}
    marks["A"][1][:2] = ["cannot_judge", "refused"]
    return named(runner, marks, ((600, 400),))


def test_all_that_hinders_is_told_at_once_with_where_it_is_put_right(client, hindered):
    campaign, users, people = hindered
    assert [one.code for one in campaign.obstacles()] == ["spread", "cells"]
    assert after.look(client, users[2], at(campaign, "compute/")).status_code == 403
    page = after.look(client, users[0], at(campaign, "compute/")).content.decode()
    assert "2 marks that lie far from the others wait for a sentence" in page
    assert str(people["A"]) in page
    assert reverse("monitoring:leave_out_cells", args=[campaign.pk]) in page
    own = campaigns.sheet_of(campaign, users[0])
    assert f"{own.get_absolute_url()}explain/" in page
    assert 'name="late_reason"' not in page
    with pytest.raises(ValidationError) as refused:
        campaign.compute(by=users[0], late_reason="Сыноо")
    assert len(refused.value.messages) >= 3


def test_while_sheets_are_open_they_are_what_hinders(client, runner, scoring):
    campaign, users = scoring
    assert [one.code for one in campaign.obstacles()] == ["sheets"]
    page = after.look(client, runner, at(campaign, "compute/")).content.decode()
    assert "?tab=sheets#tab" in page


def test_the_reason_for_another_day_is_asked_and_not_called_optional(client, runner, clock):
    kind = campaigns.kind(collects_material=False, results_from="06-01", results_until="06-30")
    campaign, users = campaigns.scoring(runner, kind)
    campaigns.sign_all(campaign, users)
    explain(campaign)
    form = after.look(client, runner, at(campaign, "compute/")).context["form"]
    assert form.fields["late_reason"].required
    assert "say why not today" in str(form.fields["late_reason"].help_text)
    assert after.look(client, runner, at(campaign, "compute/"), x="1").status_code == 422


# The next real step -------------------------------------------------------------------------------


def test_the_main_button_is_the_next_real_step_until_the_end(client, agency, runner):
    kind = campaigns.kind(collects_material=False, heard_by=after.meeting_kind(agency))
    campaign, users = campaigns.scoring(runner, kind)
    after.computed(campaign, users)
    assert main_button(client, runner, campaign)[0] == "Write the protocol"
    assert main_button(client, agency.director, campaign)[0] == ""
    protocol = after.drafted(campaign, runner)
    assert main_button(client, runner, campaign)[0] == "Give a proposal"
    after.proposal(campaign, runner)
    assert main_button(client, runner, campaign)[1] == f"{protocol.get_absolute_url()}send/"
    protocol.send(by=runner)
    assert main_button(client, users[0], campaign)[1] == protocol.get_absolute_url()
    page = after.look(client, runner, at(campaign)).context["steps"]
    assert not {"announce", "close"} & {one.get("name") for one in page}
    after.sign(protocol, *users[1:], users[0])
    assert main_button(client, runner, campaign)[0] == "Put on the agenda"
    meeting = after.meeting(agency, kind.heard_by)
    keeper = employee("keeper", "monitoring.manage", "planning.manage")
    campaign.put_on_agenda(by=keeper, meeting=meeting)
    assert main_button(client, agency.director, campaign)[1] == meeting.get_absolute_url()
    after.held(agency, meeting)
    assert main_button(client, runner, campaign)[0] == "Announced at the meeting"
    campaign.announce(by=runner, meeting=Meeting.objects.get(pk=meeting.pk))
    assert main_button(client, agency.director, campaign)[0] == "Decide the proposals"
    step = after.look(client, agency.director, at(campaign, "close/")).content.decode()
    assert "Proposals wait to enter the work plan or to be refused: 1." in step
    assert f"{at(campaign)}?tab=proposals#tab" in step
    Proposal.objects.get().refuse(by=agency.director, reason="Бюджет жок")
    campaign.refresh_from_db()
    one = campaign.participants.get(person=agency.staff.person)
    objection = file_appeal(one, by=agency.staff, text="Кызматташтык эске алынган жок")
    address = f"{at(campaign)}?tab=appeals#tab"
    assert main_button(client, agency.director, campaign) == ("Objections to be heard", address)
    assert main_button(client, runner, campaign)[0] == ""
    objection.withdraw(by=agency.staff)
    assert main_button(client, agency.director, campaign)[0] == "Close"


def test_the_director_reads_the_proposals_before_they_are_announced(
    client, agency, runner, scoring
):
    campaign, users = scoring
    after.computed(campaign, users)
    after.proposal(campaign, runner)
    page = after.look(client, agency.director, at(campaign, "?tab=proposals"))
    assert "Окутуу планын кайра карап чыгуу" in page.content.decode()
    page = after.look(client, agency.staff, at(campaign, "?tab=proposals"))
    assert "Окутуу планын кайра карап чыгуу" not in page.content.decode()


def test_without_a_planned_meeting_one_is_led_to_plan_it(client, agency, runner):
    kind = campaigns.kind(collects_material=False, heard_by=after.meeting_kind(agency))
    campaign, users = campaigns.scoring(runner, kind)
    after.computed(campaign, users)
    keeper = employee("keeper", "monitoring.manage", "planning.manage", "nomenclature.keep")
    page = after.look(client, keeper, at(campaign, "agenda/")).content.decode()
    assert f"{reverse('planning:meeting_add')}?kind={kind.heard_by_id}" in page
    assert 'name="meeting"' not in page


# Opened again after rewards -----------------------------------------------------------------------


@pytest.mark.clause("000-2.3")
def test_what_an_order_rewards_by_is_not_replaced_until_the_order_is_repealed(client, agency):
    rewarder = employee("rewarder", "monitoring.manage", "nomenclature.keep")
    kind = ordering.kind_of("personnel", is_restricted=True)
    campaign, _users = after.announced(agency, rewarder, award_kind=kind)
    one = campaign.participants.get(person=agency.staff.person)
    campaign.awards.create(participant=one, kind="commendation", ground="Эмгеги үчүн")
    order = campaign.draft_award_order(by=rewarder)
    with override("en"), pytest.raises(ValidationError, match="drop it first"):
        campaign.reopen(by=agency.director, reason="Каршылык")
    order.send(by=rewarder)
    order.refresh_from_db()
    order.approve(by=agency.director, seen=order.sheet.manifest_hash)
    campaign = Campaign.objects.get(pk=campaign.pk)
    with override("en"), pytest.raises(ValidationError, match="repeal it by a new order first"):
        campaign.reopen(by=agency.director, reason="Каршылык")
    page = after.look(client, agency.director, at(campaign, "reopen/")).content.decode()
    assert "repeal it by a new order first" in page
    assert order.get_absolute_url() in page
    assert 'name="reason"' not in page
    assert "Rewards entered: 1" in page
    type(order).objects.filter(pk=order.pk).update(state="repealed")
    campaign = Campaign.objects.get(pk=campaign.pk)
    assert campaign.awards_are_open()
    campaign.reopen(by=agency.director, reason="Каршылык")
    assert campaign.state == "scoring"


# The register, and what is found ------------------------------------------------------------------


def test_the_register_holds_the_protocols_that_its_reader_may_see(
    client, agency, runner, scoring, stranger
):
    campaign, users = scoring
    after.computed(campaign, users)
    after.signed(campaign, users, runner)
    url = CommissionProtocol.objects.get().get_absolute_url()
    for user, seen in ((runner, 1), (agency.director, 1), (users[1], 1), (agency.staff, 0)):
        assert (url in after.look(client, user, REGISTER).content.decode()) == seen
    assert after.look(client, stranger, REGISTER).status_code == 403
    Campaign.objects.update(state="announced")
    assert url in after.look(client, agency.staff, REGISTER).content.decode()
    kept = {
        "kind": campaign.kind_id,
        "year": campaign.year,
        "q": "мониторинги",
        "state": "approved",
    }
    for name, value in kept.items():
        assert url in after.look(client, runner, f"{REGISTER}?{name}={value}").content.decode()
    assert url not in after.look(client, runner, f"{REGISTER}?q=жок").content.decode()
    assert url not in after.look(client, runner, f"{REGISTER}?state=draft").content.decode()
    sheet = after.look(client, runner, f"{REGISTER}?as=xlsx")
    assert sheet.status_code == 200


def test_proposals_objections_and_protocols_are_found_by_who_may_see_them(agency, runner):
    campaign, users = after.announced(agency, runner)
    one = campaign.participants.get(person=agency.staff.person)
    made = file_appeal(one, by=agency.staff, text="Кызматташтык эске алынган жок")
    catch_up()
    for kind, word, thing in (
        ("proposal", "окутуу", Proposal.objects.get()),
        ("appeal", "кызматташтык", made),
        ("commissionprotocol", "талкууланды", campaign.protocol),
    ):
        found = SearchEntry.objects.filter(kind=kind).matching(parse(word))
        assert found.get().object_id == thing.pk, kind
    from common.search.kinds import all_kinds

    kinds = all_kinds()
    assert kinds["appeal"].visible_to(users[1]).count() == 0
    assert kinds["appeal"].visible_to(agency.staff).count() == 1
    assert kinds["proposal"].visible_to(agency.staff).count() == 1
