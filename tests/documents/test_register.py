"""The register of documents: what it finds, how it sorts, what it costs."""

import io

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, timedelta
from openpyxl import load_workbook
from pypdf import PdfReader

from common.models import SavedView
from common.search import index
from documents.models import Document, DocumentReview
from tests import factories
from tests.factories import DocumentFactory, VersionFactory

pytestmark = pytest.mark.django_db
URL = "/documents/"


def codes(page) -> list[str]:
    return [row.cells[0].text for row in page.context["rows"]]


@pytest.mark.core
@pytest.mark.parametrize("count", [3, 60])
def test_the_register_costs_the_same_queries_for_any_length(
    client, agency, count, django_assert_num_queries
):
    for n in range(count):
        VersionFactory(
            document=DocumentFactory(code=f"ЛЧА-{n:02}", type=agency.local_act),
            author=agency.manager.person,
            html=factories.TEXT,
            state="in_force",
            in_force_from="2026-01-01",
            order_number="1",
        )
    client.force_login(agency.staff)
    client.get(URL)  # content types are asked for once a process

    with django_assert_num_queries(12):
        page = client.get(f"{URL}?per=50")

    assert len(page.context["rows"]) == min(count, 50)
    with django_assert_num_queries(12):
        client.get(f"{URL}?per=100")


@pytest.mark.core
def test_codes_sort_by_the_kyrgyz_alphabet_and_by_number(client, agency):
    for code in ("Үн-1", "Уст-10", "Уст-2", "Өн-1", "Ок-1", "Ңа-1", "На-1"):
        DocumentFactory(code=code, type=agency.local_act)
    client.force_login(agency.staff)

    assert codes(client.get(URL)) == [
        "На-1", "Ңа-1", "Ок-1", "Өн-1", "Уст-2", "Уст-10", "Үн-1",
    ]  # fmt: skip
    assert codes(client.get(f"{URL}?sort=-code"))[0] == "Үн-1"


@pytest.mark.core
@pytest.mark.parametrize("words", ["ӨЗГӨЧӨ", "озгочо", "өзгөчө уюмдар", "лча 07", "ЛЧА-07"])
def test_finding_forgives_case_and_kyrgyz_letters(client, agency, words):
    found = DocumentFactory(
        code="ЛЧА-07", title={"ky": "Өзгөчө уюмдар жөнүндө"}, type=agency.local_act
    )
    DocumentFactory(code="ЛЧА-08", title={"ky": "Башка"}, type=agency.local_act)
    client.force_login(agency.staff)

    assert codes(client.get(URL, {"q": words})) == [found.code]


def test_the_text_in_force_is_found(client, in_force, agency):
    index.catch_up()
    client.force_login(agency.staff)

    assert codes(client.get(URL, {"q": "тартибин белгилейт"})) == [in_force.document.code]
    assert codes(client.get(URL, {"q": "жокмундайсөз"})) == []


def test_the_text_of_a_draft_is_not_found_by_those_who_do_not_see_it(client, draft, agency):
    client.force_login(agency.staff)

    assert codes(client.get(URL, {"q": "тартибин белгилейт"})) == []


@pytest.mark.clause("004-4.2.3-b")
def test_the_register_shows_version_and_state(client, in_force, agency):
    DocumentFactory(code="ЯЯ-01", type=agency.local_act)
    client.force_login(agency.staff)

    first, second = client.get(URL).context["rows"]

    assert (first.cells[2].text, first.cells[3].tone) == ("1/0", "green")
    assert (second.cells[2].text, second.cells[3].tone) == ("", "grey")


@pytest.mark.core
def test_a_stage_before_force_shows_the_version_that_stands_there(client, in_force, agency):
    factories.VersionFactory(
        document=in_force.document,
        issue=2,
        author=agency.manager.person,
        html=factories.TEXT,
        state="agreeing",
    )
    client.force_login(agency.manager)
    client.cookies["django_language"] = "en"

    def shown(**asked):
        (row,) = client.get(URL, asked).context["rows"]
        return [cell.text for cell in row.cells][2:5]

    assert shown()[:2] == ["1/0", "In force"]
    assert shown(stage="way") == ["2/0", "Being agreed", ""]


def test_filters_are_chips_and_can_be_taken_off(client, in_force, agency):
    DocumentFactory(code="ЯЯ-01", type=agency.procedure)
    client.force_login(agency.staff)

    page = client.get(URL, {"stage": "in_force", "type": agency.local_act.pk})

    assert codes(page) == [in_force.document.code]
    chips = page.context["active_filters"]
    assert len(chips) == 2
    assert all("stage" not in c["remove_url"] or "type" not in c["remove_url"] for c in chips)


def test_what_is_out_of_use_can_be_picked_out(client, in_force, agency):
    DocumentFactory(code="ЯЯ-01", type=agency.procedure)
    in_force.withdraw(by=agency.director, reason="Эскирди", order_number="7")
    client.force_login(agency.staff)

    assert codes(client.get(URL, {"stage": "past"})) == [in_force.document.code]
    assert codes(client.get(URL, {"stage": "in_force"})) == []


def test_a_view_is_kept_and_forgotten(client, agency):
    client.force_login(agency.staff)

    client.post(f"{URL}?stage=in_force", {"name": "Колдонуудагылар"})
    kept = SavedView.objects.get()
    assert (kept.user, kept.query) == (agency.staff, "stage=in_force")
    assert client.get(URL).context["saved_views"][0]["name"] == "Колдонуудагылар"

    client.force_login(agency.director)
    client.post(URL, {"forget": kept.pk})
    assert SavedView.objects.exists()

    client.force_login(agency.staff)
    client.post(URL, {"forget": kept.pk})
    assert not SavedView.objects.exists()


def test_excel_holds_what_was_found_and_no_formula(client, agency):
    DocumentFactory(code="ЛЧА-01", title={"ky": "=HYPERLINK(1)"}, type=agency.local_act)
    DocumentFactory(code="ДЖ-01", title={"ky": "Башка"}, type=agency.procedure)
    client.force_login(agency.staff)

    response = client.get(URL, {"as": "xlsx", "type": agency.local_act.pk})

    book = load_workbook(io.BytesIO(response.content))
    rows = list(book.active.values)
    assert len(rows) == 2
    assert rows[1][:2] == ("ЛЧА-01", "'=HYPERLINK(1)")
    about = {value for row in book.worksheets[1].values for value in row}
    assert {"Локалдык ченемдик акт", agency.staff.person.full_name} <= about


def test_a_script_in_a_title_is_shown_as_text(client, agency):
    document = DocumentFactory(
        code="ЛЧА-01", title={"ky": "<script>alert(1)</script>"}, type=agency.local_act
    )
    client.force_login(agency.staff)

    for url in (URL, document.get_absolute_url(), reverse("search") + "?q=script"):
        page = client.get(url).content.decode()
        page = page.replace("<mark>", "").replace("</mark>", "")
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("asked", ["0", "-1", "9999", "x", ""])
def test_any_page_number_answers(client, agency, asked):
    client.force_login(agency.staff)

    assert client.get(URL, {"page": asked, "per": asked, "sort": asked}).status_code == 200


def test_the_last_page_holds_the_last_rows_in_order(client, agency):
    for n in range(30):
        DocumentFactory(code=f"ЛЧА-{n:02}", type=agency.local_act)
    client.force_login(agency.staff)

    assert codes(client.get(URL, {"page": 2})) == [f"ЛЧА-{n:02}" for n in range(25, 30)]
    assert codes(client.get(URL, {"page": 2, "sort": "-code"})) == [
        f"ЛЧА-{n:02}" for n in range(4, -1, -1)
    ]


def test_a_printed_register_fits_its_sheet_and_tears_nothing(client, agency):
    """Every word begins on the page and is whole, or is parted with a hyphen."""
    client.cookies["django_language"] = "ky"
    title = "Документтештирилбегендиктин кайталануучулугун алдын алуу тартиби"
    document = factories.DocumentFactory(title={"ky": title}, code="ТМК-2026/11-бис")
    client.force_login(agency.manager)
    for asked in ({}, {"codes": "off", "access": "staff"}):
        pages = PdfReader(io.BytesIO(client.get(URL, {**asked, "as": "pdf"}).content)).pages
        for page in pages:
            begins = []
            page.extract_text(
                visitor_text=lambda text, cm, tm, *_, begins=begins: begins.append(
                    cm[4] + tm[4] * cm[0] if text.strip() else 0
                )
            )
            assert max(begins) < float(page.mediabox.width) - 15 * 72 / 25.4
        text = " ".join(" ".join(page.extract_text().split()) for page in pages)
        assert "Жарактуу мөөнөтү" in text
        if not asked:
            assert document.code in text
            assert "Код үлгүсү боюнча" not in text  # nobody asked for it


def test_on_paper_what_the_filters_ask_about_is_a_column_of_its_own(client, agency):
    factories.DocumentFactory()
    client.cookies["django_language"] = "en"
    client.force_login(agency.manager)
    plain = client.get(URL, {"as": "pdf"}).content
    asked = client.get(URL, {"as": "pdf", "access": "staff"}).content
    first, second = (PdfReader(io.BytesIO(one)).pages[0].extract_text() for one in (plain, asked))
    assert second.count("Who reads") == first.count("Who reads") + 2  # the filter and the column


def test_a_spreadsheet_opens_readable_its_head_in_sight(client, agency):
    title = "Баалоонун жыйынтыгын жарыялоо жана сактоо тартиби"
    DocumentFactory(title={"ky": title}, code="4")
    DocumentFactory(code="4.1")
    client.force_login(agency.staff)
    page = client.get(URL, {"as": "xlsx"})
    sheet = load_workbook(io.BytesIO(page.content)).worksheets[0]
    head = [cell.value for cell in sheet[1]]

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(head)).column_letter}3"
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.column_dimensions["B"].width >= len(title)
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {"4", "4.1"}  # texts, both


def test_an_empty_list_is_a_spreadsheet_with_its_head(client, agency):
    client.force_login(agency.staff)
    page = client.get(URL, {"as": "xlsx"})
    sheet = load_workbook(io.BytesIO(page.content)).worksheets[0]
    assert sheet.max_row == 1
    assert sheet["A1"].font.bold


@pytest.mark.core
def test_in_a_spreadsheet_the_next_review_is_a_day_and_its_state_stands_beside(client, in_force):
    open_now, late = in_force.document, DocumentFactory(code="ЯЯ-01", type=in_force.document.type)
    later, past = localdate() + timedelta(days=40), localdate() - timedelta(days=2)
    Document.objects.filter(pk=open_now.pk).update(next_review=later)
    Document.objects.filter(pk=late.pk).update(next_review=past)
    DocumentFactory(code="ЯЯ-02", type=late.type)
    DocumentReview.objects.create(
        document=open_now, version=in_force, occasion="planned", due=later
    )
    client.force_login(in_force.author.user)
    client.cookies["django_language"] = "en"

    sheet = load_workbook(io.BytesIO(client.get(URL, {"as": "xlsx"}).content)).worksheets[0]

    heads, *rows = sheet.values
    due, state = heads.index("Next review"), heads.index("Review")
    told = {row[0]: (row[due] and row[due].date(), row[state]) for row in rows}
    assert told == {
        open_now.code: (later, "Under review"),
        "ЯЯ-01": (past, "Late"),
        "ЯЯ-02": (None, None),
    }
    shown = {row.cells[0].text: row.cells[5].text for row in client.get(URL).context["rows"]}
    assert shown[open_now.code] == "Under review"  # on the screen, in one column
