"""An obligation whose rule or day is changed: what it does to days that are gone, and to others."""

from datetime import date

import pytest

from common.models import JournalEntry
from planning import opening
from planning.models import Duty, Obligation
from tests.planning.test_obligation_pages import REGISTER, at, typed

from .things import obligation, on, opened

pytestmark = [pytest.mark.django_db, pytest.mark.core, pytest.mark.usefixtures("in_english")]
LAST_OF_MONTH = {"how": "monthly", "day": "-1"}


def edited(kept, one, **values):
    address = f"{one.get_absolute_url()}edit/"
    given = typed(name_ky="Иш", since="2027-01-01", revision=one.revision, **values)
    return kept.post(address, given, follow=True)


def test_another_rule_makes_no_work_of_days_that_are_gone(kept, keeper):
    one = obligation(rule={"rrule": "FREQ=WEEKLY;BYDAY=FR"}, lead_days=4)
    with at("2027-06-15", kept, keeper):
        answer = edited(kept, one, lead_days="14", **LAST_OF_MONTH)
        assert "The new days count from today, 15.06.2027." in answer.content.decode()
        opening.keep_the_year()
        assert not Duty.objects.filter(due__lt=date(2027, 6, 15)).exists()
    with on("2027-06-20"):
        opening.keep_the_year()
    assert [str(duty.due) for duty in Duty.objects.all()] == ["2027-06-30"]
    entry = JournalEntry.objects.about(one).order_by("number").last()
    client_words = kept.get(f"{one.get_absolute_url()}?tab=history").content.decode()
    assert entry.deed == "change"
    assert "every week on Friday" in client_words
    assert "FREQ" not in client_words


def test_a_day_that_its_keeper_sets_stays(kept, keeper):
    one = obligation(rule={"rrule": "FREQ=WEEKLY;BYDAY=FR"}, lead_days=4)
    with at("2027-06-15", kept, keeper):
        values = typed(name_ky="Иш", revision=one.revision, **LAST_OF_MONTH) | {
            "since": "2027-05-01"
        }
        assert kept.post(f"{one.get_absolute_url()}edit/", values).status_code == 302
    one.refresh_from_db()
    assert one.since == date(2027, 5, 1)


def test_other_words_change_no_day(kept, keeper):
    one = obligation(rule={"rrule": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1"})
    with at("2027-06-15", kept, keeper):
        assert edited(kept, one, source="2.5").status_code == 200
    one.refresh_from_db()
    assert (one.source, one.since) == ("2.5", date(2027, 1, 1))


@pytest.mark.parametrize(
    ("how", "lead", "remind"),
    [({"how": "daily"}, 0, []), ({"how": "weekly", "weekdays": ["FR"]}, 4, [1])],
)
def test_what_comes_often_opens_shortly_before(kept, how, lead, remind):
    assert kept.post(f"{REGISTER}add/", typed(**how)).status_code == 302
    one = Obligation.objects.get()
    assert (one.lead_days, one.remind) == (lead, remind)


def test_of_what_comes_often_only_one_may_stand_open(kept):
    answer = kept.post(f"{REGISTER}add/", typed(how="daily", lead_days="10"))
    assert answer.status_code == 422
    assert "at most 1." in answer.content.decode()
    assert kept.post(f"{REGISTER}add/", typed(how="daily", lead_days="1")).status_code == 302


def test_what_moves_along_is_said_at_once_with_its_true_cause(kept, keeper):
    meeting = obligation("meeting", {"rrule": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24"}, lead_days=60)
    review = obligation("review", {"before": "meeting", "working_days": 5}, lead_days=60)
    with at("2027-11-10", kept, keeper):
        opening.keep_the_year()
        asked, along = meeting.duties.get(), review.duties.get()
        before = along.due
        answer = kept.post(
            f"{asked.get_absolute_url()}move/",
            {"due": "2027-12-20", "reason": "The hall is taken", "revision": asked.revision},
            follow=True,
        )
        along.refresh_from_db()
        assert along.due < before
        said = f"Moved along: Work review: {before:%d.%m.%Y} → {along.due:%d.%m.%Y}."
        assert said in answer.content.decode()
        told = kept.get(along.get_absolute_url()).content.decode()
    assert "the day it is counted from moved" in told
    assert "the working days changed" not in told


def test_a_day_set_ahead_moves_what_is_counted_from_it_at_once(kept, keeper):
    meeting = obligation("meeting", {"rrule": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24"}, lead_days=7)
    review = obligation("review", {"before": "meeting", "working_days": 5}, lead_days=60)
    with at("2027-11-10", kept, keeper):
        along = opened(review)
        before = along.due
        answer = kept.post(
            f"{meeting.get_absolute_url()}days/2027-12-24/",
            {"due": "2027-12-20", "reason": "The hall is taken"},
            follow=True,
        )
        along.refresh_from_db()
    assert along.due < before
    assert "Moved along: Work review" in answer.content.decode()


def test_a_duty_moved_past_what_waits_for_it_names_that(kept, keeper):
    first = obligation("plan", {"rrule": "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20"})
    last = obligation("review", {"rrule": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1"}, lead_days=30)
    last.requires.add(first)
    with at("2027-11-10", kept, keeper):
        opening.keep_the_year()
        asked = first.duties.get()
        answer = kept.post(
            f"{asked.get_absolute_url()}move/",
            {"due": "2027-12-03", "reason": "Later", "revision": asked.revision},
            follow=True,
        )
    words = answer.content.decode()
    assert "Waits for it and is due earlier: Work review (01.12.2027)." in words
