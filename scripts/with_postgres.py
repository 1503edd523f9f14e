"""Run a command with a private, throw-away PostgreSQL:  with_postgres.py COMMAND...

The cluster lives in a temporary folder, listens on a free port of 127.0.0.1 only, keeps nothing on
disk for long (no fsync) and is removed when the command ends, however it ends. The command finds
it in DATABASE_URL, and its programs in PG_BIN. Debian's own server is used where there is one,
else the one from PyPI.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import psycopg2

DEBIAN = Path("/usr/lib/postgresql")
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    # Emptying every table after a test locks them all, with their indexes, in one transaction.
    "max_locks_per_transaction": "256",
    "shared_buffers": "128MB",
    "autovacuum": "off",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
}


def main() -> int:
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, stop)
    with cluster() as settings:
        child = subprocess.Popen(sys.argv[1:], env={**os.environ, **settings})
        try:
            return child.wait()
        finally:
            if child.poll() is None:
                end(child, signal.SIGTERM)


def stop(number: int, frame: FrameType | None) -> None:
    """Unwind through the ``finally`` blocks, once."""
    for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


@contextlib.contextmanager
def cluster() -> Iterator[dict[str, str]]:
    folder = Path(tempfile.mkdtemp(prefix="sapat-postgres-"))
    try:
        user = unprivileged()
        if user:
            os.chown(folder, *(pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid))
        programs = binaries(folder, user)
        password = secrets.token_hex(16)
        make(programs, folder, user, password)
        server, port = start(programs, folder, user)
        try:
            wait(server, port, password)
            yield {
                "DATABASE_URL": f"postgres://sapat:{password}@127.0.0.1:{port}/sapat",
                # pg_dump must be as new as the server.
                "PG_BIN": str(programs),
            }
        finally:
            end(server, signal.SIGQUIT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged() -> str | None:
    """PostgreSQL refuses to run as root; an account to run it by."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def binaries(folder: Path, user: str | None) -> Path:
    """The folder of initdb and postgres: Debian's newest, or the ones that came from PyPI."""
    found = list(DEBIAN.glob("*/bin/initdb"))
    if found:
        return max(found, key=lambda path: int(path.parts[-3])).parent
    packaged = sorted(Path(sys.prefix).glob("lib/python*/site-packages/*pgserver/pginstall*"))
    if not packaged:
        raise SystemExit("No PostgreSQL: install the Debian package postgresql.")
    if user is None:
        return packaged[-1] / "bin"
    # The other account may have no way into the folder where the project lies. The package finds
    # its libraries by their place beside it.
    package = packaged[-1].parent
    copy = folder / package.name / packaged[-1].name
    shutil.copytree(packaged[-1], copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copy / "bin"


def make(programs: Path, folder: Path, user: str | None, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    if user:
        os.chown(secret, pwd.getpwnam(user).pw_uid, -1)
    command = [
        str(programs / "initdb"),
        f"--pgdata={folder / 'data'}",
        "--username=sapat",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    made = subprocess.run(command, **account(folder, user), capture_output=True, text=True)
    if made.returncode:
        raise SystemExit(f"PostgreSQL could not be prepared: {made.stderr.strip()}")


def start(programs: Path, folder: Path, user: str | None) -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = [f"--{name}={value}" for name, value in {**QUICK, "port": str(port)}.items()]
    server = subprocess.Popen(
        [str(programs / "postgres"), "-D", str(folder / "data"), *settings],
        **account(folder, user),
        preexec_fn=die_with_parent,
        start_new_session=True,
    )
    return server, port


def account(folder: Path, user: str | None) -> dict[str, object]:
    """How to start a program: where, and as whom."""
    where: dict[str, object] = {"cwd": folder, "stdin": subprocess.DEVNULL}
    if user:
        entry = pwd.getpwnam(user)
        where |= {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return where


def die_with_parent() -> None:
    """Ask Linux to stop the server should this very process be killed outright."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGQUIT)


def wait(server: subprocess.Popen[bytes], port: int, password: str) -> None:
    """Wait until it answers, then make the database."""
    for _ in range(200):
        if server.poll() is not None:
            raise SystemExit("PostgreSQL ended at once; see its lines above.")
        with contextlib.suppress(psycopg2.OperationalError):
            connection = psycopg2.connect(
                host="127.0.0.1", port=port, user="sapat", password=password, dbname="postgres"
            )
            connection.autocommit = True
            connection.cursor().execute("CREATE DATABASE sapat")
            connection.close()
            return
        time.sleep(0.05)
    raise SystemExit("PostgreSQL did not answer in ten seconds.")


def end(process: subprocess.Popen[bytes], number: int) -> None:
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
