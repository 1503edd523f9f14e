"""Materials apart from records, the fund of information, signed papers put on record (003, 3)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from common.models import Attachment, StepNotAllowed
from documents.models import FundItem, Material, Record
from documents.record_sources import case_of, make_record, record_of
from tests.documents import archive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def signed_in(client, user):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def material(agency):
    one = Material.objects.create(title="Залдын сүрөтү", author=agency.staff.person)
    archive.hang(one, archive.BYTES, "hall.pdf", by=agency.staff, kind="attachment")
    return one


# Materials --------------------------------------------------------------------------------------


@pytest.mark.clause("003-3-2")
def test_a_material_has_no_number_and_no_term_and_stands_in_no_list_of_records(
    client, agency, material
):
    kept = archive.closed(agency)
    signed_in(client, agency.staff)
    records = client.get(reverse("records:records")).content.decode()
    materials = client.get(reverse("records:materials")).content.decode()
    assert kept.title in records
    assert material.title not in records
    assert material.title in materials
    assert kept.title not in materials
    names = {field.name for field in Material._meta.get_fields()}
    assert not names & {"number", "identifier", "keep", "years", "until", "case"}


@pytest.mark.clause("003-3-2")
def test_a_material_that_becomes_a_record_is_numbered_and_locked(agency, material):
    material.promote(by=agency.staff, case=archive.case_of(agency), proves="Семинар")
    kept = material.record
    assert (kept.state, kept.identifier, kept.title) == ("closed", "02-01/1", material.title)
    assert kept.current_files().get().blob.read() == archive.BYTES
    assert not Attachment.objects.of(material).exists()
    with pytest.raises(ValidationError), transaction.atomic():
        archive.hang(kept, b"%PDF-1.4 more", "x.pdf", by=agency.staff)
    with pytest.raises(StepNotAllowed):
        material.promote(by=agency.staff, case=archive.case_of(agency), proves="x")


@pytest.mark.clause("003-3-2")
def test_a_material_is_changed_freely_where_a_closed_record_is_not(client, agency, material):
    signed_in(client, agency.staff)
    url = reverse("records:material_edit", args=[material.pk])
    form = {"title": "Башка", "date": localdate().isoformat(), "access": "staff"}
    assert client.post(url, form | {"revision": material.revision}).status_code == 302
    file = Attachment.objects.of(material).get()
    off = reverse("records:material_file_off", args=[material.pk, file.uid])
    assert client.post(off).status_code == 302
    assert not Attachment.objects.of(material).exists()


def test_nobody_makes_a_record_of_somebody_elses_material(agency, material):
    other = Material.objects.create(title="x", author=agency.manager.person)
    with pytest.raises(PermissionDenied):
        other.promote(by=agency.staff, case=archive.case_of(agency), proves="x")
    with pytest.raises(ValidationError, match="no file"):
        other.promote(by=agency.manager, case=archive.case_of(agency), proves="x")
    assert not Record.objects.exists()


# The fund ---------------------------------------------------------------------------------------


def item(period="quarter", **facts):
    return FundItem.objects.create(
        code=f"r{FundItem.objects.count()}",
        name={"ky": "Отчёт", "en": "Report"},
        period=period,
        due_days=10,
        **{"since": date(2020, 1, 1), **facts},
    )


@pytest.mark.clause("001-6.1.1")
@pytest.mark.parametrize(
    ("period", "today", "first", "last"),
    [
        ("month", date(2027, 3, 1), date(2027, 2, 1), date(2027, 2, 28)),
        ("month", date(2027, 1, 31), date(2026, 12, 1), date(2026, 12, 31)),
        ("quarter", date(2027, 4, 1), date(2027, 1, 1), date(2027, 3, 31)),
        ("quarter", date(2027, 3, 31), date(2026, 10, 1), date(2026, 12, 31)),
        ("half_year", date(2027, 7, 2), date(2027, 1, 1), date(2027, 6, 30)),
        ("year", date(2027, 12, 31), date(2026, 1, 1), date(2026, 12, 31)),
        ("school_year", date(2027, 8, 20), date(2026, 7, 1), date(2027, 6, 30)),
        ("school_year", date(2027, 5, 20), date(2025, 7, 1), date(2026, 6, 30)),
    ],
)
def test_the_last_whole_period_of_a_report(period, today, first, last):
    assert item(period).last_period(today) == (first, last)


@pytest.mark.clause("001-6.1", "001-6.1.1")
def test_a_report_that_did_not_come_is_late_until_its_record_is_closed(client, agency, clock):
    clock.set(2027, 4, 11, 9, 0)
    late, young = item(), item(since=date(2027, 4, 5))
    item(closed_on=date(2027, 1, 1))
    item("event", section="inspection")
    url = reverse("records:fund")

    def shown() -> set[str]:
        rows = signed_in(client, agency.manager).get(url, {"late": "late"}).context["rows"]
        return {row.url for row in rows}

    assert shown() == {late.get_absolute_url()}
    kept = archive.opened(
        agency, fund_item=late, period_from=date(2027, 1, 1), period_to=date(2027, 3, 31)
    )
    assert shown() == {late.get_absolute_url()}
    kept.close(by=agency.office)
    assert shown() == set()
    clock.set(2027, 7, 12, 9, 0)
    assert shown() == {late.get_absolute_url(), young.get_absolute_url()}
    page = client.get(late.get_absolute_url()).content.decode()
    assert kept.title in page


@pytest.mark.clause("001-6.1", "001-6.1.2", "001-6.1.3")
def test_the_fund_has_three_sections_and_says_of_each_report_what_is_asked(client, agency):
    archive.case_of(agency)
    for section in ("regular", "inspection", "diagnostics"):
        item(section=section, source="Бөлүм", case_index="02-01", form_words="Форма 1")
    signed_in(client, agency.staff)
    url = reverse("records:fund")
    for section, label in FundItem.Section.choices:
        rows = client.get(url, {"section": section}).context["rows"]
        with translation.override("en"):  # a request leaves its reader's language behind
            assert [row.cells[0].text for row in rows] == [str(label)]
    page = client.get(FundItem.objects.first().get_absolute_url()).content.decode()
    for said in ("Бөлүм", "Форма 1", "Quarterly", "02-01", "5 years", "Staff"):
        assert said in page


@pytest.mark.clause("001-6.1.3")
def test_results_of_diagnostics_are_read_by_top_management_and_keepers_alone(client, agency):
    report = item("event", section="diagnostics", access="restricted")
    archive.closed(
        agency, by=agency.manager, fund_item=report, access="restricted", title="Жыйынтык"
    )
    for reader, sees in ((agency.staff, False), (agency.director, True), (agency.office, True)):
        page = signed_in(client, reader).get(report.get_absolute_url()).content.decode()
        assert ("Жыйынтык" in page) == sees


# Signed papers ----------------------------------------------------------------------------------


@pytest.fixture
def case(agency, in_force):
    found = archive.case_of(agency, index="02-02")
    found.kinds = [in_force.document.type.code]
    found.save()
    return found


@pytest.mark.clause("004-4.2.4")
def test_what_is_signed_becomes_a_record_of_its_case_without_typing(client, agency, in_force, case):
    archive.hang(in_force, b"%PDF-1.4 sealed", "act_ky.pdf", by=agency.manager, kind="paper")
    signed_in(client, agency.manager)
    url = reverse("records:record_from", args=["documents.documentversion", in_force.pk])
    assert url in client.get(in_force.get_absolute_url()).content.decode()
    assert client.get(url).context["form"].initial["case"] == case
    assert client.post(url, {"case": case.pk}).status_code == 302
    kept = record_of(in_force)
    assert (kept.state, kept.identifier, kept.document) == ("closed", "02-02/1", in_force.document)
    assert [file["name"] for file in kept.contents] == ["act_ky.pdf"]
    assert client.get(url).status_code == 409
    with translation.override("en"), pytest.raises(ValidationError, match="already"):
        make_record(in_force, by=agency.manager, case=case)


def test_who_neither_wrote_it_nor_keeps_the_archive_puts_nothing_on_record(
    client, agency, in_force, case
):
    url = reverse("records:record_from", args=["documents.documentversion", in_force.pk])
    assert signed_in(client, agency.staff).get(url).status_code == 403


def test_what_is_not_signed_or_only_top_management_reads_is_put_on_no_record(
    client, agency, draft, in_force, case
):
    in_force.document.access = "top"
    in_force.document.save()
    for reader in (agency.manager, agency.director):
        url = reverse("records:record_from", args=["documents.documentversion", in_force.pk])
        assert signed_in(client, reader).get(url).status_code == 404
    assert client.get(reverse("records:record_from", args=["people.person", 1])).status_code == 404


def test_a_paper_is_on_record_once_also_by_the_database(agency, in_force, case):
    archive.hang(in_force, b"%PDF-1.4 sealed", "act_ky.pdf", by=agency.manager, kind="paper")
    make_record(in_force, by=agency.manager, case=case)
    twin = Record(case=case, title="x", proves="x", author=agency.manager.person, source=in_force)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_the_case_of_a_kind_is_that_of_its_own_year(agency, in_force, case):
    assert case_of(in_force) == case
    other = archive.case_of(agency, 2015, "02-01")
    other.kinds = case.kinds
    other.save()
    assert case_of(in_force) == case
