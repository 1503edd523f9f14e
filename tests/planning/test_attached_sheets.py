"""The number of sheets of what is attached to a protocol (domain 2.7, row 16)."""

import io

import pytest
from django.utils import translation
from pypdf import PdfReader, PdfWriter

from common.models import Attachment, Blob
from planning.attached_sheets import pages_of
from planning.protocol_pdf import protocol_pdf
from tests.planning import meeting_things as things

pytestmark = pytest.mark.django_db


def pdf(pages: int) -> bytes:
    """A PDF of so many empty pages."""
    writer, made = PdfWriter(), io.BytesIO()
    for _n in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "count"),
    [(pdf(3), 3), (pdf(1), 1), ("Жөн гана текст".encode(), 0), (b"%PDF-1.4 damaged", 0)],
)
def test_the_pages_of_a_pdf_are_its_sheets(data, count):
    assert pages_of(Blob.store([data])) == count


def test_a_lost_file_hinders_no_protocol():
    blob = Blob.store([pdf(2)])
    blob.path.unlink()
    assert pages_of(blob) == 0


def test_the_printed_protocol_says_how_many_sheets_are_attached(agency):
    meeting = things.opened(
        things.kind_of("council", *things.members(2)), agency.office, agency.director.person
    )
    item = meeting.items.get()
    for owner, name, data in (
        (meeting, "Таблица.pdf", pdf(3)),
        (item, "Корутунду.pdf", pdf(1)),
        (meeting, "Эскертүү.txt", b"text"),
    ):
        Attachment.objects.create(
            owner=owner, blob=Blob.store([data]), name=name, added_by=agency.office
        )
    before = meeting.manifest()

    with translation.override("ru"):
        paper = PdfReader(io.BytesIO(protocol_pdf(meeting, "ru", preview=True)))
    words = " ".join(" ".join(page.extract_text() for page in paper.pages).split())

    assert "Таблица.pdf, 3" in words
    assert "Корутунду.pdf" in words
    assert "Эскертүү.txt," not in words
    assert meeting.manifest() == before  # what is signed is as it was
