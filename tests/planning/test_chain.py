"""The year-end chain and the days of the regulations, by the profiles as they are shipped."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from common.models import Todo
from documents.models import Process
from people.models import Position
from planning import opening
from planning.chain import blocks
from planning.models import Duty, Obligation
from planning.models.duty import TODO
from tests.houses import of
from tests.planning.things import on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NEVER = date(2100, 1, 1)


def only(*codes: str, since: date = date(2026, 12, 1)) -> None:
    """The other obligations of the profile begin later; their days still count as anchors."""
    Obligation.objects.exclude(code__in=codes).update(since=NEVER)
    Obligation.objects.filter(code__in=codes).update(since=since)


def keep(*days: str) -> None:
    for day in days:
        with on(day):
            opening.keep_the_year()


def close(code: str, user, day: str) -> Duty:
    with on(day):
        duty = Duty.objects.open().filter(obligation__code=code).order_by("due").first()
        duty.close(by=user, done_on=date.fromisoformat(day), note="Done, see the minutes.")
    return duty


def opens_on(house, code: str, opens: str, due: str, year: int, position: str) -> None:
    """Nothing the day before; that day one duty, with its day, its year and its to-do."""
    day = date.fromisoformat(opens)
    only(code, since=day)
    keep(str(day - timedelta(days=1)))
    assert not Duty.objects.filter(obligation__code=code).exists()
    keep(opens, opens)
    duty = Duty.objects.get(obligation__code=code)
    assert (str(duty.due), duty.year, duty.state) == (due, year, "open")
    todos = Todo.objects.waiting().about(duty).filter(kind=TODO)
    assert [todo.person for todo in todos] == [house.users[position].person]


# Days of the regulations ----------------------------------------------------------------------

DIRECTOR, MANAGER = "director", "quality_manager"
AGENCY = [
    ("annual_general_meeting", "2027-12-01", "2027-12-31", 2027, DIRECTOR),
    ("management_review_strategic", "2027-11-17", "2027-12-17", 2027, DIRECTOR),
    ("weekly_operational_meeting", "2027-06-07", "2027-06-11", 2027, DIRECTOR),
    ("management_review_operational", "2027-06-16", "2027-06-30", 2027, DIRECTOR),
    ("development_concept_review", "2027-12-15", "2028-01-14", 2027, DIRECTOR),
    ("feedback_review", "2027-06-07", "2027-06-11", 2027, "quality_specialist"),
    ("approved_lecturers", "2027-06-09", "2027-06-30", 2027, DIRECTOR),
]
CLAUSES = {
    "annual_general_meeting": ["004-5.5.3-1"],
    "management_review_strategic": ["004-5.5.3-2", "004-5.6"],
    "weekly_operational_meeting": ["004-5.5.3-3"],
    "management_review_operational": ["004-5.6"],
    "development_concept_review": ["004-7.1"],
    "feedback_review": ["004-7.2.3-c"],
    "approved_lecturers": ["004-7.4-d"],
    "internal_monitoring": ["000-1.3", "000-2.1"],
    "monitoring_results": ["000-4.1"],
    "annual_audit_programme": ["003-10.2-1"],
    "annual_qms_report": ["003-12.1"],
    "repair_plan": ["003-8.3-repairs"],
}


def rows(table: list[tuple]) -> list:
    return [
        pytest.param(*row, id=row[0], marks=[pytest.mark.clause(one) for one in CLAUSES[row[0]]])
        for row in table
    ]


@of("agency")
@pytest.mark.parametrize(("code", "opens", "due", "year", "position"), rows(AGENCY))
def test_agency(house, code, opens, due, year, position):
    opens_on(house, code, opens, due, year, position)


@of("rules_agency")
@pytest.mark.clause("000-2.1", "000-4.1")
@pytest.mark.parametrize(
    ("code", "opens", "due", "year", "position"),
    rows(
        [
            ("internal_monitoring", "2027-04-25", "2027-05-25", 2027, DIRECTOR),
            ("monitoring_results", "2027-06-01", "2027-06-30", 2027, MANAGER),
        ]
    ),
)
def test_rules_of_monitoring(house, code, opens, due, year, position):
    opens_on(house, code, opens, due, year, position)


@of("rules_agency")
@pytest.mark.clause("000-2.6")
def test_corrections_are_due_a_month_after_the_meeting_whatever_the_length_of_the_month(house):
    only("monitoring_results", "monitoring_meeting", "work_plan_corrections")
    keep("2027-06-01")
    director, manager = house.users[DIRECTOR], house.users[MANAGER]
    close("monitoring_results", manager, "2027-06-29")
    meeting = Duty.objects.get(obligation__code="monitoring_meeting")
    assert (meeting.due, meeting.starts) == (date(2027, 7, 13), date(2027, 6, 29))
    assert not Duty.objects.filter(obligation__code="work_plan_corrections").exists()
    close("monitoring_meeting", director, "2027-08-31")  # late, and September has no 31st
    corrections = Duty.objects.get(obligation__code="work_plan_corrections")
    assert (corrections.due, corrections.cause) == (date(2027, 9, 30), meeting)


@of("college")
@pytest.mark.clause("001-7.3")
def test_the_plan_of_monitoring_is_due_on_the_first_of_september(house):
    opens_on(house, "monitoring_plan", "2027-07-18", "2027-09-01", 2027, DIRECTOR)


@of("school")
@pytest.mark.clause("002-5-4")
def test_the_policy_is_reviewed_each_year_by_the_director(house):
    opens_on(house, "quality_policy_review", "2027-07-26", "2027-08-25", 2027, DIRECTOR)
    (duty,) = Duty.objects.all()
    assert (duty.obligation.opener, duty.opened) == ("documents.reviews", None)


@of("university")
@pytest.mark.parametrize(
    ("code", "opens", "due", "year", "position"),
    rows(
        [
            ("annual_audit_programme", "2027-01-08", "2027-01-29", 2027, "quality_director"),
            ("annual_qms_report", "2026-12-30", "2027-01-29", 2026, "quality_director"),
            ("repair_plan", "2027-05-03", "2027-08-31", 2027, "vice_rector_administrative"),
        ]
    ),
)
def test_university(house, code, opens, due, year, position):
    opens_on(house, code, opens, due, year, position)


@of("university")
@pytest.mark.parametrize(
    "code",
    [
        pytest.param("process_analysis", marks=pytest.mark.clause("003-10.1.4")),
        pytest.param("objectives_report", marks=pytest.mark.clause("003-7.1-6")),
    ],
)
def test_process_heads_measure_and_report_by_the_end_of_the_year(house, code):
    one, other = Process.objects.running().order_by("pk")[:2]
    Process.objects.exclude(pk__in=[one.pk, other.pk]).update(closed_on=date(2026, 1, 1))
    heads = Position.objects.filter(code__in=["vice_rector_academic", "personnel_head"])
    one.head, other.head = heads
    one.save()
    other.save()
    only(code, since=date(2027, 1, 1))
    keep("2027-11-30")
    assert not Duty.objects.exists()
    keep("2027-12-01", "2027-12-02")
    duties = {duty.subject: duty for duty in Duty.objects.all()}
    assert set(duties) == {one, other}
    for process, duty in duties.items():
        assert duty.due == date(2027, 12, 31)
        todo = Todo.objects.waiting().about(duty).get(kind=TODO)
        assert todo.person == house.users[process.head.code].person


# The end of the year ----------------------------------------------------------------------------

CHAIN = (
    "self_assessment",
    "satisfaction_summary",
    "qms_improvement_plan",
    "management_review_strategic",
    "annual_general_meeting",
    "development_concept_review",
    "quality_manual_review",
    "approved_suppliers",
)


def refused(duty: Duty, user) -> str:
    with pytest.raises(ValidationError) as error:
        duty.close(
            by=user,
            done_on=duty.due if duty.due < date(2027, 1, 1) else date(2027, 12, 15),
            note="held",
        )
    duty.refresh_from_db()
    assert duty.state == "open"
    return " ".join(error.value.messages)


def the(code: str) -> Duty:
    return Duty.objects.get(obligation__code=code)


@of("agency")
@pytest.mark.clause("004-7.4-b")
@pytest.mark.clause("004-5.5.3-2")
def test_each_thing_of_the_end_of_the_year_waits_for_what_comes_first(house):
    director, manager = house.users[DIRECTOR], house.users[MANAGER]
    only(*CHAIN, since=date(2027, 2, 1))
    keep("2027-12-15")
    with on("2027-12-15"):
        said = refused(the("management_review_strategic"), director)
        for code in ("self_assessment", "satisfaction_summary", "qms_improvement_plan"):
            assert str(the(code).obligation) in said
        assert "03.12.2027" in said  # by when it was to be done
        assert str(the("management_review_strategic").obligation) in refused(
            the("annual_general_meeting"), director
        )
        assert "Hold the yearly management review" in refused(
            the("development_concept_review"), director
        )
    for code in ("self_assessment", "satisfaction_summary"):
        close(code, manager, "2027-12-15")
    with on("2027-12-17"):
        # What will not be done any more is told with its reason, and the rest goes on.
        the("qms_improvement_plan").miss(by=director, reason="It is drawn up in January.")
        assert blocks(the("management_review_strategic")) == []
    assert not Duty.objects.filter(obligation__code="approved_suppliers").exists()
    review = close("management_review_strategic", director, "2027-12-17")

    suppliers, manual = the("approved_suppliers"), the("quality_manual_review")
    assert {(duty.cause, duty.due) for duty in (suppliers, manual)} == {(review, date(2028, 1, 17))}
    close("annual_general_meeting", director, "2027-12-30")
    concept = close("development_concept_review", director, "2028-01-12")
    concept.refresh_from_db()
    assert concept.state == "done"


@of("agency")
def test_who_began_in_november_is_not_blocked_by_what_they_never_had(house):
    """Audits, monitoring and the attestation of that year were before; the review can be held."""
    Obligation.objects.update(since=date(2027, 11, 20))
    keep("2027-11-20", "2027-12-16")
    director = house.users[DIRECTOR]
    with on("2027-12-16"):
        for code in ("self_assessment", "satisfaction_summary", "qms_improvement_plan"):
            for duty in Duty.objects.open().filter(obligation__code=code):
                duty.close(by=house.users[MANAGER], done_on=date(2027, 12, 16), note="done")
        assert blocks(the("management_review_strategic")) == []
    close("management_review_strategic", director, "2027-12-17")


@of("agency")
def test_what_follows_something_blocks_only_while_that_may_still_come(house):
    """The corrections of the plan follow the meeting of June: without a June they are not waited for."""
    needs = Obligation.objects.get(code="annual_general_meeting")
    needs.requires.set([Obligation.objects.get(code="work_plan_corrections")])
    chain = ("monitoring_results", "monitoring_meeting", "work_plan_corrections")
    only(*chain, "annual_general_meeting", since=date(2027, 11, 20))
    keep("2027-12-02")
    with on("2027-12-02"):
        assert blocks(the("annual_general_meeting")) == []
        only(*chain, "annual_general_meeting", since=date(2027, 1, 1))
        assert [block.obligation.code for block in blocks(the("annual_general_meeting"))] == [
            "work_plan_corrections"
        ]
    keep("2027-12-03")
    with on("2027-12-03"):
        the("monitoring_results").miss(by=house.users[DIRECTOR], reason="There was none.")
        assert blocks(the("annual_general_meeting")) == []
