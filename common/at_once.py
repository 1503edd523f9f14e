"""The tables of an empty database, made at once from the models.

The migrations take many times longer for the same tables, for each of them draws up the models
anew. Later upgrades are ordinary migrations; a test compares both (tests/qms/test_at_once.py).
"""

from django.apps import apps
from django.db import router
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from common import guard
from common.search import tables


def is_empty(connection) -> bool:
    """Nothing was ever made in this database."""
    return not connection.introspection.table_names()


def make_tables(connection) -> None:
    """All that the migrations make in an empty database, and each of them noted as applied.

    One transaction: what breaks off leaves the database empty. What migrations do with rows has
    nothing to do here; what they put up beside the tables is put up here too.
    """
    loader, recorder = MigrationLoader(connection), MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        for app in apps.get_app_configs():
            if app.label not in loader.migrated_apps:
                continue
            for model in router.get_migratable_models(app, connection.alias):
                if model._meta.can_migrate(connection):
                    editor.create_model(model)
        guard.put_up(connection)
        tables.put_up(connection)
        editor.create_model(recorder.Migration)
        for name in _names(loader):
            recorder.record_applied(*name)


def _names(loader: MigrationLoader) -> list[tuple[str, str]]:
    """Every migration there is, and those that others stand for."""
    found = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        found |= set(migration.replaces)
    return sorted(found)
