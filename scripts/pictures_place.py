"""A place of its own in which the pictures are taken: a sample agency, its web server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "https://sapat.example.kg"


def sample(folder: Path) -> dict[str, str]:
    """A fresh sample agency in ``folder``; the environment in which it runs."""
    apart = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "PRODUCTION", "DEBUG", "FILES_ROOT")
    environment = {name: value for name, value in os.environ.items() if name not in apart}
    environment |= {"SAPAT_VAR": str(folder), "PUBLIC_BASE_URL": ADDRESS}
    manage(environment, "make_tables", "--verbosity", "0")
    manage(environment, "make_sample")
    manage(environment, "collectstatic", "--noinput", "--ignore", "src", "--verbosity", "0")
    return environment


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Let a command run there; what it said."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"manage.py {arguments[0]} ended with status {done.returncode}.")
    return done.stdout


@contextmanager
def server(environment: dict[str, str]) -> Iterator[str]:
    """The web server on a free port, as long as the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-m gunicorn qms.wsgi --threads 4 --log-level warning --bind 127.0.0.1:{port}"
    process = subprocess.Popen([sys.executable, *options.split()], cwd=ROOT, env=environment)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until the server answers."""
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            if process.poll() is not None:
                raise SystemExit("The server ended at once; see its lines above.") from None
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server did not answer.")
