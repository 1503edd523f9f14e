"""Amendments: an approved plan changes only by one of them, and it says where it comes from."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override

from common.models import JournalEntry, Letter
from common.models.journal import verify
from common.tasks import announce
from documents import sheet_trail
from planning import openers, opening
from planning.models import AmendmentRow, Decision, PlanAmendment, PlanKind, WorkPlan
from planning.plan_papers import plan_pdf
from tests import factories
from tests.planning import held, plans, things
from tests.planning.test_plan_route import text_of
from tests.planning.test_plans import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing(agency):
    made = plans.plan(agency.manager)
    for n in ("1", "2", "3"):
        plans.line(made, n, due=localdate())
    return plans.approve(made, agency)


def day_of(plan) -> str:
    """A day of the plan that its lines do not have."""
    return (plan.until if plan.until != localdate() else plan.since).isoformat()


@pytest.mark.core
@pytest.mark.clause("000-2.6")
def test_an_accepted_amendment_adds_changes_moves_and_cancels_in_one_deed(agency, standing):
    first, second, third = standing.lines.all()
    amendment = plans.amendment(standing, agency.staff)
    plans.row(amendment, "change", first, resources="20 000 сом")
    plans.row(amendment, "move", second, why="Аудит кийинки айда", due=day_of(standing))
    plans.row(amendment, "cancel", third, why="Долбоор жабылды")
    plans.row(amendment, "add", position="specialist", number="4")
    assert [one.resources for one in standing.lines.all()] == ["", "", ""]
    amendment.send(by=agency.staff)

    plans.approve(amendment, agency)

    one, two, three, four = standing.lines.all()
    assert (amendment.number, amendment.order_number) == (1, "1")
    assert (one.resources, one.amended_by) == ("20 000 сом", amendment)
    assert (two.state, two.due.isoformat(), two.planned_due) == (
        *("moved", day_of(standing)),
        localdate(),
    )
    assert (three.state, three.why) == ("cancelled", "Долбоор жабылды")
    assert (four.added_by, four.measure["ky"]) == (amendment, "Жаңы")
    assert JournalEntry.objects.filter(deed="amend").exists()
    assert verify() is None


@pytest.mark.clause("000-2.6")
def test_what_was_signed_stays_provable_after_an_amendment(agency, standing):
    amendment = plans.amendment(standing, agency.manager)
    plans.row(amendment, "change", standing.lines.first(), resources="20 000 сом")
    plans.row(amendment, "add", position="specialist", number="4")
    plans.approve(amendment, agency)

    for paper in (WorkPlan.objects.get(), PlanAmendment.objects.get()):
        assert paper.manifest() == paper.sheet.manifest
    second = plans.amendment(standing, agency.manager)
    plans.row(second, "change", standing.lines.first(), resources="30 000 сом")
    plans.row(second, "cancel", standing.lines.last(), why="Кереги жок")
    plans.approve(second, agency)
    assert second.number == 2
    for paper in (*WorkPlan.objects.all(), *PlanAmendment.objects.all()):
        assert paper.manifest() == paper.sheet.manifest


def test_a_refused_amendment_says_why_and_changes_nothing(client, agency, standing):
    amendment = plans.amendment(standing, agency.staff)
    plans.row(amendment, "cancel", standing.lines.first(), why="Кереги жок")
    amendment.send(by=agency.staff)
    assert sign(client, agency.manager, amendment, "refuse", reason=" ") == 422
    assert sign(client, agency.manager, amendment, "refuse", reason="Мөөнөтү жетет") == 302

    assert (amendment.state, amendment.refusal) == ("refused", "Мөөнөтү жетет")
    assert not list(sheet_trail.faults())
    assert {one.state for one in standing.lines.all()} == {"planned"}
    announce()
    letters = Letter.objects.filter(person=agency.staff.person)
    assert any("Мөөнөтү жетет" in letter.body for letter in letters)


def test_only_who_approves_the_plan_accepts_what_changes_it(agency, standing):
    amendment = plans.amendment(standing, agency.staff)
    plans.row(amendment, "cancel", standing.lines.first(), why="Кереги жок")
    amendment.send(by=agency.staff)
    amendment.agree(by=agency.manager, seen=amendment.sheet.manifest_hash)

    for user in (agency.staff, agency.manager, agency.office):
        with pytest.raises(PermissionDenied):
            amendment.approve(by=user, seen=amendment.sheet.manifest_hash)
    assert standing.lines.first().state == "planned"


def test_an_amendment_of_the_plan_of_an_employee_is_accepted_by_the_head(agency):
    head = factories.employee("head_of_office")
    plans.head_of(head)
    made = plans.plan(
        agency.staff,
        kind=plans.kind("teacher_plan", scope="person"),
        person=agency.staff.person,
    )
    plans.line(made, person=agency.staff.person)
    made.send(by=agency.staff)
    made.agree(by=head, seen=made.sheet.manifest_hash)
    amendment = plans.amendment(made, agency.staff)
    plans.row(amendment, "cancel", made.lines.get(), why="Сабак жок")
    amendment.send(by=agency.staff)

    amendment.agree(by=head, seen=amendment.sheet.manifest_hash)

    assert (amendment.state, amendment.number) == ("approved", 1)
    assert made.lines.get().state == "cancelled"


@pytest.mark.parametrize("kind", ["move", "cancel"])
def test_moving_and_cancelling_need_a_reason(client, agency, standing, kind):
    amendment = plans.amendment(standing, agency.staff)
    client.force_login(agency.staff)
    one = standing.lines.first()
    url = f"{reverse('planning:amendment_row', args=[amendment.pk, kind])}?line={one.pk}"

    for reason in ("", "...", " "):
        page = client.post(url, {"due": day_of(standing), "reason": reason})
        assert page.status_code == 422
        assert "reason" in page.context["form"].errors
    assert not amendment.rows.exists()
    with pytest.raises(ValidationError):
        one.cancel(by=agency.director, reason=" ", amendment=amendment)


def test_the_rows_of_an_amendment_are_written_on_pages(client, agency, standing):
    one, two, three = standing.lines.all()
    client.force_login(agency.staff)
    start = reverse("planning:plan_amend", args=[standing.pk])
    form = {"source": "meeting", "source_words": "№ 4", "reason": "Чечим"}
    assert client.post(start, form).status_code == 422  # of which day
    begun = client.post(
        f"{start}?kind=move&line={one.pk}", form | {"source_on": localdate().isoformat()}
    )
    amendment = PlanAmendment.objects.get()
    assert begun.url == f"{amendment.get_absolute_url()}rows/move/?line={one.pk}"

    client.post(begun.url, {"due": day_of(standing), "reason": "Кечикти"})
    rows = f"{amendment.get_absolute_url()}rows/"
    chosen = client.post(f"{rows}cancel/", {"line": two.pk})
    client.post(chosen.url, {"reason": "Кереги жок"})
    typed = {
        "number": "3",
        "measure_ky": "Башкача",
        "due": three.due.isoformat(),
        "position": three.position_id,
    }
    client.post(f"{rows}change/?line={three.pk}", typed)
    client.post(f"{rows}add/", typed | {"number": "7", "measure_ky": "Дагы бир иш"})
    client.post(f"{rows}add/", typed | {"number": "7", "measure_ky": "Ошол эле номер"})

    said = [(row.kind, row.line and row.line.number) for row in amendment.rows.all()]
    assert said[:4] == [("move", "1"), ("cancel", "2"), ("change", "3"), ("add", None)]
    assert {line.state for line in standing.lines.all()} == {"planned"}
    with pytest.raises(ValidationError):
        amendment.send(by=agency.staff)
    amendment.rows.last().delete()
    amendment.send(by=agency.staff)
    plans.approve(amendment, agency)
    assert [one.number for one in standing.lines.all()] == ["1", "2", "3", "7"]


def test_a_line_done_or_changed_meanwhile_stops_the_amendment(agency, standing):
    one, two, _three = standing.lines.all()
    first = plans.amendment(standing, agency.manager)
    plans.row(first, "change", one, resources="бир")
    second = plans.amendment(standing, agency.manager)
    plans.row(second, "change", one, resources="эки")
    third = plans.amendment(standing, agency.manager)
    plans.row(third, "cancel", two, why="Кереги жок")
    for paper in (first, second, third):
        paper.send(by=agency.manager)
        paper.agree(by=agency.manager, seen=paper.sheet.manifest_hash)
    plans.approve(first, agency)
    two.report(by=agency.staff, done_on=localdate(), account="Бүттү")

    for paper in (second, third):
        with pytest.raises(ValidationError):
            paper.approve(by=agency.director, seen=paper.sheet.manifest_hash)
        paper.refresh_from_db()
        assert (paper.state, paper.number) == ("approving", None)
    assert standing.lines.first().resources == "бир"


def test_a_plan_that_is_not_in_force_is_not_amended(client, agency):
    draft = plans.plan(agency.manager)
    client.force_login(agency.manager)
    url = reverse("planning:plan_amend", args=[draft.pk])
    assert client.get(url).status_code == 409
    closed = plans.in_force(agency, kind=plans.kind("other"))
    WorkPlan.objects.filter(pk=closed.pk).update(state="archived", summary="Бүттү")
    assert client.get(reverse("planning:plan_amend", args=[closed.pk])).status_code == 409


def test_who_answers_for_a_changed_line_is_written_to(agency, standing):
    amendment = plans.amendment(standing, agency.manager)
    plans.row(amendment, "cancel", standing.lines.first(), why="Кереги жок")
    plans.approve(amendment, agency)
    announce()

    told = [one for one in Letter.objects.all() if amendment.get_absolute_url() in one.body]
    assert agency.staff.person in [one.person for one in told]


# Duties -------------------------------------------------------------------------------------------


@pytest.mark.clause("000-2.6")
def test_the_month_after_the_meeting_is_settled_by_an_amendment_from_the_monitoring(
    agency, standing
):
    obligation = things.quiet("work_plan_corrections", opener="planning.amendment")
    today = localdate()
    duty = things.duty(obligation, today + timedelta(days=20), agency.manager)
    duty.starts, duty.base = today - timedelta(days=1), today
    duty.save()
    other = plans.amendment(standing, agency.manager, source="order")
    plans.row(other, "change", standing.lines.first(), resources="бир")
    plans.approve(other, agency)
    opening.keep_the_year()
    duty.refresh_from_db()
    assert duty.state == "open"

    proposed = plans.amendment(standing, agency.manager)
    plans.row(proposed, "change", standing.lines.last(), resources="эки")
    opening.keep_the_year()
    duty.refresh_from_db()
    assert duty.state == "open"
    plans.approve(proposed, agency)
    opening.keep_the_year()

    duty.refresh_from_db()
    assert (duty.state, duty.record) == ("done", proposed)


def test_an_amendment_signed_before_the_meeting_settles_nothing(agency, standing):
    proposed = plans.amendment(standing, agency.manager)
    plans.row(proposed, "change", standing.lines.last(), resources="эки")
    plans.approve(proposed, agency)
    obligation = things.quiet("work_plan_corrections", opener="planning.amendment")
    duty = things.duty(obligation, localdate() + timedelta(days=20), agency.manager)
    duty.base = localdate() + timedelta(days=1)
    duty.save()

    opening.keep_the_year()

    duty.refresh_from_db()
    assert duty.state == "open"


def test_the_duty_of_a_plan_is_settled_when_the_plan_of_the_coming_period_is_approved(agency):
    obligation = things.quiet("qms_improvement_plan", opener="planning.plan")
    kind = plans.kind("qms_development", part="development")
    kind.settles.add(obligation)
    duty = things.duty(obligation, localdate(), agency.manager)
    year = localdate().year
    PlanKind.objects.get(code="qms_development")
    plans.in_force(agency, kind=plans.kind("another"))
    opening.keep_the_year()
    duty.refresh_from_db()
    assert duty.state == "open"

    first, last = localdate().replace(month=1, day=1), localdate().replace(month=12, day=31)
    coming = {"since": first.replace(year=year + 1), "until": last.replace(year=year + 1)}
    made = plans.in_force(agency, kind=kind, **coming)
    opening.keep_the_year()

    duty.refresh_from_db()
    assert (duty.state, duty.record) == ("done", made)


def test_the_plans_of_many_units_leave_their_duty_to_a_hand(agency):
    obligation = things.quiet("work_plans", opener="planning.plan")
    plans.kind("unit_plan", scope="unit").settles.add(obligation)
    duty = things.duty(obligation, localdate(), agency.manager)
    opening.keep_the_year()
    duty.refresh_from_db()

    assert duty.state == "open"
    assert openers.is_closed_by_hand(duty)


def test_a_row_says_why_also_in_the_database(agency, standing):
    amendment = plans.amendment(standing, agency.manager)
    with pytest.raises(IntegrityError):
        AmendmentRow.objects.create(amendment=amendment, kind="cancel", line=standing.lines.first())


# Where it comes from ------------------------------------------------------------------------------


def test_a_decision_kept_here_is_chosen_and_named_on_page_and_paper(client, agency, standing):
    held.held(agency)
    decision = Decision.objects.get()
    client.force_login(agency.manager)
    client.cookies["django_language"] = "en"
    url = reverse("planning:plan_amend", args=[standing.pk])
    key = f"planning.decision:{decision.pk}"
    form = {"source": "meeting", "thing": key, "reason": "Чечим"}

    assert client.post(url, form | {"thing": "planning.decision:999"}).status_code == 422
    assert client.post(url, form).status_code == 302

    amendment = PlanAmendment.objects.get()
    meeting = decision.item.meeting
    assert (amendment.source_thing, amendment.source_on) == (decision, meeting.day)
    assert amendment.manifest()["thing"] == key
    with override("en"):
        assert str(meeting) in client.get(amendment.get_absolute_url()).content.decode()
    plans.row(amendment, "cancel", standing.lines.first(), why="Кереги жок")
    plans.approve(amendment, agency)
    said = text_of(plan_pdf(WorkPlan.objects.get(), "ky", preview=True))
    assert str(meeting) in said
    assert said.count(agency.director.person.signature_name) > 2
    assert "thing" not in plans.amendment(standing, agency.manager).manifest()
