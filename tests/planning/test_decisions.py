"""Decisions of meetings: written, done, checked, brought before the next meeting; the trail."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from common.models import JournalEntry, StepNotAllowed, Todo
from common.models.translated import TranslatedText
from common.trail import chain, fields
from people.models import Appointment, Organisation
from planning.models import Decision
from planning.models.decision_deeds import CHECK, TODO
from tests.planning import meeting_things as things

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = timedelta(days=1)


def asked(person, kind) -> int:
    return Todo.objects.waiting().filter(person=person, kind=kind).count()


@pytest.fixture
def sitting(agency):
    """Five who sit in a council."""
    return things.members(5)


@pytest.fixture
def council(sitting):
    return things.kind_of("council", *sitting)


@pytest.fixture
def meeting(council, agency):
    return things.opened(council, agency.office, agency.director.person)


@pytest.fixture
def item(meeting):
    return meeting.items.get()


# Decisions -----------------------------------------------------------------------------------------


def test_a_decision_waits_from_the_moment_it_is_written(item, agency):
    due = localdate() + 7 * DAY
    decision = things.decide(item, agency.office, agency.staff.person, due=due)

    todo = Todo.objects.waiting().get(person=agency.staff.person, kind=TODO)
    assert (todo.object, todo.due) == (decision, due)
    assert decision.number == "1.1"


def test_who_left_is_given_no_decision(item, agency):
    Appointment.objects.filter(person=agency.staff.person).update(
        since=localdate() - 9 * DAY, until=localdate() - DAY
    )
    with pytest.raises(ValidationError, match="Does not work here: "):
        things.decide(item, agency.office, agency.staff.person)
    assert not Decision.objects.exists()


def test_a_struck_decision_waits_for_nobody_and_the_points_close_up(item, agency):
    first = things.decide(item, agency.office, agency.staff.person)
    second = things.decide(item, agency.office, agency.staff.person)

    first.strike(by=agency.office)

    second.refresh_from_db()
    assert second.number == "1.1"
    assert asked(agency.staff.person, TODO) == 1


def test_other_people_are_asked_when_a_decision_is_rewritten(item, agency):
    decision = things.decide(item, agency.office, agency.staff.person)
    decision.rewrite(by=agency.office, text="Башкасы", responsible=[agency.manager.person])

    assert asked(agency.staff.person, TODO) == 0
    assert asked(agency.manager.person, TODO) == 1


def test_done_checked_and_given_back(item, agency):
    decision = things.decide(item, agency.office, agency.staff.person)
    with pytest.raises(ValidationError, match="Show what was done"):
        decision.finish(by=agency.staff)

    decision.finish(by=agency.staff, note="Отчет тапшырылды")
    assert asked(agency.office.person, CHECK) == asked(agency.director.person, CHECK) == 1
    decision.give_back(by=agency.office, reason="Кол коюлган эмес")
    assert asked(agency.staff.person, TODO) == 1
    decision.finish(by=agency.staff, note="Кол коюлду")
    decision.confirm(by=agency.office)

    assert decision.state == "checked"
    assert not Todo.objects.waiting().about(decision).exists()
    with pytest.raises(StepNotAllowed):
        decision.finish(by=agency.staff, note="Дагы")


def test_only_who_answers_for_it_notes_it_as_done(item, agency):
    decision = things.decide(item, agency.office, agency.staff.person)
    with pytest.raises(PermissionDenied):
        decision.finish(by=agency.manager, note="Жасалды")
    with pytest.raises(PermissionDenied):
        decision.confirm(by=agency.staff)


# The next meeting ------------------------------------------------------------------------------------


def test_open_decisions_come_first_at_the_next_meeting_and_are_closed_there(agency, council):
    first = things.opened(council, agency.office, agency.director.person)
    one = things.decide(first.items.get(), agency.office, agency.staff.person)
    done = things.decide(first.items.get(), agency.office, agency.staff.person)
    done.confirm(by=agency.office, note="Дароо жасалды")
    things.ended(first, agency.office)

    second = things.opened(council, agency.office, agency.director.person)

    item = second.items.get(follows_up=True)
    assert item.order == 1
    assert [row.decision for row in item.follow_ups.all()] == [one]
    one.confirm(by=agency.office, note="Жыйында айтылды")
    assert item.follow_ups.get().state == "checked"
    things.ended(second, agency.office)
    third = things.opened(council, agency.office, agency.director.person)
    assert not third.items.filter(follows_up=True).exists()


@pytest.mark.clause("004-5.2-4")
def test_meetings_of_one_project_are_not_asked_for_decisions_of_another(agency, sitting):
    kind = things.kind_of("weekly", *sitting, names_project=True, quorum="none")
    first = things.opened(kind, agency.office, agency.director.person, project="Жалын")
    things.decide(first.items.get(), agency.office, agency.staff.person)

    other = things.opened(kind, agency.office, agency.director.person, project="Булак")
    same = things.opened(kind, agency.office, agency.director.person, project="Жалын")

    assert not other.items.filter(follows_up=True).exists()
    assert same.items.filter(follows_up=True).exists()


def test_everything_is_in_the_journal_and_nothing_changed_beside_it(meeting, item, agency):
    decision = things.decide(item, agency.office, agency.staff.person)
    decision.rewrite(by=agency.office, text="Башкасы", responsible=[agency.manager.person])
    item.recuse(
        by=agency.office, attendance=meeting.attendance.members().first(), reason="Кызыкчылык"
    )
    item.take_part(by=agency.office, recusal=item.recusals.get())
    decision.strike(by=agency.office)
    things.ended(meeting, agency.office)

    deeds = set(JournalEntry.objects.values_list("deed", flat=True))
    assert {"plan_meeting", "open", "decide", "rewrite_decision", "recuse", "end"} <= deeds
    assert not list(chain.faults())
    of_meetings = [one for one in fields.faults() if "planning." in str(one.values)]
    assert not of_meetings


def test_the_pattern_of_numbers_is_the_kinds_or_the_organisations(agency, council):
    Organisation.objects.update(numbering={"protocol": {"pattern": "{n}/{yy}"}})
    assert council.mask == "{n}/{yy}"
    council.number_mask = "К-{n:02}"
    assert council.mask == "К-{n:02}"
    assert isinstance(council.name, TranslatedText | dict)
