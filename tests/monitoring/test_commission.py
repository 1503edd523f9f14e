"""The commission: named, formed by an order, replaced, recused (000/2.2)."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from common.models.journal import verify
from documents.models import Order
from monitoring import commission_deeds, commission_order
from monitoring.models import Campaign, Member
from people.models import Person
from tests.documents import ordering
from tests.factories import PersonFactory, employee
from tests.monitoring import campaigns

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(client, in_english):
    client.cookies["django_language"] = "en"


@pytest.fixture
def ordered(director):
    """A kind whose commission is formed by an order."""
    return campaigns.kind(collects_material=False, order_kind=ordering.kind_of("commission"))


@pytest.fixture
def named(runner, ordered):
    """A campaign with its four members, criteria taken, nothing ordered yet."""
    campaign = campaigns.begin(runner, ordered, secretary=runner.person)
    users = [*(employee(f"member-{n}") for n in range(3)), campaigns.outsider()]
    for number, user in enumerate(users):
        organisation = "Тоо институту" if number == 3 else ""
        campaign.add_member(
            by=runner, person=user.person, is_chair=number == 0, organisation=organisation
        )
    campaign.adopt_criteria(by=runner)
    return campaign, users


def sign(order, agency, runner):
    """Along its route: nobody is named to agree, the director signs."""
    order.send(by=runner)
    order.approve(by=agency.director, seen=order.sheet.manifest_hash)


def address(name, *args) -> str:
    return reverse(f"monitoring:{name}", args=args)


# The order ----------------------------------------------------------------------------------


@pytest.mark.clause("000-2.2-a")
def test_the_order_is_drafted_signed_and_forms_the_commission(client, agency, runner, named):
    campaign, users = named
    client.force_login(runner)
    assert client.post(address("schedule_propose", campaign.pk)).status_code == 302
    page = client.get(campaign.get_absolute_url()).content.decode()
    assert "Draft the order" in page
    assert "form_commission" not in page
    assert client.post(address("commission_order", campaign.pk)).status_code == 302
    order = Order.objects.get()
    campaign.refresh_from_db()
    assert campaign.order == order
    assert order.author == runner.person
    words = " ".join(point.text["en"] for point in order.points.all())
    for user in users:
        assert user.person.full_name in words
    assert "Тоо институту – external expert" in words
    assert "chair" in words
    assert order.appendices.get().text["ru"].count("\n\n") == campaign.schedule.count() - 1
    with override("en"), pytest.raises(ValidationError, match="not signed"):
        campaign.form_commission(by=runner)
    sign(order, agency, runner)
    campaign.form_commission(by=runner)
    assert campaign.state == "formed"
    assert verify() is None


def test_a_draft_is_written_anew_not_twice(runner, named):
    campaign, _users = named
    first = commission_order.draft(campaign, by=runner)
    again = commission_order.draft(campaign, by=runner)
    assert first == again
    assert Order.objects.count() == 1


def test_an_incomplete_commission_gets_no_order(client, runner, ordered):
    campaign = campaigns.begin(runner, ordered)
    client.force_login(runner)
    answer = client.post(address("commission_order", campaign.pk))
    assert answer.status_code == 422
    assert "needs exactly 3" in answer.content.decode()
    assert not Order.objects.exists()


@pytest.mark.clause("000-2.2-a")
def test_another_member_asks_for_a_new_order_that_repeals_the_old(client, agency, runner, named):
    campaign, users = named
    commission_order.draft(campaign, by=runner)
    sign(campaign.order, agency, runner)
    old = campaign.order
    member = campaign.members.get(person=users[1].person)
    new = employee("newcomer")
    client.force_login(runner)
    url = address("member_replace", member.pk)
    assert client.get(url).status_code == 200
    assert client.post(url, {"person": new.person_id, "reason": "Ооруп калды"}).status_code == 302
    page = client.get(campaign.get_absolute_url()).content.decode()
    assert "a new order is needed" in page
    campaign.refresh_from_db()
    order = commission_order.draft(campaign, by=runner)
    assert order != old
    assert order.points.first().repeals == old
    sign(order, agency, runner)
    old.refresh_from_db()
    assert old.state == "repealed"
    assert commission_order.standing(campaign) == "signed"


def test_an_order_on_its_way_is_not_written_over(runner, named):
    campaign, _users = named
    order = commission_order.draft(campaign, by=runner)
    order.send(by=runner)
    with pytest.raises(ValidationError, match="on its way"):
        commission_order.draft(campaign, by=runner)


def test_a_member_replaced_while_scoring_runs_needs_a_signed_order(agency, runner, named):
    campaign, users = named
    commission_order.draft(campaign, by=runner)
    sign(campaign.order, agency, runner)
    campaigns.ScheduleLine.objects.create(
        campaign=campaign,
        order=1,
        stage=campaigns.words("Баалоо"),
        since=campaign.starts_on,
        until=campaign.scoring_until,
    )
    campaign.form_commission(by=runner)
    campaigns.declare(campaign)
    campaign.begin_scoring(by=runner)
    leaver = campaign.members.get(person=users[1].person)
    with pytest.raises(ValidationError, match="not signed"):
        commission_deeds.replace(
            leaver, by=runner, person=employee("a").person, reason="x", keeps_marks=True
        )
    new = employee("newcomer")
    commission_deeds.replace(
        leaver, by=runner, person=new.person, reason="Ооруп калды", keeps_marks=False
    )
    serving = [users[0], new, users[2], users[3]]
    campaigns.sign_all(campaign, serving)
    with pytest.raises(ValidationError, match="new order"):
        campaign.compute(by=runner)
    order = commission_order.draft(campaign, by=runner)
    assert "do not count" in " ".join(one.text.get("en", "") for one in order.points.all())
    with pytest.raises(ValidationError, match="not signed"):
        campaign.compute(by=runner)
    sign(order, agency, runner)
    campaign.compute(by=runner)
    assert campaign.state == "counting"


# Who sits -----------------------------------------------------------------------------------


def test_members_are_named_chaired_and_taken_out_by_pages(client, runner, kind):
    campaign = campaigns.begin(runner, kind)
    one, other = employee("one"), employee("other")
    client.force_login(runner)
    add = address("member_add", campaign.pk)
    assert client.post(add, {"person": one.person_id, "is_chair": "on"}).status_code == 302
    assert client.post(add, {"person": one.person_id}).status_code == 422
    assert client.post(add, {"person": other.person_id}).status_code == 302
    shown = client.get(f"{campaign.get_absolute_url()}?tab=commission").content.decode()
    assert "Employees: 2 of 3" in shown
    second = campaign.members.get(person=other.person)
    assert client.post(address("member_chair", second.pk)).status_code == 302
    assert campaign.members.get(is_chair=True) == second
    gone = address("member_remove", second.pk)
    assert client.post(gone, {"reason": ""}).status_code == 422
    assert client.post(gone, {"reason": "Өзү суранды"}).status_code == 302
    assert list(campaign.members.active()) == [campaign.members.get(person=one.person)]


def test_an_outsider_unknown_until_now_is_entered_at_once(client, runner, kind):
    campaign = campaigns.begin(runner, kind)
    client.force_login(runner)
    url = address("outsider_add", campaign.pk)
    form = {"surname": "Бөрүбаева", "given": "Сайкал", "language": "ky", "email": "s@example.kg"}
    assert client.post(url, form).status_code == 422  # without the organisation
    assert client.post(url, form | {"organisation": "Нарын колледжи"}).status_code == 302
    member = Member.objects.get()
    assert member.is_external
    assert member.organisation == "Нарын колледжи"
    assert Person.objects.get(surname="Бөрүбаева").is_external


def test_nobody_is_added_or_removed_while_scoring_runs(client, runner, scoring):
    campaign, users = scoring
    client.force_login(runner)
    assert client.get(address("member_add", campaign.pk)).status_code == 409
    member = campaign.members.get(person=users[1].person)
    assert client.get(address("member_remove", member.pk)).status_code == 409


def test_only_the_management_changes_the_commission(client, agency, runner, scoring):
    campaign, users = scoring
    member = campaign.members.get(person=users[1].person)
    for user in (agency.staff, users[0], users[3]):
        client.force_login(user)
        for name in ("member_chair", "member_remove", "member_replace"):
            assert client.get(address(name, member.pk)).status_code == 403, name
        assert client.get(address("member_add", campaign.pk)).status_code == 403
        assert client.get(address("commission_order", campaign.pk)).status_code == 403
    client.force_login(agency.director)
    assert client.get(address("member_replace", member.pk)).status_code == 200


def test_a_known_outsider_may_be_chosen(client, runner, kind):
    campaign = campaigns.begin(runner, kind)
    known = PersonFactory(is_external=True)
    client.force_login(runner)
    url = address("member_add", campaign.pk)
    assert "(from outside)" in client.get(url).content.decode()
    assert client.post(url, {"person": known.pk, "organisation": "Колледж"}).status_code == 302
    assert Campaign.objects.get().members.get().is_external


@pytest.mark.parametrize("own", [True, False])
def test_each_kind_of_assessment_names_its_own_ground_in_the_order(runner, named, own):
    campaign, _users = named
    kind = campaign.kind
    kind.order_kind.preamble = campaigns.words("Буйруктун түрүнүн кириш сөзү")
    kind.order_kind.save()
    kind.order_words = campaigns.words("Аттестация өткөрүү максатында") if own else {}
    kind.save()
    campaign.refresh_from_db()
    order = commission_order.draft(campaign, by=runner)
    wanted = "Аттестация өткөрүү максатында" if own else "Буйруктун түрүнүн кириш сөзү"
    assert order.preamble["ky"] == wanted
