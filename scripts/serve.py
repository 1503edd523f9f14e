"""Start web, worker and beat of the Procfile under one supervisor; Ctrl-C or SIGTERM stops all.

Run with the project's own Python, by "make run". When one of them ends, the others are stopped.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

import honcho.manager
from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Printer

ROOT = Path(__file__).resolve().parent.parent
HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = int(os.environ.get("PORT") or 8000)
# Seconds to end the task in hand before the worker is killed; honcho's five would cut a long paper.
honcho.manager.KILL_WAIT = 20


class Supervisor(Manager):
    """honcho's manager, which would lose the others when stopped while still starting."""

    def terminate(self) -> None:
        if self._all_started():
            super().terminate()
        else:
            threading.Timer(0.2, self.terminate).start()


def main() -> int:
    if taken():
        print(f"Port {PORT} is in use; choose another: make run PORT={PORT + 1}", file=sys.stderr)
        return 1
    environment = {**os.environ, "HOST": HOST, "PORT": str(PORT), "PYTHONUNBUFFERED": "1"}
    manager = Supervisor(Printer(sys.stdout))
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, command, quiet=False, env=environment, cwd=str(ROOT))
    signal.signal(signal.SIGHUP, terminal_closed)
    # Begun before the supervisor forks, which would otherwise inherit half-open pipes.
    accounts = subprocess.Popen(
        [sys.executable, "manage.py", "first_start", "--accounts"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    threading.Thread(target=welcome, args=[accounts], daemon=True).start()
    manager.loop()
    stopped_by_us = manager.returncode in (None, 0, 130, 143, -2, -15)
    return 0 if stopped_by_us else 1


def terminal_closed(number: int, frame: FrameType | None) -> None:
    """Stop everything also when the window is closed: there is nowhere to print any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
    os.kill(os.getpid(), signal.SIGTERM)


def taken() -> bool:
    with socket.socket(socket.AF_INET6 if ":" in HOST else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError:
            return True
    return False


def welcome(accounts: subprocess.Popen[str]) -> None:
    """Say where Sapat answers and with which sample accounts, once it does answer."""
    shown = "127.0.0.1" if HOST in {"0.0.0.0", "::"} else HOST
    address = f"http://{shown}:{PORT}/"
    while not answers(f"{address}healthz"):
        time.sleep(0.2)
    text = accounts.communicate()[0].strip()
    print(f"\n{text}\n\nSapat: {address}   (Ctrl-C stops it)\n", flush=True)


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
