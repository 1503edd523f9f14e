"""The journal: whole when untouched; any row altered, removed or cut off is found and named."""

import pytest
from django.core.management import call_command
from django.db import connection

from common.models import JournalEntry, deed, record
from common.models.history import row_digest
from common.models.journal import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(agency):
    with deed(by=agency.director):
        for n in range(5):
            record(agency.organisation, "change", by=agency.director, n=n)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.core
def test_an_untouched_chain_is_whole(rows):
    assert verify() is None
    assert [e.number for e in JournalEntry.objects.all()] == [1, 2, 3, 4, 5]


@pytest.mark.core
def test_an_altered_row_is_named(rows, unguarded):
    sql("UPDATE common_journalentry SET deed = 'read' WHERE number = 3")

    assert "Row 3 was altered" in verify()


def test_an_altered_detail_is_named(rows, unguarded):
    sql("UPDATE common_journalentry SET details = '{\"n\": 7}' WHERE number = 2")

    assert "Row 2 was altered" in verify()


def test_a_removed_row_is_named(rows, unguarded):
    sql("DELETE FROM common_journalentry WHERE number = 2")

    assert "Row 2 was removed" in verify()


def test_a_cut_tail_is_named(rows, unguarded):
    sql("DELETE FROM common_journalentry WHERE number >= 4")

    assert "rows 4 to 5 are missing" in verify()


def test_a_row_rewritten_with_a_fitting_hash_is_named(rows, unguarded):
    entry = JournalEntry.objects.get(number=3)
    entry.deed = "read"
    sql(
        "UPDATE common_journalentry SET deed = 'read', hash = %s WHERE number = 3",
        entry.computed_hash(),
    )

    assert "Row 4 does not continue row 3" in verify()


def test_the_command_ends_with_status_1(rows, unguarded, capsys):
    call_command("verify_journal")
    sql("DELETE FROM common_journalentry WHERE number = 5")

    with pytest.raises(SystemExit) as end:
        call_command("verify_journal")

    assert end.value.code == 1
    assert "5" in capsys.readouterr().err


def test_nobody_changes_or_deletes_a_row(rows):
    entry = JournalEntry.objects.first()
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    with pytest.raises(TypeError):
        JournalEntry.objects.all().delete()
    with pytest.raises(TypeError):
        JournalEntry.objects.update(deed="read")


@pytest.mark.core
def test_a_deed_that_fails_leaves_no_row(agency):
    def fail():
        with deed(by=agency.director):
            record(agency.organisation, "change", by=agency.director)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert not JournalEntry.objects.exists()


def test_a_row_names_the_field_history_written_with_it(agency):
    with deed(by=agency.director):
        agency.organisation.phone = "+996312000000"
        agency.organisation.save()
        record(agency.organisation, "change", by=agency.director)

    newest = agency.organisation.history.first()
    assert JournalEntry.objects.get().details["history"] == [
        ["people.organisation", newest.history_id, row_digest(newest)]
    ]


def test_no_personal_text_is_in_the_journal(agency):
    with deed(by=agency.director):
        record(agency.staff.person, "change", by=agency.director)

    row = JournalEntry.objects.values().get()
    assert agency.staff.person.surname not in str(row)
