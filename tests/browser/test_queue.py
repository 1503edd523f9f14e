"""What is answered on a page that works without network: nothing lost, nothing doubled."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import queue_desk
from tests.browser.queue_desk import cell, said, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_click_is_saved_at_once_and_the_page_says_when(tablet, desk, agency):
    page = tablet.open()
    cell(page, "one").click()
    expect(said(page, "saved")).to_be_visible()
    expect(said(page, "saved").locator("[data-at]")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    assert desk.marks == {(agency.staff.username, "one"): (1, 1)}
    assert page.evaluate("state.waiting") == 0


def test_what_is_answered_offline_outlives_the_closed_page_and_is_sent_once(tablet, desk, agency):
    page = tablet.ready()
    cell(page, "five").click()
    expect(said(page, "saved")).to_be_visible()
    with tablet.offline():
        cell(page, "one").click()
        cell(page, "one").click()
        cell(page, "two").click()
        expect(said(page, "offline")).to_be_visible()
        expect(said(page, "offline").locator("[data-n]")).to_have_text("2")
        page.close()
        page = tablet.open()
        expect(cell(page, "one")).to_have_text("2")
        expect(cell(page, "two")).to_have_text("1")
        expect(cell(page, "five")).to_have_text("1")  # saved after this page was kept
        expect(said(page, "offline").locator("[data-n]")).to_have_text("2")
        assert len(desk.marks) == 1
    expect(said(page, "saved")).to_be_visible()
    me = agency.staff.username
    assert {where: value for where, (_revision, value) in desk.marks.items()} == {
        (me, "one"): 2,
        (me, "two"): 1,
        (me, "five"): 1,
    }
    assert {result.status for result in desk.seen.values()} == {"saved"}
    assert set(desk.got.values()) == {1}


def test_a_server_in_trouble_is_asked_again_until_it_answers(tablet, desk):
    page = tablet.open()
    desk.mode = "broken"
    cell(page, "one").click()
    expect(said(page, "away")).to_be_visible()
    desk.mode = "fine"
    expect(said(page, "saved")).to_be_visible()
    assert [value for _revision, value in desk.marks.values()] == [1]


def test_an_answer_that_was_not_heard_is_asked_for_again_and_stored_once(tablet, desk):
    page = tablet.open()
    desk.mode = "unheard"
    cell(page, "one").click()
    expect(said(page, "away")).to_be_visible()
    cell(page, "one").click()
    cell(page, "one").click()
    desk.mode = "fine"
    expect(said(page, "saved")).to_be_visible()
    assert list(desk.marks.values()) == [(2, 3)]
    assert {result.status for result in desk.seen.values()} == {"saved"}
    assert max(desk.got.values()) > 1


def test_clicks_while_one_is_on_its_way_follow_it_and_none_is_stale(tablet, desk):
    page = tablet.open()
    desk.lag = 0.4
    for _click in range(6):
        cell(page, "one").click()
        page.wait_for_timeout(90)
    expect(said(page, "saved")).to_be_visible()
    assert [value for _revision, value in desk.marks.values()] == [6]
    assert {result.status for result in desk.seen.values()} == {"saved"}
    assert len(desk.seen) < 6


def test_the_same_item_given_twice_is_one(tablet, desk):
    page = tablet.open()
    page.evaluate(
        "async () => { const uuid = queue.newUuid();"
        " for (const _ of [1, 2]) await queue.enqueue(key, {uuid, cell: 'one', value: 7, base: 0});"
        " await new Promise((done) => setTimeout(done, 500));"
        " await queue.enqueue(key, {uuid, cell: 'one', value: 7, base: 0}); }"
    )
    until(page, "state.waiting === 0 && !state.sending")
    assert list(desk.marks.values()) == [(1, 7)]
    assert len(desk.seen) == 1


def test_a_hundred_and_thirty_answers_go_in_two_requests(tablet, desk):
    page = tablet.ready()
    with tablet.offline():
        page.evaluate(
            "async () => { for (let n = 0; n < 130; n += 1)"
            " await queue.enqueue(key, {cell: `c${n}`, value: n, base: 0}); }"
        )
    expect(said(page, "saved")).to_be_visible()
    assert len(desk.marks) == 130
    assert desk.requests == 2
    assert set(desk.got.values()) == {1}


def test_what_comes_after_the_end_is_shown_and_not_counted(tablet, desk):
    page = tablet.ready()
    with tablet.offline():
        cell(page, "one").click()
        cell(page, "two").click()
        desk.mode = "closed"
    expect(said(page, "late")).to_be_visible()
    expect(said(page, "late").locator("[data-n]")).to_have_text("2")
    assert desk.late == [1, 1]
    assert not desk.marks
    assert page.evaluate("state.waiting") == 0


def test_one_that_cannot_be_taken_is_kept_and_shown_and_the_rest_goes_on(tablet, desk):
    page = tablet.ready()
    desk.bad = "two"
    with tablet.offline():
        for name in queue_desk.CELLS:
            cell(page, name).click()
    expect(said(page, "failed").locator("[data-n]")).to_have_text("1")
    expect(said(page, "saved")).to_be_visible()
    assert len(desk.marks) == 4
    desk.bad = ""
    said(page, "failed").locator("button").click()
    expect(said(page, "failed")).to_be_hidden()
    until(page, "state.waiting === 0")
    assert len(desk.marks) == 5


def test_a_photograph_waits_with_the_answers(tablet, desk, tmp_path):
    page = tablet.ready()
    photo = tmp_path / "Сүрөт 1.jpg"
    photo.write_bytes(b"\xff\xd8" + b"x" * 300_000)
    with tablet.offline():
        page.set_input_files("#photo", photo)
        cell(page, "one").click()
        expect(said(page, "offline").locator("[data-n]")).to_have_text("2")
        page.close()
        page = tablet.open()
        expect(said(page, "offline").locator("[data-n]")).to_have_text("2")
    expect(said(page, "saved")).to_be_visible()
    assert desk.files == {"Сүрөт 1.jpg": photo.read_bytes()}
    assert set(desk.got.values()) == {1}


def test_a_file_that_is_too_big_is_refused_at_once(tablet, desk):
    page = tablet.open()
    page.evaluate("place.dataset.queueMost = '10'")
    page.set_input_files("#photo", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 11})
    until(page, "results.length === 1")
    told = page.evaluate("results[0]")
    assert told["status"] == "refused"
    assert told["message"] == page.get_attribute("[data-queue-state]", "data-too-big")
    assert page.evaluate("state.waiting") == 0


def test_a_browser_that_keeps_nothing_says_so_and_sends_all_the_same(tablet, desk):
    tablet.context.add_init_script("indexedDB.open = () => { throw new Error('private'); };")
    page = tablet.open()
    cell(page, "one").click()
    expect(said(page, "saved")).to_be_visible()
    expect(said(page, "unkept")).to_be_visible()
    assert list(desk.marks.values()) == [(1, 1)]


@pytest.mark.parametrize("phone", [False, True])
def test_every_line_of_the_state_can_be_read_by_all(visit, desk, agency, phone):
    visitor = visit(agency.staff, phone=phone).go("/trial/sheet-1/")
    visitor.page.wait_for_selector("[data-read]")
    visitor.page.evaluate(
        "document.querySelectorAll('[data-when]').forEach((line) => { line.hidden = false; })"
    )
    visitor.check()
