"""The sweep of the year: opens, asks, warns, tells higher up, moves along; each once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from common.models import JournalEntry, SpecialDay, Todo, deed
from planning import events, following, opening
from planning.models import Duty, DutyWarning
from tests.factories import employee

from .things import obligation, on

pytestmark = [pytest.mark.django_db, pytest.mark.core]


@pytest.fixture
def manager(agency):
    return employee("keeper", "planning.manage", "planning.oversee")


def test_a_duty_opens_so_many_days_before_and_only_once(manager):
    obligation(lead_days=14)
    with on("2027-08-17"):
        opening.keep_the_year()
        assert not Duty.objects.exists()
    with on("2027-08-18"):
        opening.keep_the_year()
        opening.keep_the_year()
    duty = Duty.objects.get()
    assert (duty.due, duty.starts, duty.state) == (date(2027, 9, 1), date(2027, 8, 18), "open")
    assert Todo.objects.waiting().about(duty).get().person == manager.person


def test_after_days_without_a_worker_it_opens_what_was_left_out(manager):
    obligation("weekly", {"rrule": "FREQ=WEEKLY;BYDAY=FR"}, lead_days=4, since=date(2027, 6, 1))
    with on("2027-06-25"):
        opening.keep_the_year()
    assert [str(d.due) for d in Duty.objects.all()] == [
        "2027-06-04",
        "2027-06-11",
        "2027-06-18",
        "2027-06-25",
    ]


def test_it_warns_before_and_tells_higher_up_after_each_once(manager):
    above = employee("overseer", "planning.oversee")
    one = obligation(lead_days=30, remind=[7, 1], escalate=[{"days": 3, "to": "position:overseer"}])
    with on("2027-08-02"):
        opening.keep_the_year()
    duty = Duty.objects.get()
    for day in range(35):
        with on(str(date(2027, 8, 3) + timedelta(days=day))):
            opening.keep_the_year()
            opening.keep_the_year()
    told = JournalEntry.objects.about(duty).values_list("deed", "details__days")
    assert [row for row in told if row[0] == "remind"] == [
        ("remind", 7),
        ("remind", 1),
        ("remind", -1),
    ]
    assert [row[0] for row in told].count("escalate") == 1
    assert Todo.objects.waiting().filter(kind="planning.late").get().person == above.person
    assert DutyWarning.objects.count() == 4
    assert one.duties.count() == 1


def test_what_follows_opens_when_its_cause_is_done_and_what_comes_first_blocks(manager):
    first = obligation("first", {"rrule": "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30"})
    second = obligation("second", {"after": "first", "months": 1})
    third = obligation("third", {"before": "first", "days": 0})
    third.requires.add(first)
    with on("2027-06-28"):
        opening.keep_the_year()
        duty, last = first.duties.get(), third.duties.get()
        with pytest.raises(ValidationError, match="Милдет first|first"):
            last.close(by=manager, done_on=date(2027, 6, 28), note="held")
        with pytest.raises(ValidationError):
            duty.close(by=manager, done_on=date(2027, 6, 28))
        duty.close(by=manager, done_on=date(2027, 6, 28), note="held")
        last.refresh_from_db()
        last.close(by=manager, done_on=date(2027, 6, 28), note="held")
        after = second.duties.get()
    assert (after.due, after.state, after.cause) == (date(2027, 7, 28), "open", duty)
    assert last.state == "done"


def test_who_answers_gives_it_to_another_while_that_one_works_here(manager, agency):
    one = obligation()
    with on("2027-08-20"):
        opening.keep_the_year()
        duty = one.duties.get()
        duty.give(by=manager, to=agency.staff.person)
        opening.keep_the_year()
        assert [todo.person for todo in Todo.objects.waiting().about(duty)] == [agency.staff.person]
        assert agency.staff.has_perm("planning.close_duty", duty)
        assert manager.has_perm("planning.close_duty", duty)
        agency.staff.person.appointments.update(until=date(2027, 8, 19))
        opening.keep_the_year()
        assert [todo.person for todo in Todo.objects.waiting().about(duty)] == [manager.person]


def test_what_is_counted_from_a_moved_day_moves_with_it(manager):
    """A day off, or a hand, moves the meeting: the review before it, and the plan of that day."""
    meeting = obligation("meeting", {"rrule": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24"}, lead_days=60)
    review = obligation("review", {"before": "meeting", "days": 0}, lead_days=60)
    plan = obligation("plan", {"before": "review", "working_days": 1}, lead_days=60)
    with on("2027-11-01"):
        opening.keep_the_year()
        SpecialDay.objects.create(day=date(2027, 12, 24), kind="off", name={"ky": "Эс алуу"})
        with deed(by=manager):
            moved = following.follow_the_calendar({2027}, by=manager)
        assert len(moved) == 3
        assert [one.duties.get().due.day for one in (meeting, review, plan)] == [23, 23, 22]
        meeting.duties.get().move(by=manager, due=date(2027, 12, 21), reason="Башка күн")
        assert [one.duties.get().due.day for one in (meeting, review, plan)] == [21, 21, 20]


def test_what_others_wait_for_is_not_missed_before_its_day(manager):
    first = obligation(lead_days=14)
    obligation("second").requires.add(first)
    with on("2027-08-20"):
        opening.keep_the_year()
        with pytest.raises(ValidationError):
            first.duties.get().miss(by=manager, reason="Болбойт")
    with on("2027-09-01"):
        first.duties.get().miss(by=manager, reason="Болбойт")


def test_what_hangs_on_an_obligation_is_changed_or_ended_first(manager):
    first = obligation()
    for code, rule in (
        ("before", {"before": "plan", "days": 1}),
        ("after", {"after": "plan", "days": 1}),
    ):
        obligation(code, rule)
    obligation("only").requires.add(first)
    with pytest.raises(ValidationError) as refused:
        first.end(by=manager, on=date(2027, 9, 1), reason="Керек эмес")
    assert all(f"Милдет {code}" in str(refused.value) for code in ("before", "after", "only"))


def test_a_dot_shows_nothing_and_an_event_is_told_once(manager):
    one = obligation("event", {"event": "told", "days": 3})
    with on("2027-03-01"):
        told = events.Happened("first", date(2027, 3, 1), words="Арыз № 5")
        (duty,) = opening.tell(one, told, by=manager)
        assert not opening.tell(one, told, by=manager)  # the same form a second time
        again = events.Happened("second", told.on, words=told.words)
        with pytest.raises(ValidationError):
            opening.tell(one, again, by=manager)
        with pytest.raises(ValidationError):
            duty.close(by=manager, done_on=date(2027, 3, 1), note=" . ")
