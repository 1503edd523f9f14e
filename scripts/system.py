"""What the machine itself must have: a few Debian packages, and Node for the front-end files."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tools import BIN, explain


def library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def certificates() -> bool:
    given = os.environ.get("SSL_CERT_FILE")
    return bool(given) or Path("/etc/ssl/certs/ca-certificates.crt").exists()


def can_make_venv() -> bool:
    return (BIN / "pip").exists() or importlib.util.find_spec("ensurepip") is not None


# Debian package: how to see quickly, without asking apt, that it is there.
TO_RUN: dict[str, Callable[[], bool]] = {
    "python3-venv": can_make_venv,
    "ca-certificates": certificates,
    "libpangoft2-1.0-0": lambda: library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": lambda: library("libharfbuzz-subset.so.0"),
}
TO_TEST: dict[str, Callable[[], bool]] = {
    "git": lambda: shutil.which("git") is not None,
    "gettext": lambda: shutil.which("xgettext") is not None,
    "poppler-utils": lambda: shutil.which("pdftotext") is not None,
    "postgresql-client": lambda: shutil.which("pg_dump") is not None,
    "redis-server": lambda: shutil.which("redis-server") is not None,
    "chromium": lambda: shutil.which("chromium") is not None,
}


def need_packages(*, dev: bool) -> None:
    """Install the missing system packages where we may, otherwise say which they are."""
    wanted = {**TO_RUN, **TO_TEST} if dev else TO_RUN
    missing = [name for name, there in wanted.items() if not there()]
    if not missing:
        return
    words = " ".join(missing)
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and may(as_root):
        explain(f"Installing the system packages {words}")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        subprocess.run([*apt, "update"], env=environment, check=False)
        subprocess.run(
            [*apt, "install", "-y", "--no-install-recommends", *missing],
            env=environment,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        importlib.invalidate_caches()
        missing = [name for name, there in wanted.items() if not there()]
    if missing:
        raise SystemExit(
            f"Sapat needs the Debian packages {' '.join(missing)}: install them "
            f"(apt-get install {' '.join(missing)}), then give the command again."
        )


def may(as_root: list[str]) -> bool:
    if not as_root:
        return True
    if shutil.which("sudo") is None:
        return False
    return subprocess.run([*as_root, "true"], capture_output=True, check=False).returncode == 0


def node_on_path() -> bool:
    """Whether a Node of version 18 or newer, with npm, is there (the system's or the venv's)."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return False
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().removeprefix("v").partition(".")[0]
    return major.isdigit() and int(major) >= 18
