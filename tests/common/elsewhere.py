"""Another place for Sapat: a folder and a database of its own, worked by the real commands."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

from django.conf import settings
from django.db import connection

from common.backup import database
from common.backup.rehearsing import _apart

# Of its own for each process of a run, so that none drops another's.
NAME = f"test_elsewhere_{os.environ.get('PYTEST_XDIST_WORKER', '')}"
LATER = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("common", "{last}")]
    operations = [
        migrations.RunSQL("CREATE TABLE later (id integer)"),
        migrations.RunSQL("INSERT INTO later VALUES (1)"),
    ]
"""


class Elsewhere:
    def __init__(self, var, key):
        self.var, self.files = var, var / "files"
        var.mkdir()
        self.environment = {**os.environ, **_apart(var), "BACKUP_KEY": str(key)}
        self.environment |= {"DATABASE_URL": "", "BACKUP_TO": str(var / "backups")}
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)

    def __enter__(self):
        if connection.vendor == "postgresql":
            self._without_database()
            with database.outside() as cursor:
                cursor.execute(f"CREATE DATABASE {NAME} TEMPLATE template0")
            self.environment["DATABASE_URL"] = database.address_of(NAME)
        return self

    def __exit__(self, *error):
        if connection.vendor == "postgresql":
            self._without_database()

    def _without_database(self):
        with database.outside() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")

    def manage(self, *words):
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env={key: value for key, value in self.environment.items() if value},
            capture_output=True,
            text=True,
            check=False,
        )

    def restore(self, place, *words):
        return self.manage("restore", "--from", place, *words)

    def becomes_newer(self):
        """The next version of Sapat: it has one more migration."""
        folder = self.var / "newer"
        ours = settings.BASE_DIR / "common" / "migrations"
        shutil.copytree(ours, folder / "later_common")
        last = sorted(ours.glob("0*.py"))[-1].stem
        (folder / "later_common" / "9999_later.py").write_text(LATER.format(last=last))
        (folder / "newer_settings.py").write_text(
            "from qms.settings import *\nMIGRATION_MODULES = {'common': 'later_common'}\n"
        )
        self.environment |= {
            "PYTHONPATH": str(folder),
            "DJANGO_SETTINGS_MODULE": "newer_settings",
        }

    def ask(self, table) -> int:
        """How many rows there are."""
        return self._rows(f"SELECT count(*) FROM {table}")[0][0]

    def is_without_tables(self) -> bool:
        return not self._rows(database.TABLES[connection.vendor])

    def _rows(self, sql):
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.var / "db.sqlite3")) as opened:
                return opened.execute(sql).fetchall()
        import psycopg2

        with closing(psycopg2.connect(self.environment["DATABASE_URL"])) as opened:
            cursor = opened.cursor()
            cursor.execute(sql)
            return cursor.fetchall()
