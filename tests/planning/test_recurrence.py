"""Days out of rules: leap days, ends of months, weeks without a working day, years of 53 weeks."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from common.working_days import WorkingDays
from planning import recurrence
from planning.recurrence import RuleError, check, circle, counted, dated

OFF = [date(2027, 5, 1) + timedelta(days=n) for n in range(9)] + [
    date(2027, 1, 1) + timedelta(days=n) for n in range(7)
]


@dataclass
class Off:
    kind: str = "off"


CALENDAR = WorkingDays({day: Off() for day in OFF})


def days(rule, year=2027) -> list[str]:
    since, until = date(year, 1, 1), date(year, 12, 31)
    return [f"{found.due:%m-%d}" for found in dated(rule, since, until, CALENDAR)]


def test_a_day_off_moves_to_the_working_day_before_or_after_or_stays():
    first_of_may = "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1"
    assert days({"rrule": first_of_may}) == ["04-30"]
    assert days({"rrule": first_of_may, "shift": "next"}) == ["05-10"]
    assert days({"rrule": first_of_may, "shift": "none"}) == ["05-01"]


def test_a_week_without_a_working_day_has_no_weekly_duty():
    fridays = days({"rrule": "FREQ=WEEKLY;BYDAY=FR"})
    assert fridays[:2] == ["12-31", "01-08"]  # of the week of 1 January the Thursday is left
    assert "04-30" in fridays
    assert "05-14" in fridays
    assert not [day for day in fridays if "05-03" <= day <= "05-09"]


def test_a_weekly_duty_stays_in_its_week():
    assert days({"rrule": "FREQ=WEEKLY;BYDAY=MO"})[0] == "01-11"  # Monday the 4th is off, all week


def test_daily_duties_fall_on_working_days_alone():
    found = days({"rrule": "FREQ=DAILY"})
    assert found[0] == "01-08"
    assert "05-05" not in found
    assert "01-10" not in found


def test_the_last_of_the_month_in_every_month():
    found = days({"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1"})
    assert len(found) == 12
    assert found[1] == "02-26"
    assert found[0] == "01-29"


def test_a_year_of_53_weeks_has_53_weekly_days():
    assert len(days({"rrule": "FREQ=WEEKLY;BYDAY=TH", "shift": "none"}, 2026)) == 53


@pytest.mark.parametrize("year", range(2024, 2034))
def test_the_last_working_week_holds_the_last_working_day(year):
    (found,) = dated({"last_working_week": True}, date(year, 1, 1), date(year, 12, 31), CALENDAR)
    assert CALENDAR.is_working(found.due)
    after = [found.due + timedelta(days=n) for n in range(1, 32)]
    assert not [day for day in after if day.year == year and CALENDAR.is_working(day)]


def test_by_15_january_may_belong_to_the_year_before():
    rule = {"rrule": "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15", "year": -1}
    (found,) = dated(rule, date(2028, 1, 1), date(2028, 12, 31), CALENDAR)
    assert (found.due, found.year) == (date(2028, 1, 14), 2027)


def test_a_month_after_the_31st_ends_with_the_month():
    assert counted({"after": "x", "months": 1, "shift": "none"}, date(2027, 1, 31), CALENDAR) == (
        date(2027, 2, 28)
    )
    assert counted({"after": "x", "months": 1, "shift": "none"}, date(2028, 1, 31), CALENDAR) == (
        date(2028, 2, 29)
    )


def test_so_many_working_days_before_skip_days_off():
    assert counted({"before": "x", "working_days": 3}, date(2027, 5, 11), CALENDAR) == (
        date(2027, 4, 29)
    )


def test_what_follows_never_falls_before_its_cause():
    saturday = date(2027, 6, 12)
    assert counted({"after": "x", "days": 0}, saturday, CALENDAR) == saturday


def test_every_other_week_counts_from_its_anchor():
    rule = {"rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "from": "2027-06-01"}
    assert days(rule)[:2] == ["06-01", "06-15"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=WEEKLY",
        "FREQ=YEARLY",
        "FREQ=HOURLY;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=FR;COUNT=3",
        "FREQ=YEARLY;BYMONTH=x;BYMONTHDAY=1",
        "every Friday",
        7,
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused_in_a_sentence(rule):
    with pytest.raises(RuleError) as error:
        check({"rrule": rule})
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"rrule": "FREQ=WEEKLY;BYDAY=FR", "event": "x", "days": 1},
        {"after": "x"},
        {"after": "x", "days": 1, "months": 1},
        {"after": "x", "days": -1},
        {"after": "x", "days": True},
        {"rrule": "FREQ=WEEKLY;BYDAY=FR", "shift": "sideways"},
        {"rrule": "FREQ=WEEKLY;BYDAY=FR", "year": 3},
        {"rrule": "FREQ=WEEKLY;BYDAY=FR", "days": 3},
        {"last_working_week": False},
        [],
        None,
    ],
)
def test_a_rule_says_in_one_way_when(rule):
    with pytest.raises(RuleError):
        check(rule)


def test_nothing_waits_for_itself():
    assert circle({"a": {"b"}, "b": {"c"}, "c": set()}) == ""
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == "a"
    assert circle({"a": {"a"}}) == "a"
    assert circle({"a": {"gone"}}) == ""


def test_kinds_of_rules():
    assert recurrence.kind_of({"event": "x", "days": 1}) == "event"
    assert recurrence.is_dated({"before": "x", "days": 1})
    assert not recurrence.is_dated({"after": "x", "days": 1})
    assert recurrence.frequency({"rrule": "freq=weekly;byday=fr"}) == "WEEKLY"
