"""The drills of the trail: whatever is altered past the program is found and named."""

import json
import tracemalloc
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from common import guard
from common.models import Check, JournalEntry, JournalHead, Seal, deed, record
from common.models.journal import HASHED, digest, hashed_facts, verify
from common.nightly import check_chain
from common.trail import chain, seals
from qms.management.commands.bench import lengthen_trail

pytestmark = [pytest.mark.django_db, pytest.mark.core]


@pytest.fixture
def rows(agency):
    with deed(by=agency.director):
        for n in range(6):
            record(agency.organisation, "change", by=agency.director, n=n)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def rechain(first=1):
    """What a forger with all rights would do: right hashes, and a head that fits them."""
    previous = JournalEntry.objects.get(number=first - 1).hash if first > 1 else ""
    for row in JournalEntry.objects.filter(number__gte=first).values_list(*HASHED):
        found = digest(hashed_facts(*row[:9], previous))
        sql(
            "UPDATE common_journalentry SET previous_hash = %s, hash = %s WHERE number = %s",
            previous,
            found,
            row[0],
        )
        previous = found
    last = JournalEntry.objects.latest("number")
    sql("UPDATE common_journalhead SET count = %s, hash = %s", last.number, last.hash)


def sealed() -> Seal:
    """A seal whose deed was committed."""
    made = seals.make()
    seals.settle()
    return made


# The chain -----------------------------------------------------------------------------------


def test_each_of_several_faults_is_named(rows, unguarded):
    sql("UPDATE common_journalentry SET deed = 'read' WHERE number = 2")
    sql("DELETE FROM common_journalentry WHERE number = 4")
    sql("DELETE FROM common_journalentry WHERE number = 6")

    told = verify().splitlines()

    assert len(told) == 3
    assert "Row 4 was removed" in told[0]
    assert "Row 2 was altered" in told[1]
    assert "rows 6 to 6 are missing" in told[2]


def test_two_swapped_rows_are_named(rows, unguarded):
    sql("UPDATE common_journalentry SET number = 99 WHERE number = 2")
    sql("UPDATE common_journalentry SET number = 2 WHERE number = 4")
    sql("UPDATE common_journalentry SET number = 4 WHERE number = 99")

    assert verify() == "Rows 2 and 4 were swapped."


def test_an_altered_head_is_named(rows):
    sql("UPDATE common_journalhead SET hash = %s", "0" * 64)

    assert verify() == "The head of the chain was altered: it does not name row 6."


def test_a_tail_cut_with_its_head_is_found_through_the_seal(rows, unguarded):
    sealed()
    sql("DELETE FROM common_journalentry WHERE number >= 5")
    rechain()

    told = verify()

    assert "names row 6; the chain ends before" in told
    assert "cut off" not in told


def test_a_chain_rewritten_with_right_hashes_is_found_through_the_seal(rows, unguarded):
    sealed()
    sql("UPDATE common_journalentry SET ip = '10.0.0.1' WHERE number = 2")
    rechain()

    assert "The chain was rewritten: row 6 or one before it" in verify()


def test_whoever_rewrites_the_seals_in_the_database_too_is_found_through_the_file(rows, unguarded):
    seal = sealed()
    sql("UPDATE common_journalentry SET ip = '10.0.0.1' WHERE number = 2")
    rechain()
    seal.hash = JournalEntry.objects.get(number=6).hash
    sql("UPDATE common_seal SET hash = %s, sha256 = %s", seal.hash, seal.computed_sha256())

    told = verify()

    assert "row 6 or one before it is not the one sealed on" in told
    assert seal.file_name in told


@pytest.mark.drill("clock-set-back")
def test_a_clock_set_back_is_a_remark_and_no_fault(rows, monkeypatch, agency):
    past = timezone.now() - timedelta(days=400)
    monkeypatch.setattr("common.models.journal.timezone.now", lambda: past)
    with deed(by=agency.director):
        record(agency.organisation, "change", by=agency.director)

    check_chain()

    check = Check.objects.get()
    assert check.is_good
    assert "Row 7" in check.facts["remarks"][0]["text"] % check.facts["remarks"][0]["values"]
    assert [entry.number for entry in JournalEntry.objects.all()] == list(range(1, 8))
    assert verify() is None


# The seals -----------------------------------------------------------------------------------


def test_a_seal_leaves_the_database_and_holds(rows, settings):
    first = sealed()
    second = sealed()

    told = json.loads((settings.SEALS_ROOT / second.file_name).read_text())

    assert told["seal"] == 2
    assert told["rows"] == 7
    assert told["hash"] == JournalEntry.objects.get(number=7).hash
    assert told["previous_seal"] == first.sha256
    assert verify() is None


def test_a_removed_seal_is_named_by_its_file(rows, unguarded):
    seal = sealed()
    sql("DELETE FROM common_seal")

    told = verify()

    assert "Seal No. 1 was removed from the database" in told
    assert seal.file_name in told


def test_a_seal_removed_with_its_file_is_named_by_the_journal(rows, settings, unguarded):
    seal = sealed()
    sql("DELETE FROM common_seal")
    (settings.SEALS_ROOT / seal.file_name).unlink()

    assert verify() == "Seal No. 1 was removed with its file; the journal speaks of it."


def test_files_of_seals_lost_or_altered_are_named(rows, settings):
    lost, altered = sealed(), sealed()
    (settings.SEALS_ROOT / lost.file_name).unlink()
    path = settings.SEALS_ROOT / altered.file_name
    path.chmod(0o644)
    path.write_text(path.read_text().replace('"rows": 7', '"rows": 6'))

    told = verify()

    assert f"The file of seal No. 1 is gone: {lost.file_name}." in told
    assert f"The file of seal No. 2 was altered: {altered.file_name}." in told


def test_a_folder_of_seals_that_is_gone_is_one_fault(rows, settings, tmp_path):
    sealed()
    settings.SEALS_ROOT = tmp_path / "unplugged"

    assert verify() == "The folder of the seals cannot be read."


def test_what_is_no_seal_is_named(rows, settings):
    sealed()
    (settings.SEALS_ROOT / "seal-x.json").write_text("{")

    assert verify() == "The file seal-x.json in the folder of the seals is not a seal."


def test_a_full_disk_leaves_no_seal_and_no_file(rows, settings, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("common.trail.seals.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        seals.make()

    assert not Seal.objects.exists()
    assert not list(settings.SEALS_ROOT.iterdir())
    monkeypatch.undo()
    assert verify() is None


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_before_the_file_had_its_name(rows, settings, monkeypatch):
    monkeypatch.setattr(seals, "_name", lambda path: None)
    seal = seals.make()
    assert not (settings.SEALS_ROOT / seal.file_name).exists()
    (settings.SEALS_ROOT / ".pending-seal-00009-2026-01-01.json").write_text("half")
    monkeypatch.undo()

    assert verify() is None
    assert [path.name for path in settings.SEALS_ROOT.iterdir()] == [seal.file_name]


def test_a_restored_copy_does_not_miss_what_was_sealed_after_it(rows, settings, unguarded):
    sealed()
    before = JournalHead.objects.get()
    sealed()
    # The backup was taken between the two.
    sql("DELETE FROM common_seal WHERE number = 2")
    sql("DELETE FROM common_journalentry WHERE number > %s", before.count)
    sql("UPDATE common_journalhead SET count = %s, hash = %s", before.count, before.hash)

    assert verify()
    assert verify(restored=True) is None

    assert seals.set_aside() == 1
    assert verify() is None
    assert JournalEntry.objects.latest("number").deed == "set_seals_aside"


# The guard -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE common_journalentry SET deed = 'read'",
        "DELETE FROM common_journalentry",
        "UPDATE common_seal SET day = '2020-01-01'",
        "DELETE FROM common_seal",
    ],
)
@pytest.mark.clause("004-7.5.5-b")
def test_the_database_itself_refuses_to_change_the_trail(rows, statement):
    sealed()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        sql(statement)

    assert verify() is None


def test_the_guard_may_be_put_up_twice(rows):
    guard.put_up(connection)
    guard.put_up(connection)


# A long trail -------------------------------------------------------------------------------


@pytest.mark.drill("long-trail")
def test_a_long_trail_is_walked_in_flat_memory_and_tells_how_far_it_is(rows, monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 500)
    told = []

    def peak(count):
        lengthen_trail(count)
        told.clear()
        tracemalloc.start()
        try:
            found = list(chain.faults(tell=lambda done, total: told.append((done, total))))
            return found, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, little = peak(2_000)
    many, much = peak(20_000)

    assert few == many == []
    assert much < little * 1.5
    assert [done for done, _total in told[:3]] == [500, 1000, 1500]
    assert told[-1] == (20_000, 20_000)


def test_the_command_names_every_fault(rows, unguarded, capsys):
    sql("UPDATE common_journalentry SET deed = 'read' WHERE number IN (2, 5)")

    with pytest.raises(SystemExit) as end:
        call_command("verify_journal")

    assert end.value.code == 1
    said = capsys.readouterr()
    assert "Row 2 was altered" in said.err
    assert "Row 5 was altered" in said.err
    assert "rows a second" in said.out
