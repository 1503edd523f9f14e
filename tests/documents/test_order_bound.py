"""An order and the files of its appendices in one PDF (domain 2.8, field 15)."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from common.models import Attachment, Blob, deed
from common.printing import html_to_pdf
from documents.models import OrderAppendix
from documents.order_bound import bound_pdf
from documents.tasks import print_papers

from .ordering import draft_of, kind_of, page, signed, words

pytestmark = pytest.mark.django_db
MEMBERS = "Комиссиянын курамы"


def appendix(order, agency, data: bytes, name="Курам.pdf", place=1) -> Attachment:
    """A file that goes with an order."""
    with deed(by=agency.office):
        file = Attachment.objects.create(
            owner=order,
            blob=Blob.store([data]),
            name=name,
            kind="appendix",
            added_by=agency.office,
        )
        OrderAppendix.objects.create(
            order=order, place=place, title={"ky": f"Тизме {place}"}, file=file, pages=2
        )
    return file


def two_pages() -> bytes:
    return html_to_pdf(f"<p>{MEMBERS}</p><p style='break-before: page'>Экинчи барак</p>")


def locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(two_pages())))
    writer.encrypt("купуя-сөз")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def broken_inside() -> bytes:
    """Its pages are counted as ever; what stands on them cannot be read."""
    return two_pages().replace(b"endstream", b"endstrXXX")


def pages_of(data: bytes) -> list[str]:
    return [" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(data)).pages]


def address(order) -> str:
    return reverse("documents:order_bound", args=[order.pk])


def test_each_appendix_stands_behind_the_order_under_its_head(agency):
    order = draft_of(agency)
    file = appendix(order, agency, two_pages())
    appendix(order, agency, two_pages(), "Экинчи.pdf", place=2)
    signed(order, agency)
    found = pages_of(page(agency.staff, address(order)).content)

    head = next(n for n, said in enumerate(found) if file.blob.sha256 in said)
    assert "№ 1/0102 буйругуна 1-тиркеме Тизме 1" in found[head]
    assert MEMBERS in found[head + 1]
    assert "Экинчи барак" in found[head + 2]
    assert "2-тиркеме Тизме 2" in found[head + 3]
    assert len(found) == head + 6


@pytest.mark.parametrize(
    "data", [locked, broken_inside, lambda: b"%PDF-1.4 broken", lambda: b"PK\x03\x04"]
)
def test_what_cannot_be_bound_is_named_with_its_fingerprint(agency, data, in_english):
    order = draft_of(agency)
    file = appendix(order, agency, data(), "Курам.docx" if data()[:2] == b"PK" else "Курам.pdf")
    last = pages_of(bound_pdf(order, "en"))[-1]

    assert file.blob.sha256 in last
    assert "kept as an electronic file" in last
    assert "Курам" not in last


def test_the_sealed_paper_stays_as_it_was_made(agency):
    order = draft_of(agency)
    appendix(order, agency, two_pages())
    signed(order, agency)
    print_papers()
    paper = Attachment.objects.of(order).filter(kind="paper").first()

    assert MEMBERS not in " ".join(pages_of(paper.blob.read()))
    root = PdfReader(io.BytesIO(paper.blob.read())).trailer["/Root"]
    assert b"pdfaid" in root["/Metadata"].get_data()


def test_the_page_of_an_order_offers_it_where_there_is_a_file(agency):
    plain = signed(draft_of(agency), agency)
    assert address(plain) not in words(agency.staff, plain.get_absolute_url())
    page(agency.staff, address(plain), 404)

    order = draft_of(agency)
    appendix(order, agency, two_pages())
    signed(order, agency)
    assert address(order) in words(agency.staff, order.get_absolute_url())


def test_of_a_restricted_order_only_those_named_open_it(agency):
    order = draft_of(agency, kind=kind_of("staff", is_restricted=True))
    appendix(order, agency, two_pages())
    signed(order, agency)

    for user, answer in ((agency.staff, 200), (agency.office, 200), (agency.manager, 404)):
        page(user, address(order), answer)
