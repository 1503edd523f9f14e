"""The matrix of responsibility: every letter follows from a live row (004/2, 5.5.1; 003/5.2.2)."""

import io

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from pypdf import PdfReader

from documents.models import DocumentType, DocumentVersion
from documents.models.external import ExternalFacts
from documents.models.version import readers
from documents.responsibilities import document_matrix, documents_in_force, process_matrix
from people.models import Body, Position, organisation_structure
from tests import factories
from tests.documents.cards import card_in_force, process
from tests.factories import DocumentFactory, PositionFactory, UnitFactory

pytestmark = pytest.mark.django_db
PROCESSES, DOCUMENTS = "/documents/processes/matrix/", "/documents/processes/matrix/documents/"


def letters(matrix, thing, code) -> str:
    """What a position is to a thing, in the letters of English."""
    line = next(line for line in matrix.lines if line.thing == thing)
    with translation.override("en"):
        position = Position.objects.get(code=code)
        return "".join(sign for sign, _words in matrix.cell(line, position))


@pytest.mark.core
@pytest.mark.clause("004-2-terms", "004-5.5.1-a", "003-5.2.2-4", "002-1.4")
def test_a_row_more_on_a_card_is_a_letter_more(agency):
    office = Position.objects.get(code="office_manager")
    one = process(agency, "1", owner=Position.objects.get(code="director"))
    assert letters(process_matrix(agency.staff), one, "director") == "O"

    card = card_in_force(agency, one)
    assert letters(process_matrix(agency.staff), one, "director") == "O"
    assert letters(process_matrix(agency.staff), one, "office_manager") == ""

    card.executors.create(position=office)
    assert letters(process_matrix(agency.staff), one, "office_manager") == "E"
    card.indicators.create(name={"ky": "Мөөнөт"}, responsible=office)
    assert letters(process_matrix(agency.staff), one, "office_manager") == "EM"
    card.head = office
    card.save()
    assert letters(process_matrix(agency.staff), one, "office_manager") == "HEM"

    card.executors.all().delete()
    assert letters(process_matrix(agency.staff), one, "office_manager") == "HM"


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-a", "003-5.2.2-4")
def test_documents_say_who_prepares_agrees_decides_approves_and_reads(agency, in_force):
    document = in_force.document
    document.owner = Position.objects.get(code="quality_manager")
    document.save()
    Body.objects.update(chair=Position.objects.get(code="office_manager"))
    matrix = document_matrix(agency.staff, documents_in_force(agency.staff))

    assert letters(matrix, document, "quality_manager") == "Pr"
    assert letters(matrix, document, "office_manager") == "Dr"
    assert letters(matrix, document, "director") == "Sr"
    assert letters(matrix, document, "specialist") == "r"


def test_owner_and_participants_agree_where_the_route_leaves_it_to_them(agency):
    one = process(agency, "1")
    card = card_in_force(agency, one)
    card.executors.create(position=Position.objects.get(code="specialist"))
    matrix = document_matrix(agency.staff, documents_in_force(agency.staff))

    assert letters(matrix, one.document, "specialist") == "Ar"
    assert letters(matrix, one.document, "director") == "Sr"


@pytest.mark.core
def test_a_restricted_document_has_no_row_and_only_the_top_reads_it(client, agency):
    secret = DocumentFactory(code="КУПУЯ-1", type=agency.procedure, access="top")
    factories.VersionFactory(
        document=secret,
        author=agency.director.person,
        state="in_force",
        in_force_from="2026-01-01",
        order_number="1",
    )
    client.force_login(agency.staff)
    for form in ("", "?as=xlsx"):
        said = client.get(DOCUMENTS + form).content
        book = load_workbook(io.BytesIO(said)) if form else None
        words = str([[c.value for c in r] for r in book.worksheets[0]]) if book else said.decode()
        assert "КУПУЯ-1" not in words
    matrix = document_matrix(agency.director, documents_in_force(agency.director))

    assert letters(matrix, secret, "director") == "Sr"
    assert letters(matrix, secret, "specialist") == ""


@pytest.mark.core
def test_an_external_document_is_read_by_the_positions_it_names(agency):
    kind = DocumentType.objects.create(code="law", name={"ky": "Мыйзам"}, origin="external")
    law = DocumentFactory(code="ТМ-1", type=kind)
    facts = ExternalFacts.objects.create(document=law, issuer="Жыйын")
    version = factories.VersionFactory(
        document=law,
        author=agency.manager.person,
        state="in_force",
        in_force_from="2026-01-01",
        order_number="1",
    )

    def readers_by_matrix():
        matrix = document_matrix(agency.staff, documents_in_force(agency.staff))
        return {p.code for p in matrix.positions if "r" in letters(matrix, law, p.code)}

    assert readers_by_matrix() == {p.code for p in Position.objects.all()}
    facts.read_by.add(Position.objects.get(code="office_manager"))
    assert readers_by_matrix() == {"office_manager"}
    assert {*readers(DocumentVersion.objects.get(pk=version.pk))} == {agency.office.person}


@pytest.mark.core
@pytest.mark.parametrize("url", [PROCESSES, DOCUMENTS])
def test_a_matrix_costs_the_same_for_any_number(client, agency, url, django_assert_num_queries):
    client.force_login(agency.staff)

    def fill(numbers):
        for n in numbers:
            one = process(agency, str(n), owner=Position.objects.get(code="director"))
            one.begin_card(by=agency.manager)
            DocumentVersion.objects.create(
                document=one.document,
                author=agency.manager.person,
                state="in_force",
                in_force_from="2026-01-01",
                order_number="1",
            )

    fill(range(3))
    client.get(url)
    asked = 9 if url == PROCESSES else 14
    with django_assert_num_queries(asked):
        client.get(url)
    fill(range(3, 40))
    with django_assert_num_queries(asked):
        page = client.get(url)
    assert len(page.context["rows"]) == 40


@pytest.mark.clause("004-2-terms")
def test_the_matrix_goes_onto_paper_and_into_a_spreadsheet(client, agency):
    client.cookies["django_language"] = "en"
    client.force_login(agency.staff)
    process(agency, "1.1", owner=Position.objects.get(code="director"))

    sheet = load_workbook(io.BytesIO(client.get(f"{PROCESSES}?as=xlsx").content)).worksheets[0]
    head, line = ([cell.value for cell in row] for row in sheet)
    page = PdfReader(io.BytesIO(client.get(f"{PROCESSES}?as=pdf").content)).pages[0]
    words = " ".join(page.extract_text().split())

    assert line[0] == "1.1 Баалоо 1.1"
    assert line[head.index("director")] == "O"
    assert page.mediabox.width > page.mediabox.height
    assert "director" in words
    assert "O – process owner" in words
    assert "quality_manager" in words.partition("Positions without a sign:")[2]


@pytest.mark.clause("004-2-terms")
def test_every_position_of_a_wide_matrix_stands_on_the_sheet(client, agency):
    """Twenty positions with long names: no column lies beyond the edge of the paper."""
    long = "Билим берүү боюнча жогорку адистештирилген бөлүмдүн жетекчиси"
    for n in range(20):
        process(agency, f"7.{n}", owner=PositionFactory(name={"ky": f"{n} {long}"}))
    client.force_login(agency.staff)
    places = []
    for page in PdfReader(io.BytesIO(client.get(f"{PROCESSES}?as=pdf").content)).pages:
        width = float(page.mediabox.width)
        page.extract_text(
            visitor_text=lambda text, cm, tm, *_, width=width: (
                places.append((cm[4] + cm[0] * tm[4] + cm[2] * tm[5]) / width)
                if text.strip()
                else None
            )
        )
    assert len(places) > 20
    assert max(places) < 1


def test_the_cell_of_the_page_names_its_letter(client, agency):
    client.cookies["django_language"] = "en"
    client.force_login(agency.staff)
    one = process(agency, "1", owner=Position.objects.get(code="director"))

    page = client.get(PROCESSES).content.decode()

    assert '<abbr title="process owner">O</abbr>' in page
    assert one.get_absolute_url() in page


def test_strangers_see_no_matrix(client, agency, stranger):
    client.force_login(stranger)
    assert {client.get(url).status_code for url in (PROCESSES, DOCUMENTS)} == {403}
    assert client.get(reverse("documents:structure")).status_code == 403


# The structure ------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("003-5.2.2-6-fig.1")
def test_the_structure_shows_who_is_under_whom_and_who_heads_which_process(client, agency):
    top = UnitFactory(code="top", name={"ky": "Жетекчилик"})
    under = UnitFactory(code="under", name={"ky": "Бөлүм"})
    under.parent = top
    under.save()
    head = PositionFactory(code="head", unit=under, is_head=True, name={"ky": "Бөлүм башчысы"})
    PositionFactory(code="clerk", unit=under)
    process(agency, "1", head=head)
    branch = next(one for one in organisation_structure() if one.unit == top)

    assert [one.unit for one in branch.branches] == [under]
    assert branch.branches[0].head.position == head
    client.force_login(agency.staff)
    page = client.get(reverse("documents:structure")).content.decode()
    assert page.index("Жетекчилик") < page.index("Бөлүм башчысы") < page.index("Баалоо 1")
    assert agency.office.person.short_name in page
    paper = client.get(f"{reverse('documents:structure')}?as=pdf")
    assert "Бөлүм башчысы" in PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
