"""The database of the tests is made at once from the models: the migrations take ten times longer.

That the migrations make the same tables is a test of its own (tests/qms/test_at_once.py).
"""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from common import guard
from common.search import tables


class AtOnce:
    """No app has migrations, so that the models themselves are made."""

    def __contains__(self, app):
        return True

    def __getitem__(self, app):
        return None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    settings.MIGRATION_MODULES = AtOnce()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    settings.MIGRATION_MODULES = {}
    with django_db_blocker.unblock():
        if not MigrationRecorder(connection).applied_migrations():
            guard.put_up(connection)
            tables.put_up(connection)
            call_command("migrate", fake=True, verbosity=0)
