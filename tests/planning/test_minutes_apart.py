"""Of what is typed only the disputed or the refused field waits; all the rest is stored."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from tests.planning import meeting_things as things

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def item(agency):
    kind = things.kind_of("council", *things.members(4))
    return things.opened(kind, agency.office, agency.director.person).items.get()


@pytest.fixture
def send(client, item):
    """What the browser sends, by itself or by a button."""

    def do(user, revision, scripts=True, **typed):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        given = {"revision": revision, "heard": "", "spoke": "", "resolved": "", "outcome": ""}
        url = reverse("planning:minutes_item", args=[item.meeting_id, item.pk])
        headers = {"HX-Request": "true"} if scripts else {}
        answer = client.post(url, given | typed, headers=headers)
        item.refresh_from_db()
        return answer.content.decode()

    return do


@pytest.mark.parametrize("scripts", [True, False])
def test_only_the_disputed_field_waits(send, item, agency, scripts):
    seen = item.revision
    send(agency.office, seen, heard="Биринчи")
    told = send(agency.director, seen, scripts, heard="Экинчи", spoke="Сөз", resolved="Чечим")

    assert (item.heard, item.spoke, item.resolved) == ("Биринчи", "Сөз", "Чечим")
    assert f"{agency.office.person.short_name} changed this" in told
    assert "(Heard)" in told


def test_a_dispute_that_stands_is_still_the_others_and_leaves_no_trace_twice(send, item, agency):
    seen = item.revision
    send(agency.office, seen, heard="Биринчи")
    typed = {"heard": "Экинчи", "spoke": "Сөз"}
    send(agency.director, seen, **typed)
    stored = item.revision
    told = send(agency.director, seen, **typed)

    assert item.revision == stored
    assert f"{agency.office.person.short_name} changed this" in told
    send(agency.director, seen, over=stored, **typed)
    assert (item.heard, item.spoke) == ("Экинчи", "Сөз")


def test_disputed_votes_wait_all_three(send, item, agency):
    seen, votes = item.revision, {"votes_against": "0", "votes_abstained": "0"}
    send(agency.office, seen, votes_for="4", **votes)
    send(agency.director, seen, spoke="Сөз", votes_for="3", votes_against="1", votes_abstained="0")

    assert (item.votes, item.spoke) == ((4, 0, 0), "Сөз")


@pytest.mark.parametrize("scripts", [True, False])
def test_without_a_quorum_nothing_is_resolved_and_what_was_said_is_stored(
    send, item, agency, scripts
):
    meeting = item.meeting
    things.here(meeting, agency.office, meeting.attendance.first().person)
    told = send(agency.office, item.revision, scripts, heard="Угулду", resolved="Бекитилсин")
    assert (item.heard, item.resolved) == ("Угулду", "")
    assert "1 of 4 members are here, 3 are needed. Nothing can be decided." in told
    assert ("without what was resolved" in told) is scripts
    if not scripts:
        assert "Бекитилсин</textarea>" in told  # stays typed


def test_what_was_only_resolved_without_a_quorum_does_not_count_as_considered(send, item, agency):
    meeting = item.meeting
    things.here(meeting, agency.office, meeting.attendance.first().person)
    send(agency.office, item.revision, resolved="Бекитилсин", votes_for="4")
    assert (item.resolved, item.outcome, item.has_vote) == ("", "", False)


def test_what_was_resolved_by_those_who_turn_out_to_be_too_few_keeps_it_from_its_end(
    send, item, agency
):
    send(agency.office, item.revision, resolved="Бекитилсин")
    meeting = item.meeting
    things.here(meeting, agency.office, meeting.attendance.first().person)
    meeting.refresh_from_db()
    with override("en"), pytest.raises(ValidationError, match="under item 1 without a quorum"):
        meeting.end(by=agency.office, lacks_quorum=True)
    send(agency.office, item.revision, outcome="considered")  # taken out again
    meeting.refresh_from_db()
    meeting.end(by=agency.office, lacks_quorum=True)


# Where one types next ----------------------------------------------------------------------------


def test_the_field_in_which_one_types_next_is_marked(agency, item, look):
    things.put(item.meeting, agency.office, "Башка маселелер жөнүндө")
    first, second = item.meeting.items.all()
    url = reverse("planning:minutes_item", args=[item.meeting_id, first.pk])
    page = look(agency.office, url).content.decode()
    assert f'minutes/{second.pk}/?next=1"' in page
    assert "data-focus" not in page

    def marked(address: str) -> str:
        page = look(agency.office, address).content.decode()
        tags = [tag for tag in page.split("<") if "data-focus" in tag]
        return tags[0].split('name="')[1].split('"')[0]

    assert marked(f"{url}?next=1") == "heard"
    assert marked(reverse("planning:agenda_add", args=[item.meeting_id])) == "title_ky"
    sent = {"text": "Отчет", "who": agency.staff.person.short_name}
    answer = look(
        agency.office, reverse("planning:decide", args=[item.meeting_id, first.pk]), **sent
    )
    assert answer.url == f"{url}?more=1"  # an anchor would take the focus away
    assert marked(answer.url) == "text"


def test_short_minutes_say_beside_the_field_what_is_not_printed(agency, look):
    for form in ("short", "full"):
        kind = things.kind_of(form, *things.members(2), form=form, voting="none")
        meeting = things.opened(kind, agency.office, agency.director.person)
        item = meeting.items.get()
        url = reverse("planning:minutes_item", args=[meeting.pk, item.pk])
        page = look(agency.office, url).content.decode()
        assert page.count("Kept as a note, not printed") == (2 if form == "short" else 0)
        sent = {"revision": item.revision, "heard": "Сөз", "outcome": ""}
        assert "votes-refused" not in page
        assert look(agency.office, url, **sent).status_code == 302


def test_a_meeting_without_votes_has_no_place_for_refused_votes(agency, client):
    kind = things.kind_of("quiet", *things.members(2), voting="none")
    item = things.opened(kind, agency.office, agency.director.person).items.get()
    client.force_login(agency.office)
    url = reverse("planning:minutes_item", args=[item.meeting_id, item.pk])
    said = client.post(url, {"revision": item.revision}, headers={"HX-Request": "true"})
    assert "votes-refused" not in said.content.decode()
    assert "resolved-refused" in said.content.decode()
