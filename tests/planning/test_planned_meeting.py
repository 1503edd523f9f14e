"""The page of a planned meeting: its day, what comes first on its agenda, what may be sent."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from common.models import SpecialDay
from planning.models import Meeting
from planning.protocol_sheets import agenda_pdf
from planning.views.meeting import earlier_to_come
from tests.planning import meeting_things as things
from tests.planning.test_protocol_paper import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = timedelta(days=1)
PASSED = "Its day has passed"


@pytest.fixture
def kind(agency):
    return things.kind_of("council", *things.members(3))


@pytest.fixture
def plan(kind, agency):
    """A planned meeting with an item, so many days from today."""

    def made(days: int, **values):
        day = localdate() + days * DAY
        meeting = things.planned(kind, agency.office, agency.director.person, day=day, **values)
        things.put(meeting, agency.office)
        return meeting

    return made


def test_of_a_day_that_passed_minutes_are_entered_and_nobody_is_asked_to_come(plan, agency, look):
    meeting = plan(-3)
    url = meeting.get_absolute_url()
    page = look(agency.office, url).content.decode()

    assert PASSED in page
    assert "Send invitations" not in page
    assert "Open the meeting" in page
    assert look(agency.office, f"{url}invite/").status_code == 409
    with pytest.raises(ValidationError):
        meeting.invite(by=agency.office)
    assert PASSED not in look(agency.office, plan(0).get_absolute_url()).content.decode()


def main_button(page: str) -> str:
    """The address of the filled button of a page, if there is one."""
    found = [line for line in page.splitlines() if "btn-primary" in line and "href=" in line]
    return found[0].split('href="')[1].split('"')[0] if found else ""


def test_it_is_opened_from_its_day_on_and_not_before(plan, agency, look):
    later, today = plan(1), plan(0)
    for sent in (False, True):
        page = look(agency.office, later.get_absolute_url()).content.decode()
        assert "Open the meeting" not in page
        assert main_button(page).endswith("" if sent else "/invite/")
        page = look(agency.office, today.get_absolute_url()).content.decode()
        assert main_button(page) == f"{today.get_absolute_url()}open/"
        later.invite(by=agency.office)
        today.invite(by=agency.office)

    refused = look(agency.office, f"{later.get_absolute_url()}open/")
    assert refused.status_code == 409
    assert "Its day has not come yet" in refused.content.decode()
    assert look(agency.staff, f"{later.get_absolute_url()}open/").status_code == 403
    assert look(agency.office, f"{today.get_absolute_url()}open/").status_code == 200


def test_what_to_do_is_told_to_who_may_do_it_the_fact_to_all(plan, agency, look):
    url = plan(-3).get_absolute_url()
    for user, is_told in ((agency.office, True), (agency.director, True), (agency.staff, False)):
        page = look(user, url).content.decode()
        assert PASSED in page
        assert ("open it to enter its minutes" in page) == is_told


def test_a_day_off_is_said_and_hinders_nobody(plan, agency, look):
    meeting = plan(1)
    SpecialDay.objects.create(day=meeting.day, kind="off", name={"en": "Day off"})
    page = look(agency.office, meeting.get_absolute_url()).content.decode()

    assert "is a day off by the working calendar" in page
    assert "Send invitations" in page
    meeting.invite(by=agency.office)
    SpecialDay.objects.update(kind="work")
    page = look(agency.office, meeting.get_absolute_url()).content.decode()
    assert "is a day off by the working calendar" not in page


def test_open_decisions_stand_on_the_page_and_first_on_the_paper_before_it_is_opened(
    plan, kind, agency, look
):
    held = things.opened(kind, agency.office, agency.director.person)
    item = held.items.get()
    things.decide(item, agency.office, agency.staff.person, text="Графикти түзүү")
    things.decide(item, agency.office, agency.staff.person, text="Бүткөн иш").confirm(
        by=agency.office, note="Жасалды"
    )
    things.ended(held, agency.office)
    meeting = plan(1)
    page = look(agency.staff, meeting.get_absolute_url()).content.decode()

    assert "On the execution of earlier decisions" in page
    assert "Графикти түзүү" in page
    assert "Бүткөн иш" not in page
    paper = text_of(agenda_pdf(meeting, "ky", earlier_to_come(meeting, agency.staff)))
    first, second = "Мурунку чечимдердин аткарылышы жөнүндө", "2. Долбоорлор жөнүндө"
    assert paper.index(first) < paper.index("Графикти түзүү") < paper.index(second)
    assert meeting.items.count() == 1


def test_what_was_opened_and_moved_names_earlier_decisions_once(plan, kind, agency, look):
    """Their item stands on the agenda since the meeting was opened."""
    held = things.opened(kind, agency.office, agency.director.person)
    things.decide(held.items.get(), agency.office, agency.staff.person, text="Графикти түзүү")
    things.ended(held, agency.office)
    meeting = plan(0)
    meeting.open(by=agency.office)
    meeting.move(by=agency.office, day=localdate() + DAY, reason="Зал бош эмес")

    page = look(agency.staff, meeting.get_absolute_url()).content.decode()
    assert page.count("Графикти түзүү") == 1
    assert "Comes first on the agenda" not in page
    paper = text_of(agenda_pdf(meeting, "ky", earlier_to_come(meeting, agency.staff)))
    assert paper.count("Мурунку чечимдердин аткарылышы жөнүндө") == 1
    assert paper.count("Графикти түзүү") == 1


def test_who_may_not_read_the_earlier_meeting_is_not_told_its_decisions(plan, kind, agency, look):
    held = things.opened(kind, agency.office, agency.director.person)
    things.decide(held.items.get(), agency.office, agency.manager.person, text="Графикти түзүү")
    things.ended(held, agency.office)
    kind.is_open = False
    kind.save()
    meeting = plan(1)
    meeting.attendance.invite(meeting, by=agency.office, person=agency.staff.person)

    page = look(agency.staff, meeting.get_absolute_url()).content.decode()
    assert "Долбоорлор жөнүндө" in page
    assert "Графикти түзүү" not in page


def test_invitations_went_out_on_the_day_of_the_house_not_of_greenwich(plan, agency, look):
    meeting = plan(30)
    moment = datetime(2026, 11, 22, 20, 30, tzinfo=ZoneInfo("UTC"))
    Meeting.objects.filter(pk=meeting.pk).update(invited_at=moment)

    assert "23.11.2026" in look(agency.office, meeting.get_absolute_url()).content.decode()


def test_items_are_moved_and_taken_off_by_buttons_that_say_which(plan, agency, look):
    page = look(agency.office, plan(1).get_absolute_url()).content.decode()
    for word in ("Up", "Down", "Take off"):
        assert f'<span class="visually-hidden">{word}: Долбоорлор жөнүндө</span>' in page
