"""The pages of work plans: who sees what, how they are found, printed, taken out, brought in."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, override
from openpyxl import load_workbook
from pypdf import PdfReader

from common import waiting
from common.models import SearchEntry
from common.models.journal import deed
from common.personal import held_about
from documents import signables
from planning.models import PlanAmendment, PlanLine, WorkPlan
from planning.plan_handover import lines, pass_lines
from planning.plan_papers import plan_pdf
from planning.plan_sweep import ask_for_lines
from tests import factories
from tests.planning import plans

pytestmark = pytest.mark.django_db


def text_of(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def standing(agency):
    return plans.in_force(agency)


# Who sees what ------------------------------------------------------------------------------------


def addresses(plan) -> dict[str, str]:
    line = plan.lines.first()
    return {
        "register": reverse("planning:plans"),
        "plan": plan.get_absolute_url(),
        "line": line.get_absolute_url(),
        "lines": reverse("planning:plan_lines", args=[plan.pk]),
        "report": reverse("planning:plan_report", args=[plan.pk]),
        "planning": reverse("planning:qms_planning"),
        "add": reverse("planning:plan_add"),
        "edit": reverse("planning:plan_edit", args=[plan.pk]),
        "new line": reverse("planning:plan_line_add", args=[plan.pk]),
        "estimate": reverse("planning:estimate_add", args=[plan.pk]),
        "carry": reverse("planning:plan_carry", args=[plan.pk]),
        "amend": reverse("planning:plan_amend", args=[plan.pk]),
    }


OPEN = dict.fromkeys(["register", "plan", "line", "lines", "report", "planning", "amend"], 200)
CLOSED = dict.fromkeys(["edit", "new line", "estimate", "carry"], 403)


def test_five_readers_of_a_plan_in_force(look, agency, standing, stranger):
    urls = addresses(standing)

    def seen(user):
        return {name: look(user, url).status_code for name, url in urls.items()}

    for user in (agency.staff, agency.office):
        assert seen(user) == OPEN | CLOSED | {"add": 403}
    told = dict.fromkeys(CLOSED, 409)  # who wrote it hears why
    assert seen(agency.manager) == OPEN | told | {"add": 200}
    assert seen(agency.director) == OPEN | CLOSED | {"add": 200}
    inside = ("plan", "line", "lines", "report", "amend")
    assert {seen(stranger)[name] for name in inside} <= {403, 404}
    assert {seen(stranger)[name] for name in ("register", "planning", "add")} == {403}


def test_five_readers_of_a_draft(look, agency, stranger):
    draft = plans.plan(agency.manager)
    plans.line(draft)
    urls = addresses(draft)
    page = urls["plan"]

    assert look(agency.manager, page).status_code == 200
    assert look(agency.director, page).status_code == 200
    for user in (agency.staff, agency.office):
        assert look(user, page).status_code == 404
        assert look(user, urls["edit"]).status_code == 404
        assert look(user, urls["line"]).status_code == 404
        assert look(user, urls["lines"]).status_code == 404
    assert look(stranger, page).status_code in (403, 404)
    for name in ("edit", "new line", "estimate", "carry"):
        assert look(agency.manager, urls[name]).status_code == 200
        assert look(agency.director, urls[name]).status_code == 403


def test_the_plan_of_an_employee_is_for_them_their_head_and_who_keeps_the_year(look, agency):
    head, colleague = factories.employee("head_of_office"), factories.employee("colleague")
    plans.head_of(head)
    kind = plans.kind("teacher_plan", scope="person")
    made = plans.plan(agency.staff, kind=kind, person=agency.staff.person)
    plans.line(made, person=agency.staff.person)
    made.send(by=agency.staff)
    made.agree(by=head, seen=made.sheet.manifest_hash)

    for user, status in (
        (agency.staff, 200),
        (head, 200),
        (agency.director, 200),
        (colleague, 404),
        (agency.office, 404),
    ):
        assert look(user, made.get_absolute_url()).status_code == status, user
    assert str(made) not in look(colleague, reverse("planning:plans")).content.decode()
    assert signables.paper_of(made).is_closed(made)


def test_an_employee_begins_only_a_plan_of_their_own(client, agency):
    whole, own = plans.kind(), plans.kind("teacher_plan", scope="person")
    client.force_login(agency.staff)
    url = reverse("planning:plan_add")
    since = f"{localdate().year}-01-01"

    assert client.post(url, {"kind": whole.pk, "since": since}).status_code == 422
    other = {"kind": own.pk, "since": since, "person": agency.office.person.pk}
    assert client.post(url, other).status_code == 422
    mine = other | {"person": agency.staff.person.pk}
    assert client.post(url, mine).status_code == 302
    assert WorkPlan.objects.get().author == agency.staff.person


# Two at once --------------------------------------------------------------------------------------


def test_two_people_write_one_line_and_the_second_is_told(client, agency):
    draft = plans.plan(agency.manager)
    one = plans.line(draft)
    client.force_login(agency.manager)
    url = reverse("planning:plan_line_edit", args=[draft.pk, one.pk])
    form = {
        "number": "1",
        "measure_ky": "Биринчи",
        "due": one.due.isoformat(),
        "position": one.position_id,
        "revision": one.revision,
    }

    assert client.post(url, form).status_code == 302
    late = client.post(url, form | {"measure_ky": "Экинчи"})

    assert late.status_code == 409
    one.refresh_from_db()
    assert one.measure["ky"] == "Биринчи"


def test_a_line_is_not_written_into_a_plan_that_was_sent_meanwhile(client, agency):
    draft = plans.plan(agency.manager)
    plans.line(draft)
    url = reverse("planning:plan_line_add", args=[draft.pk])
    client.force_login(agency.manager)
    assert client.get(url).status_code == 200
    draft.send(by=agency.manager)

    form = {"number": "2", "measure_ky": "Кеч", "due": draft.until.isoformat()}
    assert client.post(url, form | {"person": agency.staff.person.pk}).status_code == 409
    assert draft.lines.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"due": "2020-01-01"}, "due"),
        ({"person": ""}, "person"),
        ({"number": "1"}, "number"),
        ({"measure_ky": ""}, "measure"),
    ],
)
def test_a_wrong_line_is_refused_beside_its_field(client, agency, typed, field):
    draft = plans.plan(agency.manager)
    plans.line(draft, "1")
    client.force_login(agency.manager)
    form = {
        "number": "2",
        "measure_ky": "Иш",
        "due": draft.until.isoformat(),
        "person": agency.staff.person.pk,
    }

    page = client.post(reverse("planning:plan_line_add", args=[draft.pk]), form | typed)

    assert page.status_code == 422
    assert field in page.context["form"].errors


# Sums ---------------------------------------------------------------------------------------------


@pytest.mark.clause("004-5.2-6")
def test_sums_are_exact_and_written_as_people_write_them(client, agency):
    draft = plans.plan(agency.manager)
    one = plans.line(draft)
    client.force_login(agency.manager)
    url = reverse("planning:estimate_add", args=[draft.pk])
    rows = [("1 234 567,10", "3", one.pk), ("0,10", "0,335", ""), ("0.01", "0.5", "")]
    for price, quantity, line in rows:
        form = {"article_ky": "Кагаз", "price": price, "quantity": quantity, "line": line}
        assert client.post(url, form).status_code == 302

    sums = [str(row.sum) for row in draft.estimate.all()]
    assert sums == ["3703701.30", "0.03", "0.01"]
    page = client.get(f"{draft.get_absolute_url()}?tab=estimate").content.decode()
    assert "3 703 701,30" in page.replace("\xa0", " ")
    assert "3 703 701,34" in page.replace("\xa0", " ")
    for price, quantity in (("-1", "1"), ("1", "0"), ("бир", "1")):
        form = {"article_ky": "Кагаз", "price": price, "quantity": quantity}
        assert client.post(url, form).status_code == 422


# Lists --------------------------------------------------------------------------------------------


def many(agency, count) -> WorkPlan:
    made = plans.plan(agency.manager)
    plans.line(made, "1", due=localdate())
    first = PlanLine.objects.get(plan=made)
    rows = [
        PlanLine(
            plan=made,
            number=str(n),
            measure={"ky": f"Иш {n}"},
            due=made.until,
            position=first.position,
            planned_due=made.until,
            sorted_as=f"{n:05}",
        )
        for n in range(2, count + 1)
    ]
    PlanLine.objects.bulk_create(rows)
    return plans.approve(made, agency)


PAGES = ["plan", "lines", "report", "register", "line", "sweep", "amendments"]


@pytest.mark.parametrize("which", PAGES)
def test_a_thousand_lines_cost_as_many_questions_as_three(client, agency, which):
    counts = []
    for size in (3, 1000):
        made = many(agency, size)
        counts.append(asked_by(which, client, agency, made))
        WorkPlan.objects.filter(pk=made.pk).update(state="dropped")
    assert counts[0] == counts[1]


def asked_by(which, client, agency, made) -> int:
    urls = {**addresses(made), "amendments": f"{made.get_absolute_url()}?tab=amendments"}
    client.force_login(agency.office)
    if which != "sweep":
        client.get(urls[which])
    PlanLine.objects.filter(plan=made, due__gt=localdate()).update(due=localdate())
    with CaptureQueriesContext(connection) as queries:
        if which == "sweep":
            ask_for_lines()
        else:
            assert client.get(urls[which]).status_code == 200
    return len([one for one in queries if one["sql"].startswith("SELECT")])


def test_lines_are_narrowed_to_mine_and_late(look, agency, standing):
    first, second, _third = standing.lines.all()
    PlanLine.objects.filter(pk=first.pk).update(due=localdate() - timedelta(days=1))
    PlanLine.objects.filter(pk=second.pk).update(position=None, person=agency.office.person)
    page = standing.get_absolute_url()

    late = look(agency.staff, f"{page}?show=late").content.decode()
    mine = look(agency.office, f"{page}?show=mine").content.decode()

    assert "Measure 1" in late
    assert "Measure 2" not in late
    assert "Measure 2" in mine
    assert "Measure 1" not in mine


def test_the_numbers_of_the_report_open_the_lists_they_count(look, agency, standing):
    first, second, _third = standing.lines.all()
    first.report(by=agency.staff, done_on=localdate(), account="Бүттү")
    first.confirm(by=agency.manager)
    PlanLine.objects.filter(pk=second.pk).update(due=localdate() - timedelta(days=1))
    url = reverse("planning:plan_report", args=[standing.pk])

    page = look(agency.staff, url)
    cells = {cell["kind"]: cell for cell in page.context["total"]}

    assert {kind: cell["number"] for kind, cell in cells.items()} == {
        "all": 3,
        "in_time": 1,
        "done_late": 0,
        "reported": 0,
        "open": 1,
        "late": 1,
        "moved": 1,
        "cancelled": 0,
    }
    for kind, cell in cells.items():
        if cell["url"]:
            assert look(agency.staff, cell["url"]).context["total"] == cell["number"], kind
    for table in page.context["tables"]:
        for _group, row in table["rows"]:
            for cell in row:
                if cell["url"]:
                    found = look(agency.staff, cell["url"]).context["total"]
                    assert found == cell["number"]


def test_the_list_of_lines_goes_out_as_excel_and_comes_into_a_draft(client, agency):
    draft = plans.plan(agency.manager)
    client.force_login(agency.manager)
    client.cookies["django_language"] = "ru"
    template = client.get(reverse("list_template_of", args=["plan_lines", draft.pk]))
    book = load_workbook(io.BytesIO(content(template)))
    sheet = book.worksheets[0]
    heads = {cell.value.strip(" *"): cell.column for cell in sheet[1] if cell.value}
    for name, value in {
        "No.": "1.1",
        "Measure in Kyrgyz": "Аудит өткөрүү",
        "Position that answers": "specialist",
        "Due": draft.until,
    }.items():
        sheet.cell(row=2, column=head(heads, name), value=value)
    kept = io.BytesIO()
    book.save(kept)
    file = SimpleUploadedFile("plan.xlsx", kept.getvalue())
    url = reverse("list_upload_of", args=["plan_lines", draft.pk])
    preview = client.post(url, {"file": file})
    page = client.get(preview.url)
    client.post(preview.url, {"seen": page.context["plan"].digest})

    one = draft.lines.get()
    assert (one.number, one.measure["ky"], one.position.code) == (
        *("1.1", "Аудит өткөрүү"),
        "specialist",
    )
    out = client.get(reverse("planning:plan_lines", args=[draft.pk]) + "?as=xlsx")
    rows = load_workbook(io.BytesIO(content(out))).worksheets[0]
    assert "1.1" in [str(row[0].value) for row in rows]


def head(heads: dict, name: str) -> int:
    with override("ru"):
        return heads[gettext(name)]


# Papers -------------------------------------------------------------------------------------------


@pytest.mark.clause("004-5.2-6")
def test_the_paper_stands_in_both_languages_with_stamp_lines_and_estimate(agency):
    draft = plans.plan(agency.manager)
    plans.line(draft, "1", resources="20 000")
    plans.cost(draft, "1250.50", "3")
    made = plans.approve(draft, agency)

    assert signables.paper_of(made).languages(made)[:2] == ["ky", "ru"]
    for language, words in {
        "ky": ["БЕКИТЕМИН", "План year_plan", "Иш-чара 1", "Сапат", "Кагаз"],
        "ru": ["УТВЕРЖДАЮ", "Рабочий план year_plan", "Мера 1", "Качество", "Бумага"],
    }.items():
        said = text_of(plan_pdf(made, language))
        for word in [*words, "3 751,50", agency.director.person.signature_name]:
            assert word in said.replace("\xa0", " "), (language, word)


@pytest.mark.clause("000-2.6")
def test_the_frozen_paper_stays_and_the_amendment_is_printed_with_the_plan(
    client, agency, standing
):
    first = standing.lines.first()
    amendment = plans.amendment(standing, agency.manager)
    plans.row(amendment, "change", first, resources="жаңы каражат")
    plans.approve(amendment, agency)
    kept = text_of(plan_pdf(WorkPlan.objects.get(), "ky"))
    assert "жаңы каражат" not in kept

    client.force_login(agency.staff)
    client.cookies["django_language"] = "ky"
    url = reverse("planning:plan_today", args=[standing.pk])
    assert "жаңы каражат" in text_of(content(client.get(url)))
    page = reverse("planning:amendment_paper", args=[amendment.pk])
    assert "жаңы каражат" in text_of(content(client.get(page)))
    shown = client.get(standing.get_absolute_url()).content.decode()
    assert amendment.order_date.strftime("%d.%m.%Y") in shown


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


# The four plans -----------------------------------------------------------------------------------


def test_the_four_plans_say_what_is_in_force_and_what_is_missing(look, agency):
    kind = plans.kind("qms_development", part="development")
    kind.follows.add(agency.local_act)
    url = reverse("planning:qms_planning")
    empty = look(agency.staff, url).context["places"]
    assert len(empty) == 4
    assert all(place.missing for place in empty)

    document = factories.DocumentFactory(type=agency.local_act)
    version = factories.VersionFactory(
        document=document, author=agency.manager.person, html=factories.TEXT
    )
    factories.put_in_force(version, agency)
    plans.in_force(agency, kind=kind)
    project = plans.kind("project_plan", scope="project", term="task", part="execution")
    plans.in_force(agency, kind=project, project="Ак-Суу колледжи")
    concept, execution, development, actions = look(agency.staff, url).context["places"]

    assert document.code in concept.standing[0]["name"]
    assert "Ак-Суу колледжи" in execution.standing[0]["name"]
    assert development.standing
    assert not [one for one in (concept, execution, development) if one.missing]
    assert actions.missing


# Elsewhere ----------------------------------------------------------------------------------------


def test_a_plan_is_found_by_a_measure_and_told_about_a_person(agency, standing):
    assert SearchEntry.objects.filter(kind="workplan", object_id=standing.pk).exists()
    told = [one.title for one in held_about(agency.manager.person)]
    assert len(told) == len([*told])
    assert waiting.kind_label("planning.plan_line")


def test_the_lines_of_a_leaver_pass_on_and_the_signed_plan_stays(agency):
    made = plans.plan(agency.manager)
    plans.line(made, person=agency.staff.person)
    plans.approve(made, agency)
    with deed(by=agency.manager):
        pass_lines(agency.staff.person, agency.office.person, agency.manager)

    one = made.lines.get()
    assert (one.person, one.given_to) == (agency.staff.person, agency.office.person)
    assert one.answering() == {agency.office.person.pk}
    assert not lines(agency.staff.person).exists()
    assert WorkPlan.objects.get().manifest() == made.sheet.manifest
    assert not PlanAmendment.objects.exists()
