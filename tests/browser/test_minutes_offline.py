"""Minutes typed while the network is away are said to be unsaved, sent again, and never lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.planning import meeting_things as things

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def item(agency):
    kind = things.kind_of("council", *things.members(4))
    meeting = things.opened(kind, agency.office, agency.director.person)
    things.put(meeting, agency.office, "Тизме жөнүндө")
    return meeting.items.first()


@pytest.fixture
def office(visit, agency, item):
    return visit(agency.office).go(
        reverse("planning:minutes_item", args=[item.meeting_id, item.pk])
    )


def test_what_could_not_be_saved_is_said_in_red_and_sent_when_the_network_is_back(office, item):
    page = office.page
    page.context.set_offline(True)
    page.fill("[name=heard]", "Тармаксыз терилген сөз")
    expect(page.locator("#minutes-saved .notice.red")).to_be_visible()
    expect(page.locator("#saved.on")).to_have_count(0)

    page.context.set_offline(False)
    expect(page.locator("#minutes-saved p.quiet")).to_be_visible()
    expect(page.locator("#minutes-saved .notice.red")).to_have_count(0)
    item.refresh_from_db()
    assert item.heard == "Тармаксыз терилген сөз"
    assert page.evaluate("Object.keys(sessionStorage).filter(k => k.startsWith('minutes:'))") == []


def test_what_was_never_stored_stands_there_again_after_a_reload_and_is_stored_then(office, item):
    page = office.page
    page.on("dialog", lambda dialog: dialog.accept())
    page.route(
        "**/minutes/*/",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.fill("[name=spoke]", "Жоголбой турган сөз")
    expect(page.locator("#minutes-saved .notice.red")).to_be_visible()
    page.unroute("**/minutes/*/")
    page.reload()

    expect(page.locator("[name=spoke]")).to_have_value("Жоголбой турган сөз")
    expect(page.locator("#minutes-saved p.quiet")).to_be_visible()
    item.refresh_from_db()
    assert item.spoke == "Жоголбой турган сөз"


def test_who_decides_by_the_keyboard_types_on_in_the_next_field(office, agency, item):
    page = office.page
    page.fill("[name=text]", "Сметаны даярдоо.")
    page.fill("[name=who]", agency.staff.person.short_name)
    with page.expect_navigation():
        page.press("[name=who]", "Enter")
    expect(page.locator("[name=text]")).to_be_focused()
    expect(page.locator("[name=text]")).to_have_value("")

    page.click("a[href$='?next=1']")
    expect(page.locator("[name=heard]")).to_be_focused()
    office.go(reverse("planning:agenda_add", args=[item.meeting_id]))
    expect(page.locator("[name=title_ky]")).to_be_focused()


def test_on_a_phone_the_three_votes_stand_in_one_row(visit, agency, item):
    page = visit(agency.office, phone=True)
    page.go(reverse("planning:minutes_item", args=[item.meeting_id, item.pk])).check()
    tops = [
        page.page.locator(f"[name=votes_{name}]").bounding_box()["y"]
        for name in ("for", "against", "abstained")
    ]
    assert len(set(tops)) == 1
