"""The first door: true addresses, numbers of requests, headers on every answer, limits."""

from importlib import import_module

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisAway

from common import limits
from common.cache import ForgivingRedisCache
from common.models import Attachment, Blob, JournalEntry, deed, record
from tests import factories

pytestmark = pytest.mark.django_db

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def limited(settings):
    """The limits of an installation, counted from nothing."""
    settings.LIMITS = import_module("qms.settings").LIMITS
    cache.clear()


# Headers ------------------------------------------------------------------------------------


@pytest.mark.core
def test_every_kind_of_answer_carries_the_headers(client, agency, in_force):
    """Page, sign-in, redirect, not found, not allowed, wrong form, file, JSON, another host."""
    attachment = Attachment.objects.create(
        owner=in_force, blob=Blob.store([b"<script>alert(1)</script>"]), name="x.html"
    )
    stranger = Client()
    client.force_login(agency.staff)
    answers = [
        client.get(reverse("home")),
        client.get(reverse("documents:documents") + "?as=xlsx"),
        stranger.get(reverse("home")),
        stranger.get(reverse("sign_in")),
        stranger.post(reverse("sign_in"), {"username": "x", "password": "y"}),
        stranger.get(reverse("verify", args=[in_force.token])),
        stranger.get("/nowhere/"),
        stranger.get("/healthz"),
        Client(enforce_csrf_checks=True).post(reverse("sign_in")),
        client.get(reverse("journal")),
        client.get(attachment.get_absolute_url()),
    ]
    assert {a.status_code for a in answers} >= {200, 302, 403, 404, 422}
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy or "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert "Server" not in answer.headers
        assert "X-Powered-By" not in answer.headers
        assert len(answer.headers["X-Request-ID"]) == 32


def test_static_files_too(client, settings, tmp_path):
    found = client.get("/static/nothing-of-the-kind.css")
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert finders.find("build/") is None or found.status_code == 404


# The address --------------------------------------------------------------------------------


def journalled(agency, client, **headers) -> str:
    """The address that the journal keeps of a deed."""
    client.force_login(agency.manager)
    client.post(
        reverse("documents:document_add"),
        {"type": agency.local_act.pk, "code": "ЛЧА-90", "title_ky": "Эреже", "access": "staff"},
        headers=headers,
        REMOTE_ADDR="10.0.0.1",
    )
    return JournalEntry.objects.latest("number").ip


@pytest.mark.core
def test_without_a_proxy_the_neighbour_is_the_caller(client, agency):
    assert journalled(agency, client, **{"X-Forwarded-For": "203.0.113.9"}) == "10.0.0.1"


@pytest.mark.core
def test_behind_a_proxy_only_its_own_word_counts(client, agency, settings):
    """What the caller wrote there himself stands before it, and is not believed."""
    settings.BEHIND_PROXY = True
    told = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    assert journalled(agency, client, **told) == "203.0.113.9"


def test_an_invented_address_does_not_open_the_lock(agency, settings):
    settings.BEHIND_PROXY, settings.AXES_ENABLED = True, True
    codes = [
        Client()
        .post(
            reverse("sign_in"),
            {"username": agency.staff.username, "password": "wrong"},
            headers={"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.9"},
        )
        .status_code
        for n in range(6)
    ]
    assert codes == [422] * 4 + [429] * 2


# Limits -------------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.parametrize(("name", "times"), [("sign_in", 60), ("verify", 120), ("check_paper", 60)])
def test_the_open_doors_let_in_so_many_from_one_address(agency, limited, name, times):
    client = Client()
    url = reverse(name, args=["0" * 32] if name == "verify" else [])

    def ask(address="203.0.113.1"):
        return client.post(url, {"username": "a", "password": "b"}, REMOTE_ADDR=address)

    # Ten more, should the window turn over in between.
    codes = [ask().status_code for _n in range(times * 2 + 10)]
    assert 429 not in codes[:times]
    assert 429 in codes[times:]
    assert ask("203.0.113.2").status_code != 429
    while (page := ask()).status_code != 429:
        pass
    assert "<h1>" in page.content.decode()
    assert page["Retry-After"] == "60"


def test_looking_at_the_sign_in_page_is_not_counted(agency, limited):
    assert {Client().get(reverse("sign_in")).status_code for _n in range(70)} == {200}


# The cache ----------------------------------------------------------------------------------


def test_a_cache_that_is_away_stops_nothing(settings, caplog, monkeypatch):
    monkeypatch.setattr(ForgivingRedisCache, "away_until", 0.0)
    asked = []

    class Away:
        def __getattr__(self, name):
            def act(*args, **kwargs):
                asked.append(name)
                raise RedisAway("refused")

            return act

    away = ForgivingRedisCache("redis://127.0.0.1:1/0", {})
    away.__dict__["_cache"] = Away()
    monkeypatch.setattr(limits, "cache", away)

    assert away.get("a", 7) == 7
    assert away.set("a", 1) is None
    assert away.get_many(["a"]) == {}
    assert limits.allowed("x", times=0, seconds=60)
    assert asked == ["get"], "one failure is enough for a while"
    assert "The cache does not answer" in caplog.text


def test_the_limit_counts_each_name_alone():
    caches["default"].clear()
    assert [limits.allowed("a", times=2, seconds=3600) for _n in range(2)] == [True, True]
    assert limits.allowed("b", times=2, seconds=3600)


def test_a_deed_without_a_request_has_no_address(agency):
    with deed(by=agency.manager):
        record(agency.organisation, "change", by=agency.manager)
    assert JournalEntry.objects.latest("number").ip is None
    assert factories.PASSWORD not in str(JournalEntry.objects.values())
