"""Passkeys: genuine ones open, forged, replayed and borrowed answers do not."""

import json

import pytest
from django.urls import reverse

from people.models import Passkey
from tests import factories
from tests.authenticator import PRESENT, Authenticator
from tests.factories import PASSWORD
from tests.people.factors import options, with_passkey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_localhost(client):
    """Where browsers allow passkeys without https."""
    client.defaults["HTTP_HOST"] = "localhost"


@pytest.fixture
def half(client, staff):
    """Staff with a passkey, who has just given the password; and the device."""
    client.force_login(staff)
    device = with_passkey(client, staff)
    client.logout()
    given = client.post(
        reverse("sign_in"),
        {"username": staff.username, "password": PASSWORD, "next": reverse("my_work")},
    )
    assert given["Location"] == reverse("second_step")
    return device


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def step(client, answer):
    return client.post(reverse("second_step"), {"passkey": answer})


# Making one ------------------------------------------------------------------------------------


@pytest.mark.core
def test_a_passkey_is_registered_with_its_name(client, staff):
    client.force_login(staff)

    device = with_passkey(client, staff, "Иштеги компьютер")

    passkey = Passkey.objects.get()
    assert (passkey.user, passkey.name) == (staff, "Иштеги компьютер")
    assert passkey.transports == ["internal"]
    assert staff.recovery_left() == 10
    # The browser is told of it, so that one device is not registered twice.
    client.post(reverse("people:passkey_add"), {"name": "x", "password": PASSWORD})
    asked = json.loads(options(client.get(reverse("people:passkey_make"))))
    assert [known["id"] for known in asked["excludeCredentials"]] == [passkey.credential_id]
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert device.credential


def test_only_after_the_password(client, staff):
    client.force_login(staff)
    made = reverse("people:passkey_make")

    assert client.get(made).status_code == 302
    wrong = {"name": "Телефон", "password": "wrong"}
    assert client.post(reverse("people:passkey_add"), wrong).status_code == 422
    assert client.post(made, {"passkey": "{}"}).status_code == 302
    assert not Passkey.objects.exists()


@pytest.mark.parametrize(
    "bend",
    [
        lambda device, asked: "not json",
        lambda device, asked: "{}",
        lambda device, asked: "[]",
        lambda device, asked: device.make('{"challenge": "c29tZSBvdGhlcg"}'),
        lambda device, asked: Authenticator(origin="http://evil.example").make(asked),
        lambda device, asked: Authenticator(host="evil.example").make(asked),
    ],
)
def test_a_forged_registration_is_refused(client, staff, bend):
    client.force_login(staff)
    client.post(reverse("people:passkey_add"), {"name": "Телефон", "password": PASSWORD})
    asked = options(client.get(reverse("people:passkey_make")))

    response = client.post(
        reverse("people:passkey_make"), {"passkey": bend(Authenticator(), asked)}
    )

    assert response.status_code == 422
    assert not Passkey.objects.exists()


def test_a_registration_is_taken_once(client, staff, director):
    client.force_login(staff)
    device = Authenticator()
    client.post(reverse("people:passkey_add"), {"name": "Телефон", "password": PASSWORD})
    answer = device.make(options(client.get(reverse("people:passkey_make"))))
    client.post(reverse("people:passkey_make"), {"passkey": answer})

    client.post(reverse("people:passkey_add"), {"name": "Дагы", "password": PASSWORD})
    again = client.post(reverse("people:passkey_make"), {"passkey": answer})

    assert again.status_code == 422
    assert Passkey.objects.count() == 1


def test_somebody_elses_passkey_cannot_be_removed(client, staff, director):
    client.force_login(staff)
    with_passkey(client, staff)
    url = reverse("people:passkey_remove", args=[Passkey.objects.get().pk])

    client.force_login(director)
    assert client.post(url, {"password": PASSWORD}).status_code == 404
    client.force_login(staff)
    assert client.post(url, {"password": "wrong"}).status_code == 422
    assert Passkey.objects.exists()
    assert client.post(url, {"password": PASSWORD}).status_code == 302
    assert not Passkey.objects.exists()


# Opening with one ------------------------------------------------------------------------------


@pytest.mark.core
def test_a_passkey_opens_after_the_password(client, half):
    assert not is_in(client)

    answer = half.give(options(client.get(reverse("second_step"))))
    response = step(client, answer)

    assert response["Location"] == reverse("my_work")
    assert is_in(client)
    assert Passkey.objects.get().sign_count == 1
    assert Passkey.objects.get().used_at


@pytest.mark.parametrize(
    "bend",
    [
        lambda device, asked: device.give(asked, forge=True),
        lambda device, asked: device.give(asked, flags=PRESENT),  # nobody's finger or PIN
        lambda device, asked: device.give('{"challenge": "c29tZSBvdGhlcg"}'),
        lambda device, asked: Authenticator().give(asked),  # a device nobody registered
        lambda device, asked: "not json",
        lambda device, asked: '{"id": 7}',
        lambda device, asked: "null",
    ],
)
def test_a_forged_answer_does_not_open(client, half, bend):
    asked = options(client.get(reverse("second_step")))

    assert step(client, bend(half, asked)).status_code == 422
    assert not is_in(client)


def test_an_answer_from_another_site_does_not_open(client, half):
    half.origin = "https://sapat.example.org"

    answer = half.give(options(client.get(reverse("second_step"))))

    assert step(client, answer).status_code == 422


def test_a_replayed_answer_does_not_open(client, half, staff):
    answer = half.give(options(client.get(reverse("second_step"))))
    step(client, answer)
    client.logout()
    client.post(reverse("sign_in"), {"username": staff.username, "password": PASSWORD})

    assert step(client, answer).status_code == 422
    assert not is_in(client)


def test_a_copied_device_is_found_by_its_counter(client, half):
    Passkey.objects.update(sign_count=7)

    answer = half.give(options(client.get(reverse("second_step"))), count=7)

    assert step(client, answer).status_code == 422


def test_devices_that_do_not_count_open_too(client, half):
    answer = half.give(options(client.get(reverse("second_step"))), count=0)

    assert step(client, answer).status_code == 302


def test_a_passkey_of_somebody_else_does_not_open(client, half, director):
    client.force_login(director)
    other = with_passkey(client, director)
    client.logout()
    client.post(
        reverse("sign_in"),
        {"username": Passkey.objects.first().user.username, "password": PASSWORD},
    )

    answer = other.give(options(client.get(reverse("second_step"))))

    assert step(client, answer).status_code == 422


# Where they work --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "host", "works"),
    [
        ("https://sapat.example.kg", "sapat.example.kg", True),
        ("https://sapat.example.kg:8443", "sapat.example.kg:8443", True),
        ("https://sapat.example.kg", "other.example.kg", False),
        ("http://sapat.example.kg", "sapat.example.kg", False),
        ("https://192.0.2.7", "192.0.2.7", False),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", False),
        ("http://127.0.0.1:8000", "localhost:8000", True),
    ],
)
def test_passkeys_are_offered_where_browsers_allow_them(
    client, staff, settings, address, host, works
):
    settings.PUBLIC_BASE_URL = address
    client.force_login(staff)

    page = client.get(reverse("people:factors"), HTTP_HOST=host).content.decode()

    assert (reverse("people:passkey_add") in page) == works


def test_in_production_this_machine_is_no_address(client, staff, settings):
    settings.PUBLIC_BASE_URL, settings.PRODUCTION = "https://sapat.example.kg", True
    client.force_login(staff)

    page = client.get(reverse("people:factors")).content.decode()

    assert reverse("people:passkey_add") not in page
    assert "https://sapat.example.kg" in page


# Signing with one --------------------------------------------------------------------------------


@pytest.fixture
def signing(client, draft, agency):
    """A paper that waits for the director, who has a passkey."""
    factories.agreed(draft, agency)
    client.force_login(agency.director)
    return with_passkey(client, agency.director)


def approve(client, version, **given):
    given = {"seen": version.sheet.manifest_hash, "order_date": "2026-01-05"} | given
    given.setdefault("in_force_from", factories.localdate().isoformat())
    return client.post(f"{version.get_absolute_url()}approve/", given)


@pytest.mark.core
@pytest.mark.clause("004-7.3.6")
def test_a_passkey_signs_in_place_of_the_password(client, signing, draft):
    page = client.get(f"{draft.get_absolute_url()}approve/")

    response = approve(client, draft, passkey=signing.give(options(page)))

    assert response.status_code == 302, response.content.decode()
    (signature,) = [line.signature for line in draft.sheet.lines.filter(kind="approve")]
    assert signature.facts["means"] == "passkey"


@pytest.mark.core
def test_the_signature_says_that_it_was_the_password(client, signing, draft):
    assert approve(client, draft, password=PASSWORD).status_code == 302

    (signature,) = [line.signature for line in draft.sheet.lines.filter(kind="approve")]
    assert signature.facts["means"] == "password"


def test_a_session_alone_never_signs(client, signing, draft):
    for given in ({}, {"password": ""}, {"passkey": ""}, {"passkey": "{}"}, {"means": "passkey"}):
        assert approve(client, draft, **given).status_code == 422

    draft.refresh_from_db()
    assert draft.state == "approving"


def test_an_answer_for_one_text_does_not_sign_another(client, signing, draft, agency):
    other = factories.VersionFactory(
        document__type=agency.local_act, author=agency.manager.person, html="<p>1. Башка.</p>"
    )
    factories.agreed(other, agency)
    answer = signing.give(options(client.get(f"{draft.get_absolute_url()}approve/")))

    assert approve(client, other, passkey=answer).status_code == 422
    other.refresh_from_db()
    assert other.state == "approving"


def test_an_answer_given_at_the_door_does_not_sign(client, signing, draft, director):
    client.logout()
    client.post(reverse("sign_in"), {"username": director.username, "password": PASSWORD})
    door = options(client.get(reverse("second_step")))
    step(client, signing.give(options(client.get(reverse("second_step")))))
    assert is_in(client)

    assert approve(client, draft, passkey=signing.give(door)).status_code == 422


def test_an_answer_signs_once(client, signing, draft, agency):
    answer = signing.give(options(client.get(f"{draft.get_absolute_url()}approve/")))
    bad = approve(client, draft, passkey=answer, in_force_from="2020-01-01")
    assert bad.status_code == 422  # the deed refused the day; the answer is used up

    assert approve(client, draft, passkey=answer).status_code == 422
    fresh = signing.give(options(bad))
    assert approve(client, draft, passkey=fresh).status_code == 302


def test_where_the_profile_wants_the_password_no_passkey_signs(client, signing, draft, agency):
    asked = options(client.get(f"{draft.get_absolute_url()}approve/"))
    agency.organisation.switches["sign_reauthentication"] = "password"
    agency.organisation.save()

    page = client.get(f"{draft.get_absolute_url()}approve/").content.decode()

    assert "data-passkey" not in page
    assert approve(client, draft, passkey=signing.give(asked)).status_code == 422
    assert approve(client, draft, password=PASSWORD).status_code == 302
