"""Signing in in two steps: nothing opens in between, and no way leads round the lock."""

import pytest
from django.conf import settings as project
from django.urls import reverse

from common.models import JournalEntry
from people import limits
from people.models import Totp
from tests import factories
from tests.factories import PASSWORD
from tests.people.factors import WRONG, with_app, with_passkey

pytestmark = pytest.mark.django_db
STEP = "/sign-in/second-step/"


@pytest.fixture
def locks(settings):
    settings.AXES_ENABLED = True


@pytest.fixture
def app(staff):
    return with_app(staff)


def sign_in(client, user, password=PASSWORD, **more):
    name = user if isinstance(user, str) else user.username
    return client.post(reverse("sign_in"), {"username": name, "password": password, **more})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def deeds(user):
    return list(JournalEntry.objects.about(user).values_list("deed", flat=True))


# Two steps -------------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
def test_nothing_opens_between_the_two_steps(client, staff, app, locks):
    response = sign_in(client, staff, next=reverse("my_work"))

    assert response["Location"] == STEP
    assert not is_in(client)
    for page in ("/", reverse("my_work"), "/people/me/sign-in/", "/people/me/password/"):
        assert client.get(page)["Location"].startswith("/sign-in/?next=")

    assert client.post(STEP, {"code": app.code()})["Location"] == reverse("my_work")
    assert client.get(reverse("my_work")).status_code == 200
    entry = JournalEntry.objects.get(deed="sign_in")
    assert (entry.user, entry.details["means"], entry.ip) == (
        staff,
        ["password", "app"],
        "127.0.0.1",
    )


def test_who_has_no_second_factor_is_in_at_once(client, staff):
    assert sign_in(client, staff)["Location"] == "/"
    assert is_in(client)
    assert JournalEntry.objects.get(deed="sign_in").details["means"] == ["password"]


def test_the_second_page_alone_leads_to_the_first(client, staff, app):
    assert client.get(STEP)["Location"] == reverse("sign_in")
    assert client.post(STEP, {"code": app.code()})["Location"] == reverse("sign_in")
    assert not is_in(client)


@pytest.mark.parametrize("code", [WRONG, "", "12 34", "х" * 20, "123456789012"])
def test_a_wrong_code_does_not_open(client, staff, app, code):
    sign_in(client, staff)

    assert client.post(STEP, {"code": code}).status_code == 422
    assert not is_in(client)


def test_a_code_with_a_gap_in_it_opens(client, staff, app):
    sign_in(client, staff)
    code = app.code()

    assert client.post(STEP, {"code": f"{code[:3]} {code[3:]}"}).status_code == 302


def test_a_code_does_not_open_twice(client, staff, app):
    code = app.code()
    sign_in(client, staff)
    client.post(STEP, {"code": code})
    client.post(reverse("sign_out"))
    sign_in(client, staff)

    assert client.post(STEP, {"code": code}).status_code == 422


def test_the_same_form_twice_is_no_harm(client, staff, app):
    code = app.code()
    sign_in(client, staff)
    client.post(STEP, {"code": code})

    again = client.post(STEP, {"code": code})

    assert again["Location"] == "/"
    assert deeds(staff).count("sign_in") == 1
    assert "refuse_code" not in deeds(staff)


def test_a_recovery_code_opens_once(client, staff, app):
    codes = staff.make_recovery_codes()
    sign_in(client, staff)
    assert "recovery" in client.get(STEP).content.decode()

    assert client.post(STEP + "?recovery", {"code": codes[0].upper()}).status_code == 302
    client.post(reverse("sign_out"))
    sign_in(client, staff)
    assert client.post(STEP + "?recovery", {"code": codes[0]}).status_code == 422


def test_the_second_step_waits_ten_minutes(client, staff, app, monkeypatch):
    sign_in(client, staff)
    monkeypatch.setattr("people.signin.HALF_LASTS", -1)

    assert client.post(STEP, {"code": app.code()})["Location"] == reverse("sign_in")
    assert not is_in(client)


@pytest.mark.parametrize("change", ["block", "password"])
def test_what_changed_in_between_counts(client, staff, app, change):
    sign_in(client, staff)
    if change == "block":
        staff.is_active = False
    else:
        staff.set_password("Башкача-сөз-2026")
    staff.save()

    assert client.post(STEP, {"code": app.code()})["Location"] == reverse("sign_in")
    assert not is_in(client)


def test_signing_in_is_cheap(client, staff, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        sign_in(client, staff)


# The lock --------------------------------------------------------------------------------------


@pytest.mark.core
def test_wrong_codes_and_wrong_passwords_count_together(client, staff, app, locks):
    sign_in(client, staff, "wrong")
    sign_in(client, staff.email, "wrong")
    sign_in(client, staff)
    for _n in range(2):
        assert client.post(STEP, {"code": WRONG}).status_code == 422

    assert client.post(STEP, {"code": WRONG}).status_code == 429
    assert client.post(STEP, {"code": app.code()}).status_code == 429
    assert sign_in(client, staff).status_code == 429
    assert deeds(staff).count("lock") == 1


@pytest.mark.parametrize("way", ["again", "e-mail", "session", "recovery", "passkey"])
def test_no_way_leads_round_the_lock(client, client2, staff, app, locks, way):
    """The right password in between, the e-mail, a new session: the count goes on."""
    for n in range(5):
        if n and way in ("again", "e-mail"):
            sign_in(client, staff if way == "again" else staff.email)
        elif way == "session":
            client = client2 if n % 2 else client
            sign_in(client, staff)
        elif not n:
            sign_in(client, staff)
        given = {"passkey": "{}"} if way == "passkey" else {"code": WRONG}
        shut = client.post(STEP + ("?recovery" if way == "recovery" else ""), given)

    assert shut.status_code == 429
    for name in (staff.username, staff.email, staff.username.upper()):
        assert sign_in(client2, name).status_code == 429


@pytest.fixture
def client2():
    from django.test import Client

    return Client()


def test_a_stolen_session_cannot_try_passwords(client, staff, locks):
    client.force_login(staff)
    url = reverse("people:password")
    new = "Жаңы-купуя-сөз-2026"
    for _n in range(4):
        wrong = {"old_password": "x", "new_password1": new, "new_password2": new}
        assert client.post(url, wrong).status_code == 422

    assert client.post(url, wrong).status_code == 429
    assert client.post(url, wrong | {"old_password": PASSWORD}).status_code == 429
    staff.refresh_from_db()
    assert staff.check_password(PASSWORD)


def test_nor_at_signing(client, draft, agency, locks):
    factories.agreed(draft, agency)
    client.force_login(agency.director)
    url = f"{draft.get_absolute_url()}approve/"
    given = {
        "seen": draft.sheet.manifest_hash,
        "order_date": "2026-01-05",
        "in_force_from": factories.localdate().isoformat(),
        # Another name in the form counts for nobody else.
        "username": agency.staff.username,
    }
    codes = [client.post(url, given | {"password": "x"}).status_code for _n in range(5)]

    assert codes == [422] * 4 + [429]
    assert client.post(url, given | {"password": PASSWORD}).status_code == 429
    draft.refresh_from_db()
    assert draft.state == "approving"
    client.logout()
    assert sign_in(client, agency.staff).status_code == 302


def test_changing_factors_neither(client, staff, app, locks):
    client.force_login(staff)
    url = reverse("people:app_remove")
    codes = [client.post(url, {"password": "x"}).status_code for _n in range(5)]

    assert codes == [422] * 4 + [429]
    assert client.post(url, {"password": PASSWORD}).status_code == 429
    assert Totp.objects.exists()


def test_codes_from_many_addresses_shut_the_account(client, staff, app, locks):
    """Who has the password and many addresses has ten tries, not five from each."""
    for n in range(limits.WRONG_CODES):
        here = {"REMOTE_ADDR": f"192.0.2.{n}"}
        client.post(reverse("sign_in"), {"username": staff.username, "password": PASSWORD}, **here)
        assert client.post(STEP, {"code": WRONG}, **here).status_code == 422

    there = {"REMOTE_ADDR": "198.51.100.1"}
    client.post(reverse("sign_in"), {"username": staff.username, "password": PASSWORD}, **there)
    assert client.post(STEP, {"code": app.code()}, **there).status_code == 429
    assert deeds(staff).count("lock") == 1
    assert deeds(staff).count("refuse_code") == limits.WRONG_CODES


def test_many_names_from_one_address_shut_it(client, staff, locks, monkeypatch):
    monkeypatch.setattr(limits, "FROM_ONE_ADDRESS", 8)
    for n in range(8):
        assert sign_in(client, f"name{n}", "wrong").status_code == 422

    assert sign_in(client, staff).status_code == 429
    elsewhere = {"username": staff.username, "password": PASSWORD}
    assert client.post(reverse("sign_in"), elsewhere, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_behind_a_proxy_the_caller_does_not_choose_an_address(client, staff, locks, settings):
    settings.BEHIND_PROXY = True
    for n in range(5):
        shut = client.post(
            reverse("sign_in"),
            {"username": staff.username, "password": "wrong"},
            HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, 192.0.2.1",
        )

    assert shut.status_code == 429
    assert set(JournalEntry.objects.values_list("ip", flat=True)) == {"192.0.2.1"}


def test_a_house_with_ipv6_has_one_address(client, staff, locks):
    for n in range(5):
        shut = client.post(
            reverse("sign_in"),
            {"username": staff.username, "password": "wrong"},
            REMOTE_ADDR=f"2001:db8::{n}",
        )

    assert shut.status_code == 429


def test_the_door_opens_again_when_nobody_tries(client, staff, locks, monkeypatch):
    for _n in range(5):
        sign_in(client, staff, "wrong")
    from axes.models import AccessAttempt

    before = AccessAttempt.objects.get().attempt_time
    assert sign_in(client, staff).status_code == 429
    assert AccessAttempt.objects.get().attempt_time == before  # trying does not prolong it

    AccessAttempt.objects.update(attempt_time=before - project.AXES_COOLOFF_TIME)
    assert sign_in(client, staff).status_code == 302


def test_no_secret_is_kept_of_what_was_tried(client, staff, app, locks):
    from axes.models import AccessAttempt

    sign_in(client, staff)
    client.post(STEP, {"code": "424242"})

    kept = "".join(AccessAttempt.objects.values_list("post_data", flat=True))
    assert "424242" not in kept
    assert "csrfmiddlewaretoken=1" not in kept


# Required by the profile --------------------------------------------------------------------------


@pytest.fixture
def required(agency):
    agency.organisation.switches["second_factor_powers"] = ["documents.approve"]
    agency.organisation.save()


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
def test_who_must_have_one_is_led_to_set_it_up_and_opens_nothing_else(client, director, required):
    mine = reverse("people:factors")

    assert sign_in(client, director)["Location"] == mine
    for page in ("/", "/documents/", "/journal/", "/people/me/password/", reverse("my_work"), STEP):
        assert client.get(page)["Location"] in (mine, "/"), page
    assert client.post("/theme/", {"theme": "dark"}).status_code == 302
    assert client.post("/language/", {"language": "ru"})["Location"] == "/"
    assert client.get(mine).status_code == 200

    page = client.get(reverse("people:app_add")).content.decode()
    app = app_on(page)
    codes = client.post(reverse("people:app_add"), {"code": app.code(), "password": PASSWORD})
    assert codes.status_code == 200
    assert client.get("/").status_code == 200


def app_on(page):
    import re

    from tests.people.factors import App

    return App(re.search(r'class="app-secret">([A-Z2-7 ]+)<', page)[1])


def test_a_passkey_will_do_as_well(client, director, required):
    sign_in(client, director)

    with_passkey(client, director)

    assert client.get("/").status_code == 200


def test_who_holds_no_such_power_is_not_asked(client, staff, required):
    assert sign_in(client, staff)["Location"] == "/"
    assert client.get("/").status_code == 200


def test_another_session_that_knows_only_the_password_must_show_it(
    client, client2, director, required
):
    sign_in(client2, director)
    app = with_app(director)

    assert client2.get("/")["Location"] == STEP
    assert client2.get(reverse("people:factors"))["Location"] == STEP
    assert client2.post(STEP, {"code": WRONG}).status_code == 422
    assert client2.get("/")["Location"] == STEP
    assert client2.post(STEP, {"code": app.code()}).status_code == 302
    assert client2.get("/").status_code == 200


def test_it_is_asked_again_after_it_was_taken_away(client, director, required):
    with_app(director)
    director.reset_second_factor(by=director, reason="lost")

    assert sign_in(client, director)["Location"] == reverse("people:factors")
