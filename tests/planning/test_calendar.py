"""The calendar: what stands on which day, for whom, in which state; never what is restricted."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from pypdf import PdfReader

from common.models import JournalEntry, Todo
from planning import calendar_year, opening, subjects
from planning.calendar_entries import Entries
from planning.calendar_period import day_asked, period, week_of, week_title
from planning.models import Duty
from tests import factories
from tests.factories import employee
from tests.planning.things import calendar_of, obligation, on, special

pytestmark = [pytest.mark.django_db, pytest.mark.core]
WEEKLY = {"rrule": "FREQ=WEEKLY;BYDAY=FR"}


@pytest.fixture
def keeper(agency):
    return employee("keeper", "planning.manage", "planning.oversee")


@pytest.fixture
def page(client):
    def get(user, **asked):
        client.force_login(user)
        return client.get(reverse("planning:calendar"), asked)

    return get


def told(user, since, until, *, mine=False, **asked) -> list[tuple]:
    found = Entries(user, since, until, mine=mine, **asked)
    return [(entry.due, entry.title, entry.state) for entry in found.shown]


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def deep(**kwargs) -> dict:
    """A restricted duty of this obligation."""
    values = {"key": "x", "year": 2027, "starts": date(2027, 9, 1), "due": date(2027, 9, 14)}
    values |= {"state": "open"}
    return values | {"is_restricted": True, "subject_text": "Купуя эреже"} | kwargs


# States -------------------------------------------------------------------------------------


def test_an_obligation_is_planned_then_open_then_late_then_done(keeper):
    obligation(lead_days=14)
    year = (date(2027, 1, 1), date(2027, 12, 31))
    day = date(2027, 9, 1)
    with on("2027-08-01"):
        assert told(keeper, *year) == [(day, "Милдет plan", "planned")]
    with on("2027-08-20"):
        opening.keep_the_year()
        assert told(keeper, *year) == [(day, "Милдет plan", "open")]
    with on("2027-09-03"):
        assert told(keeper, *year) == [(day, "Милдет plan", "late")]
        duty = Duty.objects.get()
        duty.close(by=keeper, done_on=localdate(), note="Бүттү")
        assert told(keeper, *year) == [(day, "Милдет plan", "done_late")]
        assert told(keeper, *year, state="done") == [(day, "Милдет plan", "done_late")]
        assert told(keeper, *year, state="open") == []
        duty.reopen(by=keeper, reason="Ката жабылган")
        duty.miss(by=keeper, reason="Ал жылы болгон жок")
        assert told(keeper, *year) == [(day, "Милдет plan", "missed")]


def test_what_is_late_from_before_is_said_beside_the_time_shown(keeper, page):
    obligation(lead_days=14)
    with on("2027-08-20"):
        opening.keep_the_year()
    with on("2027-10-20"):
        found = Entries(keeper, date(2027, 10, 1), date(2027, 10, 31), mine=True)
        assert [(e.title, e.state) for e in found.carried] == [("Милдет plan", "late")]
        assert found.shown == []
        month = page(keeper, whose="mine")
        late = page(keeper, whose="mine", view="list", state="late")
    assert month.context["entries"].carried
    assert "1" in words(month)
    assert "view=list" in month.content.decode()
    assert "Милдет plan" in words(late)


def test_what_is_due_before_a_time_to_come_is_not_late_in_it(keeper):
    obligation(lead_days=14)
    with on("2027-08-20"):
        opening.keep_the_year()
        found = Entries(keeper, date(2027, 10, 1), date(2027, 10, 31), mine=True)
    assert Duty.objects.open().count() == 1
    assert found.carried == []


def test_a_moved_day_stands_where_it_was_moved_and_says_from_where(keeper, page):
    obligation(lead_days=14)
    with on("2027-08-20"):
        opening.keep_the_year()
        Duty.objects.get().move(by=keeper, due=date(2027, 9, 9), reason="Жыйын жылды")
        shown = page(keeper, view="list", day="2027-09-01", whose="mine")
    assert "01.09.2027" in words(shown)
    entry = Entries(keeper, date(2027, 9, 1), date(2027, 9, 30), mine=True).shown[0]
    assert (entry.due, entry.moved_from) == (date(2027, 9, 9), date(2027, 9, 1))


def test_a_duty_across_the_end_of_the_year_stands_in_its_year(keeper):
    obligation(
        "review",
        {"rrule": "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15", "year": -1},
        lead_days=40,
        since=date(2027, 6, 1),
    )
    with on("2027-12-10"):
        opening.keep_the_year()
        assert Duty.objects.get().year == 2027
        assert told(keeper, date(2027, 1, 1), date(2027, 12, 31)) == []
        found = Entries(keeper, date(2028, 1, 1), date(2028, 12, 31), mine=False)
        year = calendar_year.year_of(found, 2028)
    mark = year.groups[0].lines[0].marks[0]
    assert (mark.begins, mark.entry.due) == (0.0, date(2028, 1, 14))  # the 15th is a Saturday


# Mine and everybody's ---------------------------------------------------------------------------


def test_mine_is_what_waits_for_me_and_what_i_would_answer_for(keeper, agency):
    other = employee("clerk", "nomenclature.keep")
    obligation("mine", WEEKLY, lead_days=4)
    obligation("theirs", WEEKLY, power="nomenclature.keep", lead_days=4)
    span = (date(2027, 9, 1), date(2027, 9, 30))
    with on("2027-09-07"):
        opening.keep_the_year()
        everything = told(keeper, *span)
        mine, theirs = told(keeper, *span, mine=True), told(other, *span, mine=True)
    assert {title for _d, title, _s in mine} == {"Милдет mine"}
    assert {title for _d, title, _s in theirs} == {"Милдет theirs"}
    assert sorted(mine + theirs) == sorted(everything)
    assert {state for _d, _t, state in mine} == {"planned", "open", "late"}


def test_what_was_given_to_somebody_is_theirs(keeper, staff):
    one = obligation(lead_days=14)
    with on("2027-07-01"):
        days = {"starts": date(2027, 8, 18), "due": date(2027, 9, 1)}
        Duty.objects.create(
            obligation=one,
            key="2027-09-01",
            year=2027,
            given_to=staff.person,
            state="scheduled",
            **days,
        )
        span = (date(2027, 9, 1), date(2027, 9, 30))
        assert told(staff, *span, mine=True) == [(date(2027, 9, 1), "Милдет plan", "planned")]
        assert told(keeper, *span, mine=True) == []
        assert Entries(keeper, *span, mine=False).shown[0].people == (staff.person,)


def test_what_nobody_holds_is_the_keepers(keeper, staff):
    obligation("orphan", WEEKLY, power="audits.manage")
    span = (date(2027, 9, 1), date(2027, 9, 8))
    with on("2027-09-01"):
        assert len(told(keeper, *span, mine=True)) == 1
        assert told(staff, *span, mine=True) == []
        entry = Entries(staff, *span, mine=False).shown[0]
    assert list(entry.people) == [keeper.person]


def test_a_done_duty_is_of_whom_it_waited_for_then(keeper, agency):
    obligation(lead_days=14)
    with on("2027-08-20"):
        opening.keep_the_year()
        second = employee("keeper")  # comes later, and is asked as well
        opening.keep_the_year()
    year = (date(2027, 1, 1), date(2027, 12, 31))
    with on("2027-08-25"):
        Todo.objects.filter(person=second.person).done()  # it passed on from them
    with on("2027-08-30"):
        Duty.objects.get().close(by=keeper, done_on=localdate(), note="Бүттү")
        assert len(told(keeper, *year, mine=True)) == 1
        assert told(second, *year, mine=True) == []


def test_my_other_tasks_with_a_day_stand_in_mine_alone(keeper, staff, in_force):
    day = localdate() + timedelta(3)
    Todo.objects.filter(person=staff.person).delete()
    Todo.objects.ask([staff.person], "documents.read", in_force, due=day)
    span = (day - timedelta(5), day + timedelta(5))
    mine = told(staff, *span, mine=True)
    assert [(due, state) for due, _t, state in mine] == [(day, "open")]
    assert in_force.headline in mine[0][1]
    assert told(staff, *span) == []
    mine, theirs = (Entries(user, *span, mine=True).shown for user in (staff, keeper))
    assert not {entry.key for entry in mine} & {entry.key for entry in theirs}


def test_each_for_their_own_is_of_whoever_owns_one(keeper, staff, monkeypatch):
    people = type(staff.person).objects
    kind = subjects.Subjects(
        "things", "things", lambda: [keeper.person], lambda thing: people.filter(pk=thing.pk)
    )
    monkeypatch.setitem(subjects.kinds(), "things", kind)
    obligation("own", WEEKLY, power="", per="things", owner_of_subject=True)
    span = (date(2027, 9, 6), date(2027, 9, 12))
    with on("2027-09-06"):
        assert len(told(keeper, *span, mine=True)) == 1
        assert told(staff, *span, mine=True) == []
        assert len(told(staff, *span)) == 1


# What is restricted ---------------------------------------------------------------------------


def test_restricted_duties_and_procedures_leak_nowhere(keeper, staff, director, page):
    secret = factories.DocumentFactory(
        access="top", code="КУПУЯ-07", title={"ky": "Жашыруун жол-жобо"}
    )
    one = obligation(procedure=secret, lead_days=3, power="documents.top")
    Duty.objects.create(obligation=one, **deep())
    for view in ("month", "week", "list", "year"):
        asked = {"view": view, "day": "2027-09-14", "whose": "all"}
        with on("2027-09-10"):
            plain, top = words(page(staff, **asked)), words(page(director, **asked))
        assert "Купуя эреже" not in plain
        assert "КУПУЯ-07" not in plain
        assert "Жашыруун" not in plain
        assert "Купуя эреже" in top, view
        assert "КУПУЯ-07" in top, view


def test_a_filter_by_a_restricted_procedure_finds_nothing(staff, page):
    secret = factories.DocumentFactory(access="top", code="КУПУЯ-07")
    obligation(procedure=secret)
    with on("2027-09-01"):
        found = page(staff, view="month", whose="all", procedure="КУПУЯ-07")
    assert found.context["entries"].shown == []


# Pages ------------------------------------------------------------------------------------------


def test_a_stranger_is_refused(stranger, page):
    assert page(stranger).status_code == 403


@pytest.mark.parametrize("view", ["month", "week", "list", "year"])
def test_each_view_says_what_when_in_which_state(view, keeper, page):
    document = factories.DocumentFactory(code="ДЖ-31")
    obligation(procedure=document)
    with on("2027-08-25"), translation.override("ky"):
        opening.keep_the_year()
        found = page(keeper, view=view, day="2027-09-01", whose="mine")
    text = words(found)
    duty = Duty.objects.get()
    assert found.status_code == 200
    assert "Милдет plan" in text
    assert "ДЖ-31" in text
    assert duty.get_absolute_url() in found.content.decode()
    assert [e.state for e in found.context["entries"].shown] == ["open"]
    assert found.context["entries"].shown[0].label in text


def test_a_month_is_a_table_with_the_days_of_the_week(keeper, page):
    with on("2027-10-20"):
        html = page(keeper, whose="mine").content.decode()
    assert html.count('<th scope="col">') == 7
    assert html.count('class="cal-day') == 35
    assert html.count(" today") >= 1


def test_days_off_and_short_days_are_named(keeper, page, monkeypatch):
    calendar = calendar_of(
        special(date(2027, 9, 15), "off", "Тоо күнү", expected=True),
        special(date(2027, 9, 14), "short", "Тоо күнүнүн алды"),
        special(date(2027, 9, 18), "working", "Которулган күн"),
    )
    monkeypatch.setattr("planning.timetable.working_days", lambda: calendar)
    obligation("daily", {"rrule": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=15"})
    with on("2027-09-01"):
        for view in ("month", "week", "list"):
            shown = page(keeper, view=view, day="2027-09-15", whose="mine")
            text = words(shown)
            for name in ("Тоо күнү", "Тоо күнүнүн алды", "Которулган күн"):
                assert name in text, (view, name)
        month = page(keeper, day="2027-09-15", whose="mine").context["weeks"]
    days = {day.day: day for week in month for day in week["days"]}
    assert (days[date(2027, 9, 15)].is_off, days[date(2027, 9, 14)].is_short) == (True, True)
    assert not days[date(2027, 9, 18)].is_off
    assert days[date(2027, 9, 19)].is_off
    assert [e.title for e in days[date(2027, 9, 14)].entries] == ["Милдет daily"]


def test_a_crowded_day_says_how_many_more_and_the_list_has_them_all(keeper, page):
    for n in range(9):
        obligation(f"o{n}")
    with on("2027-08-01"):
        month = page(keeper, day="2027-09-01", whose="mine")
        listed = page(keeper, day="2027-09-01", view="list", whose="mine")
    day = next(d for w in month.context["weeks"] for d in w["days"] if d.entries)
    assert (len(day.entries), day.more) == (4, 5)
    assert day.more_url.replace("&", "&amp;") + "#d20270901" in month.content.decode()
    assert all(f"Милдет o{n}" in words(listed) for n in range(9))
    assert 'id="d20270901"' in listed.content.decode()


@pytest.mark.parametrize("asked", ["", "rubbish", "2027-13-45", "9999-99-99", "0001-01-01", "12"])
def test_an_impossible_day_is_today(asked, keeper, page):
    with on("2027-10-20"):
        assert page(keeper, day=asked, view="year").context["period"].day == date(2027, 10, 20)
        assert page(keeper, day=asked, view="nonsense", whose="x", state="y").status_code == 200


def test_managers_begin_with_everybodys_and_others_with_their_own(keeper, staff, page):
    assert page(keeper).context["whose"] == "all"
    assert page(staff).context["whose"] == "mine"


def test_filters_stay_in_the_links(keeper, page):
    document = factories.DocumentFactory(code="ДЖ-31")
    obligation(procedure=document)
    obligation("other")
    with on("2027-09-01"):
        found = page(keeper, procedure="ДЖ-31", state="planned", day="2027-09-05", whose="all")
    assert [entry.title for entry in found.context["entries"].shown] == ["Милдет plan"]
    assert "procedure=" in found.context["next_url"]
    assert "state=planned" in found.context["next_url"]


@pytest.mark.parametrize("view", ["month", "week", "list", "year"])
@pytest.mark.parametrize("whose", ["mine", "all"])
def test_a_busy_time_costs_as_many_queries_as_a_quiet_one(
    view, whose, keeper, client, django_assert_max_num_queries, in_force
):
    url = reverse("planning:calendar")
    asked = {"view": view, "whose": whose, "day": "2027-09-15"}

    def fill(first, count):
        for n in range(first, first + count):
            obligation(
                f"d{n}",
                {"rrule": f"FREQ=YEARLY;BYMONTH=9;BYMONTHDAY={n * 9 % 28 + 1}"},
                procedure=factories.DocumentFactory(code=f"ДЖ-{100 + n}"),
                lead_days=20 if n % 2 else 0,
            )
        opening.keep_the_year()

    with on("2027-09-10"):
        client.force_login(keeper)
        fill(0, 3)
        assert client.get(url, asked).status_code == 200
        with django_assert_max_num_queries(60) as few:
            client.get(url, asked)
        before = len(few)
        fill(3, 37)
        with django_assert_max_num_queries(before):
            found = client.get(url, asked).context["entries"]
        assert len([*found.shown, *found.carried, *found.ahead]) > (20 if view == "week" else 39)


def test_three_hundred_entries_cost_no_more_than_three(keeper, django_assert_max_num_queries):
    one = obligation("weekly", WEEKLY, lead_days=4)
    span = (date(2027, 9, 1), date(2027, 9, 30))
    with on("2027-09-14"):
        opening.keep_the_year()
        with django_assert_max_num_queries(30) as few:
            assert len(told(keeper, *span, mine=True)) == 4
        values = {
            "year": 2027,
            "starts": date(2027, 9, 1),
            "due": date(2027, 9, 16),
            "state": "open",
        }
        made = [
            Duty(obligation=one, key=f"k{n}", planned_due=values["due"], **values)
            for n in range(300)
        ]
        Duty.objects.put_forward(one, made, by=keeper)
        for mine in (True, False):
            with django_assert_max_num_queries(len(few)):
                assert len(told(keeper, *span, mine=mine)) == 304


# Days -------------------------------------------------------------------------------------------


def test_a_year_of_53_weeks_and_a_leap_day():
    assert week_of(date(2027, 1, 1)) == (date(2026, 12, 28), date(2027, 1, 3))
    with translation.override("en"):
        assert week_title(date(2026, 12, 28)).startswith("Week 53:")
        assert week_title(date(2027, 1, 4)).startswith("Week 1:")
    found = period("month", date(2028, 2, 29))
    assert (found.since, found.until) == (date(2028, 2, 1), date(2028, 2, 29))
    assert found.next == date(2028, 3, 1)
    assert period("week", date(2026, 12, 31)).next == date(2027, 1, 4)
    assert period("year", date(2028, 2, 29)).until == date(2028, 12, 31)
    assert day_asked("2028-02-29", date(2027, 1, 1)) == date(2028, 2, 29)
    assert day_asked("2027-02-29", date(2027, 1, 1)) == date(2027, 1, 1)


def test_a_leap_day_has_its_place_in_the_year(keeper):
    obligation("february", {"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "shift": "none"})
    with on("2028-01-10"):
        assert told(keeper, date(2028, 2, 1), date(2028, 2, 29))[0][0] == date(2028, 2, 29)
    assert calendar_year.place(date(2028, 2, 29), 2028) < calendar_year.place(
        date(2028, 3, 1), 2028
    )
    assert calendar_year.place(date(2027, 12, 31), 2028) == 0


# The year ---------------------------------------------------------------------------------------


def test_the_year_groups_by_procedure_and_says_how_it_went(keeper, page):
    document = factories.DocumentFactory(code="ДЖ-31", title={"ky": "Ички аудит"})
    obligation("audit", WEEKLY, procedure=document, lead_days=4)
    obligation("free", {"rrule": "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30"}, lead_days=30)
    with on("2027-09-14"):
        opening.keep_the_year()
        year = page(keeper, view="year", whose="all").context["year"]
    assert [group.code for group in year.groups] == ["ДЖ-31", ""]
    line = year.groups[0].lines[0]
    assert len(line.marks) > 40
    assert {mark.entry.state for mark in line.marks} >= {"late", "open", "planned"}
    assert all(mark.day == "" for mark in line.marks[:-1])  # too near each other
    free = year.groups[1].lines[0].marks[0]
    assert free.day == "30"
    assert free.has_span
    assert year.today == calendar_year.place(date(2027, 9, 14), 2027)


def test_what_is_daily_has_one_mark_a_month_of_its_worst_day(keeper):
    obligation("daily", {"rrule": "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"}, since=date(2027, 6, 1))
    with on("2027-06-20"):
        found = Entries(keeper, date(2027, 1, 1), date(2027, 12, 31), mine=False)
        opened = [entry for entry in found.shown if entry.due.month == 7]
        Duty.objects.create(
            obligation=opened[0].obligation,
            key=opened[0].due.isoformat(),
            year=2027,
            starts=date(2027, 6, 20),
            due=opened[0].due,
            state="open",
        )
        year = calendar_year.year_of(
            Entries(keeper, date(2027, 1, 1), date(2027, 12, 31), mine=False), 2027
        )
    marks = year.groups[0].lines[0].marks
    assert [mark.entry.due.month for mark in marks] == [6, 7, 8, 9, 10, 11, 12]
    assert [mark.entry.state for mark in marks[:3]] == ["planned", "open", "planned"]
    assert marks[1].day == f"× {len(opened)}"


def test_the_year_is_printed_on_one_sheet_and_told_in_the_journal(keeper, client):
    for n in range(50):
        obligation(f"o{n}", {"rrule": f"FREQ=YEARLY;BYMONTH={n % 12 + 1};BYMONTHDAY=10"})
    with on("2027-02-14"):
        opening.keep_the_year()
        client.force_login(keeper)
        paper = client.get(reverse("planning:calendar"), {"view": "year", "as": "pdf"})
    pages = PdfReader(BytesIO(paper.content)).pages
    text = " ".join(pages[0].extract_text().split())
    assert len(pages) == 1
    assert pages[0].mediabox.width > pages[0].mediabox.height
    assert all(f"Милдет o{n}" in text for n in range(50))
    assert JournalEntry.objects.filter(deed="export", user=keeper).count() == 1


def test_what_the_program_looks_after_daily_crowds_no_month(keeper):
    obligation("backup", {"rrule": "FREQ=DAILY"}, lead_days=0, opener="common.backup")
    obligation("round", {"rrule": "FREQ=DAILY"}, lead_days=0)
    with on("2027-09-01"):
        month = told(keeper, date(2027, 9, 1), date(2027, 9, 30))
        year = told(keeper, date(2027, 9, 1), date(2027, 9, 30), routine=True)
    assert len(month) == 22
    assert len(year) == 44
