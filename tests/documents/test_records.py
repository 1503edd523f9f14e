"""Records: numbered, closed, locked, stored with their term, lost and restored (DP-02)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from common.models import Attachment, Blob, JournalEntry, StepNotAllowed
from common.trail import faults_of_the_apps
from documents.models import NomenclatureItem, Record
from documents.models.record_locks import LOCKED, RecordLocked
from tests.documents import archive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.mark.core
@pytest.mark.clause("004-4.2.4")
def test_a_record_goes_from_the_work_into_the_archive(agency):
    kept = archive.opened(agency)
    assert (kept.state, kept.identifier) == ("open", "")
    kept.close(by=agency.staff)
    assert (kept.state, kept.identifier) == ("closed", "02-01/1")
    assert [file["sha256"] for file in kept.contents] == [Blob.store([archive.BYTES]).sha256]
    kept.store(by=agency.office, place=archive.PLACE)
    assert (kept.state, kept.place) == ("stored", archive.PLACE)
    assert kept.until == date(localdate().year + 5, 12, 31)
    assert JournalEntry.objects.about(kept).filter(deed="store").exists()


def test_the_numbers_of_a_case_have_no_gap(agency):
    dropped = archive.opened(agency)
    first, second = archive.closed(agency), archive.closed(agency)
    dropped.drop(by=agency.staff, reason="Жаңылыштык")
    other = archive.closed(agency, case=archive.case_of(agency, index="02-02"))
    with pytest.raises(ValidationError):
        archive.opened(agency, files=()).close(by=agency.staff)
    third = archive.closed(agency)
    assert [r.identifier for r in (first, second, third)] == ["02-01/1", "02-01/2", "02-01/3"]
    assert other.identifier == "02-02/1"
    assert dropped.identifier == ""


def test_a_record_of_another_year_begins_its_own_numbers(agency):
    archive.closed(agency)
    assert archive.closed(agency, case=archive.case_of(agency, 2015)).identifier == "02-01/1"


def test_a_record_is_closed_only_in_an_approved_nomenclature(agency):
    draft = archive.year_of_cases(agency, 2031, state="draft")
    kept = archive.opened(agency, case=draft.items.first())
    with pytest.raises(ValidationError, match="not approved"):
        kept.close(by=agency.staff)
    kept.refresh_from_db()
    assert kept.state == "open"


def test_an_electronic_record_without_a_file_is_no_evidence_but_a_paper_one_is(agency):
    with pytest.raises(ValidationError, match="files"):
        archive.opened(agency, files=()).close(by=agency.staff)
    archive.opened(agency, files=(), carrier="paper").close(by=agency.staff)


def test_a_record_says_which_work_it_proves(agency):
    kept = archive.opened(agency, proves="")
    with pytest.raises(ValidationError):
        kept.close(by=agency.staff)


# Locked -----------------------------------------------------------------------------------------


@pytest.mark.clause("004-4.2.4")
@pytest.mark.parametrize("way", ["save", "update", "delete", "queryset delete", "bulk_update"])
def test_what_a_closed_record_says_changes_by_no_path(agency, way):
    kept = archive.closed(agency)
    kept.title = "Башка"
    ways = {
        "save": kept.save,
        "update": lambda: Record.objects.filter(pk=kept.pk).update(title="Башка"),
        "bulk_update": lambda: Record.objects.bulk_update([kept], ["title"]),
        "delete": kept.delete,
        "queryset delete": lambda: Record.objects.all().delete(),
    }
    with pytest.raises((RecordLocked, TypeError)), transaction.atomic():
        ways[way]()
    assert Record.objects.get(pk=kept.pk).title == "Баалоонун жыйынтыгы"


@pytest.mark.parametrize("name", LOCKED)
def test_every_locked_fact_is_guarded(agency, name):
    kept = archive.closed(agency)
    field = Record._meta.get_field(name.removesuffix("_id") if name[-3:] == "_id" else name)
    value = {"contents": [], "date": date(2020, 1, 1)}.get(name, "x")
    if field.get_internal_type() in {"ForeignKey", "PositiveBigIntegerField"}:
        value = 987
    elif field.get_internal_type() in {"PositiveIntegerField", "PositiveSmallIntegerField"}:
        value = 98
    setattr(kept, name, value)
    with pytest.raises(RecordLocked):
        kept.save()


@pytest.mark.clause("004-4.2.4")
@pytest.mark.parametrize("way", ["add", "rename", "delete", "clear", "move away", "move here"])
def test_the_files_of_a_closed_record_change_by_no_path(agency, way):
    kept, other = archive.closed(agency), archive.opened(agency, files=())
    file = Attachment.objects.of(kept).get()
    own = archive.hang(other, b"%PDF-1.4 other", "other.pdf", by=agency.staff)

    def save(one, **values):
        for name, value in values.items():
            setattr(one, name, value)
        one.save()

    ways = {
        "add": lambda: archive.hang(kept, b"%PDF-1.4 more", "more.pdf", by=agency.staff),
        "rename": lambda: save(file, name="x.pdf"),
        "delete": file.delete,
        "clear": lambda: Attachment.objects.of(kept).delete(),
        "move away": lambda: save(file, owner=other),
        "move here": lambda: save(own, owner=kept),
    }
    with pytest.raises(RecordLocked), transaction.atomic():
        ways[way]()
    assert [f.blob.sha256 for f in kept.current_files()] == [kept.contents[0]["sha256"]]


@pytest.mark.clause("004-4.2.4")
@pytest.mark.parametrize("way", ["title", "file", "none"])
def test_what_is_altered_past_the_program_is_found_at_night(agency, way):
    kept = archive.stored(agency)
    if way == "title":
        past_the_manager(kept, title="Башка")
    elif way == "file":
        Attachment.objects.of(kept).update(blob=Blob.store([b"%PDF-1.4 forged"]))
    found = [str(one) for one in faults_of_the_apps() if "record" in one.values]
    assert len(found) == (way != "none")


def past_the_manager(kept, **values):
    """As a careless script would."""
    QuerySet.update(Record.objects.filter(pk=kept.pk), **values)


# The term ---------------------------------------------------------------------------------------


@pytest.mark.clause("004-4.2.1", "004-4.2.4")
def test_the_term_is_the_records_own_since_it_was_stored(agency):
    kept = archive.stored(agency)
    item = NomenclatureItem.objects.get(pk=kept.case_id)
    item.years = 1
    item.save()
    kept.refresh_from_db()
    assert (kept.years, kept.until.year) == (5, localdate().year + 5)


@pytest.mark.clause("004-4.2.4")
def test_a_keeper_changes_the_term_with_both_terms_on_record(agency):
    kept = archive.stored(agency)
    before = kept.until
    kept.change_retention(
        by=agency.office, keep="years", years=10, reason="Сот", basis="№ 4 буйрук"
    )
    change = kept.retention_changes.get()
    assert (change.was_until, change.until) == (before, date(before.year + 5, 12, 31))
    assert (change.before, change.after) == ("5 years", "10 years")
    entry = JournalEntry.objects.about(kept).get(deed="change_retention")
    assert entry.details["before"] == before.isoformat()
    assert entry.details["until"] == change.until.isoformat()


@pytest.mark.clause("004-4.2.4")
def test_no_term_is_shorter_than_what_has_passed(agency):
    kept = archive.stored(agency, case=archive.case_of(agency, localdate().year - 4))
    with pytest.raises(ValidationError, match="passed"):
        kept.change_retention(by=agency.office, keep="years", years=3, reason="x", basis="y")
    kept.refresh_from_db()
    assert kept.years == 5
    assert not kept.retention_changes.exists()


def test_permanent_never_expires_and_until_replaced_ends_by_hand(agency):
    permanent = archive.stored(agency, case=archive.case_of(agency, 2010, "02-02"))
    replaced = archive.stored(agency, case=archive.case_of(agency, 2010, "02-03"))
    assert (permanent.until, replaced.until) == (None, None)
    assert not Record.objects.over_by(localdate()).exists()
    with pytest.raises(PermissionDenied):
        permanent.end_term(by=agency.office, reason="x")
    replaced.end_term(by=agency.office, reason="Жаңысы чыкты")
    assert replaced.state == "expired"


def test_the_expert_check_keeps_an_expired_record_longer(agency, tomorrow):
    kept = archive.expired(agency)
    with pytest.raises(ValidationError):
        kept.keep_longer(by=agency.office, until=localdate(), reason="x", basis="y")
    kept.keep_longer(by=agency.office, until=tomorrow, reason="Керек", basis="ЭК № 2")
    assert (kept.state, kept.until) == ("stored", tomorrow)
    assert kept.retention_changes.get().is_expert


def test_what_lies_in_a_case_that_is_carried_over_is_kept_longer(agency, clock):
    year = localdate().year
    case = archive.case_of(agency, year - 1)
    kept = archive.stored(agency, case=case)
    plain = archive.stored(agency, case=archive.case_of(agency, year - 1, "02-02"))
    case.nomenclature.close(by=agency.office, carried=[case.pk], volumes={case.pk: 2})
    kept.refresh_from_db()
    assert kept.until == date(year + 5, 12, 31)
    following = archive.case_of(agency, year)
    clock.set(year, 11, 30, 9, 0)
    with pytest.raises(ValidationError, match="December"):
        following.nomenclature.close(by=agency.office)
    clock.set(year, 12, 1, 9, 0)
    following.nomenclature.close(by=agency.office, carried=[following.pk])
    kept.refresh_from_db()
    assert kept.until == date(year + 6, 12, 31)
    assert plain.until is None
    assert case.nomenclature.closing["long"]["opened"] == 0
    assert case.nomenclature.closing["temporary"] == {"opened": 1, "carried": 1, "volumes": 2}
    assert case.nomenclature.closing["permanent"]["opened"] == 1


# Lost and restored ------------------------------------------------------------------------------


def lost(agency, kept):
    kept.lose(
        by=agency.office, lost_on=localdate(), noticed_by=agency.staff.person, note="Суу каптады"
    )
    return kept


@pytest.mark.clause("004-4.2.4")
def test_a_lost_file_comes_back_with_the_same_hash_alone(agency):
    kept = lost(agency, archive.stored(agency))
    Blob.objects.get(sha256=kept.contents[0]["sha256"]).path.unlink()
    how = {"by": agency.office, "restored_on": localdate(), "source": "Резервдик көчүрмө"}
    with pytest.raises(ValidationError, match="missing"):
        kept.restore(**how)
    with pytest.raises(ValidationError, match="hash"):
        kept.restore(**how, files=[("report1.pdf", Blob.store([b"%PDF-1.4 another"]))])
    kept.refresh_from_db()
    assert kept.state == "lost"
    kept.restore(**how, files=[("report1.pdf", Blob.store([archive.BYTES]))])
    assert kept.state == "restored"
    assert kept.current_files().get().blob.read() == archive.BYTES
    assert not kept.losses.get().is_from_another_source


@pytest.mark.clause("004-4.2.4")
def test_a_file_from_another_source_is_openly_another(agency):
    kept = lost(agency, archive.stored(agency))
    Blob.objects.get(sha256=kept.contents[0]["sha256"]).path.unlink()
    other = Blob.store([b"%PDF-1.4 from the partner"])
    how = {"by": agency.office, "restored_on": localdate(), "source": "Өнөктөш"}
    with pytest.raises(ValidationError):
        kept.restore(**how, files=[("copy.pdf", other)], other_source=True)
    kept.restore(**how, files=[("copy.pdf", other)], other_source=True, reason="Көчүрмө жок")
    loss = kept.losses.get()
    assert loss.is_from_another_source
    assert loss.files == [{"name": "copy.pdf", "size": other.size, "sha256": other.sha256}]
    assert kept.contents[0]["sha256"] != other.sha256
    assert {file.kind for file in kept.current_files()} == {"content", "restored"}


def test_what_was_only_closed_is_closed_again_when_it_is_found(agency):
    kept = lost(agency, archive.closed(agency, carrier="paper", files=()))
    kept.restore(by=agency.office, restored_on=localdate(), source="Табылды")
    assert kept.state == "closed"


def test_each_deed_has_its_right(agency, stranger):
    kept = archive.closed(agency)
    with pytest.raises(PermissionDenied):
        kept.store(by=agency.staff, place="x")
    with pytest.raises(PermissionDenied):
        kept.lose(by=agency.staff, lost_on=localdate(), noticed_by=agency.staff.person, note="x")
    with pytest.raises(PermissionDenied):
        archive.opened(agency, by=agency.manager).close(by=agency.staff)
    with pytest.raises(StepNotAllowed):
        kept.close(by=agency.office)
    with pytest.raises(PermissionDenied):
        archive.opened(agency).close(by=stranger)
