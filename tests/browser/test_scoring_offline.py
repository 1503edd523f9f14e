"""Marks without network, with the session over, in two tabs, after the end: none is lost, none
stands twice (000/2.2).
"""

import pytest
from django.http import HttpResponse
from playwright.sync_api import expect

from monitoring.views.sheet import SheetMarks
from tests.browser.conftest import Visitor
from tests.browser.scoring_things import all_sent, open_sheet, picture, ready, said, twelve
from tests.factories import PASSWORD
from tests.monitoring import campaigns

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scored(agency):
    return twelve()


@pytest.fixture
def user(scored):
    return scored[1][1]


@pytest.fixture
def sheet(scored, user):
    return campaigns.sheet_of(scored[0], user)


@pytest.fixture
def context(browser):
    """A tablet under the policy of the pages: a service worker is under it too."""
    made = browser.new_context(viewport={"width": 1366, "height": 768})
    made.set_default_timeout(20000)
    yield made
    made.close()


@pytest.fixture
def tablet(context, live_server, user):
    return Visitor(context.new_page(), live_server.url, "").sign_in(user)


def give(page, number: int, key: str) -> None:
    page.locator("td.score").nth(number).focus()
    page.keyboard.press(key)


def signs(page) -> list[str]:
    return page.locator("td.score .score-sign").all_inner_texts()


def test_marks_given_offline_outlive_the_closed_page_and_are_saved_once(tablet, context, sheet):
    page = open_sheet(tablet, sheet)
    expect(said(page, "kept")).to_be_visible()
    give(page, 0, "5")
    all_sent(page)
    context.set_offline(True)
    for number, key in enumerate("4343"):
        give(page, number + 1, key)
    expect(said(page, "offline").locator("[data-n]")).to_have_text("4")
    expect(page.locator("[data-filled-now]")).to_have_text("5")
    picture(page, "offline")
    page.close()
    tablet.page = page = context.new_page()
    page.goto(tablet.base + sheet.get_absolute_url())
    ready(page, sheet)
    expect(said(page, "offline").locator("[data-n]")).to_have_text("4")
    assert [sign.strip()[:1] for sign in signs(page)[:5]] == list("54343")
    assert sheet.marks.count() == 1
    context.set_offline(False)
    all_sent(page)
    marks = sheet.marks.order_by("participant__number", "indicator__criterion__order", "indicator")
    assert [mark.value for mark in marks] == [5, 4, 3, 4, 3]
    assert {mark.revision for mark in marks} == {1}


def test_who_was_signed_out_signs_in_again_and_nothing_is_lost(tablet, context, sheet, user):
    page = open_sheet(tablet, sheet)
    context.clear_cookies()
    give(page, 0, "4")
    link = said(page, "signed-out").locator("a")
    expect(link).to_be_visible()
    assert not sheet.marks.exists()
    link.click()
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"**{sheet.get_absolute_url()}")
    ready(page, sheet)
    all_sent(page)
    assert sheet.marks.get().value == 4


def test_two_tabs_show_the_same_and_save_each_mark_once(tablet, context, sheet):
    first = open_sheet(tablet, sheet)
    second = context.new_page()
    second.goto(tablet.base + sheet.get_absolute_url())
    ready(second, sheet)
    give(first, 0, "4")
    expect(second.locator("td.score .score-sign").first).to_contain_text("4")
    give(second, 0, "2")
    expect(first.locator("td.score .score-sign").first).to_contain_text("2")
    all_sent(second)
    mark = sheet.marks.get()
    assert (mark.value, mark.revision) == (2, 2)


def test_a_mark_changed_on_another_device_meanwhile_is_told(tablet, context, sheet):
    page = open_sheet(tablet, sheet)
    person, column = sheet.participants()[0], sheet.campaign.criteria.indicators()[0]
    sheet.put([campaigns.item(person, column, 5)])
    give(page, 0, "2")
    expect(page.locator("[data-trouble] li")).to_have_count(1)
    expect(page.locator("td.score .score-sign").first).to_contain_text("5")
    picture(page, "stale")
    give(page, 0, "2")
    all_sent(page)
    assert sheet.marks.get().value == 2
    expect(page.locator("[data-trouble] li")).to_have_count(0)


def test_what_comes_after_the_signature_is_kept_aside_and_shown(tablet, context, sheet, user):
    page = open_sheet(tablet, sheet)
    expect(said(page, "kept")).to_be_visible()
    context.set_offline(True)
    give(page, 0, "1")
    expect(said(page, "offline")).to_be_visible()
    campaigns.fill(sheet, 4)
    sheet.sign(by=user)
    context.set_offline(False)
    expect(said(page, "late").locator("[data-n]")).to_have_text("1")
    expect(page.locator("td.score .score-sign").first).to_contain_text("4")
    picture(page, "late")
    assert sheet.late.get().value == 1
    assert set(sheet.marks.values_list("value", flat=True)) == {4}
    page.reload()
    expect(page.locator("#late-marks")).to_be_visible()
    picture(page, "late-after")


def test_nobody_signs_while_marks_still_wait_on_the_device(tablet, sheet, monkeypatch):
    campaigns.fill(sheet)
    page = open_sheet(tablet, sheet)
    taken = SheetMarks.post
    monkeypatch.setattr(SheetMarks, "post", lambda *args, **more: HttpResponse(status=503))
    give(page, 0, "1")
    expect(said(page, "away")).to_be_visible()
    page.goto(f"{tablet.base}{sheet.get_absolute_url()}sign/")
    button = page.locator("form.step button.btn-primary")
    expect(button).to_be_disabled()
    monkeypatch.setattr(SheetMarks, "post", taken)
    expect(button).to_be_enabled(timeout=20000)
    assert 1 in set(sheet.marks.values_list("value", flat=True))
