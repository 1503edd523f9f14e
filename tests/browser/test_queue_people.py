"""Whose answers wait in a browser: several tabs, several people, a session that has ended."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.queue_desk import cell, said, until
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/trial/sheet-1/"


def test_who_was_signed_out_signs_in_again_and_it_is_sent(tablet, desk, agency):
    page = tablet.open()
    Session.objects.all().delete()
    cell(page, "one").click()
    expect(said(page, "signed-out")).to_be_visible()
    assert not desk.marks
    with page.expect_navigation():
        said(page, "signed-out").locator("a").click()
    page.fill("input[name=username]", agency.staff.username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("[data-read]")
    assert page.url == tablet.base + HERE
    expect(said(page, "saved")).to_be_visible()
    assert desk.marks == {(agency.staff.username, "one"): (1, 1)}


def test_who_signs_in_again_in_another_tab_need_do_nothing_here(tablet, desk, agency):
    page = tablet.open()
    Session.objects.all().delete()
    cell(page, "one").click()
    expect(said(page, "signed-out")).to_be_visible()
    tablet.sign_in(agency.staff)
    expect(said(page, "saved")).to_be_visible()
    assert set(desk.got.values()) == {1}


def test_answers_of_one_person_are_never_sent_in_the_name_of_another(tablet, desk, agency):
    page = tablet.ready()
    with tablet.offline():
        cell(page, "one").click()
        expect(said(page, "offline")).to_be_visible()
        page.close()
    tablet.context.clear_cookies(name="sessionid")
    tablet.sign_in(agency.office)
    page = tablet.open()
    expect(said(page, "others")).to_be_visible()
    expect(cell(page, "one")).to_have_text("0")
    cell(page, "two").click()
    expect(said(page, "saved")).to_be_visible()
    assert list(desk.marks) == [(agency.office.username, "two")]
    page.close()
    tablet.context.clear_cookies(name="sessionid")
    tablet.sign_in(agency.staff)
    page = tablet.open()
    until(page, "queue.waiting(key).then((found) => found.length === 0)")
    expect(said(page, "others")).to_be_hidden()
    expect(cell(page, "one")).to_have_text("1")
    assert desk.marks[agency.staff.username, "one"] == (1, 1)


def test_an_open_page_sends_nothing_once_somebody_else_has_signed_in(tablet, desk, agency):
    page = tablet.open()
    tablet.context.clear_cookies(name="sessionid")
    tablet.sign_in(agency.office)
    cell(page, "one").click()
    expect(said(page, "other")).to_be_visible()
    assert not desk.marks
    assert desk.requests == 0


def test_two_tabs_see_the_same_and_send_once(tablet, desk):
    first, second = tablet.ready(), tablet.ready()
    with tablet.offline():
        cell(first, "one").click()
        cell(second, "two").click()
        cell(first, "three").click()
        for page in (first, second):
            expect(said(page, "offline").locator("[data-n]")).to_have_text("3")
            expect(cell(page, "one")).to_have_text("1")
            expect(cell(page, "two")).to_have_text("1")
    for page in (first, second):
        expect(said(page, "saved")).to_be_visible()
    assert set(desk.got.values()) == {1}
    assert [value for _revision, value in desk.marks.values()] == [1, 1, 1]
    cell(second, "one").click()
    expect(cell(first, "one")).to_have_text("2")
    until(second, "state.waiting === 0 && !state.sending")
    assert {result.status for result in desk.seen.values()} == {"saved"}


def test_what_another_device_changed_meanwhile_is_shown_and_not_overwritten(tablet, desk, agency):
    page = tablet.open()
    desk.marks[agency.staff.username, "one"] = (4, 9)
    cell(page, "one").click()
    expect(cell(page, "one")).to_have_text("9")
    assert page.evaluate("results[0].status") == "stale"
    cell(page, "one").click()
    expect(said(page, "saved")).to_be_visible()
    until(page, "results.length === 2")
    assert desk.marks[agency.staff.username, "one"] == (5, 10)


def test_who_may_not_answer_here_any_more_is_told_and_loses_nothing(tablet, desk):
    page = tablet.open()
    desk.mode = "forbidden"
    cell(page, "one").click()
    expect(said(page, "shut")).to_be_visible()
    expect(said(page, "signed-out")).to_be_hidden()
    desk.mode = "fine"
    expect(said(page, "saved")).to_be_visible()
