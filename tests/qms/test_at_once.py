"""The tables of an empty database, made at once: the very ones that the migrations make."""

import os
import re
import sqlite3
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from common import at_once, guard

pytestmark = pytest.mark.xdist_group("upgrade")  # what is slow is made by one worker


def make(folder, *words):
    """The file of a database that this command made in a folder of its own."""
    clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME")}
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        env=clean | {"SAPAT_VAR": str(folder)},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    return folder / "db.sqlite3"


def drawn(database):
    """Everything that SQLite knows of its tables, whatever the order of their columns."""
    with sqlite3.connect(database) as opened:
        ask = opened.execute
        made = {
            f"{kind} {name}": sql
            for kind, name, sql in ask("SELECT type, name, sql FROM sqlite_master")
            if kind != "table" or "VIRTUAL" in sql
        }
        for (table,) in ask("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            (sql,) = ask("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()
            made[table] = {
                "columns": {row[1:] for row in ask(f"PRAGMA table_info({table})")},
                "keys": {row[2:] for row in ask(f"PRAGMA foreign_key_list({table})")},
                "whole": set(re.findall(r"CONSTRAINT .*?(?=, CONSTRAINT|, \"|\)$)", sql)),
            }
        for table in ("django_migrations", "django_content_type", "auth_permission"):
            columns = [row[1] for row in ask(f"PRAGMA table_info({table})")]
            kept = [name for name in columns if name in ("app", "name", "app_label", "model")]
            made[f"rows of {table}"] = set(ask(f"SELECT {', '.join(kept)} FROM {table}"))
    return made


def test_they_are_the_very_ones_that_the_migrations_make(tmp_path):
    (tmp_path / "by").mkdir()
    (tmp_path / "at").mkdir()
    migrated = drawn(make(tmp_path / "by", "migrate", "--verbosity", "0"))
    at_once_made = drawn(make(tmp_path / "at", "make_tables", "--verbosity", "0"))

    assert len(migrated) > 200
    assert {name for name in migrated if migrated[name] != at_once_made.get(name)} == set()
    assert set(at_once_made) == set(migrated)


def test_beside_an_existing_database_the_command_only_migrates(tmp_path):
    database = make(tmp_path, "make_tables", "--verbosity", "0")
    with sqlite3.connect(database) as opened:
        opened.execute("INSERT INTO common_sequence (key, period, last) VALUES ('mine', '', 1)")
    opened.close()

    make(tmp_path, "make_tables", "--verbosity", "0")

    with sqlite3.connect(database) as opened:
        assert opened.execute("SELECT key FROM common_sequence").fetchall() == [("mine",)]
    opened.close()


def test_what_breaks_off_leaves_the_database_empty(tmp_path):
    script = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "from common import at_once\n"
        "def cut(connection): raise SystemExit('the power goes')\n"
        "at_once.tables.put_up = cut\n"
        "try: at_once.make_tables(connection)\n"
        "except SystemExit: assert at_once.is_empty(connection)\n"
        "else: raise AssertionError\n"
    )
    clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME")}
    clean |= {"SAPAT_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "qms.settings"}
    run = subprocess.run(
        [sys.executable, "-c", script], env=clean, cwd=settings.BASE_DIR, capture_output=True
    )
    assert run.returncode == 0, run.stderr


def test_the_tests_work_on_the_same(tmp_path):
    """The tests make their tables from the models (tests/database.py)."""
    made = make(tmp_path, "make_tables", "--verbosity", "0")
    with sqlite3.connect(made) as migrated:
        of_kind = "SELECT name FROM sqlite_master WHERE type = ?"
        tables = {
            name: {row[1] for row in migrated.execute(f"PRAGMA table_info({name})")}
            for (name,) in migrated.execute(of_kind, ["table"])
        }
        triggers = {name for (name,) in migrated.execute(of_kind, ["trigger"])}

    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        assert tables[meta.db_table] == {field.column for field in meta.local_concrete_fields}
    kept = {f"{table}_{act}" for table in guard.TABLES for act in ("update", "delete")}
    assert triggers == kept | {f"search_entry_{name}" for name in ("come", "gone", "other")}


@pytest.mark.django_db
def test_a_database_with_tables_is_not_empty():
    assert not at_once.is_empty(connection)
