"""The rehearsal: each night the newest backup is restored into a spare place and looked through.

It happens in a process of its own, with settings of its own, so that nothing of the real place
can be touched by it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from common.alone import alone
from common.models import Check
from common.storage import StorageAway

from . import database, faults, keys
from .faults import BackupFault
from .place import Place, SetName, places
from .taking import end_dead, workplace

KIND = "rehearsal"
COMMAND = ["manage.py", "restore", "--rehearsal"]


def rehearse() -> Check:
    """Restore the newest backup of the first place and look through everything in all places."""
    with alone(KIND):
        end_dead(KIND)
        with Check.running(KIND) as check:
            for number, place in enumerate(places()):
                try:
                    found = place.sets()
                    if not found:
                        raise BackupFault(faults.NO_SETS, place=str(place))
                    _look_through(place, found, check)
                    if number == 0:
                        _restore(place, found[0], check)
                except BackupFault as fault:
                    check.find(fault.sentence, **fault.values)
                except StorageAway as error:
                    check.find(faults.SILENT, place=str(place), error=str(error))
    return check


def _look_through(place: Place, found: list[SetName], check: Check) -> None:
    """Each set has the bytes it was kept with, and every file it needs is there."""
    there = place.blobs()
    for done, one in enumerate(found):
        check.progress(done, len(found))
        try:
            missing = [sha for sha in place.said_of(one.name)["blobs"] if sha not in there]
            if not place.is_whole(one.name):
                check.find(faults.DAMAGED_SET, name=one.name)
        except BackupFault as fault:
            check.find(fault.sentence, **fault.values)
        else:
            for sha in missing:
                check.find(faults.BLOB_GONE, name=one.name, sha=sha)


def _restore(place: Place, one: SetName, check: Check) -> None:
    check.facts |= {"set": one.name, "place": str(place)}
    check.facts["key"] = str(keys.identity().to_public())
    with workplace("rehearsal") as folder, _spare() as address:
        said = _in_its_own_process(
            {
                **_apart(folder),
                "DATABASE_URL": address,
                "BACKUP_TO": place.address,
            },
            [*COMMAND, one.name],
            check,
        )
    check.facts |= said.get("facts", {})
    for sentence, values in said["faults"]:
        check.find(sentence, **values)


def _apart(folder: Path) -> dict[str, str]:
    """An installation of its own in a folder; it shares nothing with the real one but the key."""
    return {
        "SAPAT_VAR": str(folder),
        "FILES_ROOT": str(folder / "files"),
        "KEYS_ROOT": str(folder / "keys"),
        "SEALS_ROOT": str(folder / "seals"),
        "BACKUP_KEY": str(settings.BACKUP_KEY),
        "SECRET_KEY": settings.SECRET_KEY,
        "PG_BIN": settings.PG_BIN,
        "LOG_LEVEL": "ERROR",
        **dict.fromkeys(
            ["PRODUCTION", "DEBUG", "REDIS_URL", "EMAIL_URL", "FILES_S3", "DATABASE_OWNER_URL"], ""
        ),
    }


def _in_its_own_process(told: dict[str, str], words: list[str], check: Check) -> dict[str, Any]:
    inherited = {
        key: value for key, value in os.environ.items() if key.removesuffix("_FILE") not in told
    }
    said: dict[str, Any] = {}
    rest: list[str] = []
    with subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, *words],
        cwd=settings.BASE_DIR,
        env=inherited | {key: value for key, value in told.items() if value},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or []:
            try:
                heard = json.loads(line)
            except ValueError:
                rest.append(line.strip())
                continue
            if "done" in heard:
                check.progress(heard["done"], heard["total"])
            else:
                said = heard
    if "faults" not in said:
        error = rest[-1] if rest else str(process.returncode)
        raise BackupFault(faults.PROGRAM, program="restore", error=error)
    return said


@contextmanager
def _spare() -> Iterator[str]:
    """The address of an empty database; nothing for SQLite, whose database is a file."""
    if connection.vendor != "postgresql":
        yield ""
        return
    name = connection.settings_dict["NAME"]
    if settings.REHEARSAL_DATABASE_URL:
        if database.is_the_real(settings.REHEARSAL_DATABASE_URL):
            raise BackupFault(faults.SPARE_IS_REAL)
        yield settings.REHEARSAL_DATABASE_URL
        return
    spare = f"{name}_rehearsal"
    with database.outside() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{spare}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{spare}" TEMPLATE template0')
    try:
        yield database.address_of(spare)
    finally:
        with database.outside() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{spare}" WITH (FORCE)')
