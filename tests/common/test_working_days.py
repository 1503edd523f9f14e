"""Working days: the five-day week, holidays, shortened days, Saturdays that are worked."""

from datetime import date, timedelta

import pytest

from common.day_filling import fill, filling_of, listed_days
from common.models import JournalEntry, SpecialDay, WorkingYear, deed, record
from common.models.journal import verify
from common.working_days import (
    WorkingDays,
    after_working_days,
    days_changed,
    on_change,
    working_days,
)
from people.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def special(day: date, kind="off", **fields) -> SpecialDay:
    return SpecialDay(day=day, kind=kind, name={"ky": "Той"}, **fields)


def calendar(*days: SpecialDay) -> WorkingDays:
    return WorkingDays({one.day: one for one in days})


@pytest.fixture
def keeper(agency) -> User:
    return factories.employee("planner", "planning.manage")


# Counting -------------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 20), 5, date(2026, 11, 27)),  # Friday to Friday
        (date(2026, 11, 21), 5, date(2026, 11, 27)),  # Saturday
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),  # leap day, a Tuesday
        (date(2028, 2, 28), 2, date(2028, 3, 1)),
        (date(2027, 2, 26), 1, date(2027, 3, 1)),  # no leap day
        (date(2026, 12, 31), 1, date(2027, 1, 1)),  # nothing is known: the plain week
    ],
)
def test_without_a_calendar_it_is_the_five_day_week(start, days, end):
    assert after_working_days(start, days) == end


@pytest.mark.core
def test_terms_follow_the_holidays(agency):
    SpecialDay.objects.create(day=date(2027, 3, 22), kind="off", name={"ky": "Той"})
    SpecialDay.objects.create(day=date(2027, 3, 27), kind="working", name={"ky": "Алмашуу"})
    SpecialDay.objects.create(day=date(2027, 3, 24), kind="short", name={"ky": "Кыска"})

    assert after_working_days(date(2027, 3, 19), 1) == date(2027, 3, 23)  # Friday to Tuesday
    assert after_working_days(date(2027, 3, 26), 1) == date(2027, 3, 27)  # to a worked Saturday
    assert after_working_days(date(2027, 3, 23), 1) == date(2027, 3, 24)  # a short day is worked
    assert working_days().is_short(date(2027, 3, 24))
    assert not working_days().is_short(date(2027, 3, 23))


def test_one_query_however_many_days_are_counted(django_assert_num_queries):
    with django_assert_num_queries(1):
        days = working_days()
        assert [days.after(date(2027, 1, 1), n) for n in range(200)]


def test_the_week_of_may_without_a_working_day():
    days = calendar(*(special(date(2027, 5, n)) for n in range(1, 10)))

    assert not any(days.is_working(date(2027, 5, n)) for n in range(1, 10))
    assert days.last_of_week(date(2027, 5, 5)) == date(2027, 4, 30)  # nothing in 3-9 May
    assert days.last_of_week(date(2027, 5, 12)) == date(2027, 5, 14)
    assert days.after(date(2027, 4, 30), 1) == date(2027, 5, 10)
    assert days.after(date(2027, 5, 10), -1) == date(2027, 4, 30)
    assert days.between(date(2027, 5, 1), date(2027, 5, 31)) == 16


def test_the_last_working_day_of_a_year_and_of_its_53rd_week():
    # 2026 has 53 weeks by ISO: 31 December is the Thursday of the 53rd.
    plain = calendar()
    assert date(2026, 12, 31).isocalendar().week == 53
    assert plain.last_of_year(2026) == date(2026, 12, 31)
    assert plain.last_of_week(date(2026, 12, 31)) == date(2027, 1, 1)
    assert calendar(special(date(2027, 1, 1))).last_of_week(date(2026, 12, 31)) == date(
        2026, 12, 31
    )
    assert plain.last_of_year(2022) == date(2022, 12, 30)  # 31 December is a Saturday
    assert calendar(special(date(2022, 12, 31), "working")).last_of_year(2022) == date(2022, 12, 31)


def test_a_day_that_is_not_working_gives_way():
    days = calendar(special(date(2027, 9, 1)))
    assert days.shift(date(2027, 9, 1), "previous") == date(2027, 8, 31)
    assert days.shift(date(2027, 9, 1), "next") == date(2027, 9, 2)
    assert days.shift(date(2027, 9, 1), "none") == date(2027, 9, 1)
    assert days.shift(date(2027, 9, 2), "previous") == date(2027, 9, 2)
    with pytest.raises(ValueError, match="sideways"):
        days.shift(date(2027, 9, 1), "sideways")


# The list --------------------------------------------------------------------------------------


def test_2026_is_as_it_was_announced():
    """Against a table written by hand from the announcement of the year."""
    listed = listed_days(2026)
    off = {day for day, one in listed.items() if one.kind == "off"}
    short = {day for day, one in listed.items() if one.kind == "short"}

    fixed = {
        *(date(2026, 1, n) for n in range(1, 8)),
        date(2026, 3, 8),
        date(2026, 3, 21),
        *(date(2026, 5, n) for n in range(1, 10)),
        date(2026, 8, 31),
    }
    assert fixed <= off
    assert off - fixed == {date(2026, 3, 20), date(2026, 5, 27)}  # Orozo ait, Kurman ait
    # 20 March would be an eve, had the feast not come upon it.
    assert short == {date(2026, 2, 23), date(2026, 4, 7), date(2026, 4, 30), date(2026, 12, 31)}
    assert not {date(2026, 11, 7), date(2026, 11, 8)} & listed.keys()
    assert listed[date(2026, 4, 30)].name["ky"].endswith("Эмгек майрамы")


def test_feasts_by_the_moon_are_expected_and_named_without_a_doubt():
    listed = listed_days(2027)
    expected = [one for one in listed.values() if one.is_expected]
    assert [one.day for one in expected] == [date(2027, 3, 9), date(2027, 5, 16)]
    assert expected[0].name == {"ky": "Орозо айт", "ru": "Орозо айт", "en": "Eid al-Fitr"}
    assert listed[date(2027, 8, 30)].kind == "short"  # Monday, eve of a Tuesday
    # A feast that comes upon a fixed holiday moves nothing: that day is off in any case.
    assert not listed_days(2028)[date(2028, 5, 5)].is_expected
    assert date(2027, 3, 7) not in listed  # the eve is a Sunday


def test_a_moved_saturday_of_the_past_is_worked():
    assert listed_days(2024)[date(2024, 1, 27)].kind == "working"


# Filling -----------------------------------------------------------------------------------------


@pytest.mark.core
def test_filling_a_year_is_a_deed_and_twice_adds_nothing(keeper):
    fill(2027, by=keeper)
    count = SpecialDay.objects.count()
    assert count == len(listed_days(2027))
    assert WorkingYear.objects.get().state == "draft"
    entry = JournalEntry.objects.get(deed="fill_working_year")
    assert (entry.user, entry.details["days"]) == (keeper, count)

    assert filling_of(2027).is_empty
    fill(2027, by=keeper)
    assert SpecialDay.objects.count() == count
    assert verify() is None


@pytest.mark.core
def test_what_a_hand_wrote_is_not_overwritten(keeper):
    fill(2027, by=keeper)
    feast = SpecialDay.objects.get(day=date(2027, 3, 9))
    feast.kind, feast.is_filled = "short", False
    feast.save()

    plan = filling_of(2027)
    assert [(old.day, new.kind) for old, new in plan.kept] == [(date(2027, 3, 9), "off")]
    fill(2027, by=keeper, days=[date(2027, 3, 9)])
    feast.refresh_from_db()
    assert feast.kind == "short"


@pytest.mark.core
def test_a_feast_that_moved_is_offered_once_a_hand_has_moved_it(keeper):
    fill(2027, by=keeper)
    feast = SpecialDay.objects.get(day=date(2027, 3, 9))
    feast.day, feast.is_filled, feast.is_expected = date(2027, 3, 10), False, False
    feast.save()

    plan = filling_of(2027)
    assert [one.day for one in plan.offered] == [date(2027, 3, 9)]
    assert not plan.new
    fill(2027, by=keeper)
    assert not SpecialDay.objects.filter(day=date(2027, 3, 9)).exists()


@pytest.mark.core
def test_a_day_taken_off_by_hand_is_only_offered(keeper):
    fill(2027, by=keeper)
    day = SpecialDay.objects.get(day=date(2027, 4, 30))
    day.remove(by=keeper, seen=day.revision)

    plan = filling_of(2027)
    assert [one.day for one in plan.offered] == [date(2027, 4, 30)]
    assert not plan.new
    fill(2027, by=keeper, days=[date(2027, 4, 30)])
    assert SpecialDay.objects.filter(day=date(2027, 4, 30)).exists()
    assert verify() is None


@pytest.mark.core
def test_a_better_list_changes_what_no_hand_touched(keeper):
    with deed(by=keeper):
        year = WorkingYear.of(2027, by=keeper)
        old = SpecialDay(day=date(2027, 3, 8), kind="short", name={"ky": "Х"}, is_filled=True)
        old.save()
        gone = SpecialDay(day=date(2027, 3, 11), kind="off", name={"ky": "Айт"}, is_filled=True)
        gone.save()
        record(year, "fill_working_year", by=keeper, days=2)

    plan = filling_of(2027)
    assert [(was.day, new.kind) for was, new in plan.changed] == [(date(2027, 3, 8), "off")]
    assert plan.gone == [gone]
    fill(2027, by=keeper, days=[date(2027, 3, 8), date(2027, 3, 11)], seen=plan.digest)
    assert SpecialDay.objects.get(day=date(2027, 3, 8)).kind == "off"
    assert not SpecialDay.objects.filter(day=date(2027, 3, 11)).exists()


# What follows --------------------------------------------------------------------------------------


@pytest.fixture
def follower():
    """Something that depends on working days, as the duties of the year do."""
    called = []

    def follow(years, *, by):
        called.append((years, by))
        if "fault" in called:
            raise RuntimeError("it could not follow")
        return [f"{len(years)} moved"]

    on_change.append(follow)
    yield called
    on_change.remove(follow)


@pytest.mark.core
def test_every_change_is_told_to_what_depends_on_it(keeper, follower):
    assert days_changed([2027, 2028, 2027], by=keeper) == ["2 moved"]
    assert follower == [({2027, 2028}, keeper)]
    assert set(WorkingYear.objects.values_list("year", flat=True)) == {2027, 2028}


@pytest.mark.core
def test_where_it_cannot_follow_the_calendar_stays_as_it_was(keeper, follower):
    follower.append("fault")
    with pytest.raises(RuntimeError, match="could not follow"):
        fill(2027, by=keeper)
    assert not SpecialDay.objects.exists()
    assert not WorkingYear.objects.exists()


def test_days_far_apart_are_counted_quickly():
    assert calendar().after(date(2026, 1, 1), 2610) - date(2026, 1, 1) > timedelta(3600)
