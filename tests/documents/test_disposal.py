"""Disposal: a commission, the director, the deed; a hold stops it by every path (26, 29)."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from common import storage
from common.models import Attachment, Blob, JournalEntry, StepNotAllowed
from common.models.journal import verify
from common.trail import faults_of_the_apps
from documents.models import DisposalAct, Record
from documents.record_tasks import expire_records, remove_files
from documents.stamps import sheet_rows
from tests.documents import archive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def carry_out(agency, act, **given):
    act.carry_out(by=agency.office, **{"done_on": localdate(), **given})


@pytest.fixture
def expired(agency):
    return archive.expired(agency)


@pytest.mark.core
@pytest.mark.clause("004-4.2.4")
def test_an_approved_act_destroys_the_files_and_keeps_name_and_hash(agency, expired):
    act = archive.approved_act(agency, expired)
    sha256 = expired.contents[0]["sha256"]
    path = Blob.objects.get(sha256=sha256).path
    carry_out(agency, act)
    remove_files()
    expired.refresh_from_db()
    assert (act.state, expired.state, expired.destroyed_on) == ("done", "destroyed", localdate())
    assert expired.contents[0]["sha256"] == sha256
    assert expired.title == "Баалоонун жыйынтыгы"
    assert not path.exists()
    assert not Blob.objects.filter(sha256=sha256).exists()
    assert expired.files_gone_at
    assert not [one for one in faults_of_the_apps() if "record" in one.values]
    assert verify() is None


@pytest.mark.parametrize("who", ["staff", "manager alone"])
def test_nobody_destroys_a_record_beside_an_act(agency, expired, who):
    act = archive.act_over(agency, expired)
    by = agency.staff if who == "staff" else agency.manager
    with pytest.raises((PermissionDenied, ValidationError)):
        expired.destroy(by=by, act=act)
    with pytest.raises(StepNotAllowed):
        carry_out(agency, act)
    expired.refresh_from_db()
    assert expired.state == "expired"


def test_the_database_knows_no_record_destroyed_without_an_act(agency, expired):
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet.update(Record.objects.filter(pk=expired.pk), state="destroyed")


def test_a_commission_is_more_than_one_person(agency, expired):
    with pytest.raises(ValidationError, match="two"):
        DisposalAct.objects.draw_up(
            [expired],
            [agency.manager.person],
            by=agency.office,
            date=localdate(),
            ground="x",
            manner="y",
        )


def test_no_act_takes_what_runs_or_stands_in_another(agency, expired):
    archive.act_over(agency, expired)
    with pytest.raises(ValidationError, match="already"):
        archive.act_over(agency, expired)
    with pytest.raises(ValidationError, match="not over"):
        archive.act_over(agency, archive.stored(agency))


def test_each_of_the_commission_agrees_before_the_director_is_asked(agency, expired):
    act = archive.act_over(agency, expired)
    act.send(by=agency.office)
    assert {line.person for line in act.waiting_lines()} == {
        agency.manager.person,
        agency.staff.person,
    }
    act.agree(by=agency.manager, seen=act.sheet.manifest_hash)
    assert act.state == "agreeing"
    act.agree(by=agency.staff, seen=act.sheet.manifest_hash)
    assert act.state == "approving"


# Holds ------------------------------------------------------------------------------------------

WAYS = ["record", "case", "person"]


def hold_over(agency, kept, way):
    over = {
        "record": {"records": [kept]},
        "case": {"cases": [kept.case]},
        "person": {"person": kept.author},
    }
    return archive.hold(agency, **over[way])


@pytest.mark.core
@pytest.mark.clause("004-4.2.4")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("when", ["draw up", "send", "approve", "carry out", "destroy"])
def test_a_held_record_is_destroyed_by_no_path(agency, expired, way, when):
    other = archive.expired(agency, by=agency.manager, case=archive.case_of(agency, 2014))
    act = archive.act_over(agency, expired, other) if when != "draw up" else None
    if when == "approve":
        act.send(by=agency.office)
        for member in (agency.manager, agency.staff):
            act.agree(by=member, seen=act.sheet.manifest_hash)
    elif when in ("carry out", "destroy"):
        act.cancel(by=agency.office)
        act = archive.approved_act(agency, expired, other)
    hold_over(agency, expired, way)
    paths = {
        "draw up": lambda: archive.act_over(agency, expired),
        "send": lambda: act.send(by=agency.office),
        "approve": lambda: archive.approve(agency, act),
        "destroy": lambda: expired.destroy(by=agency.office, act=act),
        "carry out": lambda: carry_out(agency, act),
    }
    with pytest.raises(ValidationError) as told:
        paths[when]()
    assert expired.identifier in str(told.value)
    assert "Сот иши" in str(told.value)
    for kept in (expired, other):
        kept.refresh_from_db()
        assert kept.state == "expired"
        assert Attachment.objects.of(kept).exists()


@pytest.mark.clause("004-4.2.4")
@pytest.mark.parametrize("way", WAYS)
def test_the_term_of_a_held_record_is_not_touched(agency, way):
    kept = archive.stored(agency)
    replaced = archive.stored(agency, case=archive.case_of(agency, index="02-03"))
    for one in (kept, replaced):
        hold_over(agency, one, way)
    with pytest.raises(ValidationError, match="hold"):
        kept.change_retention(by=agency.office, keep="years", years=1, reason="x", basis="y")
    with pytest.raises(ValidationError, match="hold"):
        replaced.end_term(by=agency.office, reason="x")


def test_a_released_hold_holds_nothing(agency, expired):
    hold = archive.hold(agency, records=[expired])
    assert [one.is_held for one in Record.objects.with_hold()] == [True]
    with pytest.raises(PermissionDenied):
        hold.release(by=agency.office, reason="Бүттү")
    hold.release(by=agency.director, reason="Бүттү")
    assert not Record.objects.held().exists()
    carry_out(agency, archive.approved_act(agency, expired))


def test_a_hold_past_its_day_still_holds(agency, expired, clock):
    hold = archive.hold(agency, records=[expired], until=localdate())
    clock.shift(days=3)
    assert hold.is_past_its_day
    assert Record.objects.held().count() == 1


def test_what_is_destroyed_is_not_held_any_more(agency, expired):
    carry_out(agency, archive.approved_act(agency, expired))
    with pytest.raises(ValidationError, match="destroyed already"):
        archive.hold(agency, records=[expired])
    assert not archive.hold(agency, cases=[expired.case]).held_records().exists()


def test_a_hold_over_a_case_reaches_what_comes_later(agency):
    hold = archive.hold(agency, cases=[archive.case_of(agency)])
    assert archive.stored(agency) in hold.held_records()


def test_a_hold_over_nothing_is_refused(agency):
    with pytest.raises(ValidationError, match="what is held"):
        archive.hold(agency)


# The act ----------------------------------------------------------------------------------------


def test_papers_are_destroyed_with_the_scan_of_the_signed_act(agency):
    kept = archive.expired(agency, carrier="paper", files=())
    act = archive.approved_act(agency, kept)
    with pytest.raises(ValidationError, match="scan"):
        carry_out(agency, act)
    carry_out(agency, act, scan=("act.pdf", Blob.store([b"%PDF-1.4 act"])))
    assert Attachment.objects.of(act).get(kind="scan").name == "act.pdf"


def test_the_act_names_the_positions_of_its_commission_before_anybody_signed(agency, expired):
    act = archive.act_over(agency, expired)
    act.send(by=agency.office)
    asked = {row.name: row for row in sheet_rows(act, "en")}[str(agency.manager.person)]
    assert not asked.when
    assert asked.position == agency.manager.position_name


def test_a_cancelled_act_sets_its_records_free(agency, expired):
    act = archive.act_over(agency, expired)
    act.cancel(by=agency.office)
    expired.refresh_from_db()
    assert expired.act is None
    second = archive.act_over(agency, expired)
    assert (act.number, second.number) == ("1", "2")


def test_a_record_left_out_changes_what_is_signed(agency, expired):
    other = archive.expired(agency)
    act = archive.act_over(agency, expired, other)
    act.leave_out(other, by=agency.office)
    other.refresh_from_db()
    assert other.act is None
    assert [line["identifier"] for line in act.manifest()["records"]] == [expired.identifier]


# Files that go ----------------------------------------------------------------------------------


def destroyed(agency, *records):
    carry_out(agency, archive.approved_act(agency, *records))


def test_a_file_that_something_else_keeps_stays(agency, expired):
    other = archive.stored(agency)
    destroyed(agency, expired)
    remove_files()
    assert other.current_files().get().blob.read() == archive.BYTES
    entry = JournalEntry.objects.about(expired).get(deed="remove_files")
    assert entry.details["shared"] == [expired.contents[0]["sha256"]]


@pytest.mark.parametrize("fault", ["store refuses", "killed between row and bytes"])
def test_what_failed_while_removing_is_done_by_the_next_run(agency, expired, monkeypatch, fault):
    destroyed(agency, expired)
    path = Path(Blob.objects.get().path)
    folder = type(storage.files())

    def refuse(self, name):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(folder, "delete", refuse)
        remove_files()
    expired.refresh_from_db()
    assert expired.files_gone_at is None
    assert path.exists()
    if fault != "store refuses":
        Blob.objects.all().delete()
    remove_files()
    remove_files()
    expired.refresh_from_db()
    assert expired.files_gone_at
    assert not path.exists()
    assert JournalEntry.objects.about(expired).filter(deed="remove_files").count() == 1


def test_a_term_that_is_over_is_noted_once_whatever_runs(agency, clock):
    kept = archive.stored(agency)
    expire_records()
    kept.refresh_from_db()
    assert kept.state == "stored"
    clock.set(kept.until.year + 1, 1, 1, 9, 0)
    expire_records()
    expire_records()
    kept.refresh_from_db()
    assert kept.state == "expired"
    assert JournalEntry.objects.about(kept).filter(deed="expire").count() == 1
