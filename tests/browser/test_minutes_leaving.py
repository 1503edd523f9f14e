"""Who leaves an item of the minutes at once after typing loses nothing."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.planning import meeting_things as things

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_was_typed_a_moment_ago_is_stored_before_one_goes_on(visit, agency):
    kind = things.kind_of("council", *things.members(4))
    meeting = things.opened(kind, agency.office, agency.director.person)
    things.put(meeting, agency.office, "Тизме жөнүндө")
    item, other = meeting.items.all()
    office = visit(agency.office)
    page = office.page
    office.go(reverse("planning:minutes_item", args=[meeting.pk, item.pk])).check()

    page.fill("[name=heard]", "Тез терилген сөз")
    page.click(f"#minutes-agenda a[href$='/{other.pk}/']")
    expect(page).to_have_url(f"{office.base}{meeting.get_absolute_url()}minutes/{other.pk}/")
    item.refresh_from_db()
    assert item.heard == "Тез терилген сөз"

    # A wrong vote is shown once before one leaves; the text beside it is stored.
    page.fill("[name=spoke]", "Чыгып сүйлөгөн сөз")
    page.fill("[name=votes_for]", "9")
    page.click(f"#minutes-agenda a[href$='/{item.pk}/']")
    expect(page.locator("#votes-refused p")).to_be_visible()
    expect(page.locator("[name=votes_for]")).to_have_value("9")
    other.refresh_from_db()
    assert (other.spoke, other.has_vote) == ("Чыгып сүйлөгөн сөз", False)
    page.click(f"#minutes-agenda a[href$='/{item.pk}/']")
    expect(page).to_have_url(f"{office.base}{meeting.get_absolute_url()}minutes/{item.pk}/")
