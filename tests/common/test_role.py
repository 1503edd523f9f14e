"""The role that the program works by: it adds to the journal, and can alter neither row nor table."""

import pytest
from django.db import DatabaseError, connection, transaction

from common import guard
from common.models.journal import verify
from tests.factories import put_in_force

pytestmark = pytest.mark.django_db
ROLE = "sapat_of_a_test"


@pytest.fixture
def narrowed(draft, agency):
    """From here on the test goes on as a role that owns nothing; gone with the transaction."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no roles")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
        guard.narrow(connection, ROLE)
        cursor.execute(f"SET LOCAL ROLE {ROLE}")


@pytest.mark.clause("004-7.5.5-b")
def test_it_does_all_work_and_cannot_alter_the_journal(narrowed, draft, agency):
    put_in_force(draft, agency)
    assert verify() is None

    for statement in (
        "UPDATE common_journalentry SET deed = 'read'",
        "DELETE FROM common_journalentry",
        "TRUNCATE common_journalentry CASCADE",
        "DELETE FROM common_seal",
        "ALTER TABLE common_journalentry DISABLE TRIGGER is_kept",
        "DROP TRIGGER is_kept ON common_journalentry",
        "DROP TABLE common_seal",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied|must be owner"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_it_is_narrowed_after_every_change_of_the_tables(settings, monkeypatch):
    told = []
    monkeypatch.setattr(guard, "narrow", lambda _connection, role: told.append(role))
    from django.apps import apps  # noqa: PLC0415
    from django.db.models.signals import post_migrate  # noqa: PLC0415

    settings.DATABASE_ROLE = "sapat"
    common = apps.get_app_config("common")
    post_migrate.send(sender=common, app_config=common, using="default", verbosity=0, plan=[])

    assert told == ["sapat"]
