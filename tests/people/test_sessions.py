"""Sessions: listed, ended from anywhere, over when idle; a forged or ended key opens nothing."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.models import JournalEntry
from people import devices
from people.models import UserSession
from people.tasks import sweep_accounts
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"


def signed_in(user, agent=FIREFOX) -> Client:
    """A browser in which the user signed in by the door."""
    browser = Client(headers={"user-agent": agent})
    typed = {"username": user.username, "password": PASSWORD}
    assert browser.post(reverse("sign_in"), typed).status_code == 302
    browser.cookies["django_language"] = "en"
    return browser


def is_in(browser) -> bool:
    return browser.get("/").status_code == 200


@pytest.mark.core
def test_everybody_sees_where_they_are_signed_in(agency):
    here, phone = signed_in(agency.staff), signed_in(agency.staff, PHONE)
    signed_in(agency.office)

    page = here.get(reverse("people:sessions")).content.decode()

    assert page.count("last seen") == 2
    assert "Firefox, Linux" in page
    assert "Chrome, Android" in page
    assert page.count("This device") == 1
    assert is_in(phone)


@pytest.mark.core
def test_one_session_is_ended_from_another(agency):
    here, phone = signed_in(agency.staff), signed_in(agency.staff, PHONE)
    row = agency.staff.sessions.get(agent=PHONE)

    here.post(reverse("people:sessions"), {"session": row.pk})

    assert not is_in(phone)
    assert is_in(here)
    ended = JournalEntry.objects.about(agency.staff).get(deed="end_sessions")
    assert ended.details == {"sessions": 1}


def test_all_others_are_ended_with_one_button(agency):
    here, *others = (signed_in(agency.staff) for _n in range(3))

    here.post(reverse("people:sessions"))

    assert is_in(here)
    assert not any(is_in(other) for other in others)


def test_nobody_ends_a_strangers_session(agency):
    here, theirs = signed_in(agency.staff), signed_in(agency.office)
    row = agency.office.sessions.get()

    assert here.post(reverse("people:sessions"), {"session": row.pk}).status_code == 404
    assert is_in(theirs)


@pytest.mark.core
def test_the_administrator_ends_all_of_a_person(agency, administrator):
    theirs, keeper = signed_in(agency.staff), signed_in(administrator)
    url = reverse("people:account_step", args=[agency.staff.pk, "end_sessions"])

    assert keeper.post(url).status_code == 302

    assert not is_in(theirs)
    assert is_in(keeper)


@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.core
@pytest.mark.drill("forged-session")
def test_a_forged_or_ended_key_opens_nothing(agency, clock):
    browser = signed_in(agency.staff)
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    kept = Session.objects.get(pk=key)
    browser.post(reverse("sign_out"))

    for forged in (key, "a" * 32, "", "' OR 1=1", str(agency.staff.pk)):
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = forged
        assert thief.get("/").status_code == 302
        assert thief.get("/").headers["Location"].startswith("/sign-in/")

    # Even put back, as from an older copy of the database, it lives no longer than a minute.
    kept.save(force_insert=True)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    clock.shift(seconds=90)
    assert thief.get("/").status_code == 302


@pytest.mark.core
def test_an_idle_session_ends(agency, settings, clock):
    settings.SESSION_IDLE = 30
    browser = signed_in(agency.staff)
    clock.shift(minutes=29)
    assert is_in(browser)
    clock.shift(minutes=29)
    assert is_in(browser)
    clock.shift(minutes=31)
    response = browser.get("/", follow=True)

    assert response.redirect_chain[0][0].startswith("/sign-in/")
    assert "You were away" in response.content.decode()
    assert UserSession.objects.get().ended_at


def test_a_busy_session_ends_after_twelve_hours_too(agency, clock):
    browser = signed_in(agency.staff)
    for _half_hour in range(23):
        clock.shift(minutes=30)
        assert is_in(browser)
    clock.shift(minutes=31)
    assert not is_in(browser)


def test_a_new_password_ends_the_other_sessions(agency):
    here, other = signed_in(agency.staff), signed_in(agency.staff, PHONE)
    new = "Жаңы-купуя-сөз-2026"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

    assert here.post(reverse("people:password"), typed).status_code == 302

    assert is_in(here)
    assert not is_in(other)
    page = here.get(reverse("people:sessions")).content.decode()
    assert page.count("last seen") == 1
    row = agency.staff.sessions.standing().get()
    assert row.key == here.cookies[settings.SESSION_COOKIE_NAME].value


def test_signing_out_ends_the_row(agency):
    browser = signed_in(agency.staff)
    browser.post(reverse("sign_out"))
    row = UserSession.objects.get()
    assert row.ended_at
    assert row.key == ""


def test_the_sweep_closes_what_nobody_works_in(agency):
    idle, busy = signed_in(agency.staff), signed_in(agency.office)
    agency.staff.sessions.update(seen_at=timezone.now() - timedelta(hours=2))

    sweep_accounts()
    sweep_accounts()

    assert not is_in(idle)
    assert is_in(busy)


def test_being_seen_costs_no_query_within_the_minute(agency, django_assert_num_queries):
    browser = signed_in(agency.staff)
    url = reverse("people:sessions")
    browser.get(url)
    with django_assert_num_queries(7):
        browser.get(url)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        (PHONE, "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("", "Unknown device"),
    ],
)
def test_devices_in_words(agent, words):
    assert devices.in_words(agent) == words
