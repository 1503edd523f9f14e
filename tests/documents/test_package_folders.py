"""What stands twice under one number: papers, records and letters find their own folders."""

import io

import pytest
from django.utils.timezone import localdate
from pypdf import PdfReader

from documents.tasks import print_papers
from tests.documents import archive, mail, ordering
from tests.documents.inspecting import inspection_by
from tests.documents.test_guest_parts import packed

pytestmark = pytest.mark.django_db


def test_two_orders_of_one_number_lie_apart_each_with_its_sheet(agency, manager):
    old, new = (
        ordering.signed(ordering.draft_of(agency, title={"ky": title}), agency)
        for title in ("Биринчиси", "Экинчиси")
    )
    number = {"order_number": old.order_number, "register": f"{old.register}, a year before"}
    type(new).objects.filter(pk=new.pk).update(**number)
    print_papers()
    files = packed(inspection_by(manager, parts=["orders"]), manager)
    folders = {name.rpartition("/")[0] for name in files if name.startswith("order/")}
    assert len(folders) == 2
    for thing in (old, new):
        (page,) = [
            name
            for name, data in files.items()
            if name.endswith("agreement-sheet.html") and thing.sheet.manifest_hash.encode() in data
        ]
        assert thing.sheet.manifest_hash.encode() in files[page.replace(".html", ".json")]


def test_who_acquainted_themselves_with_an_order_goes_in(agency, manager):
    order = ordering.signed(ordering.draft_of(agency, executors=[agency.staff.person]), agency)
    files = packed(inspection_by(manager, parts=["orders"]), manager)
    (sheet,) = [data for name, data in files.items() if name.startswith("acquaintance/orders/")]
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet)).pages)
    assert order.order_number in said
    assert agency.staff.person.full_name in " ".join(said.split())


def test_records_of_one_index_in_two_years_lie_apart(agency, manager):
    now = archive.stored(agency)
    before = archive.stored(agency, case=archive.case_of(agency, 2015))
    assert now.identifier == before.identifier
    files = packed(inspection_by(manager, parts=["records"]), manager)
    name = now.identifier.replace("/", "-")
    for year in (localdate().year, 2015):
        assert f"records/{year}/{now.case.index}/{name}/report1.pdf" in files


def test_a_letter_that_was_signed_on_paper_goes_in_with_its_scan(agency, manager):
    mail.numbered(agency)
    mail.terms()
    letter = mail.letter(agency, "outgoing", by=agency.staff)
    letter.sign_on_paper(
        by=agency.office,
        signer=agency.director.person,
        signed_on=localdate(),
        scan=mail.scan(),
    )
    mail.letter(agency, "outgoing", by=agency.staff)  # a draft
    files = packed(inspection_by(manager, parts=["letters"]), manager)
    (one,) = [name for name in files if name.startswith("letters/outgoing/")]
    assert letter.number.replace("/", "-") in one
