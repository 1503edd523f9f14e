"""Signing in: by user name or e-mail, shut after five wrong passwords, no hint who exists."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def locks(settings):
    settings.AXES_ENABLED = True


def sign_in(client, name, password):
    return client.post(reverse("sign_in"), {"username": name, "password": password})


@pytest.mark.core
def test_by_user_name_or_e_mail(client, agency, locks):
    for name in (agency.staff.username.upper(), agency.staff.email):
        assert sign_in(client, name, PASSWORD).status_code == 302
        client.logout()


def test_the_answer_does_not_say_who_exists(client, agency, locks):
    wrong = sign_in(client, agency.staff.username, "no").content.decode()
    unknown = sign_in(client, "nobody", "no").content.decode()

    def sentence(page):
        return page.replace(agency.staff.username, "X").replace("nobody", "X").split("csrf")[0]

    assert sentence(wrong) == sentence(unknown)


@pytest.mark.core
def test_five_wrong_passwords_shut_the_door_for_name_and_e_mail(client, agency, locks):
    for n in range(5):
        name = agency.staff.email if n % 2 else agency.staff.username
        response = sign_in(client, name, "wrong")

    assert response.status_code == 429
    for name in (agency.staff.username, agency.staff.email):
        assert sign_in(client, name, PASSWORD).status_code == 429
    assert sign_in(client, agency.director.username, PASSWORD).status_code == 302


def test_a_blocked_account_does_not_get_in(client, agency, locks):
    agency.staff.is_active = False
    agency.staff.save()

    assert sign_in(client, agency.staff.username, PASSWORD).status_code == 422


@pytest.mark.parametrize("weak", ["кыска", "1234567890", "password123"])
def test_weak_passwords_are_refused(weak):
    with pytest.raises(ValidationError):
        validate_password(weak)


def test_a_password_is_changed_with_the_old_one(client, agency):
    client.force_login(agency.staff)
    url = reverse("people:password")
    new = "Жаңы-купуя-сөз-2026"

    wrong = {"old_password": "x", "new_password1": new, "new_password2": new}
    assert client.post(url, wrong).status_code == 422
    assert client.post(url, wrong | {"old_password": PASSWORD}).status_code == 302

    agency.staff.refresh_from_db()
    assert agency.staff.check_password(new)
