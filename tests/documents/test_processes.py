"""The register of processes: levels, groups, who answers, what is missing (004/4.1; 003/5.4.2)."""

import io
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from pypdf import PdfReader

from documents.models import Document, DocumentType, Process
from documents.models.process import NO_CARD_TYPE
from people.models import Position
from tests.documents.cards import card_in_force, draft_card, process
from tests.factories import DocumentFactory, PositionFactory, UnitFactory

pytestmark = pytest.mark.django_db
URL = "/documents/processes/"


@pytest.fixture
def reader(client, agency):
    client.cookies["django_language"] = "en"
    client.force_login(agency.staff)
    return client


@pytest.fixture
def keeper(client, agency):
    client.cookies["django_language"] = "en"
    client.force_login(agency.manager)
    return client


def numbers(page) -> list[str]:
    return [row.cells[0].text for row in page.context["rows"]]


def row(page, number) -> dict:
    """One row of the register by its headings."""
    cells = next(r.cells for r in page.context["rows"] if r.cells[0].text == number)
    return {cell.label: cell.text for cell in cells}


def form(**fields):
    return {"number": "7", "name_ky": "Сатып алуу", "level": 1, **fields}


@pytest.mark.core
@pytest.mark.clause("004-4.1", "003-5.4.2", "003-app.1")
def test_the_register_names_head_and_holder_or_says_that_nobody_was_appointed(reader, agency):
    office = Position.objects.get(code="office_manager")
    empty = PositionFactory(code="empty", name={"en": "Rector for science"})
    process(agency, "2.10", head=office, criteria={"en": "In time"})
    process(agency, "2.2", head=empty)
    process(agency, "1")

    page = reader.get(URL)

    assert numbers(page) == ["1", "2.2", "2.10"]
    assert row(page, "2.10")["Head"] == f"office_manager – {agency.office.person.short_name}"
    assert row(page, "2.10")["Criteria of effectiveness"] == "In time"
    assert row(page, "2.2")["Head"] == "Rector for science – vacant"
    assert row(page, "1")["Head"] == "not appointed"
    assert numbers(reader.get(f"{URL}?vacant=head")) == ["1", "2.2"]


@pytest.mark.clause("003-5.4.2")
def test_groups_hold_processes_together_and_levels_part_them(reader, agency):
    group = process(agency, "1", is_group=True)
    process(agency, "1.1", parent=group)
    process(agency, "2", level=2, unit=UnitFactory())

    assert numbers(reader.get(URL)) == ["1", "1.1", "2"]
    assert numbers(reader.get(f"{URL}?group={group.pk}")) == ["1.1"]
    assert numbers(reader.get(f"{URL}?level=2")) == ["2"]
    page = reader.get(URL)
    assert row(page, "1")["Head"] == ""
    shapes = {r.cells[0].text: r.cells[1].css for r in page.context["rows"]}
    assert shapes == {"1": "heads", "1.1": "in-1", "2": ""}
    assert page.context["lead"] == "2 processes have no head today."
    assert 'class="t heads"' in page.content.decode()
    assert 'class="amber">not appointed' in page.content.decode()
    paper = PdfReader(io.BytesIO(reader.get(f"{URL}?as=pdf").content)).pages[0].extract_text()
    assert "2 processes have no head today." in " ".join(paper.split())


@pytest.mark.core
@pytest.mark.parametrize("count", [3, 60])
def test_the_register_costs_the_same_queries_for_any_length(
    reader, agency, count, django_assert_num_queries
):
    for n in range(count):
        process(agency, str(n), owner=agency.office.person.appointment().position)
    reader.get(URL)

    with django_assert_num_queries(13):
        page = reader.get(f"{URL}?per=50")
    assert len(page.context["rows"]) == min(count, 50)


@pytest.mark.clause("003-app.1", "004-4.1")
def test_the_register_goes_onto_paper_and_into_a_spreadsheet(reader, agency):
    process(agency, "1.1", head=Position.objects.get(code="director"), criteria={"en": "In time"})

    sheet = load_workbook(io.BytesIO(reader.get(f"{URL}?as=xlsx").content)).worksheets[0]
    paper = PdfReader(io.BytesIO(reader.get(f"{URL}?as=pdf").content)).pages[0].extract_text()

    cells = [str(cell.value) for cell in sheet[2]]
    assert {"Баалоо 1.1", "In time"} <= {*cells}
    assert "Process card" not in [c.value for c in sheet[1]]
    assert any(agency.director.person.short_name in cell for cell in cells)
    assert "1.1" in paper
    assert "In time" in paper


@pytest.mark.core
def test_only_who_manages_documents_changes_the_register(client, agency, stranger):
    one = process(agency, "1")
    pages = [
        reverse("documents:process_add"),
        *(
            reverse(f"documents:process_{name}", args=[one.pk])
            for name in ("edit", "close", "card")
        ),
    ]
    for user, status in ((agency.staff, 403), (agency.director, 403), (agency.manager, 200)):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {status}, user
    client.force_login(stranger)
    assert client.get(URL).status_code == 403
    assert client.get(one.get_absolute_url()).status_code in (403, 404)


def test_a_process_is_entered_and_its_number_is_a_space_of_its_own(keeper, agency):
    DocumentFactory(code="7", type=agency.procedure)

    assert keeper.post(reverse("documents:process_add"), form()).status_code == 302
    assert Process.objects.get().number == "7"
    page = keeper.post(reverse("documents:process_add"), form())
    assert page.status_code == 422
    assert "number" in page.context["form"].errors


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"level": 2}, "unit"),
        ({"name_ky": ""}, "name"),
        ({"is_group": "on", "owner": "director"}, "owner"),
        ({"number": ""}, "number"),
    ],
)
def test_what_a_process_lacks_is_said_beside_the_field(keeper, agency, fields, wrong):
    if "owner" in fields:
        fields = fields | {"owner": Position.objects.get(code="director").pk}

    page = keeper.post(reverse("documents:process_add"), form(**fields))

    assert page.status_code == 422
    assert wrong in page.context["form"].errors
    assert not Process.objects.exists()


@pytest.mark.core
def test_a_process_never_stands_under_itself(keeper, agency):
    top = process(agency, "1")
    middle = process(agency, "1.1", parent=top)
    low = process(agency, "1.1.1", parent=middle)
    url = reverse("documents:process_edit", args=[top.pk])
    data = form(number="1", revision=top.revision)

    for parent in (low, middle):
        page = keeper.post(url, data | {"parent": parent.pk})
        assert page.status_code == 422
        assert "A process cannot stand under itself." in page.content.decode()
    top.refresh_from_db()
    assert top.parent is None


def test_a_closed_process_leaves_the_register_and_comes_back(keeper, agency):
    top = process(agency, "1")
    under = process(agency, "1.1", parent=top)

    def act(one, name):
        return keeper.post(reverse(f"documents:process_{name}", args=[one.pk]))

    assert act(top, "close").status_code == 422  # something stands under it
    assert act(under, "close").status_code == 302
    assert act(top, "close").status_code == 302
    assert numbers(keeper.get(URL)) == []
    assert numbers(keeper.get(f"{URL}?carried=closed")) == ["1", "1.1"]
    assert act(under, "reopen").status_code == 422
    assert act(top, "reopen").status_code == 302
    assert act(top, "reopen").status_code == 422
    assert numbers(keeper.get(URL)) == ["1"]


@pytest.mark.core
def test_a_card_is_begun_once_under_the_next_code(keeper, agency):
    one = process(agency, "1", owner=Position.objects.get(code="director"))
    url = reverse("documents:process_card", args=[one.pk])

    answer = keeper.post(url)
    document = Document.objects.get(process=one)

    assert answer.url == reverse("documents:version_add", args=[document.pk])
    assert (document.code, document.title, document.owner.code) == ("ПК-01", one.name, "director")
    assert keeper.post(url).status_code == 422
    assert Document.objects.filter(type__form="process_card").count() == 1


@pytest.mark.core
def test_where_no_type_is_written_as_a_card_the_page_says_so(keeper, agency):
    one = process(agency, "1", owner=Position.objects.get(code="director"))
    DocumentType.objects.filter(form="process_card").delete()
    begin = reverse("documents:process_card", args=[one.pk])

    page = keeper.get(one.get_absolute_url())

    assert begin not in page.content.decode()
    with translation.override("en"):
        assert str(NO_CARD_TYPE) in unescape(page.content.decode())
    assert keeper.post(begin).status_code == 422


def test_owner_and_head_are_those_of_the_card_in_force(keeper, agency):
    one = process(agency, "1")
    card = card_in_force(agency, one)
    url = reverse("documents:process_edit", args=[one.pk])
    one.refresh_from_db()
    data = form(number="1", revision=one.revision, head=Position.objects.get(code="director").pk)

    assert keeper.post(url, data).status_code == 302
    one.refresh_from_db()
    assert one.head is None
    assert card.head is None


@pytest.mark.core
def test_the_record_shows_neighbours_indicators_and_documents(reader, agency):
    giver, taker = process(agency, "1"), process(agency, "2")
    inside = DocumentFactory(code="ДЖ-09", type=agency.procedure)
    indicator = {
        "name": {"ky": "Үлүш", "en": "Share"},
        "target": {},
        "frequency": "week",
        "responsible": None,
        "method": {},
    }
    card_in_force(agency, giver, outputs=["Отчет", "Макала"])
    card_in_force(
        agency,
        taker,
        inputs=["Отчет", ("Арыз", "Кардар")],
        documents=[{"document": inside}],
        indicators=[indicator],
    )
    url = taker.get_absolute_url()

    page = reader.get(url).content.decode()
    assert giver.get_absolute_url() in page
    assert "Кардар" in page
    assert "nobody takes this in" in reader.get(giver.get_absolute_url()).content.decode()
    assert "Share" in reader.get(f"{url}?tab=indicators").content.decode()
    assert "ДЖ-09" in reader.get(f"{url}?tab=regulated").content.decode()


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-a")
def test_a_register_that_differs_from_the_card_in_force_is_told(client, agency):
    one = process(agency, "1")
    card = card_in_force(agency, one)
    card.head = Position.objects.get(code="office_manager")
    card.save()
    client.force_login(agency.staff)
    client.cookies["django_language"] = "en"
    page = client.get(one.get_absolute_url())
    assert page.context["differs"] == ["process head"]
    assert "The register and the card in force differ: process head." in page.content.decode()
    one.refresh_from_db()
    one.follow_card(card)
    assert "differ:" not in client.get(one.get_absolute_url()).content.decode()


@pytest.mark.core
def test_what_several_cards_name_is_listed_once(client, agency):
    for number in ("1", "2", "3"):
        one = process(agency, number)
        card_in_force(agency, one, inputs=[("Иш планы", "")])
    client.force_login(agency.staff)
    page = client.get(reverse("documents:process_items"))
    assert page.context["page_obj"].paginator.count == 1


# Restricted ---------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-a")
def test_a_restricted_card_is_known_only_to_those_who_may_read_it(client, agency):
    one = process(agency, "1")
    one.begin_card(by=agency.manager)
    Document.objects.filter(pk=one.document_id).update(access="top", author=None)
    one.refresh_from_db()
    card = draft_card(agency, one, inputs=[("Жашыруун арыз", "Жашыруун тарап")])
    card.criteria = {"ky": "Жашыруун критерий"}
    card.head = Position.objects.get(code="office_manager")
    card.save()
    version = card.version
    version.state, version.in_force_from, version.order_number = "in_force", "2026-01-01", "1"
    version.author = agency.director.person
    version.save()
    one.follow_card(version.own_card)
    code = one.document.code
    pages = [
        URL,
        one.get_absolute_url(),
        f"{one.get_absolute_url()}?tab=indicators",
        f"{one.get_absolute_url()}?tab=regulated",
        reverse("documents:process_map"),
        reverse("documents:process_items"),
        reverse("documents:matrix"),
        reverse("documents:matrix_documents"),
    ]

    client.force_login(agency.staff)
    for page in pages:
        said = client.get(page).content.decode()
        assert "Жашыруун" not in said, page
        assert code not in said, page
    client.force_login(agency.director)
    assert "Жашыруун арыз" in client.get(reverse("documents:process_map")).content.decode()
    assert code in client.get(one.get_absolute_url()).content.decode()
    one.refresh_from_db()
    assert (one.head, one.criteria) == (None, {})
