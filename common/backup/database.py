"""The database of a backup: a picture of one moment taken, counted, and put back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import environ
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from common.models import Blob, JournalHead

from . import faults
from .faults import BackupFault

DEBIAN = Path("/usr/lib/postgresql")
TABLES = {
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
}


class Counted:
    """What a database says of itself, as the manifest of a backup tells it."""

    def __init__(self, cursor, vendor: str):
        self._cursor, self._vendor = cursor, vendor

    def _rows(self, sql: str) -> list[tuple]:
        self._cursor.execute(sql)
        return self._cursor.fetchall()

    def tables(self) -> dict[str, int]:
        """How many rows each table has."""
        names = sorted(name for (name,) in self._rows(TABLES[self._vendor]))
        # Names of tables, as the database itself gives them.
        return {name: self._rows(f'SELECT count(*) FROM "{name}"')[0][0] for name in names}  # noqa: S608

    def migrations(self) -> list[str]:
        """Every migration that was applied."""
        rows = self._rows("SELECT app, name FROM django_migrations")
        return sorted(f"{app}.{name}" for app, name in rows)

    def head(self) -> list:
        """How long the journal is, and the hash of its last row."""
        table = JournalHead._meta.db_table
        rows = self._rows(f"SELECT count, hash FROM {table} WHERE id = 1")  # noqa: S608
        return list(rows[0]) if rows else [0, ""]

    def blobs(self) -> list[list]:
        """Every file there must be: hash and size."""
        table = Blob._meta.db_table
        return [list(row) for row in self._rows(f"SELECT sha256, size FROM {table} ORDER BY id")]  # noqa: S608

    def all(self) -> dict[str, Any]:
        return {
            "engine": self._vendor,
            "tables": self.tables(),
            "migrations": self.migrations(),
            "journal": self.head(),
            "blobs": self.blobs(),
        }


def picture(into: Path) -> dict[str, Any]:
    """Write the database as it is at one moment to a file; what it says of that moment."""
    own = connection.copy()
    try:
        if connection.vendor == "postgresql":
            return _postgresql_picture(own, into)
        return _sqlite_picture(own, into)
    finally:
        own.close()


def _postgresql_picture(own: BaseDatabaseWrapper, into: Path) -> dict[str, Any]:
    own.set_autocommit(False)
    with own.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        words = ["--format=custom", "--compress=0", f"--snapshot={snapshot}", f"--file={into}"]
        _run(own.settings_dict, "pg_dump", *words)
        found = Counted(cursor, own.vendor).all()
    own.rollback()
    return found


def _sqlite_picture(own: BaseDatabaseWrapper, into: Path) -> dict[str, Any]:
    own.ensure_connection()
    with _opened(into) as copy:
        own.connection.backup(copy)
        return Counted(copy.cursor(), own.vendor).all()


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    found = sqlite3.connect(path)
    try:
        yield found
    finally:
        found.close()


def is_empty() -> bool:
    """No deed was ever done here and nobody has an account: tables alone do not count."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 -- apps must be there first

    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for model in (JournalHead, Blob, get_user_model()):
            table = model._meta.db_table
            if table in there:
                cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 -- our own table
                if cursor.fetchone()[0]:
                    return False
    return True


def put_back(dump: Path) -> dict[str, Any]:
    """Replace everything in the database by what a picture holds; what it says afterwards."""
    if connection.vendor == "postgresql":
        _empty_postgresql()
        words = ["--no-owner", "--no-privileges", "--exit-on-error"]
        target = f"--dbname={connection.settings_dict['NAME']}"
        _run(connection.settings_dict, "pg_restore", *words, "--schema=public", target, str(dump))
    else:
        _put_sqlite(dump)
    connection.close()
    with connection.cursor() as cursor:
        return Counted(cursor, connection.vendor).all()


def _empty_postgresql() -> None:
    """Table by table, as pg_restore puts them back: each table takes a lock for itself and for
    every index, and one transaction over all needs more than a server grants by default. What
    is interrupted is not served, see ``marker``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TABLE public."{name}" CASCADE')
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def _put_sqlite(dump: Path) -> None:
    name = Path(connection.settings_dict["NAME"])
    connection.close()
    with _opened(dump) as copy:
        fault = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if fault != "ok":
        raise BackupFault(faults.DAMAGED_SET, name=fault)
    beside = name.with_name(f"{name.name}.restored")
    shutil.copyfile(dump, beside)
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    # What the old database had not yet written home must not be written into the new one.
    for leftover in ("-wal", "-shm"):
        name.with_name(name.name + leftover).unlink(missing_ok=True)
    beside.replace(name)


def address_of(name: str) -> str:
    """DATABASE_URL of another database on the same server."""
    from urllib.parse import quote, urlencode  # noqa: PLC0415

    said = connection.settings_dict
    user, password = quote(said["USER"], safe=""), quote(said["PASSWORD"], safe="")
    options = {k: v for k, v in said.get("OPTIONS", {}).items() if isinstance(v, str)}
    asked = f"?{urlencode(options)}" if options else ""
    host, port = said["HOST"] or "", f":{said['PORT']}" if said["PORT"] else ""
    return f"postgres://{user}:{password}@{quote(host, safe='')}{port}/{quote(name)}{asked}"


def _program(name: str) -> str:
    """The program of the server's own version where there is one, else the newest."""
    if settings.PG_BIN:
        return str(Path(settings.PG_BIN) / name)
    major = connection.cursor().connection.info.server_version // 10000
    own = DEBIAN / str(major) / "bin" / name
    newest = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if own.exists():
        return str(own)
    found = str(newest[-1]) if newest else shutil.which(name)
    if not found:
        raise BackupFault(faults.NO_PROGRAM, program=name)
    return found


def _run(said: dict[str, Any], name: str, *words: str) -> None:
    """A program of PostgreSQL; what it needs to know stands in its environment, unseen."""
    told = {
        "PGHOST": said["HOST"],
        "PGPORT": str(said["PORT"] or ""),
        "PGUSER": said["USER"],
        "PGPASSWORD": said["PASSWORD"],
        "PGDATABASE": said["NAME"],
        "PGSSLMODE": said.get("OPTIONS", {}).get("sslmode", ""),
        "PGSSLROOTCERT": said.get("OPTIONS", {}).get("sslrootcert", ""),
    }
    environment = {**os.environ, **{key: value for key, value in told.items() if value}}
    try:
        done = subprocess.run(  # noqa: S603 -- a program of PostgreSQL, words of ours
            [_program(name), *words], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise BackupFault(faults.NO_PROGRAM, program=name) from error
    if done.returncode:
        # The first line says it; the rest may quote rows.
        first = (done.stderr.strip().splitlines() or [str(done.returncode)])[0]
        raise BackupFault(faults.PROGRAM, program=name, error=first)


@contextmanager
def outside() -> Iterator[Any]:
    """A cursor of a connection outside any transaction: where databases are made and removed."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            yield cursor
    finally:
        own.close()


def is_the_real(address: str) -> bool:
    """Whether an address names the database of this installation."""
    said, other = connection.settings_dict, environ.Env.db_url_config(address)
    keys = ("NAME", "HOST", "PORT")
    return all(str(said[key] or "") == str(other[key] or "") for key in keys)
