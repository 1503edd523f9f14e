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
    meeting = held(time(10, 0))
    url = f"{meeting.get_absolute_url()}end/"
    with on("2027-10-25"):
        refused = look(agency.office, url, ends="09:30")
        assert refused.status_code == 422
        assert "It cannot end before it begins." in refused.content.decode()
        assert look(agency.office, url, ends="11:30").status_code == 302

    meeting.refresh_from_db()
    assert (meeting.state, meeting.ends) == ("held", time(11, 30))
