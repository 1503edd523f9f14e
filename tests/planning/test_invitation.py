"""What the invitation to a meeting says: the agenda, and what of earlier decisions is open."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from common.tasks import announce, send_letters
from tests.planning import meeting_things as things

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = timedelta(days=1)
OPEN = "Мурунку кеңешмелердин аткарыла элек чечимдери"


def letters(meeting, agency, mailoutbox) -> dict[str, str]:
    """The invitations by whom they went to."""
    before = len(mailoutbox)
    meeting.invite(by=agency.office)
    announce()
    send_letters()
    return {
        letter.to[0]: letter.body
        for letter in mailoutbox[before:]
        if meeting.get_absolute_url() in letter.body
    }


def with_a_decision(agency, kind, **values):
    """A meeting held with one open decision, and the next one planned."""
    held = things.opened(kind, agency.office, agency.director.person)
    due = localdate() + 5 * DAY
    item = held.items.get()
    things.decide(item, agency.office, agency.staff.person, text="Графикти түзүү", due=due)
    done = things.decide(item, agency.office, agency.staff.person, text="Бүткөн иш")
    done.confirm(by=agency.office, note="Жасалды")
    things.ended(held, agency.office)
    coming = things.planned(kind, agency.office, agency.director.person, day=localdate() + DAY)
    things.put(coming, agency.office)
    return coming


@pytest.mark.clause("004-5.5.3-3")
def test_open_decisions_stand_after_the_agenda_with_who_answers_and_until_when(agency, mailoutbox):
    kind = things.kind_of("council", *things.members(3))
    meeting = with_a_decision(agency, kind)

    told = letters(meeting, agency, mailoutbox)

    assert len(told) == len(meeting.invitees())
    for body in told.values():
        assert body.index("Долбоорлор жөнүндө") < body.index(OPEN) < body.index("Графикти түзүү")
        line = next(one for one in body.splitlines() if "Графикти түзүү" in one)
        assert agency.staff.person.short_name in line
        assert (localdate() + 5 * DAY).strftime("%d.%m.%Y") in line
        assert "Бүткөн иш" not in body


def test_without_open_decisions_the_letter_has_no_such_part(agency, mailoutbox):
    kind = things.kind_of("council", *things.members(3))
    meeting = things.planned(kind, agency.office, agency.director.person)
    things.put(meeting, agency.office)

    assert all(OPEN not in body for body in letters(meeting, agency, mailoutbox).values())


def test_a_guest_of_a_closed_meeting_gets_the_agenda_alone(agency, mailoutbox):
    kind = things.kind_of("closed", *things.members(3), is_open=False)
    meeting = with_a_decision(agency, kind)
    meeting.attendance.invite(meeting, by=agency.office, person=agency.manager.person)

    told = letters(meeting, agency, mailoutbox)

    guests = [body for to, body in told.items() if OPEN not in body]
    assert told[agency.manager.person.email] in guests
    assert len(guests) == 1
