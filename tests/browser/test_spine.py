"""The whole path in a browser: a regulation from a file to a signed, read, printed, verified paper."""

import io
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from docx import Document as Word
from pypdf import PdfReader

from common.models import Attachment
from common.tasks import announce, send_letters
from documents.models import DocumentVersion
from documents.tasks import print_papers
from tests.factories import PASSWORD

MY_WORK = reverse("my_work")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def regulation() -> bytes:
    """The next issue of the regulation, as a Word file with headings, clauses and a table."""
    book = Word()
    book.add_heading("I. Жалпы жоболор", 1)
    book.add_paragraph("1.1. Бул эреже ишти баалоонун тартибин белгилейт.")
    book.add_paragraph("1.2. Баалоо жылына эки жолу өткөрүлөт.")
    table = book.add_table(rows=2, cols=2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["Багыт", "Салмак", "Өнүгүү", "30"],
        strict=True,
    ):  # fmt: skip
        cell.text = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def link_in_letter(user) -> str:
    """The path of the link in the newest letter to this user."""
    announce()
    send_letters()
    letter = [m for m in mail.outbox if m.to == [user.person.email]][-1]
    return re.search(r"https?://[^/\s]+(/\S+)", letter.body)[1]


@pytest.mark.clause("000-stamps", "004-4.2.3-a", "004-4.2.3-b", "001-page-header-every-page")
def test_a_regulation_from_draft_to_read_and_verified(visit, in_force, agency, tmp_path):
    old = in_force
    old.readings.get(person=agency.staff.person).confirm(by=agency.staff)

    # The quality manager brings in the next issue from a Word file and sends it.
    manager = visit(agency.manager).check()
    manager.go(old.document.get_absolute_url()).check()
    manager.page.click(".page-acts a.btn-primary")
    manager.page.check("[name=kind][value=issue]")
    manager.page.fill("[name=summary]", "Баалоо жылына эки жолу.")
    manager.check().submit()
    new = DocumentVersion.objects.get(issue=2)
    manager.go(f"{new.get_absolute_url()}import/").check()
    manager.page.set_input_files(
        "[name=file]",
        {"name": "эреже.docx", "mimeType": "application/octet-stream", "buffer": regulation()},
    )
    manager.page.wait_for_selector(".file-list li:has-text('эреже.docx'):has-text('КБ')")
    manager.submit()
    assert "1.2. Баалоо жылына эки жолу өткөрүлөт." in manager.text()
    manager.go(f"{new.get_absolute_url()}?tab=changes").check()
    assert manager.page.inner_text(".document-text ins") == "эки"
    manager.go(f"{new.get_absolute_url()}send/").check().submit()

    # The office manager enters the decision of the general meeting, from the letter's link.
    office = visit(agency.office)
    office.go(link_in_letter(agency.office)).page.click(".page-acts a.btn-primary")
    office.page.fill("[name=number]", "14")
    office.check().submit()

    # The director reads and signs on a phone.
    director = visit(phone=True)
    director.go(link_in_letter(agency.director))
    director.page.fill("input[name=username]", agency.director.username)
    director.page.fill("input[name=password]", PASSWORD)
    director.page.press("input[name=password]", "Enter")
    director.page.wait_for_url(f"**{new.get_absolute_url()}")
    director.check()
    director.go(f"{new.get_absolute_url()}?tab=changes").check()
    director.page.click(".page-acts a.btn-primary")
    director.page.fill("[name=order_number]", "3/0104")
    director.page.fill("[name=password]", "жаңылыш сырсөз")
    director.submit()
    assert director.page.input_value("[name=order_number]") == "3/0104"
    assert director.page.get_attribute("[name=password]", "aria-invalid") == "true"
    director.page.fill("[name=password]", PASSWORD)
    director.check().submit()
    new.refresh_from_db()
    old.refresh_from_db()
    assert (new.state, old.state) == ("in_force", "superseded")

    # An employee reads what changed since the version they read, and confirms.
    staff = visit(agency.staff, phone=True)
    staff.go(link_in_letter(agency.staff)).check()
    staff.go(f"{new.get_absolute_url()}?tab=changes").check()
    assert str(old) in staff.text()
    with staff.page.expect_navigation():
        staff.page.click(".read-bar button")
    assert new.readings.get(person=agency.staff.person).read_at <= timezone.now()
    staff.check()

    # The manager watches who has not.
    manager.go(f"{new.get_absolute_url()}?tab=readings").check()
    assert agency.office.person.full_name in manager.text()

    # Everyone prints the paper: stamps, header, agreement sheet.
    print_papers()
    paper = Attachment.objects.of(new).get(kind="paper")
    pages = [page.extract_text() for page in PdfReader(paper.blob.path).pages]
    assert "МАКУЛДАШЫЛДЫ" in pages[0]
    assert "БЕКИТИЛДИ" in pages[0]
    assert "3/0104" in pages[0]
    assert all(new.document.code in page for page in pages)
    assert agency.director.person.signature_name in pages[-2]  # the sheet of changes comes last

    # Anybody verifies it; an altered file is refused.
    anyone = visit(phone=True).go(f"/v/{new.token}/").check()
    assert f"{localdate():%d.%m.%Y}" in anyone.text()
    genuine, altered = tmp_path / "a.pdf", tmp_path / "b.pdf"
    genuine.write_bytes(paper.blob.read())
    bytes_ = bytearray(paper.blob.read())
    bytes_[len(bytes_) // 2] ^= 1
    altered.write_bytes(bytes_)
    anyone.page.set_input_files("input[type=file]", altered)
    anyone.page.wait_for_selector(".verify-answer .red")
    anyone.page.set_input_files("input[type=file]", genuine)
    anyone.page.wait_for_selector(".verify-answer .green")
    anyone.check()


def test_every_page_of_the_house_is_fit_for_keyboard_and_eye(visit, in_force, agency):
    director = visit(agency.director)
    for path in ("/", MY_WORK, "/documents/", "/documents/nomenclature/", "/people/",
                 "/search/?q=эреже", "/journal/", "/ui/", "/people/me/password/"):  # fmt: skip
        director.go(path).check()
    phone = visit(agency.manager, phone=True)
    for path in ("/", MY_WORK, "/documents/", "/people/", in_force.get_absolute_url()):
        phone.go(path).check()


def test_the_language_and_the_light_are_remembered(visit, agency):
    reader = visit(agency.staff)
    reader.page.click("button[value=ru]")
    reader.page.wait_for_selector("html[lang=ru]")
    reader.go("/documents/")
    assert reader.page.get_attribute("html", "lang") == "ru"
    reader.page.click(".top-theme summary")
    reader.page.click("button[value=dark]")
    reader.page.wait_for_selector("html[data-bs-theme=dark]")
    reader.go("/")
    assert reader.page.get_attribute("html", "data-bs-theme") == "dark"


def test_search_has_a_key_and_filters_stay_in_the_address(visit, in_force, agency):
    reader = visit(agency.staff)
    reader.page.keyboard.press("Control+k")
    reader.page.keyboard.type(in_force.document.code)
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/search/**")
    assert in_force.document.code in reader.text()

    reader.go("/documents/").page.fill("#id_q", "жокмундай")
    reader.page.wait_for_url("**q=*")
    assert in_force.document.code not in reader.text()


@pytest.mark.parametrize("width", [360])
@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_longest_words_fit_a_narrow_phone(visit, in_force, agency, width, language):
    long = "Аккредитациялоонунжоопкерчилигиналыпжүрүүчүлөрдүн" * 2
    in_force.document.title = {"ky": long, "ru": long}
    in_force.document.save()
    agency.staff.person.surname = long[:78]
    agency.staff.person.save()
    reader = visit(agency.staff, phone=True)
    reader.page.set_viewport_size({"width": width, "height": 780})
    reader.page.context.add_cookies(
        [{"name": "django_language", "value": language, "url": reader.base}]
    )
    for path in ("/", MY_WORK, "/documents/", in_force.get_absolute_url(), "/people/"):
        reader.go(path).check()
