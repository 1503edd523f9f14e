"""The weekly plan: one A4 whatever the week; the page, the paper and the phone say the same."""

from datetime import date, time
from io import BytesIO

import icalendar
import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from common.models import JournalEntry, Todo, TranslatedText
from planning import opening
from planning.models import CalendarFeed, Duty
from tests.factories import employee
from tests.planning.things import calendar_of, obligation, on, special

pytestmark = [pytest.mark.django_db, pytest.mark.core]
WEEK = ("2027-09-13", date(2027, 9, 13), date(2027, 9, 19))
LONG = "Уюмдун ишкердүүлүгүнүн көрсөткүчтөрүн өркүндөтүү боюнча сунуштарды жалпылаштыруу"


@pytest.fixture
def keeper(agency):
    return employee("keeper", "planning.manage", "planning.oversee")


@pytest.fixture
def paper(client):
    def get(user, **asked):
        client.force_login(user)
        response = client.get(reverse("planning:week_paper"), {"day": WEEK[0]} | asked)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/pdf"
        pages = PdfReader(BytesIO(response.content)).pages
        return pages, " ".join(pages[0].extract_text().split())

    return get


def fill(count, name="Иш", **values):
    """So many duties in the week, spread over its working days."""
    for n in range(count):
        obligation(
            f"o{n}",
            {"rrule": f"FREQ=YEARLY;BYMONTH=9;BYMONTHDAY={13 + n % 5}"},
            name={"ky": f"{name} {n:03}"},
            **values,
        )


def test_the_page_the_paper_and_the_phone_say_the_same(keeper, client, paper):
    fill(6, lead_days=3)
    obligation("talk", {"rrule": "FREQ=WEEKLY;BYDAY=WE"}, at=time(10, 0), name={"ky": "Кеңешме"})
    feed = CalendarFeed.make(by=keeper)
    with on(WEEK[0]), translation.override("ky"):
        opening.keep_the_year()
        pages, text = paper(keeper)
        page = client.get(
            reverse("planning:calendar"), {"view": "week", "whose": "mine", "day": WEEK[0]}
        )
        parsed = icalendar.Calendar.from_ical(client.get(feed.address).content)
    plan = page.context["plan"]
    shown = [entry for day in plan.days for entry in day.entries]
    told = []
    for event in parsed.walk("VEVENT"):
        begins = event.decoded("dtstart")
        day = begins.date() if hasattr(begins, "hour") else begins
        if WEEK[1] <= day <= WEEK[2]:
            told.append((day, str(event["summary"])))
    assert len(shown) == 7
    assert sorted(told) == sorted((entry.due, entry.title) for entry in shown)
    for entry in plan.entries:
        assert entry.title in page.content.decode()
        assert entry.title in text
    assert len(pages) == 1
    assert keeper.person.full_name in text
    assert "10:00" in text


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_it_stands_under_the_head_of_the_organisation_in_each_language(
    language, keeper, client, agency
):
    fill(1, lead_days=3)
    with on(WEEK[0]):
        opening.keep_the_year()
        client.force_login(keeper)
        client.cookies["django_language"] = language
        body = client.get(reverse("planning:week_paper"), {"day": WEEK[0]}).content
    text = " ".join(PdfReader(BytesIO(body)).pages[0].extract_text().split())
    with translation.override(language):
        assert str(TranslatedText(agency.organisation.name)).casefold() in text.casefold()
        assert "13.09.2027 – 19.09.2027" in text
        assert translation.gettext("Notes") in text
        assert translation.gettext("Weekly plan") in text


@pytest.mark.parametrize("count", [0, 3, 45, 150])
def test_whatever_the_week_it_is_one_sheet(count, keeper, paper):
    fill(count, name=LONG if count > 100 else "Иш", lead_days=3)
    with on(WEEK[0]):
        opening.keep_the_year()
        pages, text = paper(keeper, whose="all")
    assert len(pages) == 1
    assert (round(pages[0].mediabox.width), round(pages[0].mediabox.height)) == (595, 842)
    if count == 45:
        assert all(f"Иш {n:03}" in text for n in range(45))


def test_what_finds_no_room_is_counted(keeper, paper):
    fill(150, name=LONG, lead_days=3)
    with on(WEEK[0]), translation.override("en"):
        opening.keep_the_year()
        _pages, text = paper(keeper, whose="all")
    told = [int(part.split()[0]) for part in text.split("… and ")[1:]]
    if not told:  # the reader's language is Kyrgyz
        told = [int("".join(filter(str.isdigit, part[:12]))) for part in text.split("… ")[1:]]
    shown = text.count("Уюмдун ишкердүүлүгүнүн")
    assert len(told) == 5
    assert shown + sum(told) == 150


def test_late_and_open_work_stand_beside_the_days(keeper, paper):
    obligation("late", {"rrule": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=3"}, name={"ky": "Кечиккен иш"})
    rule = {"rrule": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=28"}
    obligation("ahead", rule, name={"ky": "Алдыдагы иш"}, lead_days=20)
    calendar = [special(date(2027, 9, 15), "off", "Тоо күнү")]
    with on(WEEK[0]), pytest.MonkeyPatch.context() as patch:
        opening.keep_the_year()
        patch.setattr("planning.timetable.working_days", lambda: calendar_of(*calendar))
        _pages, text = paper(keeper)
    assert "Кечиккен иш" in text
    assert "03.09.2027" in text
    assert "Алдыдагы иш" in text
    assert "28.09.2027" in text
    assert "Тоо күнү" in text


def test_mine_has_nothing_of_others_and_nobody_sees_what_is_restricted(keeper, staff, paper):
    fill(2, lead_days=3)
    one = obligation("deep", power="documents.top")
    values = {"year": 2027, "starts": date(2027, 9, 1), "due": date(2027, 9, 14), "state": "open"}
    Duty.objects.create(
        obligation=one, key="x", is_restricted=True, subject_text="Купуя эреже", **values
    )
    with on(WEEK[0]):
        opening.keep_the_year()
        _pages, own = paper(staff)
        _pages, everything = paper(staff, whose="all")
    assert "Иш 0" not in own
    assert "Иш 000" in everything
    assert "Купуя" not in everything
    assert JournalEntry.objects.filter(deed="export", user=staff).count() == 2
    assert not Todo.objects.filter(person=staff.person)


def test_strangers_get_no_plan(client, stranger):
    client.force_login(stranger)
    assert client.get(reverse("planning:week_paper")).status_code == 403


def test_the_last_week_of_a_year_of_53_weeks(keeper, paper):
    obligation("last", {"last_working_week": True}, lead_days=0, name={"ky": "Жыл аягы"})
    with on("2032-12-29"):
        _pages, text = paper(keeper, day="2033-01-01")
    assert "27.12.2032 – 02.01.2033" in text
    assert "53" in text
    assert "Жыл аягы" in text
