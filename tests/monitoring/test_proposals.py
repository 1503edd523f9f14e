"""Proposals of the commission, the meeting that hears them, the corrections that follow (000/2.4-2.6)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from common.models import Letter, Todo
from common.tasks import announce
from monitoring.models import Proposal
from monitoring.models.campaign_deeds import ACQUAINT
from planning.models import PlanAmendment
from tests.factories import employee
from tests.monitoring import after, campaigns
from tests.planning import plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(agency, runner):
    return after.announced(agency, runner)


def at(campaign, more="") -> str:
    return f"{campaign.get_absolute_url()}{more}"


@pytest.mark.clause("000-2.4")
def test_members_propose_from_the_scoring_on(client, runner, kind, staff):
    campaign = campaigns.begin(runner, kind)
    users = campaigns.form(campaign, runner)
    assert after.look(client, runner, at(campaign, "proposals/add/")).status_code == 409
    campaigns.declare(campaign)
    campaign.begin_scoring(by=runner)
    url = at(campaign, "proposals/add/")
    for user in (users[0], users[3], runner):
        page = after.look(client, user, url, text="Окууларды көбөйтүү", direction="")
        assert page.status_code == 302
    assert after.look(client, staff, url).status_code == 403
    assert after.look(client, users[1], url, text="–", direction="").status_code == 422
    assert [one.number for one in Proposal.objects.all()] == [1, 2, 3]


def test_what_was_proposed_is_changed_and_taken_off_until_it_is_signed(client, runner, scoring):
    campaign, users = scoring
    first, second = (after.proposal(campaign, users[1], text=f"Сунуш {n}") for n in "12")
    url = first.get_absolute_url()
    assert after.look(client, users[2], url + "edit/").status_code == 403
    given = {"text": "Башкача сунуш", "direction": "", "revision": first.revision}
    assert after.look(client, users[1], url + "edit/", **given).status_code == 302
    assert after.look(client, users[1], url + "remove/", x="1").status_code == 302
    second.refresh_from_db()
    assert second.number == 1
    after.computed(campaign, users)
    after.signed(campaign, users, runner)
    assert after.look(client, users[1], second.get_absolute_url() + "edit/").status_code == 409


@pytest.mark.clause("000-2.4")
@pytest.mark.clause("000-2.5")
def test_without_a_signed_protocol_or_another_meeting_nothing_is_announced(agency, runner):
    kind = campaigns.kind(collects_material=False, heard_by=after.meeting_kind(agency))
    campaign, users = campaigns.scoring(runner, kind)
    after.computed(campaign, users)
    heard = after.held(agency, after.meeting(agency, kind.heard_by))
    with pytest.raises(ValidationError):
        campaign.announce(by=runner, meeting=heard)
    after.signed(campaign, users, runner)
    other = after.meeting_kind(agency, code="other")
    with pytest.raises(ValidationError):
        campaign.announce(by=runner, meeting=after.held(agency, after.meeting(agency, other)))
    with pytest.raises(ValidationError):
        campaign.announce(by=runner, meeting=after.meeting(agency, kind.heard_by))
    campaign.announce(by=runner, meeting=heard)
    assert campaign.state == "announced"


@pytest.mark.clause("000-2.5")
def test_the_results_are_put_on_the_agenda_and_announced_on_the_pages(client, agency, runner):
    kind = campaigns.kind(collects_material=False, heard_by=after.meeting_kind(agency))
    campaign, users = campaigns.scoring(runner, kind)
    after.computed(campaign, users)
    after.signed(campaign, users, runner)
    planned = after.meeting(agency, kind.heard_by)
    page = after.look(client, runner, at(campaign, "agenda/"), meeting=planned.pk)
    assert page.status_code == 422  # who runs it does not prepare meetings
    keeper = employee("keeper", "monitoring.manage", "planning.manage")
    page = after.look(client, keeper, at(campaign, "agenda/"), meeting=planned.pk)
    assert page.status_code == 302
    assert planned.items.filter(subject_id=campaign.pk).exists()
    heard = after.held(agency, planned)
    page = after.look(client, runner, at(campaign, "announce/"))
    assert str(campaign.title) in str(planned.items.last().title)
    page = after.look(client, runner, at(campaign, "announce/"), meeting=heard.pk)
    assert page.status_code == 302
    campaign.refresh_from_db()
    assert (campaign.state, campaign.meeting_id) == ("announced", heard.pk)


def test_the_standing_item_of_the_meeting_becomes_that_of_the_campaign(agency, runner):
    item = {"title": campaigns.words("Мониторингдин жыйынтыктары жөнүндө")}
    kind = campaigns.kind(
        collects_material=False, heard_by=after.meeting_kind(agency, standing=[item])
    )
    campaign, _users = campaigns.scoring(runner, kind)
    keeper = employee("keeper", "monitoring.manage", "planning.manage")
    planned = after.meeting(agency, kind.heard_by)
    count = planned.items.count()
    campaign.put_on_agenda(by=keeper, meeting=planned)
    assert planned.items.count() == count
    with pytest.raises(ValidationError):
        campaign.put_on_agenda(by=keeper, meeting=planned)


@pytest.mark.clause("000-2.6")
@pytest.mark.parametrize(
    ("day", "due"),
    [(date(2026, 5, 31), date(2026, 6, 30)), (date(2027, 1, 29), date(2027, 2, 28))],
)
def test_the_month_counts_from_the_meeting_and_ends_with_its_month(agency, runner, told, day, due):
    campaign, _users = told
    type(campaign).objects.update(state="computed", meeting=None)
    meeting = campaign.meeting
    type(meeting).objects.update(day=day)
    type(campaign.protocol).objects.update(day=day)
    meeting.refresh_from_db()
    campaign.announce(by=runner, meeting=meeting)
    assert campaign.corrections_due == due


def test_nothing_is_decided_before_the_meeting(runner, scoring, director):
    campaign, users = scoring
    made = after.proposal(campaign, users[1])
    with pytest.raises(ValidationError):
        made.accept(by=director)


@pytest.mark.clause("000-2.6")
def test_the_first_decision_begins_the_corrections(client, agency, told):
    campaign, _users = told
    made = campaign.proposals.get()
    url = made.get_absolute_url()
    assert after.look(client, agency.staff, url).status_code == 200
    assert after.look(client, agency.staff, url + "accept/").status_code == 403
    assert after.look(client, agency.director, url + "refuse/", reason="-").status_code == 422
    page = after.look(client, agency.director, url + "refuse/", reason="Каражат жок")
    assert page.status_code == 302
    campaign.refresh_from_db()
    made.refresh_from_db()
    assert (campaign.state, made.state, made.reason) == ("correcting", "refused", "Каражат жок")


def test_what_is_late_stands_in_red(client, agency, told, clock):
    campaign, _users = told
    type(campaign).objects.update(corrections_due=localdate().replace(year=2020))
    page = after.look(client, agency.staff, at(campaign, "?tab=proposals")).content.decode()
    assert "were due on" in page


@pytest.mark.clause("000-2.6")
def test_an_accepted_amendment_enters_the_proposal_in_the_same_deed(client, agency, runner, told):
    campaign, _users = told
    made = campaign.proposals.get()
    made.accept(by=agency.director)
    campaign.refresh_from_db()
    with pytest.raises(ValidationError):
        campaign.close(by=runner)
    standing = plans.plan(agency.manager)
    plans.line(standing, "1")
    standing = plans.approve(standing, agency)
    keeper = employee("keeper", "planning.manage")
    begun = after.look(client, keeper, made.get_absolute_url()).context["steps"][0]["url"]
    page = after.look(client, keeper, begun)
    form = page.context["form"]
    given = {name: form[name].value() for name in ("source", "thing", "reason")}
    assert given["thing"] == f"monitoring.proposal:{made.pk}"
    address = begun.partition("?")[0]
    page = after.look(client, keeper, address, **given, source_words="", source_on="")
    assert page.status_code == 302, page.context["form"].errors
    amendment = PlanAmendment.objects.get()
    assert (amendment.source_thing, amendment.source_on) == (made, campaign.meeting.day)
    plans.row(amendment, "add", position="specialist", number="4")
    amendment.send(by=keeper)
    plans.approve(amendment, agency)
    made.refresh_from_db()
    assert (made.state, made.amendment) == ("entered", amendment)


def test_who_may_not_decide_is_refused(told, runner, staff):
    campaign, _users = told
    made = campaign.proposals.get()
    for user in (runner, staff):
        with pytest.raises(PermissionDenied):
            made.accept(by=user)


@pytest.mark.parametrize("tab", ["proposals", "protocol", "awards"])
def test_the_tabs_cost_the_same_with_many_rows(client, agency, told, tab):
    campaign, users = told
    address = at(campaign, f"?tab={tab}")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert after.look(client, agency.director, address).status_code == 200
        return len(found)

    def more(count: int) -> None:
        for n in range(count):
            last = campaign.proposals.count() + 1
            campaign.proposals.create(number=last, text=f"Сунуш {last}", author=users[0].person)
            campaign.nominations.create(title=campaigns.words(f"Номинация {n}"))
            row = campaign.participants.exclude(person=None)[n % 3]
            campaign.awards.create(participant=row, kind="other", words=f"{last}", ground="Эмгек")

    more(3)
    queries()
    few = queries()
    more(20)
    assert queries() == few


@pytest.mark.parametrize(
    ("who", "before", "once_told"),
    [
        ("stranger", 404, 404),
        ("outsider of another", 404, 404),
        ("staff", 404, 200),
        ("member", 200, 200),
        ("outsider who serves", 200, 200),
        ("runner", 200, 200),
        ("director", 200, 200),
    ],
)
def test_who_reads_a_proposal(client, agency, runner, scoring, stranger, who, before, once_told):
    campaign, users = scoring
    made = after.proposal(campaign, users[1])
    readers = {
        "stranger": stranger,
        "outsider of another": campaigns.outsider(),
        "staff": agency.staff,
        "member": users[0],
        "outsider who serves": users[3],
        "runner": runner,
        "director": agency.director,
    }
    assert after.look(client, readers[who], made.get_absolute_url()).status_code == before
    type(campaign).objects.update(state="announced")
    assert after.look(client, readers[who], made.get_absolute_url()).status_code == once_told


def test_where_no_meeting_hears_the_results_they_are_told_by_closing(agency, runner, kind):
    campaign, users = campaigns.scoring(runner, kind)
    after.computed(campaign, users)
    after.signed(campaign, users, runner)
    made = campaign.proposals.get()
    made.refuse(by=agency.director, reason="Каражат жок")
    assert campaign.state == "computed"
    campaign.close(by=runner)
    asked = Todo.objects.waiting().filter(kind=ACQUAINT)
    assert asked.filter(person=agency.staff.person).exists()
    announce()
    letter = Letter.objects.filter(person=agency.staff.person).latest("pk")
    assert f"/monitoring/my-result/{campaign.pk}/" in letter.body
