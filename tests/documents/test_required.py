"""Required documents: the presence check, coverage of units and positions, documents by level."""

import io

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook
from pypdf import PdfReader

from documents.library_loading import load_library
from documents.models import (
    Document,
    DocumentLevel,
    DocumentType,
    Nomenclature,
    RequiredDocument,
    StandardClause,
)
from documents.required_check import MISSING, THERE, UNREADY, check
from people.models import Organisation, Position, Unit
from people.profile import Part, Plan, ProfileError
from people.profile_writing import written
from tests import factories
from tests.factories import DocumentFactory, PositionFactory, UnitFactory, VersionFactory

pytestmark = pytest.mark.django_db
URL = "/documents/required/"


@pytest.fixture
def in_english_pages(client, in_english):
    """Pages and sentences alike."""
    client.cookies["django_language"] = "en"


def ready(**fields):
    document = DocumentFactory(**fields)
    VersionFactory(
        document=document,
        html=factories.TEXT,
        state="in_force",
        in_force_from="2026-01-01",
        order_number="1",
    )
    return document


def required(number="1", **fields) -> RequiredDocument:
    return RequiredDocument.objects.create(
        number=number, title={"ky": f"Документ {number}", "en": f"Document {number}"}, **fields
    )


def states(user) -> list[str]:
    return [line.state for line in check(user)]


@pytest.fixture
def regulation(agency):
    """A type of which every unit has its own."""
    return DocumentType.objects.create(
        code="division_regulation",
        name={"ky": "Бөлүм жобосу", "en": "Regulation on a division"},
        code_mask="БЖ-{n:02}",
        concerns="unit",
    )


# The check ------------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("003-5.4.3-l1", "003-5.4.3-l2", "004-4.2.1")
def test_a_required_document_is_missing_then_drafted_then_in_force(agency, manager):
    required(type=agency.procedure, document_code="ДЖ-01")
    DocumentFactory(type=agency.procedure, code="ДЖ-02")
    assert states(manager) == [MISSING]

    document = DocumentFactory(type=agency.procedure, code="ДЖ-01")
    assert states(manager) == [UNREADY]
    version = VersionFactory(document=document, html=factories.TEXT)
    assert states(manager) == [UNREADY]

    version.state, version.in_force_from, version.order_number = "in_force", "2026-01-01", "1"
    version.save()
    assert states(manager) == [THERE]
    version.valid_until = "2026-02-01"
    version.save()
    assert states(manager) == [UNREADY]


@pytest.mark.core
def test_of_a_type_the_best_one_counts(agency, manager):
    required(type=agency.procedure)
    VersionFactory(document=DocumentFactory(type=agency.procedure), html=factories.TEXT)
    best = ready(type=agency.procedure)

    (line,) = check(manager)
    assert (line.state, line.document) == (THERE, best)


@pytest.mark.core
@pytest.mark.clause("003-5.4.3-l3", "004-5.5.1-a")
def test_a_unit_without_regulation_and_a_position_without_instruction_stand_out(
    agency, manager, regulation
):
    instruction = DocumentType.objects.create(
        code="job_description", name={"ky": "Кызматтык нускама"}, concerns="position"
    )
    required("1", type=regulation, per="unit")
    required("2", type=instruction, per="position")
    other = UnitFactory(code="audit", name={"ky": "Аудит бөлүмү"})
    PositionFactory(code="auditor", unit=other)
    post = Position.objects.get(code="auditor")
    ready(type=regulation, unit=other, code="БЖ-01")
    ready(type=instruction, position=post, code="КН-01")

    lines = {(line.number, str(line.about)): line.state for line in check(manager)}

    assert len(lines) == Unit.objects.count() + Position.objects.count()
    assert lines["1", "Аудит бөлүмү"] == THERE
    assert lines["1", str(Unit.objects.get(code="office"))] == MISSING
    assert lines["2", str(post)] == THERE
    assert list(lines.values()).count(THERE) == 2


@pytest.mark.core
def test_the_nomenclature_of_the_year(agency, manager, clock):
    clock.set(2027, 3, 1, 12, 0)
    required(per="nomenclature")
    assert states(manager) == [MISSING]
    made = factories.nomenclature(agency, year=2027)
    assert states(manager) == [UNREADY]
    made.state = Nomenclature.State.APPROVED
    made.order_number, made.order_date = "1", "2027-01-05"
    made.save()
    assert states(manager) == [THERE]


@pytest.mark.core
@pytest.mark.parametrize(
    "fields",
    [{"per": "unit"}, {"document_code": ""}, {"per": "position", "document_code": "ДЖ-01"}],
)
def test_a_line_that_names_nothing_cannot_be(agency, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        required(**fields)


# The page -------------------------------------------------------------------------------------


def test_the_gap_has_a_button_that_knows_what_is_missing(client, agency, manager, regulation):
    required(type=regulation, per="unit")
    client.force_login(manager)
    (line,) = client.get(URL).context["lines"]

    form = client.get(line.add_url).context["form"]
    assert str(form["type"].value()) == str(regulation.pk)
    assert str(form["unit"].value()) == str(Unit.objects.get().pk)
    assert "Кеңсе" in form["title"].value()["ky"]


@pytest.mark.core
def test_the_gap_gives_the_title_in_every_language_it_has(client, agency, manager, regulation):
    titles = {"ky": "Жобо", "ru": "Положение", "en": "Regulation"}
    required(type=regulation)
    RequiredDocument.objects.update(title=titles)
    client.force_login(manager)
    (line,) = client.get(URL).context["lines"]
    assert dict(client.get(line.add_url).context["form"]["title"].value()) == titles


@pytest.mark.clause("004-5.5.1-b")
def test_of_a_restricted_document_only_the_state_is_told(client, agency, manager):
    ready(type=agency.procedure, code="КУПУЯ-1", title={"ky": "Купуя концепция"}, access="top")
    required(type=agency.procedure)
    client.force_login(manager)

    page = client.get(URL)
    assert page.context["lines"][0].state == THERE
    for words in (page.content.decode(), sheet(client.get(URL, {"as": "xlsx"}))):
        assert "КУПУЯ-1" not in words
        assert "Купуя концепция" not in words
    client.force_login(agency.director)
    assert "КУПУЯ-1" in client.get(URL).content.decode()


def test_staff_and_strangers_do_not_open_the_list(client, agency, stranger):
    row = required(type=agency.procedure)
    for user in (agency.staff, stranger):
        client.force_login(user)
        assert client.get(URL).status_code == 403
        assert client.get(f"{URL}{row.pk}/").status_code in (403, 404)
        assert client.post(f"{URL}{row.pk}/remove/").status_code in (403, 404)
    client.force_login(agency.director)
    assert client.get(URL).status_code == 200
    assert client.get(f"{URL}{row.pk}/").status_code == 403


def test_the_manager_keeps_the_list(client, agency, manager):
    client.force_login(manager)
    told = {"number": "1", "title_ky": "Устав", "per": "once", "order": "1"}

    assert client.post(f"{URL}add/", told).status_code == 422
    assert client.post(f"{URL}add/", told | {"type": agency.procedure.pk}).status_code == 302
    row = RequiredDocument.objects.get()
    again = client.post(f"{URL}add/", told | {"type": agency.procedure.pk})
    assert again.status_code == 422
    told |= {"type": agency.procedure.pk, "number": "1.1", "revision": row.revision}
    assert client.post(f"{URL}{row.pk}/", told).status_code == 302
    stale = client.post(f"{URL}{row.pk}/", told)
    assert stale.status_code == 409
    assert client.post(f"{URL}{row.pk}/remove/").status_code == 302
    assert not RequiredDocument.objects.exists()
    assert client.post(f"{URL}{row.pk}/remove/").status_code == 404


@pytest.mark.core
@pytest.mark.parametrize("count", [3, 60])
def test_the_check_costs_the_same_for_any_length(
    client, agency, manager, count, django_assert_max_num_queries
):
    for n in range(count):
        required(str(n), type=agency.procedure, document_code=f"ДЖ-{n}", order=n)
        ready(type=agency.procedure, code=f"ДЖ-{n}")
    client.force_login(manager)
    client.get(URL)

    with django_assert_max_num_queries(13):
        assert len(client.get(URL).context["lines"]) == count


def sheet(answer) -> str:
    rows = load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True)
    return "\n".join(" | ".join(str(cell) for cell in row) for row in rows)


def test_the_list_on_paper_and_in_excel(client, agency, manager, in_english_pages):
    load_library(["reg-004"])
    demanded = StandardClause.objects.get(number="4.2.1")
    ready(type=agency.procedure, code="ДЖ-01")
    required("1", type=agency.procedure, document_code="ДЖ-01", clause=demanded, order=1)
    required("2", type=agency.procedure, document_code="ДЖ-02", order=2)
    client.force_login(manager)

    table = sheet(client.get(URL, {"as": "xlsx"}))
    assert "Quality manual (ISO 9001:2008) 4.2.1 | ДЖ-01 | In force" in table
    only = sheet(client.get(URL, {"as": "xlsx", "only": "missing"}))
    assert "ДЖ-01" not in only
    assert "Document 2" in only
    pdf = PdfReader(io.BytesIO(client.get(URL, {"as": "pdf"}).content))
    words = " ".join(page.extract_text() for page in pdf.pages)
    assert "Required documents" in words
    assert "Missing" in words


# The card of a document ---------------------------------------------------------------------------


def card(kind, **fields):
    return {"type": kind.pk, "title_ky": "Жобо", "access": "staff", **fields}


def test_the_card_asks_for_the_unit_where_the_type_is_about_one(
    client, agency, manager, regulation, in_english_pages
):
    client.force_login(manager)
    unit = Unit.objects.get()

    refused = client.post("/documents/add/", card(regulation))
    assert refused.status_code == 422
    assert "unit" in refused.context["form"].errors
    assert client.post("/documents/add/", card(regulation, unit=unit.pk)).status_code == 302
    made = Document.objects.get()
    assert (made.unit, made.code) == (unit, "БЖ-01")
    # Of another type a unit is nothing to keep.
    assert client.post("/documents/add/", card(agency.procedure, unit=unit.pk)).status_code == 302
    assert Document.objects.get(type=agency.procedure).unit is None
    assert "Office" in client.get(made.get_absolute_url()).content.decode()


def test_a_second_regulation_of_a_unit_is_warned_of_and_not_refused(
    client, agency, manager, regulation, in_english_pages
):
    unit = Unit.objects.get()
    ready(type=regulation, unit=unit, code="БЖ-01")
    client.force_login(manager)

    page = client.post("/documents/add/", card(regulation, unit=unit.pk), follow=True)

    assert Document.objects.filter(unit=unit).count() == 2
    assert "has БЖ-01 in force already" in page.content.decode()
    Document.objects.get(code="БЖ-01").versions.update(state="draft")
    page = client.post("/documents/add/", card(regulation, unit=unit.pk), follow=True)
    assert "in force already" not in page.content.decode()


def test_without_such_types_the_card_is_as_it_was(client, agency, manager):
    client.force_login(manager)
    fields = client.get("/documents/add/").context["form"].fields
    assert not {"unit", "position"} & set(fields)


# By level -----------------------------------------------------------------------------------------


@pytest.mark.clause("003-5.4.2-t1")
def test_documents_by_level_with_their_users(client, agency, in_english_pages):
    names = ({"ky": "1-деңгээл", "en": "Level 1"}, {"ky": "2-деңгээл", "en": "Level 2"})
    first, second = (
        DocumentLevel.objects.create(
            code=f"l{n}", name=name, users={"ky": "Баары", "en": "Everyone"}, order=n
        )
        for n, name in enumerate(names, 1)
    )
    agency.procedure.level, agency.procedure.review_months = second, 12
    agency.procedure.save()
    agency.local_act.level = first
    agency.local_act.save()
    ready(type=agency.procedure, code="ДЖ-01")
    ready(type=agency.local_act, code="ЛЧА-01")
    ready(type=agency.local_act, code="КУПУЯ-1", access="top")
    DocumentFactory(type=agency.local_act, code="ЛЧА-02")
    client.force_login(agency.staff)

    rows = [[c.text for c in row.cells] for row in client.get("/documents/levels/").context["rows"]]

    assert [row[1] for row in rows] == ["ЛЧА-01", "ДЖ-01"]
    assert rows[1][0] == "Level 2"
    assert rows[1][3:] == ["Everyone", "1/0", "01.01.2026", "01.01.2027"]
    page = client.get("/documents/levels/", {"level": first.pk})
    assert len(page.context["rows"]) == 1
    table = sheet(client.get("/documents/levels/", {"as": "xlsx"}))
    assert "Issue | Change" in table


# The profile --------------------------------------------------------------------------------------


def load(section, value):
    from documents import profile_library  # noqa: PLC0415 -- its sections by name

    plan = Plan()
    getattr(profile_library, section)(Part(value, section), plan)
    return plan


@pytest.fixture
def two(agency):
    load_library(["reg-004"])
    return [
        {"number": "1", "title": {"ky": "Жол-жобо"}, "type": "documented_procedure"},
        {
            "number": "2",
            "title": {"ky": "Колдонмо"},
            "type": "documented_procedure",
            "document": "СК",
            "clause": "reg-004 4.2.2",
        },
    ]


@pytest.mark.core
def test_the_list_comes_with_the_profile_and_goes_back_into_it(two):
    load("required_documents", two)
    manual = RequiredDocument.objects.get(number="2")
    assert (manual.document_code, str(manual.clause)[-5:]) == ("СК", "4.2.2")

    assert not load("required_documents", two)
    text = written()
    assert "clause: reg-004 4.2.2" in text
    assert load("required_documents", two[:1]).left


@pytest.mark.core
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"number": "2"}, "given twice"),
        ({"type": None}, "type: …"),
        ({"type": "no-such"}, "no-such"),
        ({"per": "weekly"}, "weekly"),
        ({"per": "unit", "document": "СК"}, "not by a code"),
        ({"clause": "reg-004 99"}, "99"),
    ],
)
def test_a_wrong_line_of_the_profile_is_named(two, change, says):
    two[0] |= change
    with pytest.raises(ProfileError, match=says):
        load("required_documents", two)


@pytest.mark.core
def test_the_library_of_a_profile(agency):
    from documents.models import Standard  # noqa: PLC0415 -- only here

    plan = load("library", {"load": ["esg-2015"], "followed": ["esg-2015"]})
    assert plan.created
    assert Standard.objects.get().is_followed
    assert not load("library", {"load": ["esg-2015"], "followed": ["esg-2015"]})
    assert "followed:\n  - esg-2015" in written()
    with pytest.raises(ProfileError, match="no-such"):
        load("library", {"load": ["no-such"]})
    with pytest.raises(ProfileError, match="list of codes"):
        load("library", {"load": "esg-2015"})
    assert Organisation.current()
