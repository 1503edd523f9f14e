"""Registers in a package: whole as CSV, printed in parts that the press can hold."""

import io
import re

import pytest
from pypdf import PdfReader

from common.models import deed, record
from common.package import Order, registers
from documents import tasks
from documents.models import Document, DocumentType
from qms.sample import bulk
from tests.documents.inspecting import inspection_by
from tests.documents.test_package import made, unpacked

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(manager, in_force, tmp_path, monkeypatch):
    """What is unpacked where the press takes three rows at a time, and eight in all."""
    monkeypatch.setattr(registers, "PART", 3)
    monkeypatch.setattr(registers, "PRINTED", 8)
    monkeypatch.setattr(bulk, "STAGES", [("in_force", 1)])
    DocumentType.objects.update(access="staff")

    def of(count):
        bulk.Bulk(1, texts=False, readings=0).add(count - Document.objects.count())
        return unpacked(made(inspection_by(manager), manager, "registers"), tmp_path) / "registers"

    tasks.print_papers()
    return of


def words(path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_a_long_list_is_printed_in_parts_that_say_which_rows_they_hold(folder):
    place = folder(7)
    papers = sorted(place.glob("documents-documents*.pdf"))
    assert [one.stem for one in papers] == [f"documents-documents-{n}" for n in (1, 2, 3)]
    for paper, rows in zip(papers, ("1 to 3", "4 to 6", "7 to 7"), strict=True):
        assert f"Rows {rows} of 7" in words(paper)
    lines = (place / "documents-documents.csv").read_text(encoding="utf-8-sig").splitlines()
    codes = [line.split(",")[0] for line in lines[1:]]
    assert len(codes) == 7
    told = [words(paper).replace(" ", "") for paper in papers]
    printed = [[code for code in codes if re.search(rf"{code}(?!\d)", text)] for text in told]
    assert printed == [codes[:3], codes[3:6], codes[6:]]
    assert "documents-documents-2.pdf" in (place.parent / "index.html").read_text()


def test_a_short_list_is_one_paper_and_says_nothing_of_parts(folder):
    (paper,) = folder(2).glob("documents-documents*.pdf")
    assert paper.stem == "documents-documents"
    assert "Rows" not in words(paper)


def test_what_nobody_would_leaf_through_goes_in_as_csv_alone(folder):
    place = folder(9)
    assert not list(place.glob("documents-documents*.pdf"))
    assert len((place / "documents-documents.csv").read_text().splitlines()) == 10


def page_now(order) -> list:
    """The rows of the register of documents at this moment."""
    return list(registers.page_for("documents:documents", order).found())


def test_a_row_written_meanwhile_moves_none_of_the_planned_papers(manager, monkeypatch):
    """Each paper holds the rows that were counted for it: none twice, none between two."""
    monkeypatch.setattr(registers, "PART", 3)
    DocumentType.objects.update(access="staff")
    make = bulk.Bulk(1, texts=False, readings=0)
    make.add(6)
    order = Order(reader=inspection_by(manager).reader(), language="en", stem="s")
    items = list(registers._list("documents:documents", order))
    planned = [one.code for one in page_now(order)]
    last = Document.objects.get(code=planned[-1])
    last.code, last._change_reason = "A-0", "change"
    with deed(by=manager):
        last.save()
        record(last, "change", by=manager)
    assert page_now(order) == [last, *(one for one in page_now(order) if one != last)]

    told = []
    for item in items:
        if item.path.endswith(".pdf"):
            text = words(io.BytesIO(b"".join(item.chunks()))).replace(" ", "")
            told.append([code for code in [*planned, "A-0"] if re.search(rf"{code}(?!\d)", text)])
    assert told == [planned[:3], [*planned[3:5], "A-0"]]
