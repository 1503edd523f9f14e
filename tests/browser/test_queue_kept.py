"""What a browser keeps of the pages: those that ask for it, until somebody signs out; no other."""

import pytest
from django.http import Http404, HttpResponse
from django.urls import reverse
from playwright.sync_api import expect

from qms.views import offline
from tests.browser import queue_desk
from tests.browser.queue_desk import cell, said, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/trial/sheet-1/"

KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
  }
  return found;
}"""
PAGES = "async () => (await (await caches.open('sapat-pages')).keys()).map((one) => new URL(one.url).pathname)"


KNOWN = """() => new Promise((done) => {
  const asked = indexedDB.open("sapat-queue");
  asked.onsuccess = () => {
    const told = asked.result.transaction("known").objectStore("known").getAll();
    told.onsuccess = () => { asked.result.close(); done(told.result.map((one) => one.cell)); };
  };
})"""


def pages_are(page, *paths):
    until(page, f"({PAGES})().then((found) => JSON.stringify(found) === '{_json(paths)}')")


def _json(paths):
    return "[" + ",".join(f'"{path}"' for path in paths) + "]"


def test_only_files_of_the_program_and_pages_that_ask_for_it_are_kept(tablet, agency):
    page = tablet.ready()
    for address in ("/", reverse("documents:documents"), reverse("people:me"), "/search/?q=a"):
        page.goto(tablet.base + address)
    page.goto(tablet.base + HERE)
    page.wait_for_selector("[data-read]")
    kept = set(page.evaluate(KEPT))
    assert {path for path in kept if not path.startswith("/static/")} == {HERE, "/offline/"}


def test_another_page_is_said_to_be_away_in_every_language(tablet):
    page = tablet.ready()
    with tablet.offline():
        page.goto(tablet.base + reverse("documents:documents"))
        assert page.locator("main section").count() == 3
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith(
            ("Inter", '"Inter')
        )
    page.locator("main a").first.click()
    expect(page.locator(".register, .empty, main h1").first).to_be_visible()
    assert page.locator("main section[lang]").count() == 0


def test_signing_out_leaves_no_page_behind_but_what_waits(tablet, agency, desk):
    page = tablet.ready()
    desk.mode = "broken"
    cell(page, "one").click()
    expect(said(page, "away")).to_be_visible()
    page.click("details.me summary")
    page.click("form[data-forget] button")
    page.wait_for_url("**/sign-in/**")
    pages_are(page)
    with tablet.offline():
        page.goto(tablet.base + HERE)
        assert page.locator("[data-queue]").count() == 0
        assert page.locator("main section").count() == 3
    page.close()
    desk.mode = "fine"
    tablet.sign_in(agency.staff)
    page = tablet.open()
    until(page, "queue.waiting(key).then((found) => found.length === 0)")
    assert desk.marks == {(agency.staff.username, "one"): (1, 1)}


def test_signing_out_without_network_forgets_the_pages_too(tablet):
    page = tablet.ready()
    with tablet.offline():
        page.evaluate("document.querySelector('form[data-forget]').requestSubmit()")
        page.wait_for_timeout(500)
        page = tablet.context.new_page()
        page.goto(tablet.base + HERE)
        assert page.locator("[data-queue]").count() == 0


def test_the_pages_of_one_go_when_another_signs_in(tablet, agency, desk):
    page = tablet.ready()
    cell(page, "one").click()
    expect(said(page, "saved")).to_be_visible()
    assert page.evaluate(KNOWN) == ["one"]
    page.close()
    tablet.context.clear_cookies(name="sessionid")
    tablet.sign_in(agency.office)
    page = tablet.context.new_page()
    page.goto(tablet.base + "/")
    pages_are(page)
    until(page, f"({KNOWN})().then((found) => found.length === 0)")
    with tablet.offline():
        page.goto(tablet.base + HERE)
        assert page.locator("[data-queue]").count() == 0


def test_a_page_one_may_not_open_any_more_is_not_kept(tablet, monkeypatch):
    page = tablet.ready()

    def gone(self, request, key):
        raise Http404

    monkeypatch.setattr(queue_desk.TrialPage, "get", gone)
    page.goto(tablet.base + HERE)
    pages_are(page)


def test_a_server_that_is_down_leaves_the_kept_page_standing(tablet, monkeypatch):
    page = tablet.ready()
    monkeypatch.setattr(
        queue_desk.TrialPage, "get", lambda self, request, key: HttpResponse(status=502)
    )
    page.goto(tablet.base + HERE)
    expect(page.locator("[data-read]")).to_be_visible()


def test_the_other_pages_work_as_before(tablet, agency, in_force):
    page = tablet.ready()
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    page.goto(tablet.base + reverse("documents:documents"))
    with page.expect_response(lambda answer: "q=" in answer.url):
        page.locator("main input[type=search]").first.fill("жок")
    page.goto(tablet.base + reverse("documents:documents"))
    with page.expect_download() as download:
        page.evaluate("location.assign('?as=xlsx')")
    assert download.value.path().stat().st_size > 1000
    part = page.evaluate(
        "async () => (await fetch('/static/build/app.js', {headers: {Range: 'bytes=0-9'}})).status"
    )
    assert part in (200, 206)
    # A form with its token, sent as any other: the language of the pages.
    with page.expect_navigation():
        page.evaluate(
            "() => { const form = document.querySelector('form[action=\"/language/\"]');"
            " form.requestSubmit(form.querySelector('button[value=ru]')); }"
        )
    assert page.get_attribute("html", "lang") == "ru"


def test_what_waits_is_sent_although_no_page_is_open(tablet, desk, agency):
    page = tablet.ready()
    tablet.context.set_offline(True)
    cell(page, "one").click()
    expect(said(page, "offline")).to_be_visible()
    page.wait_for_timeout(300)
    page.goto("about:blank")
    session = tablet.context.new_cdp_session(page)
    found = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.append(told))
    session.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    tablet.context.set_offline(False)
    number = found[-1]["registrations"][0]["registrationId"]
    session.send(
        "ServiceWorker.dispatchSyncEvent",
        {"origin": tablet.base, "registrationId": number, "tag": "queue", "lastChance": False},
    )
    taken(desk, page)
    assert desk.marks == {(agency.staff.username, "one"): (1, 1)}
    page = tablet.open()
    expect(said(page, "offline")).to_be_hidden()
    assert page.evaluate("queue.waiting(key)") == []


def taken(desk, page):
    for _try in range(100):
        if desk.marks:
            break
        page.wait_for_timeout(50)


def test_what_waits_is_sent_from_any_page_its_owner_opens(tablet, desk, agency):
    page = tablet.ready()
    page.evaluate("navigator.serviceWorker.ready.then((one) => { one.sync.register = null; })")
    desk.mode = "broken"
    cell(page, "one").click()
    expect(said(page, "away")).to_be_visible()
    page.close()
    desk.mode = "fine"
    page = tablet.context.new_page()
    page.goto(tablet.base + "/")
    taken(desk, page)
    assert desk.marks == {(agency.staff.username, "one"): (1, 1)}


def test_from_the_pages_of_another_nothing_of_it_leaves_the_device(tablet, desk, agency):
    page = tablet.ready()
    desk.mode = "broken"
    cell(page, "one").click()
    expect(said(page, "away")).to_be_visible()
    page.close()
    tablet.context.clear_cookies(name="sessionid")
    asked = desk.requests
    desk.mode = "fine"
    tablet.sign_in(agency.office)
    page = tablet.context.new_page()
    page.goto(tablet.base + "/")
    page.wait_for_timeout(1000)
    assert desk.requests == asked
    assert not desk.marks


def test_a_new_version_takes_over_and_keeps_what_was_kept(tablet, desk, monkeypatch):
    page = tablet.ready()
    before = page.evaluate("caches.keys()")
    code = offline.built()
    monkeypatch.setattr(offline, "built", lambda: code + "// the next version")
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    until(
        page,
        f"caches.keys().then((names) => names.join() !== '{','.join(before)}' && names.length === 3)",
    )
    pages_are(page, HERE)
    cell(page, "one").click()
    expect(said(page, "saved")).to_be_visible()
    with tablet.offline():
        page.reload()
        expect(cell(page, "one")).to_have_text("1")
