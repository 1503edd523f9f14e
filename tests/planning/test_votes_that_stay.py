"""Who is found to have left changes who voted: the votes stay as typed until they are corrected."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from tests.planning import meeting_things as things

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WORDS = "The votes do not add up any more: 4 members vote now."


@pytest.fixture
def meeting(agency):
    """Five members; both items voted unanimously."""
    kind = things.kind_of("council", *things.members(5))
    made = things.opened(kind, agency.office, agency.director.person)
    things.put(made, agency.office, "Башка маселелер жөнүндө")
    for item in made.items.all():
        things.write(item, agency.office, votes_for=5, votes_against=0, votes_abstained=0)
    return made


@pytest.fixture
def leaves(meeting, agency, look, client):
    """One member is noted as gone before the second item; what the page then says."""

    def do(gone=True):
        row, second = meeting.attendance.members().first(), meeting.items.last()
        url = reverse("planning:presence", args=[meeting.pk])
        sent = {f"row{one.pk}-presence": "present" for one in meeting.attendance.all()}
        sent |= {f"row{one.pk}-was": "present||" for one in meeting.attendance.all()}
        if gone:
            sent[f"row{row.pk}-left_at"] = second.pk
        else:
            sent[f"row{row.pk}-was"] = f"present||{second.pk}"
        assert look(agency.office, url, **sent).status_code == 302
        return client.get(url).content.decode()

    return do


def test_the_votes_stay_and_the_page_names_the_item(meeting, leaves, agency, look):
    first, second = meeting.items.all()
    said = leaves()

    second.refresh_from_db()
    assert second.votes == (5, 0, 0)
    assert f"Correct them: {second} – {WORDS}" in said
    page = look(agency.office, reverse("planning:minutes_item", args=[meeting.pk, second.pk]))
    assert page.content.decode().count(WORDS) == 2  # in the agenda, and beside the votes
    page = look(agency.office, reverse("planning:minutes_item", args=[meeting.pk, first.pk]))
    assert page.content.decode().count(WORDS) == 1
    assert WORDS in look(agency.office, meeting.get_absolute_url()).content.decode()

    assert WORDS not in leaves(gone=False)
    second.refresh_from_db()
    assert second.votes == (5, 0, 0)


def test_text_typed_beside_such_votes_is_stored_and_they_stay_doubted(
    meeting, leaves, agency, client
):
    leaves()
    item = meeting.items.last()
    url = reverse("planning:minutes_item", args=[meeting.pk, item.pk])
    votes = {"votes_for": 5, "votes_against": 0, "votes_abstained": 0}
    sent = {"revision": item.revision, "heard": "Угулду", "outcome": "considered", **votes}
    said = client.post(url, sent, headers={"HX-Request": "true"}).content.decode()

    item.refresh_from_db()
    assert (item.heard, item.votes) == ("Угулду", (5, 0, 0))
    assert said.count(WORDS) == 2
    assert "without the votes" not in said


def test_such_votes_keep_the_meeting_from_its_end_and_from_being_sent(meeting, leaves, agency):
    leaves()
    meeting.refresh_from_db()
    second = meeting.items.last()
    with override("en"), pytest.raises(ValidationError, match="жөнүндө – The votes do not add"):
        meeting.end(by=agency.office)

    things.write(second, agency.office, votes_for=4, votes_against=0, votes_abstained=0)
    meeting.refresh_from_db()
    meeting.end(by=agency.office)
    leaves(gone=False)
    meeting.refresh_from_db()
    with override("en"), pytest.raises(ValidationError, match="5 members vote"):
        meeting.check_ready()


def test_what_was_voted_is_not_passed_over_by_noting_that_it_was_not_held(meeting, agency):
    here = meeting.attendance.members().first().person
    things.here(meeting, agency.office, here)
    meeting.refresh_from_db()
    with pytest.raises(ValidationError, match="nothing can be voted on"):
        meeting.end(by=agency.office, lacks_quorum=True)


def test_the_doubts_of_many_items_cost_as_many_queries_as_of_few(
    meeting, agency, django_assert_num_queries
):
    for _n in range(4):
        item = things.put(meeting, agency.office)
        things.write(item, agency.office, votes_for=5, votes_against=0, votes_abstained=0)
    meeting.rule("quorum")
    with django_assert_num_queries(5):
        meeting.doubtful_votes()


def test_all_others_are_noted_above_the_list_and_enter_notes_nobody_unasked(meeting, agency, look):
    page = look(agency.office, reverse("planning:presence", args=[meeting.pk])).content.decode()
    form = page.split("<main")[1].split("<table")[0]
    assert 'name="everybody"' in form
    assert form.index('name="go"') < form.index('name="everybody"')  # Enter presses the first
