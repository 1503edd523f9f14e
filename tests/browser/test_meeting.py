"""One meeting in a browser: from its agenda to the signed protocol and what it gave people to do."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from common.models import Attachment, Todo
from documents.tasks import print_papers
from planning.models import Decision, Meeting
from tests.factories import PASSWORD
from tests.planning.held import council
from tests.planning.test_protocol_paper import text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign(visitor, meeting) -> None:
    """Read it, then put one's own hand under it."""
    visitor.go(meeting.get_absolute_url()).check()
    visitor.go(f"{meeting.get_absolute_url()}sign/").check()
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.submit()


@pytest.mark.clause("004-5.5.3-1")
def test_a_meeting_from_its_agenda_to_the_signed_protocol_and_its_to_dos(visit, agency):
    kind = council(agency)
    office = visit(agency.office)
    page = office.page

    # The secretary plans it and puts an item on the agenda.
    office.go(reverse("planning:meeting_add")).check()
    page.select_option("[name=kind]", str(kind.pk))
    page.fill("[name=day]", localdate().isoformat())
    page.fill("[name=place]", "1-бөлмө")
    office.submit()
    meeting = Meeting.objects.get()
    office.go(f"{meeting.get_absolute_url()}items/add/")
    page.fill("[name=title_ky]", "Бюджет жөнүндө")
    page.fill("[name=title_ru]", "О бюджете")
    office.submit()
    office.check()

    # People sit down; who is here is noted, then the minutes are typed while they talk.
    office.go(f"{meeting.get_absolute_url()}open/").submit()
    office.go(reverse("planning:presence", args=[meeting.pk])).check()
    with page.expect_navigation():
        page.click("button[name=everybody]")
    item = meeting.items.get()
    office.go(reverse("planning:minutes_item", args=[meeting.pk, item.pk])).check()
    page.fill("[name=heard]", "Ал долбоорду баяндады.")
    page.fill("[name=resolved]", "Бюджет бекитилсин.")
    for name, votes in (("for", "2"), ("against", "0"), ("abstained", "1")):
        page.fill(f"[name=votes_{name}]", votes)
    expect(page.locator("#minutes-saved p.quiet")).to_be_visible()
    page.fill("[name=text]", "Сметаны даярдоо.")
    page.wait_for_timeout(
        1500
    )  # leaving a field saves it once more: two at once lock a test's base
    page.fill("[name=who]", agency.staff.person.short_name)
    page.press("[name=who]", "Enter")
    expect(page.locator("#decide")).to_contain_text("1.1. Сметаны даярдоо.")
    decision = Decision.objects.get()
    assert Todo.objects.waiting().about(decision).get().person == agency.staff.person

    # At any moment it can be looked at as a paper; when people rise it has its number.
    draft = page.request.get(f"{office.base}{meeting.get_absolute_url()}paper/?lang=ky")
    assert "Сметаны даярдоо." in text_of(draft.body())
    office.go(f"{meeting.get_absolute_url()}end/").check().submit()
    office.go(f"{meeting.get_absolute_url()}send/").check().submit()
    sign(office, meeting)

    # The chair signs on a phone.
    director = visit(agency.director, phone=True)
    sign(director, meeting)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.number) == ("approved", "1")

    # Whoever answers finds the decision among what waits, and the paper with its votes.
    staff = visit(agency.staff, phone=True).go(reverse("my_work"))
    expect(staff.page.locator("main")).to_contain_text("Сметаны даярдоо.")
    print_papers()
    paper = Attachment.objects.of(meeting).get(kind="paper", language="ky")
    text = text_of(paper.blob.read())
    for words in ("ПРОТОКОЛ", "Кеңештин жыйынынын", "«макул» – 2, «каршы» – 0, «калыс» – 1",
                  agency.director.person.signature_name, f"/v/{meeting.token}/"):  # fmt: skip
        assert words in text, words

    # Nothing of it can be written any more, and anybody can verify it.
    office.go(reverse("planning:minutes_item", args=[meeting.pk, item.pk]))
    expect(page.locator("[name=resolved]")).to_have_count(0)
    anyone = visit(phone=True).go(f"/v/{meeting.token}/").check()
    expect(anyone.page.locator(".verdict, main h1").first).to_be_visible()
