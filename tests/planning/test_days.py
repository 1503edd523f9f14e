"""The working calendar on its pages: by whom, what is refused, in lists, on paper, by itself."""

import datetime
import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook
from pypdf import PdfReader

from common.day_filling import fill, filling_of
from common.models import JournalEntry, SpecialDay, Todo, WorkingYear, deed
from common.models.journal import verify
from common.working_days import days_changed, on_change
from planning.day_sweep import sweep_days
from tests import factories
from tests.lists import book, bring, fates, press, preview, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DAY = {
    "day": "2027-03-22",
    "kind": "off",
    "name_ky": "Той күнү",
    "name_ru": "Праздник",
    "basis": "Буйрук № 7",
}


@pytest.fixture
def keeper(client, agency):
    client.cookies["django_language"] = "en"
    user = factories.employee("planner", "planning.manage")
    client.force_login(user)
    return user


@pytest.fixture
def day(keeper):
    fill(2027, by=keeper)
    return SpecialDay.objects.get(day=date(2027, 3, 21))


@pytest.fixture
def follower():
    """What depends on working days: it says what it moved."""
    on_change.append(lambda years, *, by: [f"3 duties moved in {sorted(years)}"])
    yield
    on_change.pop()


def page(name, *args):
    return reverse(f"planning:{name}", args=args)


def year_page(client, year=2027):
    return client.get(page("days_of", year))


def months(response) -> dict[int, dict[int, str]]:
    """What each day of the year looks like: month, day, its classes."""
    found = response.context["months"]
    return {
        number: {cell.number: cell.css for week in month.weeks for cell in week if cell}
        for number, month in enumerate(found, start=1)
    }


# Who -------------------------------------------------------------------------------------------


@pytest.mark.core
def test_everybody_here_reads_it_and_only_its_keeper_changes_it(client, agency, stranger, day):
    reading = [page("days_of", 2027), page("day_list"), page("day", day.pk)]
    changing = [
        *(page("day_add"), page("day_edit", day.pk), page("day_remove", day.pk)),
        *(page("days_fill", 2027), page("days_step", 2027, "confirm")),
        *(reverse("list_upload", args=["special_days"]),),
    ]
    keeper = factories.employee("planner", "planning.manage")
    readers = [agency.staff, agency.manager, agency.director]
    for user, reads, changes in [
        (stranger, {403, 404}, {403, 404}),
        *((user, {200}, {403}) for user in readers),
        (keeper, {200}, {200}),
    ]:
        client.force_login(user)
        assert {client.get(address).status_code for address in reading} <= reads, user
        assert {client.get(address).status_code for address in changing} <= changes, user
        if user != keeper:
            assert {client.post(a, DAY).status_code for a in changing} <= changes, user
    assert WorkingYear.objects.get().state == "draft"


def test_a_reader_is_offered_nothing_to_press(client, agency, day):
    client.force_login(agency.staff)
    words = year_page(client).content.decode()
    assert page("day_add") not in words
    assert page("days_fill", 2027) not in words
    assert page("day_edit", day.pk) not in client.get(page("day", day.pk)).content.decode()


@pytest.mark.parametrize("year", [1, 1999, 9999, 99999])
def test_years_beyond_the_calendar_are_not_there(client, keeper, year):
    assert year_page(client, year).status_code == 404
    assert client.get(page("days_fill", year)).status_code == 404


def test_the_menu_leads_to_the_year_that_runs(client, keeper):
    assert client.get(page("days")).url == page("days_of", localdate().year)


# The calendar ------------------------------------------------------------------------------------


@pytest.mark.core
def test_a_year_nobody_knows_says_so(client, keeper):
    response = year_page(client, 2028)
    words = response.content.decode()
    assert "Nothing is known of this year" in words
    shown = months(response)
    assert len(shown[2]) == 29  # a leap year
    assert shown[1][1] == "weekend"  # 1 January 2028 is a Saturday, and nothing more is known
    assert response.context["counted"] == "260 working days."


@pytest.mark.core
def test_the_calendar_of_a_year(client, keeper, day):
    response = year_page(client)
    shown = months(response)
    assert shown[3][9] == "off expected"
    assert shown[3][21] == "weekend off"
    assert shown[4][30] == "short"
    assert shown[6][2] == ""
    assert "Nobody has confirmed this year" in response.content.decode()
    january = response.context["months"][0].named
    assert [(one.days, one.kind) for one in january] == [("1", "off"), ("2–6", "off"), ("7", "off")]
    # Counted by hand: 261 weekdays less 1, 4-7 January, 8 and 9 March, 3-7 May, 31 August.
    assert response.context["counted"].startswith("248 working days")


def test_as_many_queries_for_an_empty_year_as_for_a_full_one(
    client, keeper, day, django_assert_max_num_queries
):
    year_page(client)
    with django_assert_max_num_queries(22):
        year_page(client)
    for n in range(60):
        at = date(2026, 6, 1) + datetime.timedelta(days=n)
        SpecialDay.objects.create(day=at, kind="off", name={"ky": f"Күн {n}"})
    with django_assert_max_num_queries(22):
        year_page(client, 2026)


def test_the_register_asks_a_constant_number_of_questions(
    client, keeper, django_assert_max_num_queries
):
    client.get(page("day_list"))
    for count in (3, 60):
        for n in range(count):
            at = date(2026, 6, 1) + datetime.timedelta(days=n)
            SpecialDay.objects.get_or_create(day=at, kind="off", name={"ky": f"Күн {n}"})
        with django_assert_max_num_queries(22):
            response = client.get(page("day_list"), {"per": "100"})
        assert response.context["total"] == count


def test_the_register_is_filtered_and_searched(client, keeper, day):
    found = client.get(page("day_list"), {"year": "2027", "kind": "short"})
    assert found.context["total"] == SpecialDay.objects.filter(kind="short").count()
    assert client.get(page("day_list"), {"q": "нооруз"}).context["total"] == 1
    assert client.get(page("day_list"), {"expected": "true"}).context["total"] == 2
    assert client.get(page("day_list"), {"year": "rubbish"}).status_code == 200


def test_one_sheet_for_the_wall(client, keeper, day):
    response = client.get(page("days_of", 2027), {"as": "pdf"})
    found = PdfReader(io.BytesIO(response.content))
    words = " ".join(found.pages[0].extract_text().split())
    assert len(found.pages) == 1
    for expected in ("January", "December", "Labor Day", "expected", "248 working days"):
        assert expected in words
    for year, language in ((2024, "ky"), (2027, "ru"), (2028, "ky")):
        fill(year, by=keeper)
        client.cookies["django_language"] = language
        more = client.get(page("days_of", year), {"as": "pdf"})
        assert len(PdfReader(io.BytesIO(more.content)).pages) == 1, (year, language)
    entry = JournalEntry.objects.filter(deed="export").first()
    assert (entry.user, entry.details["form"]) == (keeper, "pdf")


# One day -----------------------------------------------------------------------------------------


@pytest.mark.core
def test_a_day_is_added_changed_and_taken_off(client, keeper, follower):
    answer = client.post(page("day_add"), DAY, follow=True)
    made = SpecialDay.objects.get()
    assert (made.day, made.kind, made.is_filled) == (date(2027, 3, 22), "off", False)
    assert "3 duties moved in [2027]" in answer.content.decode()

    changed = {**DAY, "day": "2028-01-04", "revision": made.revision}
    answer = client.post(page("day_edit", made.pk), changed, follow=True)
    assert "3 duties moved in [2027, 2028]" in answer.content.decode()
    made.refresh_from_db()
    assert made.day == date(2028, 1, 4)

    answer = client.post(page("day_remove", made.pk), {"revision": made.revision}, follow=True)
    words = answer.content.decode()
    assert "04.01.2028 is taken off the calendar." in words
    assert "3 duties moved in [2028]" in words
    assert not SpecialDay.objects.exists()
    deeds = list(JournalEntry.objects.order_by("number").values_list("deed", flat=True))
    assert deeds == [
        *("create", "begin_working_year", "change", "begin_working_year"),
        "remove_special_day",
    ]
    assert SpecialDay.history.count() == 3
    assert verify() is None


@pytest.mark.core
@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"day": ""}, "day", "This field is required"),
        ({"day": "2027-02-29"}, "day", "valid date"),
        ({"day": "1999-01-01"}, None, "does not reach the year 1999"),
        ({"day": "2199-01-01"}, None, "does not reach the year 2199"),
        ({"kind": "rest"}, "kind", "valid choice"),
        ({"kind": "working"}, None, "working day by itself"),
        ({"kind": "short", "day": "2027-03-21"}, None, "Saturday or a Sunday"),
        ({"name_ky": ""}, "name", "Enter a complete value."),
    ],
)
def test_what_is_no_day_of_a_calendar_is_refused(client, keeper, typed, field, words):
    response = client.post(page("day_add"), {**DAY, **typed})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field or "__all__"}
    assert words in response.content.decode()
    assert response.context["form"]["basis"].value() == DAY["basis"]
    assert not SpecialDay.objects.exists()


@pytest.mark.core
def test_a_holiday_on_a_sunday_changes_nothing_and_says_so(client, keeper):
    client.post(page("day_add"), {**DAY, "day": "2027-03-14"}, follow=True)
    shown = year_page(client)
    assert shown.context["counted"] == "261 working days."
    answer = client.post(page("day_add"), {**DAY, "day": "2027-03-28"}, follow=True)
    assert "28.03.2027 is a Sunday: the number of working days stays" in answer.content.decode()


@pytest.mark.core
def test_the_same_day_stands_there_once(client, keeper):
    client.post(page("day_add"), DAY)
    response = client.post(page("day_add"), DAY)
    assert response.status_code == 422
    assert "This day is in the calendar already." in response.content.decode()
    assert SpecialDay.objects.count() == 1


@pytest.mark.core
def test_two_people_at_once_lose_nothing(client, keeper, day):
    typed = {**DAY, "day": "2027-03-21", "revision": day.revision}
    assert client.post(page("day_edit", day.pk), typed).status_code == 302
    late = {**typed, "basis": "Башка буйрук"}
    response = client.post(page("day_edit", day.pk), late)
    assert response.status_code == 409
    assert response.context["form"]["basis"].value() == "Башка буйрук"
    response = client.post(page("day_remove", day.pk), {"revision": typed["revision"]})
    assert response.status_code == 422
    assert "changed this day meanwhile" in response.content.decode()
    assert SpecialDay.objects.get(pk=day.pk).basis == "Буйрук № 7"

    day.refresh_from_db()
    client.post(page("day_remove", day.pk), {"revision": day.revision})
    assert client.post(page("day_edit", day.pk), late).status_code == 404


# Filling -----------------------------------------------------------------------------------------


@pytest.mark.core
def test_filling_is_looked_at_first(client, keeper, follower):
    response = client.get(page("days_fill", 2027))
    form = response.context["form"]
    assert len(form.fields["new"].choices) == len(form.fields["new"].initial) > 20
    assert not SpecialDay.objects.exists()

    chosen = ["2027-03-08", "2027-03-09"]
    typed = {"new": chosen, "seen": form["seen"].value()}
    answer = client.post(page("days_fill", 2027), typed, follow=True)
    assert sorted(f"{one.day}" for one in SpecialDay.objects.all()) == chosen
    assert "2 days were written." in answer.content.decode()
    assert "3 duties moved in [2027]" in answer.content.decode()
    assert SpecialDay.objects.get(day="2027-03-09").is_expected


@pytest.mark.core
def test_what_changed_meanwhile_is_looked_at_again(client, keeper):
    seen = filling_of(2027).digest
    client.post(page("day_add"), {**DAY, "day": "2027-03-08"})
    typed = {"new": ["2027-03-09"], "seen": seen}
    response = client.post(page("days_fill", 2027), typed)
    assert response.status_code == 422
    assert "look through it again" in response.content.decode()
    assert SpecialDay.objects.count() == 1
    # The page that says so holds what is true now.
    typed["seen"] = filling_of(2027).digest
    assert client.post(page("days_fill", 2027), typed).status_code == 302
    # The same form once more: nothing is done twice.
    assert client.post(page("days_fill", 2027), typed).status_code == 422
    assert SpecialDay.objects.count() == 2


def test_a_day_that_was_not_offered_is_not_written(client, keeper):
    typed = {"new": ["2027-06-15"], "seen": filling_of(2027).digest}
    assert client.post(page("days_fill", 2027), typed).status_code == 422
    assert not SpecialDay.objects.exists()


def test_what_a_hand_wrote_is_told_and_stays(client, keeper):
    client.post(page("day_add"), {**DAY, "day": "2027-03-08"})
    words = client.get(page("days_fill", 2027)).content.decode()
    assert "Written by hand and otherwise in the list" in words
    assert "08.03.2027, Той күнү, day off (in the list: 08.03.2027" in words


# Confirming, by itself ---------------------------------------------------------------------------


def todos(person):
    return Todo.objects.waiting().filter(person=person, kind="planning.confirm_days")


@pytest.mark.core
def test_the_coming_year_is_there_in_october_and_asked_about_once(client, keeper, clock):
    clock.set(2027, 9, 30, 9, 0)
    sweep_days()
    assert list(WorkingYear.objects.values_list("year", flat=True)) == [2027]
    clock.set(2027, 10, 1, 0, 30)
    for _again in range(2):
        sweep_days()

    assert list(WorkingYear.objects.values_list("year", "state")) == [
        (2027, "draft"),
        (2028, "draft"),
    ]
    waiting = todos(keeper.person)
    assert {todo.object.year for todo in waiting} == {2027, 2028}
    assert JournalEntry.objects.filter(deed="fill_working_year").count() == 2
    assert JournalEntry.objects.filter(deed="fill_working_year", user=None).count() == 2

    client.force_login(keeper)
    confirm = page("days_step", 2028, "confirm")
    shown = client.get(confirm).content.decode()
    assert "Still to be announced" in shown
    assert client.post(confirm, follow=True).status_code == 200
    assert client.post(confirm).status_code == 409  # somebody was faster
    assert {todo.object.year for todo in todos(keeper.person)} == {2027}
    year = WorkingYear.objects.get(year=2028)
    assert (year.state, year.confirmed_by) == ("confirmed", keeper.person)
    sweep_days()
    assert {todo.object.year for todo in todos(keeper.person)} == {2027}
    assert verify() is None


@pytest.mark.core
def test_whoever_takes_over_is_asked_too_and_an_emptied_year_stays_empty(keeper, clock):
    clock.set(2027, 3, 1, 9, 0)
    sweep_days()
    for one in SpecialDay.objects.all():
        one.remove(by=keeper, seen=one.revision)
    other = factories.employee("planner_2", "planning.manage")
    sweep_days()
    assert todos(other.person).count() == 1
    assert not SpecialDay.objects.exists()


def test_with_nobody_to_ask_the_year_is_filled_all_the_same(agency, clock):
    clock.set(2027, 3, 1, 9, 0)
    sweep_days()
    assert SpecialDay.objects.exists()
    assert not Todo.objects.exists()


# Lists ------------------------------------------------------------------------------------------

ROW = {
    "day": "22.03.2027",
    "kind": "Day off",
    "name_ky": "Той күнү",
    "name_ru": "Праздник",
    "basis": "Токтом № 3",
}


@pytest.mark.core
def test_a_list_of_days_is_brought_in(client, keeper, day, follower):
    stored = {**ROW, "day": datetime.datetime(2027, 3, 21), "name_ky": "Нооруз", "name_ru": None}
    shown = preview(
        client, "special_days", ROW, stored, {**ROW, "day": "27.03.2027", "kind": "working"}
    )
    assert fates(shown) == ["new", "change", "new"]
    assert "22.03.2027" in shown.content.decode()
    answer = press(client, shown)
    page_after = client.get(shown.request["PATH_INFO"]).content.decode()

    assert answer.status_code == 302
    assert "3 duties moved in [2027]" in page_after
    made = SpecialDay.objects.get(day=date(2027, 3, 22))
    assert (made.kind, made.name["ru"], made.basis) == ("off", "Праздник", "Токтом № 3")
    day.refresh_from_db()
    assert (day.name["ky"], day.is_filled) == ("Нооруз", False)
    assert SpecialDay.objects.get(day=date(2027, 3, 27)).kind == "working"
    assert verify() is None


@pytest.mark.core
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "31.02.2027"}, "is not a date"),
        ({"day": "муздак"}, "is not a date"),
        ({"day": None}, ""),
        ({"day": "22.03.1990"}, "does not reach the year 1990"),
        ({"kind": "эс алуу"}, "Write one of these"),
        ({"kind": None}, "needs it"),
        ({"kind": "working"}, "working day by itself"),
        ({"name_ky": None}, "needs it"),
        ({"is_expected": "балким"}, "write yes or no"),
    ],
)
def test_rubbish_is_refused_row_by_row(client, keeper, wrong, words):
    shown = preview(client, "special_days", {**ROW, **wrong}, keys=[*ROW, "is_expected"])
    assert fates(shown) == ["refused"]
    assert words in told(shown)
    press(client, shown)
    assert not SpecialDay.objects.exists()


def test_the_same_day_twice_in_a_list_is_told(client, keeper):
    shown = preview(client, "special_days", ROW, {**ROW, "day": "2027-03-22"})
    assert fates(shown) == ["new", "refused"]


def test_what_is_no_list_is_refused(client, keeper):
    assert bring(client, "special_days", b"rubbish").status_code == 422
    assert bring(client, "special_days", book("special_days")).status_code == 422


@pytest.mark.core
def test_a_year_goes_out_and_comes_back_unchanged(client, keeper, day):
    template = reverse("list_template", args=["special_days"])
    taken = client.get(template, {"filled": "1"})
    data = b"".join(taken.streaming_content) if taken.streaming else taken.content
    answer = bring(client, "special_days", data)
    shown = client.get(answer["Location"])
    assert set(fates(shown)) == {"same"}
    assert len(fates(shown)) == SpecialDay.objects.count()

    sheet = client.get(page("day_list"), {"as": "xlsx", "year": "2027"})
    data = b"".join(sheet.streaming_content) if sheet.streaming else sheet.content
    words = [str(cell.value) for row in load_workbook(io.BytesIO(data)).active for cell in row]
    assert "09.03.2027" in words
    assert "Sunday" in words


@pytest.mark.core
def test_a_day_changed_after_the_confirmation_takes_it_back(agency):
    keeper = factories.employee("keeps-the-year", "planning.manage")
    year = WorkingYear.objects.create(year=2027)
    year.confirm(by=keeper)
    with deed(by=keeper):
        days_changed([2027], by=keeper)
    year.refresh_from_db()
    assert (year.state, year.confirmed_by, year.is_changed_since) == ("draft", keeper.person, True)
    year.confirm(by=keeper)
    year.refresh_from_db()
    assert (year.confirmed_by, year.is_changed_since) == (keeper.person, False)
