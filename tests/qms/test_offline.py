"""What a browser fetches for a place without network, and who sends what waited there."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client, RequestFactory
from django.urls import path, reverse
from django.views import View

from common import queued
from common.offline import KeptOffline
from qms.urls import urlpatterns as of_the_program
from qms.views import offline

pytestmark = [pytest.mark.django_db, pytest.mark.core]


class Kept(KeptOffline, View):
    def get(self, request):
        return queued.JsonResponse({}, status=int(request.GET.get("status", 200)))

    def post(self, request):
        return queued.answer([])


urlpatterns = [*of_the_program, path("trial/kept/", Kept.as_view())]


@pytest.fixture
def trial(settings):
    settings.ROOT_URLCONF = __name__


def test_the_worker_is_served_for_the_whole_site_and_asked_for_anew(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    known, _dot, code = answer.content.decode().removeprefix("self.SAPAT = ").partition(";\n")
    assert json.loads(known)["signOut"] == reverse("sign_out")
    assert code == offline.built()
    assert client.get("/sw.js", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_another_version_of_the_program_is_another_worker(client, monkeypatch):
    before = client.get("/sw.js")
    monkeypatch.setattr(offline, "static", lambda name: f"/static/{name}.0123456789ab")
    after = client.get("/sw.js", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_a_release_reads_the_worker_by_its_name_with_a_hash(monkeypatch, tmp_path):
    class Manifest:
        def stored_name(self, name):
            return {"build/sw.js": "build/sw.0123456789ab.js"}[name]

        def open(self, name):
            return (tmp_path / name.replace("/", "-")).open("rb")

    (tmp_path / "build-sw.0123456789ab.js").write_text("// of the release")
    monkeypatch.setattr(offline, "staticfiles_storage", Manifest())
    assert offline.built() == "// of the release"


def test_the_quiet_page_speaks_three_languages_and_names_nobody(client, agency):
    client.force_login(agency.staff)
    page = client.get("/offline/").content.decode()
    assert page.count("<section lang=") == 3
    assert agency.staff.person.surname not in page
    assert "csrfmiddlewaretoken" not in page


def test_each_page_says_whose_it_is(client, agency):
    assert "X-Who" not in client.get(reverse("sign_in"))
    client.force_login(agency.staff)
    assert client.get("/")["X-Who"] == str(agency.staff.pk)
    client.post(reverse("sign_out"))
    assert "X-Who" not in client.get(reverse("sign_in"))


def test_a_page_asks_to_be_kept_only_when_it_opened(client, agency, trial):
    client.force_login(agency.staff)
    assert client.get("/trial/kept/")["X-Offline"] == "keep"
    assert "X-Offline" not in client.get("/trial/kept/?status=404")
    assert "X-Offline" not in client.get("/")


def test_what_one_person_left_is_not_taken_from_another(agency, trial):
    client = Client(enforce_csrf_checks=True)
    mine = {"X-Queue-Who": str(agency.staff.pk)}
    assert client.post("/trial/kept/", headers=mine).status_code == 401
    client.force_login(agency.office)
    refused = client.post("/trial/kept/", headers=mine)
    assert refused.status_code == 401
    assert refused["X-Who"] == str(agency.office.pk)
    client.force_login(agency.staff)
    assert client.post("/trial/kept/", headers=mine).status_code == 403  # no token of forms
    told = client.get(reverse("offline_token"))
    assert told.json()["who"] == str(agency.staff.pk)
    assert told["Cache-Control"] == "no-store"
    taken = client.post("/trial/kept/", headers=mine | {"X-CSRFToken": told.json()["token"]})
    assert taken.status_code == 200
    assert taken["X-Who"] == str(agency.staff.pk)


def test_nobody_is_told_to_who_is_not_signed_in(client):
    assert client.get(reverse("offline_token")).json()["who"] == ""


# What is sent ---------------------------------------------------------------------------------

UUID = "0b9d3f0e-4f0c-4b9e-9d57-1f2a3b4c5d6e"
GOOD = {"uuid": UUID, "cell": "a:1", "value": {"mark": 4}, "base": 0, "at": "2026-05-04T05:06:07Z"}


def sent(body) -> list[queued.Item]:
    text = body if isinstance(body, str) else json.dumps(body)
    return queued.items_of(RequestFactory().post("/", text, content_type="application/json"))


def test_items_are_read_as_they_were_given():
    [item] = sent({"items": [GOOD]})
    assert (str(item.uuid), item.cell, item.value, item.base) == (UUID, "a:1", {"mark": 4}, 0)
    assert item.at == datetime(2026, 5, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        *("", "[]", "{", "null", '{"items": {}}', '{"items": []}', '{"items": [1]}'),
        {"items": [GOOD] * 101},
        *(
            {"items": [GOOD | wrong]}
            for wrong in (
                *({"uuid": "1"}, {"uuid": None}, {"cell": ""}, {"cell": "x" * 201}, {"cell": 3}),
                *({"cell": "a\0"}, {"base": -1}, {"base": "1"}, {"base": True}, {"base": None}),
                *({"at": "now"}, {"at": "2026-05-04T05:06:07"}, {"at": None}),
                {"at": "2026-13-04T05:06:07Z"},
            )
        ),
        {"items": [{key: value for key, value in GOOD.items() if key != "base"}]},
    ],
)
def test_what_no_queue_of_ours_sends_is_not_read(body):
    with pytest.raises(queued.Unfit):
        sent(body)


def test_an_answer_names_each_item_and_says_who_was_before():
    [item] = sent({"items": [GOOD]})
    result = queued.Result(item.uuid, queued.STALE, 3, {"mark": 2}, "No.", {"by": "phone"})
    assert json.loads(queued.answer([result]).content) == {
        "results": [
            {
                "uuid": UUID,
                "status": "stale",
                "revision": 3,
                "value": {"mark": 2},
                "message": "No.",
                "by": "phone",
            }
        ]
    }
    assert queued.unfit().status_code == 400
