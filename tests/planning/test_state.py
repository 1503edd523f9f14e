"""The state of the year: kept, late, coming, by procedure and person, with the cause of each."""

import io
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from common.models import JournalEntry, Todo
from people.models import Appointment, User
from planning.chain import blocks_of
from planning.holders import Holders
from planning.models import Duty, Obligation
from planning.state import YearState
from planning.timetable import Timetable
from planning.year_chain import chains
from tests import factories

from .things import duty, quiet

pytestmark = [pytest.mark.django_db, pytest.mark.core]
URL = "/year/state/"
TODAY = date(2027, 6, 16)  # a Wednesday


@pytest.fixture(autouse=True)
def today(in_english):
    with time_machine.travel("2027-06-16T09:00:00+06:00", tick=False):
        yield


@pytest.fixture
def overseer(agency):
    return factories.employee("overseer", "planning.oversee")


@pytest.fixture
def page_of(client):
    def page(user, **asked):
        client.cookies["django_language"] = "en"
        client.force_login(user)
        return client.get(URL, asked)

    return page


def on(month: int, day: int, year: int = 2027) -> date:
    return date(year, month, day)


def ended(one, due, user, state, **values) -> Duty:
    """A duty that was closed, and whom it waited for at that moment."""
    made = duty(one, due, user, **values)
    made.closed_by, made.closed_at, made.done_on = user.person, timezone.now(), due
    made.state, made.note = state, "Invented words"
    made.save()
    Todo.objects.about(made).done()
    return made


@pytest.fixture
def year(keeper, agency):
    """Two kept, one late by a day, one missed, two late now, two coming, two that are far."""
    procedure = factories.DocumentFactory(type=agency.procedure, code="ПК-77")
    plan, review = quiet("plan", procedure=procedure), quiet("review")
    ended(plan, on(2, 1), keeper, "done")
    ended(plan, on(3, 1), keeper, "done")
    ended(plan, on(4, 1), keeper, "done_late")
    ended(review, on(4, 2), keeper, "missed")
    duty(plan, on(6, 10), keeper, subject_text="north")
    duty(review, on(5, 20), agency.staff, subject_text="south")
    duty(plan, on(6, 16), keeper, subject_text="today")
    duty(review, on(7, 16), agency.staff, subject_text="in 30 days")
    duty(review, on(7, 17), agency.staff, subject_text="in 31 days")
    duty(plan, on(12, 1), keeper, subject_text="far")
    ended(plan, on(2, 1, 2026), keeper, "done_late", year=2026)
    procedure.refresh_from_db()
    return procedure


def tiles(page) -> dict[str, int]:
    return {str(tile["label"]): tile["number"] for tile in page.context["tiles"]}


WHOLE = {"Kept in time": 2, "Done late": 1, "Late now": 2, "Missed": 1, "Coming in 30 days": 2}


def test_how_the_year_stands(year, overseer, page_of):
    page = page_of(overseer)
    assert page.status_code == 200
    assert tiles(page) == WHOLE
    assert [cause.entry.name for cause in page.context["causes"]] == [
        "review: south",
        "plan: north",
    ]
    assert [entry.name for entry in page.context["coming"]] == ["plan: today", "review: in 30 days"]


def test_by_procedure_and_by_person_with_the_share_kept(year, keeper, agency, overseer, page_of):
    page = page_of(overseer)

    procedures = {row.name: row for row, _url in page.context["procedures"]}
    people = {row.name: row for row, _url in page.context["people"]}

    of_plan = procedures[f"ПК-77 {year.title}"]
    assert list(of_plan.counts.values()) == [2, 1, 1, 0, 1]
    assert of_plan.share == 50
    assert list(procedures["Without a procedure"].counts.values()) == [0, 0, 1, 1, 1]
    assert list(people[keeper.person.short_name].counts.values()) == [2, 1, 1, 1, 1]
    assert people[keeper.person.short_name].share == 40
    assert list(people[agency.staff.person.short_name].counts.values()) == [0, 0, 1, 0, 1]
    assert people[agency.staff.person.short_name].share == 0


def test_each_row_leads_to_a_page_with_its_numbers(year, overseer, page_of, client):
    page = page_of(overseer)
    rows = [*page.context["procedures"], *page.context["people"]]
    assert len(rows) == 4
    for row, url in rows:
        narrowed = client.get(url)
        assert list(tiles(narrowed).values()) == list(row.counts.values()), row.name
        assert len(narrowed.context["narrowed"]) == 1
        assert client.get(narrowed.context["narrowed"][0]["url"]).context["narrowed"] == []


@pytest.mark.parametrize("asked", [{}, {"year": 2026}, {"procedure": True}])
def test_each_number_is_that_of_the_list_it_opens(asked, year, overseer, page_of, client):
    late_of_before = duty(quiet("old"), on(12, 1, 2026), overseer)
    if asked.get("procedure"):
        asked = {"procedure": year.pk}
    page = page_of(overseer, **asked)
    by_label = {str(tile["label"]): tile for tile in page.context["tiles"]}
    linked = [tile for tile in by_label.values() if "/duties/" in tile["url"]]
    assert len(linked) == 4
    for tile in linked:
        listed = client.get(tile["url"])
        assert tile["number"] == listed.context["total"], tile
        assert len(listed.context["active_filters"]) == tile["url"].count("=")
    late = by_label["Late now"]["number"]
    assert late == len(page.context["causes"]) == page.context["late_total"]
    assert (late_of_before in [c.entry.duty for c in page.context["causes"]]) is (
        "procedure" not in asked
    )
    if "year" not in asked:
        assert by_label["Coming in 30 days"]["url"].endswith("#coming")
        assert by_label["Coming in 30 days"]["number"] == len(page.context["coming"])


def test_days_for_which_nothing_was_opened_yet_are_coming_too(keeper, overseer, page_of):
    rule = {"rrule": "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=1"}
    quiet("summer", rule=rule, since=TODAY)
    quiet("autumn", rule={"rrule": "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1"}, since=TODAY)
    page = page_of(overseer)
    assert [(entry.name, entry.due) for entry in page.context["coming"]] == [("summer", on(7, 1))]
    assert [row.name for row, _url in page.context["people"]] == [keeper.person.short_name]


def test_whoever_was_no_longer_asked_has_no_part_in_the_end(keeper, agency, overseer, page_of):
    made = duty(quiet(), on(3, 1), agency.staff)
    Todo.objects.about(made).done()
    with time_machine.travel("2027-06-17T09:00:00+06:00", tick=False):
        Todo.objects.ask([keeper.person], "planning.duty", made, due=made.due)
        made.close(by=keeper, done_on=on(6, 17), note="Done")
        page = page_of(overseer)
    assert [row.name for row, _url in page.context["people"]] == [keeper.person.short_name]


# Causes -----------------------------------------------------------------------------------------


def test_a_late_one_says_since_when_who_what_comes_first_and_whom_it_was_told_to(
    keeper, agency, overseer, page_of
):
    first, last = quiet("audits"), quiet("meeting")
    last.requires.add(first)
    duty(first, on(7, 1), keeper, subject_text="spring")
    made = duty(last, on(6, 9), keeper)
    Todo.objects.ask([agency.director.person], "planning.late", made, due=made.due)

    page = page_of(overseer)

    (cause,) = page.context["causes"]
    assert cause.days == 7
    assert cause.who == [keeper.person]
    assert [words for words, _url in cause.first] == ["audits: spring (by 01.07.2027)"]
    assert [person for person, _when in cause.told] == [agency.director.person]
    words = page.content.decode()
    assert f"Told to: {agency.director.person.short_name} (16.06.2027)" in " ".join(words.split())
    assert "7 days late" in words


def test_what_nobody_answers_for_stands_in_red(keeper, overseer, page_of):
    empty = factories.PositionFactory(code="nobody_here")
    quiet("lost", power="risks.keep")
    quiet("vacant", power="", owner_position=empty)
    quiet("kept")
    page = page_of(overseer)
    assert [one.code for one in page.context["nobody"]] == ["lost", "vacant"]
    assert "Nobody answers for it" in page.content.decode()


def test_blocks_of_many_are_those_of_each(keeper):
    first, last = quiet("audits"), quiet("meeting")
    summer = quiet("summer", rule={"rrule": "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=2"})
    after = quiet("after", rule={"after": "summer", "days": 3})
    last.requires.add(first, summer, after)
    duty(first, on(3, 1), keeper)
    many = [duty(last, on(9, 1), keeper), duty(first, on(9, 2), keeper)]
    found = blocks_of(many)
    assert {key: [str(b) for b in blocks] for key, blocks in found.items()} == {
        one.pk: [str(block) for block in one.blocked_by()] for one in many
    }
    assert [str(block) for block in found[many[0].pk]] == [
        "after",
        "audits (by 01.03.2027)",
        "audits (by 02.09.2027)",
        "summer (by 02.08.2027)",
    ]


def test_answering_for_many_is_as_for_each(keeper, overseer, agency):
    empty = factories.PositionFactory(code="nobody_here")
    held = Appointment.objects.get(person=agency.staff.person).position
    made = [
        quiet("by-power"),
        quiet("lost", power="risks.keep"),
        quiet("by-position", power="", owner_position=held),
        quiet("vacant", power="", owner_position=empty),
        quiet("own", owner_of_subject=True, per="process"),
    ]
    found = Holders(Obligation.objects.for_list())
    for one in made:
        assert found.holders(one) == {person.pk for person in one.holders()}, one.code
    for one in made[:4]:
        assert found.answering(one) == {person.pk for person in one.answering()}, one.code


# The chain --------------------------------------------------------------------------------------


def boxes(user, year=2027) -> list:
    timetable = Timetable(obligations=Obligation.objects.in_use().for_list())
    return [
        [[(box.obligation.code, box.word) for box in step] for step in chain]
        for chain in chains(year, timetable, user)
    ]


def test_the_chain_of_the_data_is_drawn_in_its_order(keeper, overseer, page_of):
    audit, data = quiet("audit"), quiet("data")
    review = quiet("review", rule={"rrule": "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30"})
    meeting = quiet("meeting", rule={"last_working_week": True})
    lessons = quiet("lessons", rule={"after": "review", "months": 1})
    quiet("apart")
    review.requires.add(audit, data)
    meeting.requires.add(review)
    ended(audit, on(5, 1), keeper, "done")
    duty(data, on(6, 1), keeper)

    assert boxes(overseer) == [
        [
            [("audit", "Done in time"), ("data", "Late")],
            [("review", "Planned")],
            [("lessons", "No day yet"), ("meeting", "Planned")],
        ]
    ]
    words = " ".join(page_of(overseer).content.decode().split())
    assert "First comes: data" in words
    assert words.count("First comes:") == 3
    assert lessons.code not in [one.code for one in meeting.requires.all()]


def test_what_waits_for_an_event_that_did_not_happen_holds_nobody_up(keeper, overseer):
    event, last = quiet("event"), quiet("last")
    last.requires.add(event)
    made = duty(last, on(9, 1), keeper)
    timetable = Timetable(obligations=Obligation.objects.in_use().for_list())
    ((_first, (box,)),) = chains(2027, timetable, overseer)
    assert box.first == made.blocked_by() == []
    duty(event, on(9, 2), keeper)
    ((_first, (box,)),) = chains(2027, timetable, overseer)
    assert box.first == [event]
    assert [block.obligation for block in made.blocked_by()] == [event]


def test_chains_come_of_any_data_and_of_none(keeper, overseer, page_of):
    quiet("alone")
    assert boxes(overseer) == []
    assert "What has to end first" not in page_of(overseer).content.decode()


@pytest.mark.parametrize(
    ("state", "word"), [("missed", "Missed"), ("done_late", "Done late"), ("done", "Done in time")]
)
def test_what_has_ended_no_longer_stands_before_another(state, word, keeper, overseer):
    first, last = quiet("first"), quiet("last")
    last.requires.add(first)
    ended(first, on(2, 1), keeper, state)
    assert boxes(overseer)[0][0] == [("first", word)]
    timetable = Timetable(obligations=Obligation.objects.in_use().for_list())
    ((_first, (box,)),) = chains(2027, timetable, overseer)
    assert box.first == []


# Whose year -------------------------------------------------------------------------------------


def test_who_sees_it(keeper, overseer, agency, stranger, page_of):
    head = head_of_the_office(agency)
    expected = [
        *((stranger, 403), (agency.staff, 403), (agency.office, 403)),
        *((keeper, 200), (overseer, 200), (head, 200)),
    ]
    for user, status in expected:
        for asked in ({}, {"as": "xlsx"}, {"as": "pdf"}):
            assert page_of(user, **asked).status_code == status, user


def head_of_the_office(agency) -> User:
    head = factories.employee("head")
    position = Appointment.objects.get(person=head.person).position
    position.is_head = True
    position.save()
    return head


def test_a_head_sees_those_whom_they_lead_and_no_others(year, keeper, agency, page_of, client):
    head = head_of_the_office(agency)
    away = factories.UnitFactory(code="away", name={"en": "Away", "ky": "Алыс"})
    position = Appointment.objects.get(person=keeper.person).position
    position.unit = away
    position.save()

    page = page_of(User.objects.get(pk=head.pk))

    assert tiles(page) == {
        "Kept in time": 0, "Done late": 0, "Late now": 1, "Missed": 0, "Coming in 30 days": 1,
    }  # fmt: skip
    assert [row.name for row, _url in page.context["people"]] == [agency.staff.person.short_name]
    words = page.content.decode()
    assert keeper.person.short_name not in words
    assert "plan: north" not in words
    assert page.context["nobody"] == page.context["chains"] == []
    assert not any("/duties/" in tile["url"] for tile in page.context["tiles"])
    narrowed = client.get(URL, {"who": keeper.person.pk})
    assert sum(tiles(narrowed).values()) == 0
    assert keeper.person.short_name not in narrowed.content.decode()


def test_nothing_restricted_leaks(keeper, overseer, agency, page_of, client):
    hidden = factories.DocumentFactory(
        type=agency.procedure, code="КУПУЯ-1", title={"en": "Hidden rule"}, access="top"
    )
    one = quiet("one", procedure=hidden)
    secret = duty(one, on(6, 1), keeper, subject_text="Hidden matter", is_restricted=True)
    other, last = quiet("other"), quiet("last")
    last.requires.add(one)
    duty(last, on(6, 2), keeper)
    ended(other, on(3, 1), keeper, "done")
    for asked in ({}, {"procedure": hidden.pk}, {"who": keeper.person.pk}):
        words = page_of(overseer, **asked).content.decode()
        for hidden_word in ("Hidden matter", "Hidden rule", "КУПУЯ-1"):
            assert hidden_word not in words
    assert tiles(page_of(overseer))["Late now"] == 1
    sheet = load_workbook(io.BytesIO(page_of(overseer, **{"as": "xlsx"}).content))
    told = " ".join(
        str(cell) for part in sheet for row in part.iter_rows(values_only=True) for cell in row
    )
    assert "Hidden" not in told
    assert "КУПУЯ" not in told
    top = factories.employee("top", "planning.oversee", "documents.top")
    words = page_of(top).content.decode()
    assert "Hidden matter" in words
    assert "КУПУЯ-1" in words
    assert secret.is_restricted


# How it is read ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("duties", "people"), [(3, 3), (300, 200)])
def test_the_page_costs_the_same_for_any_year(
    duties, people, overseer, agency, page_of, django_assert_max_num_queries
):
    users = [factories.UserFactory() for _n in range(people)]
    rule = {"rrule": "FREQ=WEEKLY;BYDAY=FR"}
    first = quiet("first", rule=rule, since=TODAY)
    for n in range(min(duties, 30)):
        procedure = factories.DocumentFactory(type=agency.procedure)
        one = quiet(f"one-{n}", procedure=procedure)
        one.requires.add(first)
        for m in range(duties // min(duties, 30)):
            user = users[(n * 10 + m) % people]
            made = duty(one, TODAY + timedelta(days=m - 5), user, subject_text=str(m))
            Todo.objects.ask([agency.director.person], "planning.late", made, due=made.due)
    page_of(overseer)  # what is kept in memory from the first page on
    with django_assert_max_num_queries(40):
        page = page_of(overseer)
    assert sum(tiles(page).values()) >= duties


def test_excel_holds_the_numbers_and_the_causes(year, overseer, page_of):
    book = load_workbook(io.BytesIO(page_of(overseer, **{"as": "xlsx"}).content))
    assert book.sheetnames == ["By procedure", "By person", "Late now", "About this list"]
    rows = list(book["By procedure"].iter_rows(values_only=True))
    assert rows[1:] == [
        ("Without a procedure", 0, 0, 1, 1, 1, 0),
        (f"ПК-77 {year.title}", 2, 1, 1, 0, 1, 50),
    ]
    assert [row[0] for row in book["Late now"].iter_rows(values_only=True)][1:] == [
        "review: south",
        "plan: north",
    ]
    entry = JournalEntry.objects.get(deed="export")
    assert (entry.details["register"], entry.details["form"]) == (URL, "xlsx")


def test_on_paper_it_fits_a_meeting(year, keeper, overseer, agency, page_of):
    one = quiet("many", procedure=year)
    for n in range(80):
        user = factories.UserFactory()
        duty(one, TODAY - timedelta(days=n % 40), user, subject_text=f"part {n}")
    pdf = PdfReader(io.BytesIO(page_of(overseer, **{"as": "pdf"}).content))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "The state of the year 2027" in text
    assert "and 50 more" in text
    assert "part 39" in text
    assert len(pdf.pages) <= 5


def test_years_to_choose_and_a_year_of_before(year, overseer, page_of):
    page = page_of(overseer, year=2026)
    assert [one["label"] for one in page.context["years"]] == [2026, 2027]
    assert tiles(page) == {"Kept in time": 0, "Done late": 1, "Late now": 0, "Missed": 0}
    for odd in ("x", "-1", "99999", "9" * 30, "0"):
        assert page_of(overseer, year=odd).status_code == 200
        assert page_of(overseer, who=odd, procedure=odd).status_code == 200


def test_of_nobody_at_all(overseer, page_of):
    page = page_of(overseer)
    assert sum(tiles(page).values()) == 0
    words = page.content.decode()
    assert "Nothing is late." in words
    assert "Nothing fell due yet." in words


def test_home_leads_there_with_the_same_number(year, overseer, agency, client):
    client.cookies["django_language"] = "en"
    client.force_login(overseer)
    tile = next(t for t in client.get("/").context["tiles"] if "year" in str(t["label"]))
    assert tile["number"] == client.get(tile["url"]).context["late_total"] == 2
    assert tile["hint"] == "1 more this week"
    client.force_login(agency.staff)
    assert not any("year" in str(t["label"]) for t in client.get("/").context["tiles"])


def test_what_was_settled_without_asking_counts_for_who_closed_it(keeper, overseer, agency):
    """Entered as done before, or settled by the work itself: nobody was asked by the duty."""
    one = quiet(power="planning.manage")
    ended(one, on(6, 1), agency.staff, Duty.State.DONE)
    Todo.objects.all().delete()

    rows = YearState(overseer).by_person()

    assert [(row.key, row.done) for row in rows if row.done] == [(agency.staff.person_id, 1)]
