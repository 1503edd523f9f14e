"""Of what there is one duty each, who answers for it, and what calls for a duty (PK-04)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from common.models import Todo
from common.models.journal import verify
from common.personal import held_about
from common.trail import fields
from documents.models import Process
from people.models import Appointment, Person, Position, Substitution, Unit
from people.models.erasure import erase
from planning import events, opening, subjects
from planning.chain import blocks
from planning.models import Duty
from planning.models.duty import TODO
from planning.timetable import Timetable
from tests import factories
from tests.planning.things import obligation, on

pytestmark = [pytest.mark.django_db, pytest.mark.core, pytest.mark.usefixtures("in_english")]
QUARTERLY = {"rrule": "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"}
SEPTEMBER = {"rrule": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1"}
DAY = timedelta(days=1)


def keep(*days: str) -> None:
    for day in days:
        with on(day):
            opening.keep_the_year()
            opening.keep_the_year()


def per(kind: str, rule=SEPTEMBER, **values):
    one = obligation(rule=rule, per=kind, owner_of_subject=True, **values)
    one.owner_power = None
    one.save()
    return one


def process(number: str, **values) -> Process:
    return Process.objects.create(number=number, name={"en": f"Process {number}"}, **values)


def told(duty) -> set:
    todos = Todo.objects.waiting().about(duty).filter(kind=TODO)
    return {todo.person for todo in todos}


# Who answers ------------------------------------------------------------------------------------


@pytest.fixture
def heads(agency):
    """The positions of a process head and owner, each with a holder."""
    return {code: factories.employee(code) for code in ("process_head", "process_owner")}


def position(code: str) -> Position:
    return Position.objects.get(code=code)


def test_each_process_is_measured_by_its_head_and_without_one_by_its_owner(agency, heads):
    keeper = factories.employee("keeper", "planning.manage")
    group = process("1", is_group=True)
    both = process("1.1", head=position("process_head"), owner=position("process_owner"))
    owned = process("1.2", owner=position("process_owner"), parent=group)
    nobody = process("1.3")
    process("1.4", head=position("process_head"), closed_on=localdate())
    per("process", {"rrule": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"})
    keep("2027-12-20")

    duties = {duty.subject: duty for duty in Duty.objects.all()}
    assert set(duties) == {both, owned, nobody}
    assert told(duties[both]) == {heads["process_head"].person}
    assert told(duties[owned]) == {heads["process_owner"].person}
    assert told(duties[nobody]) == {keeper.person}
    assert set(duties[both].answering()) == told(duties[both])
    assert duties[both].subject_text == "1.1 Process 1.1"

    with on("2027-12-21"):
        Substitution.objects.create(
            absent=heads["process_head"].person,
            acting=agency.staff.person,
            position=position("process_head"),
            since=date(2027, 12, 21),
            order_number="7",
            order_date=date(2027, 12, 21),
        )
    keep("2027-12-21")
    assert told(duties[both]) == {heads["process_head"].person, agency.staff.person}


def test_the_card_of_a_restricted_process_makes_its_duty_restricted(agency, heads):
    secret = factories.DocumentFactory(type=agency.local_act, access="top")
    process("1.1", head=position("process_head"), document=secret)
    per("process")
    keep("2027-08-20")
    duty = Duty.objects.get()
    assert duty.is_restricted
    assert told(duty) == {agency.director.person}
    assert not Duty.objects.visible_to(heads["process_head"]).exists()


def test_a_unit_is_answered_for_by_its_head(agency):
    head = factories.employee("head")
    Position.objects.filter(code="head").update(is_head=True)
    Unit.objects.create(code="closed", name={"en": "Closed"}, closed_on=localdate())
    per("unit")
    keep("2027-08-20")
    duty = Duty.objects.get()
    assert duty.subject == Unit.objects.get(code="office")
    assert told(duty) == {head.person} == set(duty.answering())


def test_nobody_is_late_with_what_was_due_before_they_came(agency):
    Appointment.objects.update(since=date(2026, 1, 1))
    per("person", QUARTERLY, since=date(2027, 1, 1))
    keep("2027-03-20", "2027-09-20")
    before = Duty.objects.count()
    assert before == 3 * Person.objects.employees().count()
    new = factories.PersonFactory()
    Appointment.objects.create(person=new, position=position("specialist"), since=date(2027, 9, 21))
    keep("2027-09-22", "2027-09-23")
    assert [duty.due for duty in Duty.objects.filter(subject_id=new.pk)] == [date(2027, 9, 30)]
    assert Duty.objects.count() == before + 1


def test_who_came_back_is_here_since_coming_back(agency):
    person = factories.PersonFactory()
    post = position("specialist")
    for since, until in (
        (date(2020, 1, 1), date(2022, 5, 31)),
        (date(2022, 6, 1), date(2023, 5, 31)),
        (date(2026, 2, 1), None),
        (date(2026, 4, 1), None),
    ):
        Appointment.objects.create(person=person, position=post, since=since, until=until)
    with on("2027-01-10"):
        assert subjects.since("person", [person]) == {person.pk: date(2026, 2, 1)}
        came = list(events.get("person.hired").since(date(2021, 1, 1)))
    assert [h.on for h in came if h.subject == person] == [date(2026, 2, 1)]


def test_of_a_kind_that_nobody_knows_nothing_opens_comes_or_blocks(agency):
    first = per("guest", QUARTERLY, code="meetings")
    last = obligation("report", {"rrule": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20"})
    last.requires.add(first)
    keep("2027-12-15")
    with on("2027-12-15"):
        assert not list(Timetable().coming(date(2027, 1, 1), date(2028, 12, 31), [first]))
        assert blocks(last.duties.get()) == []
    assert not first.duties.exists()


# A year for many ------------------------------------------------------------------------------


def staff_of(count: int) -> None:
    post = position("specialist")
    people = [factories.PersonFactory.build(surname=f"Алиев{n}") for n in range(count)]
    for person in people:
        person.email = f"{person.surname}@example.kg"
        person.save()
    Appointment.objects.bulk_create(
        [Appointment(person=person, position=post, since=date(2026, 1, 1)) for person in people]
    )


def queries_of_opening(count: int) -> int:
    """How much the opening asks; SQLite takes few values at once, so what it writes is left out."""
    staff_of(count)
    Appointment.objects.update(since=date(2026, 1, 1))
    with on("2027-12-30"), CaptureQueriesContext(connection) as spent:
        assert opening.open_due(localdate()) == 4 * Person.objects.employees().count()
    return sum(not query["sql"].startswith("INSERT") for query in spent)


@pytest.mark.parametrize("count", [3, 200])
def test_a_year_for_two_hundred_opens_in_as_many_queries_as_for_three(agency, count):
    per("person", QUARTERLY)
    assert queries_of_opening(count) <= 24
    duties = Duty.objects.count()
    assert duties == 4 * (count + 4)
    assert Todo.objects.waiting().filter(kind=TODO).count() == duties
    assert verify() is None


@pytest.mark.parametrize("count", [3, 200])
def test_a_tick_that_finds_all_done_asks_as_much_for_two_hundred(agency, count):
    per("person", QUARTERLY)
    queries_of_opening(count)
    with on("2027-12-30"):
        opening.keep_the_year()
    with on("2027-12-30"), CaptureQueriesContext(connection) as spent:
        opening.keep_the_year()
    assert len(spent) <= 25


# Events ---------------------------------------------------------------------------------------


def found(code: str, since=None) -> list:
    return list(events.get(code).since(since or date(2026, 1, 1)))


def test_what_came_into_force_calls_for_a_notice_once_for_each_version(in_force, agency):
    assert [(h.key, h.on, h.subject) for h in found("documents.in_force")] == [
        (str(in_force.pk), localdate(), in_force)
    ]
    assert found("documents.in_force", localdate() + DAY) == []
    obligation("notice", {"event": "documents.in_force", "working_days": 5}, since=localdate())
    obligation(
        "other",
        {"event": "documents.in_force", "working_days": 5},
        options={"types": ["quality_manual"]},
        since=localdate(),
    )
    opening.keep_the_year()
    opening.keep_the_year()
    assert [duty.obligation.code for duty in Duty.objects.all()] == ["notice"]


def test_a_term_that_ends_opens_its_duty_so_long_before(in_force, agency):
    in_force.valid_until = date(2027, 12, 31)
    in_force.save()
    obligation(
        "strategy",
        {"event": "documents.expiring", "days": 0},
        options={"types": ["local_normative_act"]},
        lead_days=90,
    )
    keep("2027-10-01")
    assert not Duty.objects.exists()
    keep("2027-10-02", "2027-12-31", "2028-01-05")
    duty = Duty.objects.get()
    assert (duty.starts, duty.due, duty.subject) == (
        date(2027, 10, 2),
        date(2027, 12, 31),
        in_force,
    )


def test_files_that_need_not_be_kept_any_longer_are_told_once_a_year(agency):
    cases = factories.nomenclature(agency, year=2021, cases=3)
    third = cases.items.get(index="01-03")
    third.keep, third.years = "permanent", None
    third.save()
    draft = factories.nomenclature(agency, year=2020, cases=1)
    assert draft.state == "draft"
    cases.state = "closed"
    cases.save()
    obligation("files", {"event": "records.expired", "months": 1}, since=date(2027, 1, 1))
    keep("2026-12-16")
    assert not Duty.objects.exists()
    keep("2027-01-02", "2027-02-05")
    duty = Duty.objects.get()
    assert (duty.subject, duty.subject_text) == (cases, "2021: 01-01, 01-02")
    assert duty.due == date(2027, 2, 1)


def test_what_is_told_for_a_day_to_come_is_planned_and_opens_in_time(agency):
    one = obligation("audit", {"event": "audit.planned", "days": 0}, lead_days=30)
    with on("2027-02-01"):
        happened = events.Happened("plan-3", date(2027, 5, 20), words="Archive")
        assert opening.tell(one, happened, by=agency.manager)
        assert opening.tell(one, happened, by=agency.manager) == []
    duty = Duty.objects.get()
    assert (duty.state, duty.starts, duty.due) == (
        "scheduled",
        date(2027, 4, 20),
        date(2027, 5, 20),
    )
    assert not Todo.objects.about(duty).exists()
    keep("2027-04-19")
    assert Duty.objects.get().state == "scheduled"
    keep("2027-04-20")
    assert Duty.objects.get().state == "open"


# Personal data -----------------------------------------------------------------------------------


def test_the_name_of_whom_a_duty_is_about_is_told_and_can_be_erased(agency, administrator):
    Appointment.objects.update(since=date(2026, 1, 1))
    per("person")
    keep("2027-08-20")
    person = agency.staff.person
    duty = Duty.objects.get(subject_id=person.pk)
    tables = {table.title: table.rows for table in held_about(person)}
    assert duty.headline in [row[0] for row in tables["Duties of the year"]]

    with on("2027-09-10"):
        Appointment.objects.filter(person=person).update(until=date(2027, 9, 1))
        erase(person, by=administrator)
    assert not Duty.history.filter(id=duty.pk).exclude(subject_text="").exists()
    assert Duty.objects.get(pk=duty.pk).subject_text == ""
    assert [f for f in fields.faults() if "planning." in str(f.values)] == []
