"""When a meeting ended: now, told by the secretary, or not known; never before it began."""

from datetime import time

import pytest

from tests.planning import meeting_things as things
from tests.planning.things import on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def held(agency):
    """A meeting that begins at a given hour of 25.10.2027, all considered, opened at nine."""

    def made(starts: time):
        with on("2027-10-25"):
            kind = things.kind_of("council", *things.members(2))
            meeting = things.opened(kind, agency.office, agency.director.person, starts=starts)
            things.write(meeting.items.get(), agency.office, outcome="considered")
            return meeting

    return made


@pytest.mark.parametrize(
    ("starts", "day", "ends"),
    [
        (time(8, 0), "2027-10-25", time(9, 0)),  # it is nine
        (time(10, 0), "2027-10-25", None),  # opened before its hour
        (time(8, 0), "2027-10-27", None),  # entered two days later
    ],
)
def test_the_hour_is_written_only_where_it_can_be_true(held, agency, starts, day, ends):
    meeting = held(starts)
    with on(day):
        meeting.end(by=agency.office)

    meeting.refresh_from_db()
    assert meeting.ends == ends


def test_it_does_not_end_before_it_begins(held, agency, look):
    meeting = held(time(8, 0))
    url = f"{meeting.get_absolute_url()}end/"
    with on("2027-10-25"):
        refused = look(agency.office, url, ends="07:30")
        assert refused.status_code == 422
        assert "It cannot end before it begins." in refused.content.decode()
        assert look(agency.office, url, ends="08:30").status_code == 302

    meeting.refresh_from_db()
    assert (meeting.state, meeting.ends) == ("held", time(8, 30))


def test_it_does_not_end_at_an_hour_that_has_not_come_yet(held, agency, look):
    meeting = held(time(8, 0))
    url = meeting.get_absolute_url()
    with on("2027-10-25"):
        refused = look(agency.office, f"{url}end/", ends="11:30")
        assert refused.status_code == 422
        assert "This hour has not come yet." in refused.content.decode()
        assert look(agency.office, f"{url}end/", ends="09:00").status_code == 302
        meeting.refresh_from_db()
        sent = {"starts": "08:00", "ends": "11:30", "form": "in_person", "place": "Зал"}
        sent |= {"chair": meeting.chair_id, "secretary": meeting.secretary_id}
        refused = look(agency.office, f"{url}edit/", revision=meeting.revision, **sent)
        assert "This hour has not come yet." in refused.content.decode()
    with on("2027-10-26"):  # the day after, it has
        meeting.refresh_from_db()
        later = look(agency.office, f"{url}edit/", revision=meeting.revision, **sent)
        assert later.status_code == 302


def test_what_still_wants_a_word_is_linked_and_cancel_leads_back_to_the_minutes(agency, look):
    kind = things.kind_of("council", *things.members(2))
    meeting = things.opened(kind, agency.office, agency.director.person)
    url, item = meeting.get_absolute_url(), meeting.items.get()
    for page in (look(agency.office, f"{url}end/"), look(agency.office, f"{url}end/", ends="")):
        assert f'href="{url}minutes/{item.pk}/">{item}</a>' in page.content.decode()
        assert f'href="{url}minutes/" data-leave' in page.content.decode()

    things.write(item, agency.office, outcome="considered")
    assert f"minutes/{item.pk}/" not in look(agency.office, f"{url}end/").content.decode()


def test_where_it_has_ended_the_page_says_why_nothing_can_be_done(agency, look):
    kind = things.kind_of("council", *things.members(2))
    meeting = things.signed(
        things.ended(things.opened(kind, agency.office, agency.director.person), agency.office)
    )
    for user in (agency.office, agency.director, agency.staff):
        page = look(user, f"{meeting.get_absolute_url()}end/")
        assert page.status_code == 409
        assert "This step is no longer possible" in page.content.decode()


def test_once_all_is_written_the_protocol_goes_to_be_signed_first(agency, look):
    kind = things.kind_of("council", *things.members(2))
    meeting = things.opened(kind, agency.office, agency.director.person)
    things.ended(meeting, agency.office)
    url, item = meeting.get_absolute_url(), meeting.items.get()

    def first(words: str) -> bool:
        page = look(agency.office, url).content.decode()
        return "btn-primary" in next(
            line for line in page.splitlines() if f'{url}{words}/"' in line
        )

    assert first("send")
    assert not first("minutes")
    things.write(item, agency.office, outcome="")
    assert first("minutes")
    assert not first("send")


def test_before_the_first_mark_nobody_is_told_that_there_is_no_quorum(agency, look):
    kind = things.kind_of("council", *things.members(3))
    meeting = things.planned(kind, agency.office, agency.director.person)
    things.put(meeting, agency.office)
    meeting.open(by=agency.office)
    url = f"{meeting.get_absolute_url()}minutes/present/"
    for page in (look(agency.office, url), look(agency.office, meeting.get_absolute_url())):
        assert "is not noted yet" in page.content.decode()
        assert "no quorum" not in page.content.decode()

    here = meeting.attendance.first().person
    things.here(meeting, agency.office, here)
    assert "no quorum" in look(agency.office, url).content.decode()
    assert "is not noted yet" not in look(agency.office, url).content.decode()


def test_a_meeting_that_decided_something_is_ended_and_not_moved(held, agency, look):
    meeting = held(time(8, 0))
    url = f"{meeting.get_absolute_url()}move/"
    with on("2027-10-25"):
        things.decide(meeting.items.get(), agency.office, agency.staff.person)
        page = look(agency.office, url, day="2027-10-28", reason="Зал бош эмес")

    assert "end the meeting instead" in page.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == "open"


def test_minutes_entered_afterwards_take_the_true_hours(agency, look):
    """The hour of opening is the beginning only on the day itself."""
    with on("2027-10-25"):
        kind = things.kind_of("council", *things.members(2))
        meeting = things.planned(kind, agency.office, agency.director.person, starts=None)
        things.put(meeting, agency.office)
    with on("2027-10-27"):
        meeting.open(by=agency.office)
        assert meeting.starts is None
        things.here(meeting, agency.office)
        things.write(meeting.items.get(), agency.office, outcome="considered")
        answer = look(agency.office, f"{meeting.get_absolute_url()}end/", ends="08:30")
    assert answer.status_code == 302
    meeting.refresh_from_db()
    assert (meeting.starts, meeting.ends) == (None, time(8, 30))


def test_the_hour_of_opening_is_the_beginning_on_the_day_itself(agency):
    with on("2027-10-25"):
        kind = things.kind_of("council", *things.members(2))
        meeting = things.planned(kind, agency.office, agency.director.person, starts=None)
        meeting.open(by=agency.office)
    assert meeting.starts == time(9, 0)
