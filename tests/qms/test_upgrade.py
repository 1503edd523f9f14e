"""Upgrading by one command: forward, back when something fails, and after a power cut.

Real releases side by side (copies of this project), a real SQLite database and a real web process;
only the service manager is a small program of the test.
"""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.conf import settings

from tests.qms.machines import free_port

pytestmark = pytest.mark.xdist_group("upgrade")  # the tables are made once
ROOT = settings.BASE_DIR
APPS = ("common", "people", "documents", "planning", "audits", "monitoring", "accreditation", "qms")
PARTS = (*APPS, "templates", "profiles", "static", "locale", "scripts")

SERVICES = """
import os, signal, sqlite3, subprocess, sys, time
from pathlib import Path
home, action = Path(sys.argv[1]), sys.argv[2]
pid = home / "web.pid"
if action == "stop":
    if pid.exists():
        try:
            os.killpg(int(pid.read_text()), signal.SIGKILL)
        except ProcessLookupError:
            pass
        pid.unlink()
if action == "start":
    if not pid.exists():
        current = (home / "current").resolve()
        words = [".venv/bin/gunicorn", "qms.wsgi", "--bind", "127.0.0.1:" + os.environ["PORT"]]
        environment = {**os.environ, "SAPAT_VAR": str(home / "var")}
        with open(home / "web.log", "ab") as log:
            web = subprocess.Popen(
                words, cwd=current, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        pid.write_text(str(web.pid))
    with sqlite3.connect(home / "var" / "db.sqlite3", timeout=20) as database:
        database.execute("DELETE FROM common_heartbeat")
        database.execute(
            "INSERT INTO common_heartbeat (name, at) VALUES ('worker', datetime('now'))"
        )
with open(home / "services.log", "a") as log:
    log.write(action + "\\n")
# The power goes just now.
cut = home / ("cut-at-" + action)
if cut.exists():
    cut.unlink()
    os.kill(os.getppid(), signal.SIGKILL)
"""

#: Where the project has no backup of its own yet: the same words, a plain copy.
BACKUP = """
import datetime, sqlite3
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
class Command(BaseCommand):
    def handle(self, **options):
        name = datetime.datetime.now().strftime("%Y%m%d-%H%M%S-%f")
        target = settings.VAR / "backups" / name
        target.parent.mkdir(exist_ok=True)
        with sqlite3.connect(settings.VAR / "db.sqlite3") as here, sqlite3.connect(target) as there:
            here.backup(there)
        self.stdout.write(f"Backup {name}: 1 rows.")
"""
RESTORE = """
import sqlite3
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("set")
        parser.add_argument("--replace", action="store_true")
        parser.add_argument("--without-safety", action="store_true")
    def handle(self, **options):
        source = settings.VAR / "backups" / options["set"]
        with sqlite3.connect(source) as there, sqlite3.connect(settings.VAR / "db.sqlite3") as here:
            there.backup(here)
        self.stdout.write("Restored: " + options["set"])
"""

GROWS = """
    migrations.RunSQL("CREATE TABLE grown (id integer)", "DROP TABLE grown"),
"""
FAILS = GROWS + '    migrations.RunSQL("SELECT * FROM a_table_that_is_not_there"),\n'
DIES = GROWS + "    migrations.RunPython(cut),\n"


def make_release(path: Path, *, operations: str = "") -> Path:
    """A copy of this project, with one more migration where ``operations`` says what it does."""
    path.mkdir(parents=True)
    for part in PARTS:
        ignored = shutil.ignore_patterns("__pycache__", "*.po")
        shutil.copytree(ROOT / part, path / part, ignore=ignored)
    for name in ("manage.py", "requirements.txt", "gunicorn.conf.py", "pyproject.toml"):
        shutil.copy(ROOT / name, path / name)
    (path / ".venv").symlink_to(Path(sys.prefix))
    commands = path / "common" / "management" / "commands"
    if not any(ROOT.glob("*/management/commands/backup.py")):
        commands.mkdir(parents=True, exist_ok=True)
        (commands / "backup.py").write_text(BACKUP)
        (commands / "restore.py").write_text(RESTORE)
    if operations:
        numbered = sorted(p.stem for p in (ROOT / "planning" / "migrations").glob("0*.py"))
        after = [("planning", numbered[-1])] if numbered else []
        folder = path / "planning" / "migrations"
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        (folder / "9999_more.py").write_text(
            "import os, signal\n"
            "from django.db import migrations\n"
            "def cut(apps, schema_editor):\n"
            "    os.kill(os.getppid(), signal.SIGKILL)\n"
            "class Migration(migrations.Migration):\n"
            "    atomic = False\n"
            f"    dependencies = {after!r}\n"
            f"    operations = [{operations}]\n"
        )
    return path


class Installation:
    """A home with releases, a database, settings and services."""

    def __init__(self, home: Path, database: Path):
        self.home, self.port = home, free_port()
        (home / "var").mkdir(parents=True)
        shutil.copy(database, home / "var" / "db.sqlite3")
        self.old = make_release(home / "releases" / "0.2")
        (home / "current").symlink_to(self.old)
        (home / "sapat.env").write_text(f"SAPAT_VAR={home / 'var'}\n# a note\nLOG_LEVEL=ERROR\n")
        (home / "services.py").write_text(textwrap.dedent(SERVICES))
        self.services("start")

    def services(self, action: str) -> None:
        words = [sys.executable, self.home / "services.py", self.home, action]
        subprocess.run(words, env=self.environment, check=True, timeout=60)

    @property
    def environment(self) -> dict[str, str]:
        clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME")}
        return clean | {"PORT": str(self.port), "PYTHONWARNINGS": "ignore"}

    def upgrade(self, *words: object) -> subprocess.CompletedProcess:
        services = f"{sys.executable} {self.home / 'services.py'} {self.home} {{}}"
        command = [sys.executable, ROOT / "scripts" / "upgrade.py"]
        command += ["--home", self.home, "--env", self.home / "sapat.env", "--user", ""]
        command += ["--services", services, "--build", "true", "--patience", "60"]
        command += ["--address", f"http://127.0.0.1:{self.port}"]
        return subprocess.run(
            [str(word) for word in (*command, *words)],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=240,
        )

    @property
    def current(self) -> str:
        return (self.home / "current").resolve().name

    @property
    def did(self) -> list[str]:
        return (self.home / "services.log").read_text().split()

    def is_grown(self) -> bool:
        with sqlite3.connect(self.home / "var" / "db.sqlite3") as database:
            asked = "SELECT count(*) FROM sqlite_master WHERE name = 'grown'"
            return database.execute(asked).fetchone() == (1,)

    def write(self, name: str) -> None:
        """Somebody works: a row of their own."""
        with sqlite3.connect(self.home / "var" / "db.sqlite3", timeout=20) as database:
            database.execute(
                "INSERT INTO common_sequence (key, period, last) VALUES (?, '', 1)", [name]
            )

    def wrote(self) -> set[str]:
        with sqlite3.connect(self.home / "var" / "db.sqlite3") as database:
            return {row[0] for row in database.execute("SELECT key FROM common_sequence")}

    def assert_old_runs(self) -> None:
        assert self.current == "0.2"
        assert not self.is_grown()
        assert "mine" in self.wrote()
        assert not (self.home / "upgrade.json").exists()
        assert self.did[-1] == "start"


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """The tables of this version, made once."""
    folder = tmp_path_factory.mktemp("database")
    clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME")}
    subprocess.run(
        [sys.executable, "manage.py", "make_tables", "--verbosity", "0"],
        env=clean | {"SAPAT_VAR": str(folder)},
        cwd=ROOT,
        check=True,
        timeout=900,
    )
    with sqlite3.connect(folder / "db.sqlite3") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "db.sqlite3"


@pytest.fixture
def house(tmp_path, database):
    made = Installation(tmp_path / "sapat", database)
    made.write("mine")
    yield made
    made.services("stop")


def test_forward_with_one_more_migration(house):
    new = make_release(house.home / "releases" / "0.3", operations=GROWS)

    run = house.upgrade(new)

    assert run.returncode == 0, run.stderr
    assert house.current == "0.3"
    assert house.is_grown()
    assert "mine" in house.wrote()
    assert house.did == ["start", "stop", "start"]
    assert "0.3 runs" in run.stderr
    assert "Backup of the moment before: 2" in run.stderr
    assert not (house.home / "upgrade.json").exists()

    again = house.upgrade(new)
    assert again.returncode == 1
    assert "0.3 runs already" in again.stderr
    assert house.did == ["start", "stop", "start"], "nobody was disturbed"


def test_a_migration_that_fails_half_way_puts_everything_back(house):
    new = make_release(house.home / "releases" / "0.3", operations=FAILS)

    run = house.upgrade(new)

    assert run.returncode == 1
    assert "0.2 runs again" in run.stderr
    assert "The upgrade did not happen." in run.stderr
    house.assert_old_runs()


def test_a_release_that_does_not_start_puts_everything_back(house):
    new = make_release(house.home / "releases" / "0.3", operations=GROWS)
    (new / "qms" / "wsgi.py").write_text("raise RuntimeError('it does not start')\n")

    run = house.upgrade(new, "--patience", "3")

    assert run.returncode == 1
    assert "The health page is not green" in run.stderr
    house.assert_old_runs()


def test_what_is_wrong_before_disturbs_nobody(house):
    new = make_release(house.home / "releases" / "0.3")
    (new / "qms" / "settings" / "logs.py").write_text("raise SystemExit('set NEW_THING')\n")
    (house.home / "empty").mkdir()

    for release, why in ((new, "check"), (house.home / "empty", "is no release of Sapat")):
        run = house.upgrade(release)
        assert run.returncode == 1
        assert why in run.stderr
    assert house.did == ["start"]
    house.assert_old_runs()


@pytest.mark.parametrize(("cut", "step"), [("stop", "stop"), ("migrate", "migrate")])
@pytest.mark.drill("interrupted-upgrade")
def test_a_power_cut_before_the_new_one_runs_is_repaired(house, cut, step):
    operations = DIES if cut == "migrate" else GROWS
    new = make_release(house.home / "releases" / "0.3", operations=operations)
    if cut == "stop":
        (house.home / "cut-at-stop").touch()

    assert house.upgrade(new).returncode == -signal.SIGKILL
    assert json.loads((house.home / "upgrade.json").read_text())["step"] == step

    run = house.upgrade()
    assert run.returncode == 0, run.stderr
    assert f"broke off at “{step}”" in run.stderr
    house.assert_old_runs()


@pytest.mark.drill("interrupted-upgrade")
def test_a_power_cut_after_the_new_one_runs_loses_nothing_written_since(house):
    new = make_release(house.home / "releases" / "0.3", operations=GROWS)
    (house.home / "cut-at-start").touch()
    assert house.upgrade(new).returncode == -signal.SIGKILL
    house.write("written since")

    run = house.upgrade()

    assert run.returncode == 0, run.stderr
    assert "the upgrade is done" in run.stderr
    assert (house.current, house.is_grown()) == ("0.3", True)
    assert house.wrote() >= {"mine", "written since"}
    assert not (house.home / "upgrade.json").exists()


def test_two_at_once_and_nothing_to_do(house):
    with (house.home / ".upgrade-lock").open("w") as lock:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "Another upgrade is under way" in house.upgrade().stderr
    assert "nothing to put right" in house.upgrade().stderr
    house.assert_old_runs()


def test_the_tests_of_one_group_are_run_by_one_worker(request):
    """pytest and pytest-xdist must fit each other: otherwise a group is split without a word."""
    assert request.node.nodeid.endswith("@upgrade") == hasattr(request.config, "workerinput")
