"""Work plans: written, agreed, approved under their own number, carried out, summed up."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override

from common.models import JournalEntry, StepNotAllowed, Todo
from common.models.journal import verify
from documents import sheet_trail
from documents.models import Signature
from documents.proof import is_whole
from planning.models import PlanLine, WorkPlan
from planning.plan_sweep import ask_for_lines
from tests import factories
from tests.factories import PASSWORD
from tests.planning import plans

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def draft(agency):
    made = plans.plan(agency.manager)
    for n in ("1", "2", "10"):
        plans.line(made, n)
    return made


@pytest.fixture
def standing(agency):
    return plans.in_force(agency)


# The way to approval ------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-5.2-6")
def test_a_plan_with_its_estimate_is_agreed_approved_and_takes_its_own_number(
    client, agency, draft
):
    plans.cost(draft, "1250.50", "3", line=draft.lines.first())
    sheet = sign(client, agency.manager, draft, "send")
    assert (sheet, draft.state) == (302, "agreeing")
    assert sign(client, agency.manager, draft, "agree") == 302
    assert sign(client, agency.director, draft, "approve") == 302

    year = localdate().year
    assert (draft.state, draft.order_number) == ("approved", f"1/{year}")
    said = draft.sheet.manifest
    assert [one["number"] for one in said["lines"]] == ["1", "10", "2"]
    assert said["estimate"][0]["sum"] == "3751.50"
    assert {s.manifest_hash for s in Signature.objects.all()} == {draft.sheet.manifest_hash}
    second = plans.in_force(agency, kind=plans.kind("other"))
    assert second.order_number == f"2/{year}"
    assert verify() is None


def sign(client, user, thing, step, **fields):
    client.force_login(user)
    seen = thing.sheet.manifest_hash if thing.sheet else ""
    url = f"{thing.get_absolute_url()}{step}/"
    response = client.post(url, {"seen": seen, "password": PASSWORD, **fields})
    thing.refresh_from_db()
    return response.status_code


def test_a_line_changed_behind_the_route_stops_the_signature(client, agency, draft):
    sign(client, agency.manager, draft, "send")
    PlanLine.objects.filter(number="2").update(resources="башка")

    assert sign(client, agency.manager, draft, "agree") == 422
    assert draft.state == "agreeing"


def test_a_plan_without_lines_or_with_a_line_that_nobody_answers_for_does_not_go(agency):
    empty = plans.plan(agency.manager)
    with pytest.raises(ValidationError, match="no lines"):
        empty.send(by=agency.manager)
    plans.line(empty, "1", position=None)
    plans.line(empty, "2", due=empty.until + timedelta(days=1))
    with pytest.raises(ValidationError) as refused:
        empty.send(by=agency.manager)
    assert len(refused.value.messages) == 2


def test_the_author_does_not_approve_their_own_plan(agency):
    own = plans.plan(agency.director)
    plans.line(own)

    with pytest.raises(ValidationError):
        own.send(by=agency.director)


def test_the_plan_of_a_unit_goes_to_its_head_first(agency):
    head = factories.employee("head_of_office")
    unit = plans.head_of(head)
    made = plans.plan(agency.manager, kind=plans.kind("unit_plan", scope="unit"), unit=unit)
    plans.line(made)
    made.send(by=agency.manager)

    assert [one.position for one in made.waiting_lines()] == [head.person.appointment().position]
    made.agree(by=head, seen=made.sheet.manifest_hash)
    assert made.state == "agreeing"
    assert [one.position.code for one in made.waiting_lines()] == ["quality_manager"]


@pytest.mark.clause("003-9.1")
def test_the_plan_of_an_employee_is_approved_by_their_head_alone(agency):
    head = factories.employee("head_of_office")
    plans.head_of(head)
    kind = plans.kind("teacher_plan", scope="person")
    made = plans.plan(agency.staff, kind=kind, person=agency.staff.person)
    plans.line(made, person=agency.staff.person)
    made.send(by=agency.staff)
    with pytest.raises(PermissionDenied):
        made.agree(by=agency.staff, seen=made.sheet.manifest_hash)

    made.agree(by=head, seen=made.sheet.manifest_hash)

    assert (made.state, made.order_date) == ("approved", localdate())
    assert made.order_number
    assert is_whole(made)
    assert not list(sheet_trail.faults())


@pytest.mark.clause("003-9.1-last")
def test_a_plan_names_the_strategy_and_the_line_that_it_carries_out(client, agency):
    kind = plans.kind()
    kind.follows.add(agency.local_act)
    strategy = factories.DocumentFactory(type=agency.local_act, code="СТР-01")
    longer = plans.in_force(
        agency, 1, kind=plans.kind("strategy", term="strategic"), until=date(2099, 12, 31)
    )
    target = longer.lines.get()
    client.force_login(agency.manager)
    client.post(
        reverse("planning:plan_add"),
        {
            "kind": kind.pk,
            "since": f"{localdate().year}-01-01",
            "strategy": strategy.pk,
            "follows": longer.pk,
        },
    )
    made = WorkPlan.objects.get(kind=kind)
    client.post(
        reverse("planning:plan_line_add", args=[made.pk]),
        {
            "number": "1",
            "measure_ky": "Иш",
            "due": made.until.isoformat(),
            "person": agency.staff.person.pk,
            "serves": target.pk,
            "objective": "2.1",
        },
    )

    assert (made.strategy, made.follows, made.until.month) == (strategy, longer, 12)
    made.send(by=agency.manager)
    said = made.sheet.manifest
    assert (said["strategy"], said["follows"]) == ("СТР-01", longer.token)
    assert said["lines"][0]["serves"] == target.pk
    assert said["lines"][0]["objective"] == "2.1"


# One plan a period --------------------------------------------------------------------------------


def test_there_is_one_plan_of_a_kind_and_a_period(client, agency, draft):
    client.force_login(agency.manager)
    form = {"kind": draft.kind_id, "since": draft.since.isoformat()}

    page = client.post(reverse("planning:plan_add"), form)

    assert page.status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        plans.plan(agency.manager)
    draft.drop(by=agency.manager)
    assert client.post(reverse("planning:plan_add"), form).status_code == 302


@pytest.mark.clause("003-9.1")
@pytest.mark.parametrize(
    ("term", "since", "until", "words"),
    [
        ("year", date(2027, 1, 1), date(2027, 12, 31), "2027"),
        ("year", date(2027, 9, 1), date(2028, 8, 31), "01.09.2027 – 31.08.2028"),
        ("half_year", date(2027, 7, 1), date(2027, 12, 31), "II half of 2027"),
        ("quarter", date(2028, 1, 1), date(2028, 3, 31), "I quarter of 2028"),
        ("month", date(2028, 2, 1), date(2028, 2, 29), "February 2028"),
    ],
)
def test_the_term_of_a_kind_says_the_last_day(client, agency, term, since, until, words):
    kind = plans.kind(f"of_{term}", term=term)
    client.force_login(agency.manager)
    client.post(reverse("planning:plan_add"), {"kind": kind.pk, "since": since.isoformat()})

    made = WorkPlan.objects.get(kind=kind)
    with override("en"):
        assert (made.until, made.period) == (until, words)


def test_a_plan_of_free_length_asks_for_its_last_day_and_its_project(client, agency):
    kind = plans.kind("project_plan", scope="project", term="task", part="execution")
    client.force_login(agency.manager)
    page = client.post(reverse("planning:plan_add"), {"kind": kind.pk, "since": "2027-01-01"})

    assert {"until", "project"} <= set(page.context["form"].errors)


# Carrying it out ----------------------------------------------------------------------------------


def test_who_answers_is_asked_some_days_before_and_nobody_of_a_draft(agency):
    kind = plans.kind()
    near = localdate() + timedelta(days=kind.remind_days)
    standing = plans.plan(agency.manager, since=localdate(), until=near + timedelta(days=40))
    soon = plans.line(standing, "1", due=near)
    plans.line(standing, "2", due=near + timedelta(days=1))
    ask_for_lines()
    assert not Todo.objects.filter(kind="planning.plan_line").exists()

    plans.approve(standing, agency)
    ask_for_lines()
    ask_for_lines()

    todo = Todo.objects.get(kind="planning.plan_line")
    assert (todo.person, todo.object, todo.due) == (agency.staff.person, soon, near)


def test_a_line_of_somebody_who_left_asks_the_author_of_the_plan(agency):
    gone = factories.employee("leaver")
    standing = plans.plan(agency.manager)
    late = plans.line(standing, "1", person=gone.person, due=localdate())
    plans.approve(standing, agency)
    assert late.answering() == {gone.person.pk}

    days = {"since": localdate() - timedelta(days=9), "until": localdate() - timedelta(days=1)}
    gone.person.appointments.update(**days)
    ask_for_lines()

    waiting = Todo.objects.waiting().filter(kind="planning.plan_line")
    assert [todo.person for todo in waiting] == [agency.manager.person]


def test_a_line_is_reported_with_proof_and_confirmed_by_another(agency, standing):
    one = standing.lines.first()
    with pytest.raises(ValidationError):
        one.report(by=agency.staff, done_on=localdate())
    with pytest.raises(ValidationError):
        one.report(by=agency.staff, done_on=localdate() + timedelta(days=1), account="Бүттү")
    one.report(by=agency.staff, done_on=localdate(), account="Бүттү")
    with pytest.raises(PermissionDenied):
        one.confirm(by=agency.staff)

    one.confirm(by=agency.manager)

    assert (one.state, one.confirmed_by) == ("done", agency.manager.person)
    assert not Todo.objects.waiting().about(one).exists()
    with pytest.raises(StepNotAllowed):
        one.report(by=agency.staff, done_on=localdate(), account="Дагы")


def test_what_is_not_finished_is_returned_with_a_reason_and_asks_again(agency, standing):
    one = standing.lines.first()
    one.report(by=agency.staff, done_on=localdate(), account="Бүттү")

    one.give_back(by=agency.manager, reason="Отчёт жок")

    assert (one.state, one.done_on) == ("planned", None)
    assert Todo.objects.waiting().about(one).get().person == agency.staff.person


def test_nobody_else_reports_a_line(agency, standing):
    with pytest.raises(PermissionDenied):
        standing.lines.first().report(by=agency.office, done_on=localdate(), account="Бүттү")


def test_an_approved_plan_and_its_lines_are_not_edited(client, agency, standing):
    one = standing.lines.first()
    client.force_login(agency.manager)

    for url in (
        reverse("planning:plan_edit", args=[standing.pk]),
        reverse("planning:plan_line_add", args=[standing.pk]),
        reverse("planning:plan_line_edit", args=[standing.pk, one.pk]),
        reverse("planning:plan_carry", args=[standing.pk]),
    ):
        assert client.get(url).status_code == 409
    assert client.post(
        reverse("planning:plan_line_remove", args=[standing.pk, one.pk])
    ).status_code == 409  # fmt: skip
    for step in ("move", "cancel"):
        url = reverse("planning:plan_line_step", args=[standing.pk, one.pk, step])
        assert client.post(url).status_code == 404


# The end ------------------------------------------------------------------------------------------


@pytest.mark.clause("003-9.1")
def test_a_summary_closes_the_plan_and_keeps_its_figures(client, agency, standing):
    one = standing.lines.first()
    one.report(by=agency.staff, done_on=localdate(), account="Бүттү")
    with pytest.raises(ValidationError, match="wait"):
        standing.archive(by=agency.manager, summary="Баары бүттү")
    one.confirm(by=agency.manager)
    ask_for_lines()
    with pytest.raises(ValidationError):
        standing.archive(by=agency.manager, summary="Баары бүттү")
    WorkPlan.objects.filter(pk=standing.pk).update(until=localdate() - timedelta(days=1))

    status = sign(client, agency.manager, standing, "archive", summary="Бири бүттү")

    assert (status, standing.state, standing.summary) == (302, "archived", "Бири бүттү")
    assert (standing.figures["all"], standing.figures["in_time"]) == (3, 1)
    assert not Todo.objects.waiting().filter(kind="planning.plan_line").exists()
    assert JournalEntry.objects.filter(deed="archive").count() == 1


def test_what_was_not_finished_is_carried_over_and_names_where_it_comes_from(agency, client):
    old = plans.in_force(agency)
    done, *left = old.lines.all()
    done.report(by=agency.staff, done_on=localdate(), account="Бүттү")
    year = old.since.year + 1
    new = plans.plan(agency.manager, since=date(year, 1, 1), until=date(year, 12, 31))
    client.force_login(agency.manager)
    url = reverse("planning:plan_carry", args=[new.pk])

    client.post(url, {"earlier": old.pk, "only_open": "on"})
    client.post(url, {"earlier": old.pk, "only_open": "on"})

    assert [one.carried_from for one in new.lines.all()] == left
    assert {one.due for one in new.lines.all()} == {date(year, 12, 31)}
