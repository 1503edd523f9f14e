"""One at a time, on however many machines: the worker that comes second is told so.

A lock ends with the process that holds it, also when that is killed. PostgreSQL keeps it where
there are several machines; beside SQLite there is only one, and a file is enough.
"""

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from time import monotonic, sleep

from django.conf import settings
from django.db import DatabaseError, connection


class Busy(Exception):
    """Somebody else is doing it now."""


@contextmanager
def alone(name: str, *, patience: float = 0) -> Iterator[None]:
    """Nobody else is inside a block of the same name; ``Busy`` when somebody stays in it."""
    take = _by_database if connection.vendor == "postgresql" else _by_file
    with ExitStack() as held:
        until = monotonic() + patience
        while True:
            try:
                held.enter_context(take(name))
                break
            except Busy:
                if monotonic() >= until:
                    raise
                sleep(0.5)
        yield


@contextmanager
def _by_database(name: str) -> Iterator[None]:
    # A connection of its own: it must not end with the work of the block, nor with its faults.
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [zlib.crc32(name.encode())])
            if not cursor.fetchone()[0]:
                raise Busy(name)
        yield
    finally:
        with suppress(DatabaseError):
            own.close()


@contextmanager
def _by_file(name: str) -> Iterator[None]:
    folder = settings.VAR
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(name) from None
        yield
