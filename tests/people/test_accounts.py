"""Accounts: invited, active, blocked, reset; links that open once; no hint who exists."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from common import tasks as house
from common.models import JournalEntry, Letter
from people.models import Invitation, InvitationClosed, Person, Power, User
from people.usernames import propose
from tests import factories
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NEW = "Жаңы-купуя-сөз-2026"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def keeper(client, administrator):
    client.force_login(administrator)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def newcomer(agency):
    person = factories.PersonFactory(surname="Токтосунов", given="Нурбек", language="en")
    person.appointments.create(position=agency.staff.person.appointments.get().position)
    return person


def invite(keeper, person, way="letter", username="toktosunov"):
    url = reverse("people:account_add", args=[person.pk])
    return keeper.post(url, {"username": username, "way": way})


def link_in(text: str) -> str:
    return next(word for word in text.split() if "/i/" in word).partition("8000")[2]


def step(user, name):
    return reverse("people:account_step", args=[user.pk, name])


def choose(client, link, password=NEW):
    return client.post(link, {"new_password1": password, "new_password2": password})


# Inviting -----------------------------------------------------------------------------------


@pytest.mark.core
def test_an_invitation_by_letter_opens_the_account(keeper, newcomer):
    assert invite(keeper, newcomer).status_code == 302

    house.send_letters()
    (letter,) = mail.outbox
    assert letter.to == [newcomer.email]
    link = link_in(letter.body)
    guest = Client()
    assert newcomer.full_name in guest.get(link).content.decode()
    assert choose(guest, link).status_code == 302
    user = User.objects.get(person=newcomer)
    assert user.state == "active"
    assert user.check_password(NEW)
    assert guest.get("/").status_code == 200
    assert [e.deed for e in JournalEntry.objects.about(user)] == [
        *("open_account", "invite", "choose_password", "sign_in")
    ]


@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.core
def test_the_link_stays_nowhere_once_the_letter_is_gone(keeper, newcomer):
    invite(keeper, newcomer)
    code = link_in(Letter.objects.get().secret).strip("/").rpartition("/")[2]
    house.send_letters()

    assert code in mail.outbox[0].body
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += [table for row in cursor.fetchall() if code in str(row)]
    assert not found


@pytest.mark.core
@pytest.mark.drill("invitation-twice")
def test_an_invitation_used_twice_is_told_plainly(keeper, newcomer):
    invite(keeper, newcomer)
    link = link_in(Letter.objects.get().secret)
    choose(Client(), link)
    user = User.objects.get(person=newcomer)

    again = choose(Client(), link, "Башка-купуя-сөз-2026")

    assert again.status_code == 410
    assert Client().get(link).status_code == 410
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_two_who_open_the_same_link_at_once(keeper, newcomer):
    """Both pages are open; the second to press the button is told, whatever it had read."""
    invite(keeper, newcomer)
    code = link_in(Letter.objects.get().secret).strip("/").rpartition("/")[2]
    first, second = Invitation.objects.find(code), Invitation.objects.find(code)
    first.take(NEW)

    with pytest.raises(InvitationClosed, match="used"):
        second.take("Башка-купуя-сөз-2026")


def test_a_link_too_old_says_whom_to_ask(keeper, newcomer, administrator):
    invite(keeper, newcomer)
    link = link_in(Letter.objects.get().secret)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    guest = Client()
    guest.cookies["django_language"] = "en"

    response = guest.get(link)

    assert response.status_code == 410
    assert "too old" in response.content.decode()
    assert administrator.person.short_name in response.content.decode()


def test_a_newer_link_closes_the_older_and_its_letter(keeper, newcomer):
    invite(keeper, newcomer)
    old = link_in(Letter.objects.get().secret)
    user = User.objects.get(person=newcomer)

    keeper.post(step(user, "invite"), {"way": "letter"})

    assert Client().get(old).status_code == 410
    first, second = Letter.objects.order_by("pk")
    assert (first.state, first.secret) == ("failed", "")
    assert Client().get(link_in(second.secret)).status_code == 200


@pytest.mark.core
def test_the_same_form_twice_and_two_administrators_make_one_account(keeper, newcomer):
    other = Client()
    other.force_login(factories.administrator())

    assert invite(keeper, newcomer).status_code == 302
    assert invite(keeper, newcomer).status_code == 302
    assert invite(other, newcomer, username="another").status_code == 302

    assert User.objects.filter(person=newcomer).count() == 1
    assert Letter.objects.count() == 1


def test_a_user_name_is_never_given_again(keeper, newcomer, agency):
    User.objects.filter(pk=agency.staff.pk).update(state="blocked", is_active=False)

    response = invite(keeper, newcomer, username=agency.staff.username.upper())

    assert response.status_code == 422
    assert not User.objects.filter(person=newcomer).exists()


def test_a_user_name_is_not_somebodys_address(keeper, newcomer, agency):
    assert invite(keeper, newcomer, username=agency.staff.email).status_code == 422


@pytest.mark.parametrize(
    ("names", "taken", "proposed"),
    [
        (("Үсөнов", "Өмүр"), [], "usonov"),
        (("Үсөнов", "Өмүр"), ["usonov"], "o.usonov"),
        (("Үсөнов", "Өмүр"), ["usonov", "o.usonov"], "usonov2"),
        (("Жээнбекова", "Чынар"), [], "jeenbekova"),
    ],
)
def test_user_names_are_proposed_in_latin_letters(names, taken, proposed):
    for name in taken:
        factories.UserFactory(username=name)
    assert propose(Person(surname=names[0], given=names[1])) == proposed


def test_without_an_address_the_invitation_is_printed(keeper, newcomer):
    Person.objects.filter(pk=newcomer.pk).update(email="")

    assert invite(keeper, newcomer, way="letter").status_code == 422
    response = invite(keeper, newcomer, way="paper")

    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    assert response.content.startswith(b"%PDF-")
    assert not Letter.objects.exists()


def test_a_printed_code_is_typed_by_hand(newcomer, administrator):
    user = User.open_for(newcomer, by=administrator, username="toktosunov", by_letter=False)
    guest = Client()

    wrong = guest.post(reverse("invitation_code"), {"code": "no-such-code"})
    right = guest.post(
        reverse("invitation_code"), {"code": f" {user.invitation.readable_code.upper()} "}
    )

    assert wrong.status_code == 422
    assert choose(guest, right["Location"]).status_code == 302


@pytest.mark.core
def test_with_a_dead_mail_server_the_invitation_stands(keeper, newcomer, monkeypatch):
    def dead(self, fail_silently=False):
        raise smtplib.SMTPServerDisconnected("no answer")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", dead)
    assert invite(keeper, newcomer).status_code == 302

    house.send_letters()

    letter = Letter.objects.get()
    assert letter.state == "waiting"
    assert Client().get(link_in(letter.secret)).status_code == 200
    user = User.objects.get(person=newcomer)
    printed = keeper.post(step(user, "invite"), {"way": "paper"})
    assert printed.content.startswith(b"%PDF-")
    letter.refresh_from_db()
    assert (letter.state, letter.secret) == ("failed", "")  # a dead link is not sent later


# Blocking, resetting ------------------------------------------------------------------------


@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.core
def test_a_blocked_account_is_out_at_once(keeper, agency):
    theirs = Client()
    theirs.force_login(agency.staff)
    assert theirs.get("/").status_code == 200

    keeper.post(step(agency.staff, "block"), {"reason": "Left"})

    assert theirs.get("/").status_code == 302
    agency.staff.refresh_from_db()
    assert (agency.staff.state, agency.staff.is_active) == ("blocked", False)
    assert "Left" not in str(JournalEntry.objects.about(agency.staff).get().details)
    keeper.post(step(agency.staff, "unblock"))
    assert theirs.get("/").status_code == 302  # the old session does not come back
    agency.staff.refresh_from_db()
    assert agency.staff.state == "active"


def test_a_blocked_account_cannot_be_opened_by_an_older_link(keeper, newcomer):
    invite(keeper, newcomer)
    link = link_in(Letter.objects.get().secret)
    user = User.objects.get(person=newcomer)
    keeper.post(step(user, "block"), {"reason": "A mistake"})

    assert choose(Client(), link).status_code == 410
    keeper.post(step(user, "unblock"))
    user.refresh_from_db()
    assert user.state == "invited"


@pytest.mark.core
def test_a_reset_kills_the_old_password_and_every_session(keeper, agency):
    theirs = Client()
    theirs.force_login(agency.staff)

    keeper.post(step(agency.staff, "reset"), {"way": "letter"})

    assert theirs.get("/").status_code == 302
    typed = {"username": agency.staff.username, "password": PASSWORD}
    assert theirs.post(reverse("sign_in"), typed).status_code == 422
    link = link_in(Letter.objects.get().secret)
    assert choose(Client(), link).status_code == 302
    agency.staff.refresh_from_db()
    assert agency.staff.check_password(NEW)


def test_nobody_blocks_their_own_account(keeper, administrator):
    factories.administrator()
    assert keeper.get(step(administrator, "block")).status_code == 403


@pytest.mark.core
def test_the_last_keeper_cannot_be_blocked(administrator, agency):
    """Not even by somebody whose powers come in another way."""
    other = factories.administrator()
    url = step(administrator, "block")
    client = Client()
    client.force_login(other)
    other.person.appointments.update(until=localdate())
    User.objects.filter(pk=other.pk).update(state="invited")

    response = client.post(url, {"reason": "x"})

    assert response.status_code == 422
    administrator.refresh_from_db()
    assert administrator.state == "active"


def test_a_step_taken_meanwhile_by_another_is_told(keeper, agency):
    keeper.post(step(agency.staff, "block"), {"reason": "x"})
    assert keeper.post(step(agency.staff, "block"), {"reason": "y"}).status_code == 409
    agency.staff.refresh_from_db()
    assert agency.staff.block_reason == "x"


# Forgotten ----------------------------------------------------------------------------------


def forgot(name):
    guest = Client()
    response = guest.post(reverse("forgotten"), {"username": name})
    return response.status_code, re.sub(r'value="\w{64}"', "", response.content.decode())


@pytest.mark.core
def test_the_answer_never_says_who_exists(agency):
    answers = [forgot(name) for name in (agency.staff.username, agency.staff.email, "nobody")]

    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 200
    assert {letter.person for letter in Letter.objects.all()} == {agency.staff.person}


def test_a_forgotten_password_holds_until_a_new_one_is_chosen(agency):
    forgot(agency.staff.username)

    agency.staff.refresh_from_db()
    assert agency.staff.check_password(PASSWORD)
    assert choose(Client(), link_in(Letter.objects.get().secret)).status_code == 302
    agency.staff.refresh_from_db()
    assert agency.staff.check_password(NEW)


def test_a_blocked_account_gets_no_letter(agency, administrator):
    agency.staff.block(by=administrator, reason="x")
    forgot(agency.staff.username)
    assert not Letter.objects.exists()


def test_one_name_gets_three_letters_an_hour(agency):
    answers = {forgot(agency.staff.username)[0] for _n in range(6)}
    assert answers == {200}
    assert Letter.objects.count() == 3


def test_one_address_asks_ten_times_an_hour(agency):
    codes = [forgot(f"nobody{n}")[0] for n in range(11)]
    assert codes == [200] * 10 + [429]


def test_with_a_dead_cache_nobody_is_shut_out(agency, monkeypatch):
    def dead(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr("common.rates.cache.add", dead)
    assert forgot(agency.staff.username)[0] == 200
    assert Letter.objects.count() == 1


def test_a_link_is_no_way_around_a_second_factor(agency, monkeypatch):
    monkeypatch.setattr(User, "has_second_factor", True)
    forgot(agency.staff.username)
    guest = Client()

    response = choose(guest, link_in(Letter.objects.get().secret))

    assert response["Location"] == reverse("second_step")
    assert guest.get("/").status_code == 302


# The register -------------------------------------------------------------------------------


def test_the_register_takes_the_same_queries_for_any_length(keeper, agency):
    url = reverse("people:accounts")
    keeper.get(url)
    with CaptureQueriesContext(connection) as few:
        keeper.get(url)
    for n in range(5):
        factories.employee(f"post{n}", f"power.{n}", "documents.author")

    with CaptureQueriesContext(connection) as many:
        page = keeper.get(url).content.decode()

    assert len(many) == len(few)
    assert agency.director.username in page


def test_accounts_are_found_by_name_state_and_power(keeper, agency):
    User.objects.filter(pk=agency.staff.pk).update(state="blocked", is_active=False)
    url = reverse("people:accounts")

    blocked = keeper.get(url, {"state": "blocked"}).content.decode()
    by_name = keeper.get(url, {"q": agency.office.username}).content.decode()
    power = Power.objects.get(code="nomenclature.keep")
    holders = keeper.get(url, {"power": power.pk}).content.decode()

    assert agency.staff.username in blocked
    assert agency.office.username not in blocked
    assert agency.office.username in by_name
    assert agency.office.username in holders
    assert agency.staff.username not in holders
