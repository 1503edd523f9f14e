"""Who is still there at an item: the quorum is theirs, and so are the votes (domain 2.7, 8, 15)."""

import pytest
from django.core.exceptions import ValidationError

from tests.planning import meeting_things as things

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def meeting(agency):
    """Five members, three needed; before the second item three of them leave."""
    kind = things.kind_of("council", *things.members(5))
    made = things.opened(kind, agency.office, agency.director.person)
    second = things.put(made, agency.office, "Башка маселелер жөнүндө")
    gone = made.attendance.members()[:3]
    rows = {row.pk: {"presence": "present", "left_at": second} for row in gone}
    made.attendance.note(made, by=agency.office, rows=rows)
    return made


def test_where_too_many_have_left_nothing_is_voted_or_decided(meeting, agency):
    first, second = meeting.items.all()
    things.write(first, agency.office, votes_for=5, votes_against=0, votes_abstained=0)
    things.decide(first, agency.office, agency.staff.person)

    with pytest.raises(ValidationError, match="no quorum"):
        things.write(second, agency.office, votes_for=2, votes_against=0, votes_abstained=0)
    with pytest.raises(ValidationError, match="2 of 5 members are here, 3 are needed"):
        things.decide(second, agency.office, agency.staff.person)


def test_a_vote_of_those_who_are_found_to_have_left_stays_and_is_doubted(meeting, agency):
    first, second = meeting.items.all()
    rows = {row.pk: {"presence": "present"} for row in meeting.attendance.members()}
    meeting.attendance.note(meeting, by=agency.office, rows=rows)
    for item in (first, second):
        things.write(item, agency.office, votes_for=5, votes_against=0, votes_abstained=0)

    gone = meeting.attendance.members()[:3]
    rows = {row.pk: {"presence": "present", "left_at": second} for row in gone}
    meeting.attendance.note(meeting, by=agency.office, rows=rows)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.votes, second.votes) == ((5, 0, 0), (5, 0, 0))
    assert meeting.doubtful_votes() == {
        second.pk: "Votes stand here, and there is no quorum any more."
    }


def test_what_was_decided_by_too_few_keeps_the_meeting_from_its_end(meeting, agency, look):
    first, second = meeting.items.all()
    rows = {row.pk: {"presence": "present"} for row in meeting.attendance.members()}
    meeting.attendance.note(meeting, by=agency.office, rows=rows)
    decision = things.decide(second, agency.office, agency.staff.person)
    gone = meeting.attendance.members()[:3]
    rows = {row.pk: {"presence": "present", "left_at": second} for row in gone}
    meeting.attendance.note(meeting, by=agency.office, rows=rows)
    for item in (first, second):
        things.write(item, agency.office, outcome="considered")

    url = f"{meeting.get_absolute_url()}end/"
    refused = look(agency.office, url, ends="").content.decode()
    assert "decided under item 2 without a quorum: 2 of 5 members were there, 3" in refused
    decision.strike(by=agency.office)
    assert look(agency.office, url, ends="").status_code == 302


def test_the_page_of_the_item_says_so(meeting, agency, look):
    first, second = meeting.items.all()
    url = f"{meeting.get_absolute_url()}minutes/"
    words = "there is no quorum any more"
    assert words not in look(agency.office, f"{url}{first.pk}/").content.decode()
    assert words in look(agency.office, f"{url}{second.pk}/").content.decode()


def test_what_is_written_shows_on_the_page_as_considered(meeting, agency, client):
    client.force_login(agency.office)
    item = meeting.items.first()
    url = f"{meeting.get_absolute_url()}minutes/{item.pk}/"
    told = {"revision": item.revision, "heard": "Директор баяндады.", "outcome": ""}

    page = client.post(url, told, headers={"HX-Request": "true"}).content.decode()

    assert 'value="considered" selected' in page
