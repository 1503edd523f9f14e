"""A planned meeting and the duty it was opened for: moved together, ended without it."""

from datetime import date

import pytest

from common.caller import SYSTEM
from common.models import JournalEntry, SpecialDay, Todo, deed
from common.tasks import announce, send_letters
from planning import opening
from planning.following import CALENDAR, follow
from planning.models import Duty, Meeting
from planning.models.meeting_deeds import ATTEND, PREPARE
from planning.views.duty import moves_of
from tests.planning import meeting_things as things
from tests.planning.things import obligation, on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
FRIDAY, TUESDAY = date(2027, 10, 29), date(2027, 11, 2)


@pytest.fixture
def meeting(agency):
    """The weekly one, planned by its duty for Friday, with an item on the agenda."""
    weekly = obligation(
        "weekly",
        {"rrule": "FREQ=WEEKLY;BYDAY=FR", "shift": "previous"},
        opener="planning.meeting",
        lead_days=4,
        since=date(2027, 10, 25),
    )
    director, office = agency.director.person, agency.office.person
    with on("2027-10-20"):
        sitting = things.members(2)
    things.kind_of(
        "operational",
        *sitting,
        obligation=weekly,
        chair=director.appointment().position,
        secretary=office.appointment().position,
    )
    with on("2027-10-26"):
        opening.keep_the_year()
        made = Meeting.objects.get()
        things.put(made, agency.office)
    return made


def move(keeper, due=TUESDAY, day="2027-10-27") -> None:
    with on(day):
        Duty.objects.get().move(by=keeper, due=due, reason="Директор иш сапарында")


@pytest.mark.clause("004-5.5.3-3")
def test_a_planned_meeting_moves_with_its_duty_and_whoever_is_invited_is_told_once(
    meeting, agency, keeper, mailoutbox
):
    with on("2027-10-26"):
        meeting.invite(by=agency.office)
        announce()
        send_letters()
    before = len(mailoutbox)
    move(keeper)
    with on("2027-10-27"):
        announce()
        send_letters()
        announce()
        send_letters()

    meeting.refresh_from_db()
    assert (meeting.day, meeting.state) == (TUESDAY, "planned")
    told = [letter for letter in mailoutbox[before:] if meeting.get_absolute_url() in letter.body]
    assert len(told) == len(meeting.invitees()) == len({letter.to[0] for letter in told})
    assert all("Директор иш сапарында" in letter.body for letter in told)
    due = Todo.objects.waiting().filter(kind=ATTEND).values_list("due", flat=True).distinct()
    assert set(due) == {TUESDAY}
    assert JournalEntry.objects.about(meeting).filter(deed="go_along").count() == 1


@pytest.mark.parametrize("is_by_hand", [True, False])
def test_duty_and_meeting_each_keep_why_they_moved(meeting, agency, keeper, mailoutbox, is_by_hand):
    """The row of the duty keeps its own reason though its meeting goes along; where the calendar
    moved both, nobody’s reason of another time is left to say why.
    """
    why, duty = "Директор иш сапарында", Duty.objects.get()
    Meeting.objects.update(reason="Эски себеп")
    Duty.objects.update(given_to=agency.staff.person)
    if is_by_hand:
        move(keeper)
    else:
        with on("2027-10-27"):
            SpecialDay.objects.create(day=FRIDAY, kind="off", name={"en": "Feast"})
            with deed(by=keeper):
                follow(by=keeper, because=CALENDAR)
    with on("2027-10-27"):
        announce()
        send_letters()

    meeting.refresh_from_db()
    duty.refresh_from_db()
    assert meeting.day == duty.due != FRIDAY
    assert meeting.reason == (why if is_by_hand else "")
    (moved,) = moves_of(duty)
    assert moved["why"] == (why if is_by_hand else "")
    told = [letter.body for letter in mailoutbox if duty.get_absolute_url() in letter.body]
    assert any(why in body for body in told) == is_by_hand
    rows = JournalEntry.objects.filter(deed__in=["move", "move_by_calendar", "go_along"])
    changed = {row.deed: {label for label, *_ in row.details["history"]} for row in rows}
    assert changed.pop("go_along") == {"planning.meeting"}
    assert set(map(frozenset, changed.values())) == {frozenset({"planning.duty"})}


def test_nobody_is_told_of_a_day_to_which_nobody_was_asked(meeting, keeper, mailoutbox):
    move(keeper)
    with on("2027-10-27"):
        announce()
        send_letters()

    assert not [one for one in mailoutbox if meeting.get_absolute_url() in one.body]
    assert Todo.objects.waiting().get(kind=PREPARE).due == TUESDAY


def test_a_meeting_that_a_hand_put_on_another_day_stays_there(meeting, agency, keeper):
    thursday = date(2027, 10, 28)
    with on("2027-10-26"):
        meeting.move(by=agency.office, day=thursday, reason="Зал бош эмес")
    move(keeper)

    meeting.refresh_from_db()
    assert meeting.day == thursday


def test_a_meeting_that_is_being_held_does_not_move(meeting, agency, keeper):
    with on("2027-10-29"):
        meeting.open(by=agency.office)
    move(keeper, day="2027-10-29")

    meeting.refresh_from_db()
    assert (meeting.day, meeting.state) == (FRIDAY, "open")


def test_what_was_opened_late_was_planned_for_that_day_and_moves_from_it(meeting, keeper, agency):
    with on("2027-11-08"):
        opening.keep_the_year()
        late = Duty.objects.create(
            obligation=Duty.objects.first().obligation,
            key="late",
            year=2027,
            starts=date(2027, 11, 1),
            due=date(2027, 11, 3),
            state="open",
        )
        with deed(by=SYSTEM):
            Duty.begin(late.obligation, [late])
        assert late.opened.day == date(2027, 11, 8)
        late.move(by=keeper, due=date(2027, 11, 10), reason="Кеч ачылды")

    assert Meeting.objects.get(pk=late.opened_id).day == date(2027, 11, 10)


@pytest.mark.parametrize("step", ["drop", "miss"])
def test_a_duty_that_ended_without_its_meeting_says_so_on_the_page(
    meeting, agency, look, keeper, step, stranger
):
    url = meeting.get_absolute_url()
    words = "The duty that it was planned for has ended"
    with on("2027-10-30"):
        assert words not in look(agency.office, url).content.decode()
        duty = Duty.objects.get(due=FRIDAY)
        getattr(duty, step)(by=keeper, reason="Бул жумада маселе жок")
        for user in (agency.office, agency.staff, agency.manager, agency.director):
            page = look(user, url).content.decode()
            assert words in page
            assert "Бул жумада маселе жок" in page
            assert ("hold it all the same" in page) == (user in (agency.office, agency.director))
        assert look(stranger, url).status_code == 404

        meeting.refresh_from_db()
        meeting.cancel(by=agency.office, reason="Милдет керексиз болду")
        assert words not in look(agency.office, url).content.decode()


def test_a_restricted_duty_is_not_told_to_who_may_not_know_of_it(meeting, agency, look, keeper):
    with on("2027-10-27"):
        duty = Duty.objects.get()
        duty.drop(by=keeper, reason="Жашыруун себеп")
        Duty.objects.update(is_restricted=True)
        Todo.objects.about(duty).delete()
        assert (
            "Жашыруун себеп" not in look(agency.staff, meeting.get_absolute_url()).content.decode()
        )
