"""The journals of letters, finding them, and their papers (RI-05)."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook
from pypdf import PdfReader

from common.models import Attachment, SearchEntry, deed
from common.search.index import catch_up
from documents.tasks import print_papers

from . import mail
from .mail import look, words_of

pytestmark = pytest.mark.django_db
OWN = ("stranger", "staff", "office", "manager", "director")


@pytest.fixture
def house(agency):
    """An agency with its patterns, its words of correspondence, its route."""
    mail.numbered(agency)
    mail.terms()
    return agency


@pytest.fixture
def readers(house, stranger):
    return [stranger, house.staff, house.office, house.manager, house.director]


# Registers -----------------------------------------------------------------------------------------


def test_the_journal_goes_out_as_excel_and_pdf(client, house):
    letter = mail.letter(house, their_number="9", their_date=localdate())
    letter.resolve(by=house.director, text="Жооп берилсин", executors=[house.staff.person])
    url = reverse("mail:incoming")
    sheet = load_workbook(
        io.BytesIO(look(client, house.office, url, **{"as": "xlsx"}).content)
    ).active
    told = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    printed = words_of(look(client, house.office, url, **{"as": "pdf"}))

    assert {letter.number, "Жооп берилсин", house.staff.person.short_name} <= told
    assert letter.number in printed


def test_late_waiting_and_mine_at_one_tap(client, house, clock):
    late = mail.letter(house, due=localdate(), subject="Кечиккен")
    clock.shift(days=2)
    fresh = mail.letter(house, subject="Жаңы")
    fresh.resolve(by=house.director, text="…", executors=[house.staff.person])
    url = reverse("mail:incoming")
    page = look(client, house.office, url).content.decode()
    assert "?late=true" in page
    assert "?state=registered" in page

    def found(user, **asked):
        page = look(client, user, url, **asked).content.decode().partition("<tbody>")[2]
        return {one for one in (late, fresh) if one.subject in page}

    assert found(house.office, late="true") == {late}
    assert found(house.office, state="registered") == {late}
    assert found(house.staff, mine="true") == {fresh}
    assert found(house.office, year=localdate().year) == {late, fresh}


@pytest.mark.parametrize("name", ["incoming", "outgoing", "internal"])
def test_a_register_costs_the_same_however_long_it_is(
    client, house, name, django_assert_max_num_queries
):
    def cost() -> int:
        with django_assert_max_num_queries(80) as counted:
            assert look(client, house.office, reverse(f"mail:{name}")).status_code == 200
        return len(counted)

    def more(count):
        for n in range(count):
            letter = mail.letter(house, name, subject=f"Кат {n}")
            if name != "outgoing":
                people = [house.staff.person, house.manager.person]
                letter.resolve(by=house.director, text="Жооп", executors=people)

    more(3)
    cost()
    few = cost()
    more(12)
    assert cost() == few


def test_a_letter_is_found_by_its_words_by_whoever_may_see_it(client, house):
    open_one = mail.letter(house, subject="Өзгөчө сурам", their_number="78-ө")
    closed = mail.letter(house, subject="Өзгөчө купуя", access="named")
    catch_up()

    def found(user):
        return look(client, user, reverse("search"), q="озгочо").content.decode()

    assert SearchEntry.objects.filter(kind="letter").count() == 2
    assert open_one.get_absolute_url() in found(house.staff)
    assert closed.get_absolute_url() not in found(house.staff)
    assert closed.get_absolute_url() in found(house.office)


# Papers --------------------------------------------------------------------------------------------


def test_the_letterhead_has_number_date_addressee_and_what_it_answers(client, house):
    asked = mail.letter(house, their_number="7-к", their_date=localdate() - timedelta(days=3))
    letter = mail.letter(house, "outgoing", by=house.staff, answers=asked, annex="Көчүрмө, 2 барак")
    url = f"{letter.get_absolute_url()}paper/"
    assert "Ч-001" not in words_of(look(client, house.staff, url))
    letter.sign_on_paper(by=house.office, signer=house.director.person, signed_on=localdate())
    words = words_of(look(client, house.staff, url))

    for told in ("Ч-001", "7-к", "«Ала-Тоо» мектеби", "Сизге билдиребиз", "Көчүрмө, 2 барак"):
        assert told in words
    assert house.director.person.signature_name in words


def test_a_letter_signed_along_its_route_is_kept_sealed_and_verified(client, house):
    letter = mail.letter(house, "outgoing", by=house.staff)
    letter.send(by=house.staff)
    letter.approve(by=house.director, seen=letter.sheet.manifest_hash)
    print_papers()
    public = client.get(reverse("verify", args=[letter.token])).content.decode()

    assert Attachment.objects.of(letter).filter(kind="paper").count() == 1
    assert letter.number in public


def test_the_stamp_is_a_label_and_stands_on_a_copy_of_the_scan(client, house):
    letter = mail.letter(house, sheet_count=4)
    page = one_page()
    with deed(by=house.office):
        file = letter.attach(mail.scan("кат.pdf", page), by=house.office, kind="scan")
    label = look(client, house.office, f"{letter.get_absolute_url()}label/")
    stamped = look(client, house.office, reverse("mail:stamped", args=[letter.pk, file.pk]))

    for answer in (label, stamped):
        assert letter.number in words_of(answer)
    assert file.blob.read() == page
    sheet = PdfReader(io.BytesIO(label.content)).pages[0].mediabox
    assert float(sheet.width) < 200


def one_page() -> bytes:
    """A scan of one page."""
    from common.printing import html_to_pdf  # noqa: PLC0415

    return html_to_pdf("<p>Урматтуу директор!</p>")
