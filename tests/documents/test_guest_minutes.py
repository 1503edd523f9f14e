"""A guest reads no minutes before they are signed, and of opinions what the paper says."""

import pytest
from django.urls import reverse

from common.models import JournalEntry
from common.search.index import catch_up
from planning.models import Decision, Dissent, Meeting
from tests.documents import guest_house
from tests.documents.inspecting import enter, inspection_by, let_in
from tests.planning import held as meetings
from tests.planning.test_protocol_beside import body
from tests.planning.test_protocol_paper import text_of

pytestmark = pytest.mark.django_db

HEARD, DECIDED, WHY = "Купуя баяндама", "Купуя тапшырма", "Купуя себеп"


@pytest.fixture
def inside(client, manager):
    """A guest to whom these parts are shown is inside, in English."""

    def come(*parts, **more):
        client.cookies["django_language"] = "en"
        inspection = inspection_by(manager, parts=list(parts), **more)
        return enter(client, let_in(inspection, manager))

    return come


@pytest.fixture(params=["planned", "cancelled"])
def unsigned(request, agency):
    """A meeting of an open kind that was begun, talked about, decided in, and not held after all,
    as they could be before a decision kept a meeting where it is.
    """
    meeting = meetings.opened(agency)
    item, by = meeting.items.first(), agency.office
    member = meeting.attendance.members().last()
    item.recuse(by=by, attendance=member, reason=WHY)
    item.write(by=by, revision=item.revision, heard=HEARD)
    Decision.objects.decide(item, by=by, text=DECIDED, responsible=[agency.staff.person])
    Dissent.objects.write(meeting, by=agency.manager, text="Купуя пикир")
    Meeting.objects.filter(pk=meeting.pk).update(state=request.param, reason="Зал бош эмес")
    return meeting


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
@pytest.mark.parametrize("more", [{}, {"shows_top": True}])
def test_what_was_typed_in_a_meeting_not_held_is_shown_to_no_guest(client, inside, unsigned, more):
    url = unsigned.get_absolute_url()
    decision = Decision.objects.get()
    guest = inside("meetings", **more)

    for tab in ("agenda", "people", "decisions", "opinions", "history"):
        page = client.get(f"{url}?tab={tab}")
        assert page.status_code == 200
        assert "упуя" not in page.content.decode(), tab
    assert (
        "present" not in client.get(f"{url}?tab=people").content.decode().lower().split("<tbody")[1]
    )
    assert client.get(decision.get_absolute_url()).status_code == 404
    assert "упуя" not in client.get(reverse("planning:decisions")).content.decode()
    rows = client.get(reverse("planning:agenda_items")).context["rows"]
    assert {row.cells[-1].text for row in rows} == {""}
    assert not Decision.objects.visible_to(guest).exists()


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
def test_the_journal_tells_a_guest_nothing_of_unsigned_minutes(client, inside, unsigned, agency):
    inside("meetings", "journal")
    told = client.get(reverse("journal")).content.decode()
    for entry in JournalEntry.objects.filter(deed__in=["write_minutes", "decide", "recuse"]):
        told += client.get(reverse("journal_row", args=[entry.number])).content.decode()

    assert "упуя" not in told
    assert "not shown to you" in told
    client.force_login(agency.director)
    for deed, word in (("write_minutes", HEARD), ("decide", DECIDED), ("recuse", WHY)):
        entry = JournalEntry.objects.get(deed=deed)
        assert word in client.get(reverse("journal_row", args=[entry.number])).content.decode()


def test_a_guest_finds_no_meeting_by_what_was_said_in_it_unsigned(client, inside, unsigned):
    catch_up()
    inside("meetings")
    found = client.get(reverse("search") + "?q=баяндама").content.decode()
    assert unsigned.get_absolute_url() not in found
    found = client.get(reverse("search") + "?q=бюджет").content.decode()
    assert Meeting.objects.get().state == "cancelled" or unsigned.get_absolute_url() in found


def test_signed_minutes_are_read_whole(client, inside, agency):
    meeting = guest_house.sittings(agency).shown
    inside("meetings", "journal")
    page = client.get(f"{meeting.get_absolute_url()}?tab=agenda").content.decode()
    assert "Ал долбоорду баяндады." in page
    assert "Сметаны даярдоо." in page
    rows = JournalEntry.objects.about(meeting).filter(deed="write_minutes")
    row = client.get(reverse("journal_row", args=[min(one.number for one in rows)]))
    assert "Ал долбоорду баяндады." in row.content.decode()


# Opinions ---------------------------------------------------------------------------------------


@pytest.mark.core
def test_page_journal_and_paper_tell_a_guest_the_same_of_opinions(client, inside, agency):
    """Those given before the signing stand in the signed paper; those after need the tick."""
    meeting = meetings.sent(agency)
    Dissent.objects.write(meeting, by=agency.staff, text="Мөөнөт аз.")
    meetings.sign(meeting, agency.office, agency.director)
    Dissent.objects.write(meeting, by=agency.manager, text="Кийин каршымын.")
    rows = JournalEntry.objects.filter(deed="write_dissent")

    for more, is_late_told in (({}, False), ({"shows_top": True}, True)):
        inside("meetings", "journal", **more)
        tab = client.get(f"{meeting.get_absolute_url()}?tab=opinions").content.decode()
        journal = "".join(
            client.get(reverse("journal_row", args=[one.number])).content.decode() for one in rows
        )
        for told in (tab, journal):
            assert "Мөөнөт аз." in told
            assert ("Кийин каршымын." in told) == is_late_told
        client.logout()
    inside("meetings")
    paper = text_of(body(client.get(f"{meeting.get_absolute_url()}paper/?lang=ky")))
    assert "Мөөнөт аз." in paper
    assert "Кийин каршымын." not in paper
