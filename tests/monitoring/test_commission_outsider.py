"""The outsider of a commission: let in, declares, scores, finds the door closed (000/2.2)."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import JournalEntry
from common.tasks import send_letters
from monitoring import commission_deeds
from monitoring.declaration import WORDS
from monitoring.models import Campaign
from people.models import EnablingOrder, Invitation, Statement, User
from tests.factories import PASSWORD, PersonFactory, UserFactory, employee
from tests.monitoring import campaigns

pytestmark = pytest.mark.django_db

OWN = reverse("monitoring:own_commissions")


@pytest.fixture(autouse=True)
def english(client, in_english):
    client.cookies["django_language"] = "en"


@pytest.fixture
def formed(runner, kind):
    campaign = campaigns.begin(runner, kind)
    return campaign, campaigns.form(campaign, runner)


def address(name, *args) -> str:
    return reverse(f"monitoring:{name}", args=args)


def seat(campaign, user):
    return campaign.members.get(person=user.person_id)


def test_an_outsider_without_an_account_is_invited_by_letter(client, runner, kind):
    campaign = campaigns.begin(runner, kind)
    person = PersonFactory(is_external=True, email="expert@example.kg")
    member = campaign.add_member(by=runner, person=person)
    client.force_login(runner)
    url = address("member_invite", member.pk)
    assert "until it closes" in client.get(url).content.decode()
    assert client.post(url, {"way": "letter"}).status_code == 302
    user = User.objects.get(person=person)
    assert user.state == "invited"
    send_letters()
    assert mail.outbox[-1].to == ["expert@example.kg"]
    assert client.post(url, {"way": "paper"}).content.startswith(b"%PDF")
    assert Invitation.objects.open().filter(user=user).count() == 1


def test_who_has_an_account_is_not_invited_again(client, runner, formed):
    campaign, users = formed
    client.force_login(runner)
    answer = client.post(address("member_invite", seat(campaign, users[3]).pk), {"way": "letter"})
    assert answer.status_code == 422
    assert "has an account already" in answer.content.decode()


def test_no_employee_is_invited_from_a_commission(client, runner, agency, formed):
    campaign, users = formed
    inside, outside = seat(campaign, users[0]), seat(campaign, users[3])
    client.force_login(runner)
    assert client.get(address("member_invite", inside.pk)).status_code == 403
    client.force_login(agency.staff)
    assert client.get(address("member_invite", outside.pk)).status_code == 403


@pytest.mark.clause("000-2.2-a")
def test_scoring_is_shut_until_the_declaration(client, runner, formed):
    campaign, users = formed
    campaign.begin_scoring(by=runner)
    member = seat(campaign, users[3])
    client.force_login(users[3])
    assert "Read the declaration" in client.get(OWN).content.decode()
    url = address("declare", member.pk)
    page = client.get(f"{url}?language=ru").content.decode()
    assert WORDS["ru"][:40] in page
    wrong = client.post(url, {"language": "ru", "password": "not this"})
    assert wrong.status_code == 422
    member.refresh_from_db()
    assert not member.may_score
    assert client.post(url, {"language": "ru", "password": PASSWORD}).status_code == 302
    member.refresh_from_db()
    assert member.may_score
    assert member.declaration == {"version": 1, "language": "ru", "words": WORDS["ru"]}
    assert JournalEntry.objects.filter(deed="declare").exists()
    assert client.get(url).status_code == 409
    assert client.get(address("declaration", member.pk)).content.startswith(b"%PDF")
    assert "Open your scoring sheet" in client.get(OWN).content.decode()


def test_nobody_declares_for_another(client, runner, agency, formed):
    campaign, users = formed
    member = seat(campaign, users[3])
    for user in (users[0], runner, agency.director):
        client.force_login(user)
        assert client.get(address("declare", member.pk)).status_code == 403
    client.force_login(users[0])
    assert client.get(address("declaration", member.pk)).status_code == 403


def pages_of(campaign, member) -> list[str]:
    own = campaign.get_absolute_url()
    return [
        own,
        f"{own}?tab=schedule",
        f"{own}?tab=participants",
        address("commission", campaign.pk) + "",
        address("schedule_paper", campaign.pk),
        address("participants", campaign.pk),
        address("member", member.pk),
        address("declaration", member.pk),
        address("recuse", member.pk),
    ]


def test_the_door_is_open_while_the_campaign_runs_and_closes_with_it(client, scoring):
    campaign, users = scoring
    member = seat(campaign, users[3])
    commission_deeds.recuse(
        member, by=users[3], participant=campaign.participants.first(), reason="Тааныш"
    )
    member.declaration = {"version": 1, "language": "ky", "words": WORDS["ky"]}
    member.save()
    client.force_login(users[3])
    for url in pages_of(campaign, member):
        assert client.get(url).status_code in (200, 302), url
    assert "tab=history" not in client.get(campaign.get_absolute_url()).content.decode()
    Campaign.objects.filter(pk=campaign.pk).update(state="closed")
    for url in pages_of(campaign, member):
        assert client.get(url).status_code == 404, url
    assert "You sit in no commission now" in client.get(OWN).content.decode()


def test_who_left_the_commission_finds_the_door_closed(client, runner, scoring):
    campaign, users = scoring
    new = PersonFactory(is_external=True)
    commission_deeds.replace(
        seat(campaign, users[3]), by=runner, person=new, reason="Кетти", keeps_marks=False
    )
    client.force_login(users[3])
    assert client.get(campaign.get_absolute_url()).status_code == 404


def test_an_outsider_begins_with_the_commission_and_finds_nothing_else(client, scoring):
    campaign, users = scoring
    client.force_login(users[3])
    assert client.get(reverse("home")).url == OWN
    page = client.get(OWN).content.decode()
    assert str(campaign) in page
    menu = page.split('aria-label="Main menu"')[1].split("</nav>")[0]
    assert menu.count("<li") == 1
    assert OWN in menu
    assert reverse("search") not in page
    for name in ("documents:documents", "people:people", "planning:calendar", "my_work"):
        assert client.get(reverse(name)).status_code == 403, name
    for path in ("documents:orders", "planning:meetings"):
        assert client.get(reverse(path)).status_code in (403, 404), path


def test_an_outsider_who_never_served_finds_nothing(client, stranger, staff):
    client.force_login(stranger)
    assert client.get(OWN).status_code == client.get(reverse("home")).status_code == 403
    client.force_login(staff)
    assert client.get(OWN).status_code == 200


def test_an_outsider_whose_campaign_is_over_is_told_so(client, runner, stranger, staff, formed):
    campaign, users = formed
    campaign.cancel(by=runner, reason="Быйыл өтпөйт")
    for user in (users[3], staff):
        client.force_login(user)
        page = client.get(OWN).content.decode()
        assert "You sit in no commission now" in page
    client.force_login(stranger)
    assert client.get(OWN).status_code == 403


@pytest.mark.clause("004-7.3.6")
def test_an_outsider_who_serves_states_their_signature_here(client, stranger, scoring):
    _campaign, users = scoring
    EnablingOrder.objects.create(number="1", date=localdate())
    url = reverse("people:give_statement")
    client.force_login(stranger)
    assert client.get(url).status_code == 403
    client.force_login(users[3])
    assert client.get(url).status_code == 200
    form = {"language": "ky", "password": PASSWORD}
    assert client.post(f"{url}?next={OWN}", form).status_code == 302
    assert Statement.objects.in_force().filter(person=users[3].person).exists()


def test_an_outsider_steps_aside_and_sees_for_whom(client, scoring):
    campaign, users = scoring
    member = seat(campaign, users[3])
    someone = campaign.participants.first()
    client.force_login(users[3])
    form = {"participant": someone.pk, "reason": "Мурун чогуу иштегенбиз"}
    assert client.post(address("recuse", member.pk), form).status_code == 302
    assert "Мурун чогуу" in client.get(address("member", member.pk)).content.decode()


def test_a_blocked_or_foreign_account_opens_nothing(client, scoring):
    campaign, _users = scoring
    stranger = UserFactory(person__is_external=True)
    client.force_login(stranger)
    assert client.get(campaign.get_absolute_url()).status_code == 404
    assert employee("x").is_employee
