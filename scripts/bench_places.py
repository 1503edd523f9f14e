"""The databases that the measurement makes for itself: one a size, on PostgreSQL or SQLite."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent


class Place:
    """One database with its folder: so many documents, and servers that answer from it."""

    def __init__(self, folder: Path, rows: int, url: str = ""):
        self.rows, self.folder, self.url = rows, folder / str(rows), url
        self.folder.mkdir()
        (self.folder / "static").symlink_to(folder / "static")
        unwanted = {"REDIS_URL", "PRODUCTION", "DEBUG", "EMAIL_URL", "DATABASE_URL", "FILES_ROOT"}
        unwanted |= {"SEALS_ROOT"}
        self.environment = {k: v for k, v in os.environ.items() if k not in unwanted} | {
            "SAPAT_VAR": str(self.folder),
            "SECRET_KEY": "only-for-this-measurement-0123456789-abcdefghijklmnopqrstuvwxyz",
            "LOG_LEVEL": "ERROR",
        }
        if url:
            self.environment["DATABASE_URL"] = url

    def manage(self, *words: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *words], env=self.environment, cwd=ROOT, check=True
        )


def make_places(folder: Path, sizes: list[int], what: str = "fill") -> dict[int, Place]:
    """A database for each size, each grown from a copy of the smaller one; ``what`` fills it."""
    address, places, before = os.environ.get("DATABASE_URL", ""), {}, None
    for rows in sizes:
        url = ""
        if address:
            url = urlunsplit(urlsplit(address)._replace(path=f"/{what}_{rows}"))
            create_database(address, f"{what}_{rows}", before and f"{what}_{before.rows}")
        place = Place(folder, rows, url)
        if before and not address:
            shutil.copy(before.folder / "db.sqlite3", place.folder / "db.sqlite3")
        if before is None:
            place.manage("make_tables", "--verbosity", "0")
        place.manage("bench", f"--{what}", str(rows))
        places[rows] = before = place
    return places


def create_database(address: str, name: str, template: str | None) -> None:
    import psycopg2

    connection = psycopg2.connect(address)
    connection.autocommit = True
    copied = f" TEMPLATE {template}" if template else ""
    connection.cursor().execute(f"CREATE DATABASE {name}{copied}")
    connection.close()


def static_files(folder: Path) -> None:
    """The collected files of the installation, or files collected for this run."""
    var = Path(os.environ.get("SAPAT_VAR") or ROOT / "var")
    if (var / "static" / "staticfiles.json").exists():
        (folder / "static").symlink_to((var / "static").resolve())
        return
    (folder / "static").mkdir()
    words = ["manage.py", "collectstatic", "--noinput", "--ignore", "src", "--verbosity", "0"]
    environment = {**os.environ, "SAPAT_VAR": str(folder)}
    subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, check=True)
