"""A door shut by wrong answers: it is seen, it can be opened, and opening it is a deed."""

import pytest
from django.test import Client
from django.urls import reverse

from common.models import JournalEntry
from people import limits
from tests import factories
from tests.factories import PASSWORD
from tests.people.factors import WRONG, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
STEP = "/sign-in/second-step/"


@pytest.fixture(autouse=True)
def locks(settings):
    settings.AXES_ENABLED = True


@pytest.fixture
def keeper(client, administrator):
    client.force_login(administrator)
    client.cookies["django_language"] = "en"
    return client


def sign_in(user, password=PASSWORD, **more):
    guest = Client()
    data = {"username": user.username, "password": password}
    return guest.post(reverse("sign_in"), data, **more)


def shut(user):
    for _n in range(5):
        sign_in(user, "wrong")
    assert sign_in(user).status_code == 429


def url(user, name="open_lock"):
    return reverse("people:account_step", args=[user.pk, name])


@pytest.mark.core
def test_the_lock_is_seen_and_opened_and_the_owner_is_in(keeper, staff, administrator):
    assert "Open the lock" not in keeper.get(staff.get_absolute_url()).content.decode()
    shut(staff)

    page = keeper.get(staff.get_absolute_url()).content.decode()
    assert "Locked after wrong answers" in page
    assert url(staff) in page
    assert "Locked until" in keeper.get(reverse("people:accounts")).content.decode()

    assert keeper.post(url(staff)).status_code == 302

    assert sign_in(staff).status_code == 302
    entry = JournalEntry.objects.get(deed="open_lock")
    assert (entry.object, entry.user) == (staff, administrator)
    assert "Locked" not in keeper.get(reverse("people:accounts")).content.decode()


@pytest.mark.core
def test_a_lock_of_codes_is_opened_too(keeper, staff, client):
    with_app(staff)
    guests = [Client() for _n in range(3)]
    for n in range(limits.WRONG_CODES):
        guest = guests[n // 4]
        if n % 4 == 0:
            data = {"username": staff.username, "password": PASSWORD}
            guest.post(reverse("sign_in"), data, REMOTE_ADDR=f"192.0.2.{n}")
        guest.post(STEP, {"code": WRONG}, REMOTE_ADDR=f"192.0.2.{n - n % 4}")
    assert limits.codes_are_shut(staff)
    assert staff.shut_until

    keeper.post(url(staff))

    assert not limits.codes_are_shut(staff)
    assert staff.shut_until is None


def test_a_lock_that_ended_is_said_to_have_ended(keeper, staff, clock):
    shut(staff)
    clock.shift(minutes=16)

    assert staff.shut_until is None
    assert keeper.post(url(staff)).status_code == 409
    assert not JournalEntry.objects.filter(deed="open_lock").exists()


def test_the_lock_of_another_is_left_alone(keeper, agency):
    shut(agency.staff)
    shut(agency.manager)

    keeper.post(url(agency.staff))

    assert agency.manager.shut_until


def test_only_who_keeps_accounts_opens_a_lock(client, agency, administrator):
    shut(agency.staff)
    for user in (agency.director, agency.manager, agency.staff):
        client.force_login(user)
        assert client.post(url(agency.staff)).status_code in (403, 404)
    shut(administrator)
    client.force_login(administrator)
    assert client.post(url(administrator)).status_code == 403


@pytest.mark.parametrize("count", [1, 8])
def test_the_register_asks_for_locks_once(keeper, count, django_assert_max_num_queries):
    for _n in range(count):
        shut(factories.UserFactory())
    keeper.get(reverse("people:accounts"))
    with django_assert_max_num_queries(16):
        keeper.get(reverse("people:accounts"))
