"""The private calendar of a person: what a phone reads, when, and when it reads no more."""

import json
import logging
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils.timezone import localdate

from common import personal
from common.logs import Json
from common.models import JournalEntry, Todo
from people.models import Appointment
from planning import opening
from planning.calendar_entries import Entries
from planning.models import CalendarFeed, Duty
from planning.own import remove_address
from tests import factories
from tests.factories import employee
from tests.planning.things import calendar_of, obligation, on, special

pytestmark = [pytest.mark.django_db, pytest.mark.core]
BISHKEK = ZoneInfo("Asia/Bishkek")


@pytest.fixture
def keeper(agency):
    return employee("keeper", "planning.manage", "planning.oversee")


@pytest.fixture
def feed(keeper):
    return CalendarFeed.make(by=keeper)


@pytest.fixture
def read(client, feed):
    """The calendar as a program reads it: parsed, its events by their summary."""

    def get(**headers):
        response = client.get(feed.address, headers=headers)
        assert response.status_code == 200
        return icalendar.Calendar.from_ical(response.content)

    return get


def events(parsed) -> dict:
    return {str(event["summary"]): event for event in parsed.walk("VEVENT")}


# What it says ---------------------------------------------------------------------------------


def test_it_is_a_calendar_that_programs_read(feed, read, keeper):
    document = factories.DocumentFactory(code="ДЖ-31")
    obligation(procedure=document, result={"ky": "Отчёт; биринчи, экинчи"})
    with on("2027-08-01"):
        parsed = read()
    assert parsed.errors == []
    assert parsed["version"] == "2.0"
    assert parsed["x-wr-calname"].endswith(keeper.person.short_name)
    assert parsed.decoded("refresh-interval") == timedelta(hours=4)
    days = [event for event in parsed.walk("VEVENT") if event.decoded("dtstart").year == 2027]
    (event,) = days
    assert event.errors == []
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event.decoded("dtstart") == date(2027, 9, 1)
    assert event.decoded("dtend") == date(2027, 9, 2)
    assert event["status"] == "TENTATIVE"
    assert [str(one) for one in event["categories"].cats] == ["ДЖ-31"]
    assert str(event["url"]).startswith("http")
    assert "Отчёт; биринчи, экинчи" in str(event["description"])
    assert not parsed.walk("VALARM")
    assert {"uid", "dtstamp", "last-modified", "sequence"} <= {name.lower() for name in event}


def test_no_line_is_longer_than_programs_take(client, feed):
    obligation(name={"ky": "Өтө узун аталыш " * 17})
    with on("2027-08-01"):
        body = client.get(feed.address).content
    assert max(len(line) for line in body.split(b"\r\n")) <= 75


def test_what_has_an_hour_is_told_in_the_zone_of_the_organisation(read):
    obligation(at=time(10, 0), minutes=90)
    obligation("short", at=time(9, 0))
    with on("2027-08-01"):
        parsed = read()
    found = events(parsed)
    event = found["Милдет plan"]
    assert event["dtstart"].params["TZID"] == "Asia/Bishkek"
    assert event.decoded("dtstart") == datetime(2027, 9, 1, 10, tzinfo=BISHKEK)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=90)
    assert found["Милдет short"].decoded("dtend").hour == 10
    assert [str(zone["tzid"]) for zone in parsed.walk("VTIMEZONE")] == ["Asia/Bishkek"]


def test_a_clock_that_changes_elsewhere_moves_nothing_here(read):
    obligation("monthly", {"rrule": "FREQ=MONTHLY;BYDAY=-1TU"}, at=time(10, 0))
    with on("2027-01-02"):
        parsed = read()
    begins = [event.decoded("dtstart") for event in parsed.walk("VEVENT")]
    assert {moment.astimezone(BISHKEK).hour for moment in begins} == {10}
    assert {moment.astimezone(UTC).hour for moment in begins} == {4}
    # A phone in Berlin shows 5 o'clock in winter, 6 in summer: the same moment of Bishkek.
    assert {moment.astimezone(ZoneInfo("Europe/Berlin")).hour for moment in begins} == {5, 6}


def test_without_an_hour_there_is_no_zone(read):
    obligation()
    with on("2027-08-01"):
        parsed = read()
    assert not parsed.walk("VTIMEZONE")


def test_it_speaks_the_language_of_its_person(read, keeper):
    obligation()
    for language, name in (("ky", "Милдет plan"), ("ru", "Дело plan"), ("en", "Work plan")):
        type(keeper.person).objects.filter(pk=keeper.person_id).update(language=language)
        with on("2027-08-01"):
            assert name in events(read())


def test_leap_day_53_weeks_and_the_end_of_the_year(read):
    obligation("leap", {"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "shift": "none"})
    obligation("last", {"last_working_week": True}, lead_days=0)
    obligation("across", {"rrule": "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=10"}, lead_days=30)
    with on("2027-12-20"):
        opening.keep_the_year()
        found = events(read())
    assert found["Милдет leap"].decoded("dtstart") == date(2028, 2, 29)
    assert found["Милдет leap"].decoded("dtend") == date(2028, 3, 1)
    across = {name: e.decoded("dtstart") for name, e in found.items() if "across" in name}
    assert across == {
        "! Милдет across": date(2027, 1, 8),  # late since the day before a Sunday
        "Милдет across": date(2028, 1, 10),
    }
    assert found["Милдет across"]["status"] == "CONFIRMED"


# What changes ---------------------------------------------------------------------------------


def test_an_event_keeps_its_name_from_planned_to_done(read, keeper):
    obligation(lead_days=14)
    with on("2027-08-01"):
        planned = events(read())["Милдет plan"]
    with on("2027-08-20"):
        opening.keep_the_year()
        opened = events(read())["Милдет plan"]
        Duty.objects.get().close(by=keeper, done_on=localdate(), note="Бүттү")
        done = events(read())["✓ Милдет plan"]
    assert planned["uid"] == opened["uid"] == done["uid"]
    assert [e["sequence"] for e in (planned, opened, done)] == [0, 1, 2]
    assert (planned["status"], opened["status"]) == ("TENTATIVE", "CONFIRMED")


def test_a_day_that_moves_is_a_newer_state_of_the_same_event(read, keeper):
    obligation(lead_days=14)
    with on("2027-08-20"):
        opening.keep_the_year()
        before = events(read())["Милдет plan"]
    with on("2027-08-21"):
        again = events(read())["Милдет plan"]
        Duty.objects.get().move(by=keeper, due=date(2027, 9, 9), reason="Жыйын жылды")
        after = events(read())["Милдет plan"]
    assert again.to_ical() == before.to_ical()
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("last-modified") > before.decoded("last-modified")
    assert after.decoded("dtstart") == date(2027, 9, 9)


def test_a_holiday_moves_what_is_not_opened_yet_as_a_change(read, monkeypatch):
    obligation()
    with on("2027-08-01"):
        before = events(read())["Милдет plan"]
        calendar = calendar_of(special(date(2027, 9, 1), "off", "Билим күнү"))
        monkeypatch.setattr("planning.timetable.working_days", lambda: calendar)
        after = events(read())["Милдет plan"]
    assert after.decoded("dtstart") == date(2027, 8, 31)
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)


def test_what_did_not_change_is_not_sent_again(client, feed, read):
    obligation()
    with on("2027-08-01"):
        first = client.get(feed.address)
        again = client.get(feed.address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    with on("2027-08-02"):
        assert client.get(feed.address)["ETag"] == first["ETag"]
        obligation("second")
        assert client.get(feed.address, headers={"If-None-Match": first["ETag"]}).status_code == 200


# Whose it is ----------------------------------------------------------------------------------


def test_it_holds_what_the_calendar_shows_as_mine(read, keeper, agency):
    obligation("weekly", {"rrule": "FREQ=WEEKLY;BYDAY=FR"}, lead_days=4)
    employee("clerk", "nomenclature.keep")
    rule = {"rrule": "FREQ=WEEKLY;BYDAY=FR"}
    obligation("theirs", rule, power="nomenclature.keep", escalate=[])
    with on("2027-09-14"):
        opening.keep_the_year()
        parsed = read()
        span = (date(2027, 9, 13), date(2027, 9, 19))
        mine = Entries(keeper, *span, mine=True)
    told = {
        (str(event["summary"]), event.decoded("dtstart"))
        for event in parsed.walk("VEVENT")
        if span[0] <= event.decoded("dtstart") <= span[1]
    }
    assert told == {(entry.title, entry.due) for entry in mine.shown}
    assert len(told) == 1
    assert not [name for name in events(parsed) if "theirs" in name]


def test_ended_long_ago_is_left_out_and_open_long_ago_is_not(read, keeper):
    one = obligation(lead_days=14)
    values = {"obligation": one, "year": 2027, "planned_due": date(2027, 1, 20), "state": "open"}
    days = {"starts": date(2027, 1, 10), "due": date(2027, 1, 20)}
    done = Duty.objects.create(key="done", subject_text="бүткөн", **values, **days)
    left = Duty.objects.create(key="left", subject_text="калган", **values, **days)
    Todo.objects.ask([keeper.person], "planning.duty", done)
    Todo.objects.ask([keeper.person], "planning.duty", left)
    with on("2027-02-01"):
        done.close(by=keeper, done_on=date(2027, 1, 20), note="Бүттү")
        assert {"✓ Милдет plan: бүткөн", "! Милдет plan: калган"} <= {*events(read())}
    with on("2027-06-01"):
        found = events(read())
    assert "✓ Милдет plan: бүткөн" not in found
    assert "! Милдет plan: калган" in found


def test_what_is_restricted_is_only_in_the_calendar_of_whom_it_waits_for(client, keeper, staff):
    one = obligation(power="documents.top")
    values = {"year": 2027, "starts": date(2027, 9, 1), "due": date(2027, 9, 14), "state": "open"}
    duty = Duty.objects.create(
        obligation=one, key="x", is_restricted=True, subject_text="Купуя эреже", **values
    )
    mine, theirs = CalendarFeed.make(by=keeper), CalendarFeed.make(by=staff)
    Todo.objects.ask([keeper.person], "planning.duty", duty)
    with on("2027-09-10"):
        assert "Купуя эреже" in client.get(mine.address).content.decode()
        assert "Купуя" not in client.get(theirs.address).content.decode()


# The address ----------------------------------------------------------------------------------


@pytest.mark.clause("004-7.5.5-b")
def test_who_left_or_is_blocked_is_told_nothing(client, feed, keeper):
    obligation()
    assert client.get(feed.address).status_code == 200
    keeper.is_active = False
    keeper.save()
    gone = client.get(feed.address)
    assert (gone.status_code, gone.content) == (410, b"")
    keeper.is_active = True
    keeper.save()
    gone_since = localdate() - timedelta(1)
    post = Appointment.objects.filter(person=keeper.person)
    post.update(since=gone_since - timedelta(30), until=gone_since)
    gone = client.get(feed.address)
    assert (gone.status_code, gone.content) == (410, b"")


def test_a_blocked_account_reads_no_more(client, feed, keeper, administrator):
    keeper.block(by=administrator, reason="Жумуштан кетти")
    assert client.get(feed.address).status_code == 410


def test_an_unknown_address_opens_nothing(client, feed):
    assert client.get(reverse("calendar_feed", args=["0" * 32])).status_code == 404
    assert client.post(feed.address).status_code == 405
    assert client.head(feed.address).status_code == 200


def test_an_address_is_made_made_anew_and_stopped(client, staff):
    client.force_login(staff)
    page = reverse("planning:feed")
    assert "feed" not in client.get(page).context
    client.post(page, {"make": ""})
    first = CalendarFeed.objects.get()
    assert first.address in client.get(page).content.decode()
    assert len(first.token) == 32
    assert client.get(first.address).status_code == 200
    client.post(page, {"make": ""})
    second = CalendarFeed.objects.get()
    assert second.token != first.token
    assert client.get(first.address).status_code == 404
    client.post(page, {"stop": ""})
    client.post(page, {"stop": ""})
    assert client.get(second.address).status_code == 404
    assert second.address not in client.get(page).content.decode()
    deeds = JournalEntry.objects.filter(user=staff).values_list("deed", flat=True)
    assert [*deeds] == ["make_calendar_address"] * 2 + ["stop_calendar_address"]
    told = json.dumps([*JournalEntry.objects.values_list("details", flat=True)])
    assert first.token not in told
    assert second.token not in told


def test_the_page_is_for_employees_and_shows_only_ones_own(client, feed, staff, stranger):
    client.force_login(staff)
    assert feed.token not in client.get(reverse("planning:feed")).content.decode()
    client.post(reverse("planning:feed"), {"stop": ""})
    assert CalendarFeed.objects.get(pk=feed.pk).token == feed.token
    client.force_login(stranger)
    assert client.get(reverse("planning:feed")).status_code == 403
    assert client.post(reverse("planning:feed"), {"make": ""}).status_code == 403


def test_it_is_found_from_ones_own_page(client, staff, keeper):
    client.force_login(staff)
    link = reverse("planning:feed")
    menu = f'href="{link}"'
    assert menu in client.get(staff.person.get_absolute_url()).content.decode()
    assert menu not in client.get(keeper.person.get_absolute_url()).content.decode()


def test_too_many_questions_from_one_place_are_refused(client, feed):
    with override_settings(LIMITS={"calendar_feed": ({"GET", "HEAD"}, 3, 60)}):
        answers = [client.get(feed.address).status_code for _n in range(4)]
    assert answers == [200, 200, 200, 429]


def test_it_is_limited_in_the_settings():
    limits = import_module("qms.settings").LIMITS
    assert {"GET", "HEAD"} <= limits["calendar_feed"][0]


def test_the_address_stands_in_no_log(client, feed):
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    handler = Kept(logging.DEBUG)
    handler.setFormatter(Json())
    root, sapat = logging.getLogger(), logging.getLogger("sapat")
    level = sapat.level
    sapat.setLevel(logging.INFO)
    root.addHandler(handler)
    try:
        client.get(feed.address)
        client.get(feed.address.replace(".ics", "0.ics"))
        logging.getLogger("x").warning("Not Found: %s", feed.address)
    finally:
        root.removeHandler(handler)
        sapat.setLevel(level)
    assert len(lines) >= 3
    assert feed.token not in "".join(lines)


def test_what_is_held_of_the_calendar_is_told_and_goes_with_the_rest(feed, keeper):
    held = [table for table in personal.held_about(keeper.person) if len(table.columns) == 2]
    told = json.dumps([[table.title, table.rows] for table in held])
    assert feed.token not in told
    assert any(table.rows and "—" in table.rows[0] for table in held)
    remove_address(keeper.person)
    assert not CalendarFeed.objects.exists()
