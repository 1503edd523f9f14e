"""Four people score a campaign of twelve on four devices at once, one of them without network for
a while; it ends in four signed sheets (000/2.2).
"""

import pytest
from playwright.sync_api import expect

from common.models import JournalEntry
from tests.browser.conftest import Visitor
from tests.browser.scoring_things import all_sent, open_sheet, picture, said, sign, twelve
from tests.monitoring import campaigns

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"viewport": {"width": 1366, "height": 768}}
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def devices(browser, live_server):
    """Four devices: two desks, a tablet, a phone."""
    contexts = [browser.new_context(**kind) for kind in (DESK, TABLET, DESK, PHONE)]
    for context in contexts:
        context.set_default_timeout(20000)
    yield [Visitor(context.new_page(), live_server.url, "") for context in contexts]
    for context in contexts:
        context.close()


def by_keys(page, cells: range, key: str):
    """A desk: a key for each cell, from the first of them."""
    page.locator("td.score").nth(cells.start).focus()
    for _cell in cells:
        page.keyboard.press(key)


def by_thumb(page, people: int, point: str):
    """A tablet or a phone: person after person."""
    for _person in range(people):
        for card in page.locator(".score-card").all():
            card.locator(f"[data-give='{point}']").tap()
        page.locator(".deck-end [data-deck='1']").tap()


@pytest.mark.clause("000-2.2-b")
def test_four_people_score_twelve_on_four_devices_at_once(agency, devices):
    campaign, users = twelve()
    sheets = [campaigns.sheet_of(campaign, user) for user in users]
    wanted = [sheet.wanted() for sheet in sheets]
    assert wanted == [55, 55, 55, 60]
    pages = [
        open_sheet(device.sign_in(user), sheet)
        for device, user, sheet in zip(devices, users, sheets, strict=True)
    ]
    desk, tablet, second, phone = pages

    # All begin; then the tablet loses its network and goes on all the same.
    by_keys(desk, range(20), "4")
    expect(said(tablet, "kept")).to_be_visible()
    by_thumb(tablet, 2, "5")
    all_sent(tablet)
    tablet.context.set_offline(True)
    by_keys(second, range(30), "3")
    by_thumb(tablet, 9, "4")
    by_thumb(phone, 4, "5")
    expect(said(tablet, "offline").locator("[data-n]")).to_have_text("45")
    picture(tablet, "show-tablet-offline")
    by_keys(desk, range(20, 55), "5")
    by_thumb(phone, 8, "4")
    by_keys(second, range(30, 55), "4")
    assert sheets[1].filled() == 10

    # The network is back: nothing is lost, nothing stands twice.
    tablet.context.set_offline(False)
    for page in pages:
        all_sent(page)
    assert [sheet.filled() for sheet in sheets] == wanted
    for sheet in sheets:
        assert {mark.revision for mark in sheet.marks.all()} == {1}
        assert not sheet.late.exists()

    for device, sheet in zip(devices, sheets, strict=True):
        sign(device, sheet)
        sheet.refresh_from_db()
        assert sheet.state == "signed"
    picture(phone, "show-signed-phone")
    told = JournalEntry.objects.filter(deed="sign", details__has_key="digest")
    assert {entry.details["digest"] for entry in told} == {sheet.digest for sheet in sheets}
