"""Addresses that letters do not reach: shown by person, mended, sent again; a light says so."""

import smtplib

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from common import lights
from common.models import JournalEntry, Letter
from common.tasks import send_letters
from tests import factories

pytestmark = pytest.mark.django_db
URL = "/letters/undelivered/"


def letter(person, n=0, **fields):
    return Letter.objects.create(
        **{
            "key": f"u{person.pk}-{n}",
            "person": person,
            "address": person.email,
            "language": "ky",
            "subject": f"Кабар {person.pk}-{n}",
            "body": "Текст",
        }
        | fields
    )


@pytest.fixture
def refused(agency, monkeypatch):
    """Two letters to an address that the mail server knows not."""
    person = agency.staff.person
    letter(person, 1), letter(person, 2)
    with monkeypatch.context() as server:

        def refuse(self):
            raise smtplib.SMTPRecipientsRefused({self.to[0]: (550, b"no such user")})

        server.setattr("common.tasks.EmailMessage.send", refuse)
        send_letters()
    return person


def red():
    with override("en"):
        return [light for light in lights.all_lights() if light.name == "Letters"]


def test_the_administrator_sees_whom_letters_do_not_reach_and_why(client, refused, administrator):
    client.force_login(administrator)
    shown = client.get(URL).content.decode()
    assert refused.full_name in shown
    assert "550 no such user" in shown
    assert refused.email in shown
    assert [light.url for light in red()] == [URL]
    assert URL in client.get("/installation/").content.decode()


def test_after_the_address_is_mended_they_go_again_once(client, refused, administrator):
    refused.email = "mended@example.kg"
    refused.save()
    client.force_login(administrator)
    url = reverse("send_again", args=[refused.pk])
    page = client.get(url)
    token = {"csrfmiddlewaretoken": str(page.context["csrf_token"])}
    first, second = client.post(url, token), client.post(url, token)
    assert (first.status_code, second.status_code) == (302, 302)
    assert JournalEntry.objects.filter(deed="send_letters_again").count() == 1

    send_letters()
    send_letters()
    assert [message.to for message in mail.outbox] == [["mended@example.kg"]] * 2
    assert not red()
    assert refused.full_name not in client.get(URL).content.decode()


def test_what_was_read_meanwhile_is_not_sent_again(client, refused, administrator):
    Letter.objects.filter(key__endswith="-1").read()
    client.force_login(administrator)
    client.post(reverse("send_again", args=[refused.pk]))
    send_letters()
    assert len(mail.outbox) == 1


def test_a_link_to_sign_in_is_not_sent_a_second_time(client, refused, administrator):
    letter(refused, 3, kind="door", state="failed", body="[…]", error="550")
    client.force_login(administrator)
    url = reverse("send_again", args=[refused.pk])
    client.post(url)
    send_letters()
    assert len(mail.outbox) == 2
    assert not Letter.objects.undelivered().exists()


def test_two_administrators_at_once_send_them_once(client, refused, administrator):
    client.force_login(administrator)
    url = reverse("send_again", args=[refused.pk])
    assert client.post(url, {"csrfmiddlewaretoken": "a"}).status_code == 302
    assert client.post(url, {"csrfmiddlewaretoken": "b"}).status_code == 422


def test_without_an_address_they_stay_inside(client, refused, administrator):
    refused.email = ""
    refused.save()
    client.force_login(administrator)
    client.post(reverse("send_again", args=[refused.pk]))
    assert set(Letter.objects.values_list("state", flat=True)) == {"inside"}


def test_a_link_that_holds_no_longer_is_nobodys_trouble(agency):
    letter(agency.staff.person, 1)
    Letter.recall(f"u{agency.staff.person_id}-1")
    assert not red()


def test_only_keepers_of_accounts(client, agency, refused, stranger):
    again = reverse("send_again", args=[refused.pk])
    for user in (stranger, agency.staff, agency.manager, agency.director):
        client.force_login(user)
        assert client.get(URL).status_code == 403
        assert client.post(again).status_code == 403
    assert Letter.objects.filter(state="failed").count() == 2


def test_who_keeps_only_the_installation_sees_but_sends_nothing(client, refused):
    keeper = factories.employee("keeper", "settings.manage")
    client.force_login(keeper)
    assert client.get(URL).status_code == 200
    assert client.post(reverse("send_again", args=[refused.pk])).status_code == 403


def test_constant_questions(client, administrator, django_assert_max_num_queries):
    client.force_login(administrator)
    for many in (3, 60):
        for n in range(many):
            letter(factories.PersonFactory(), many * 100 + n, state="failed", error="550")
        with django_assert_max_num_queries(16):
            assert client.get(f"{URL}?per=100").status_code == 200
