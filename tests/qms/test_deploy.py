"""The files of deploy/ say what the program reads and start what there is."""

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from qms.celery import app

ROOT = settings.BASE_DIR
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
#: Read by other parts than qms/settings: the password of the key by whoever signs.
BESIDE = {"SIGNING_PASSWORD"}


def read_by_the_program() -> set[str]:
    source = "".join(page.read_text() for page in (ROOT / "qms" / "settings").glob("*.py"))
    return set(re.findall(r"(?:env\.\w+|required)\(\s*\"([A-Z_0-9]+)\"", source))


def told(path: Path) -> dict[str, str]:
    rows = re.findall(r"^#?([A-Z][A-Z_0-9]+)=(.*)$", path.read_text(), re.M)
    return dict(rows)


def unit(path: Path) -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str
    parsed.read_string(path.read_text())
    return parsed


def command_of(path: Path) -> list[str]:
    return shlex.split(unit(path)["Service"]["ExecStart"])


@pytest.mark.parametrize("name", ["sapat.env.example", "worker.env.example", "owner.env.example"])
def test_only_settings_that_are_read_are_told(name):
    assert set(told(DEPLOY / name)) - read_by_the_program() - BESIDE == set()


def test_what_production_demands_is_told():
    from tests.qms.test_faults import PRODUCTION

    assert set(PRODUCTION) <= set(told(DEPLOY / "sapat.env.example"))


def test_the_signing_password_is_the_workers_alone():
    assert "SIGNING_PASSWORD" not in (DEPLOY / "sapat.env.example").read_text()
    knowing = [p.name for p in UNITS if "/etc/sapat/worker.env" in p.read_text()]
    assert knowing == ["sapat-worker@.service"]
    services = COMPOSE["services"]
    assert [n for n, s in services.items() if "worker.env" in s.get("env_file", [])] == ["worker"]


def procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    return {name: line for name, _colon, line in (line.partition(":") for line in lines)}


@pytest.mark.parametrize("path", UNITS, ids=lambda p: p.name)
def test_units_start_what_the_procfile_starts(path):
    words = command_of(path)
    part = re.match(r"sapat-(\w+)", path.name)[1]
    known = procfile()[part]
    assert Path(words[0]).name in known
    for needed in ("qms.wsgi", "--app qms worker --pool solo", "--app qms beat"):
        assert (needed in " ".join(words)) == (needed in known)
    assert (ROOT / ".venv" / "bin" / Path(words[0]).name).exists()


def test_the_words_of_the_commands_are_known():
    web = command_of(DEPLOY / "systemd" / "sapat-web.service")
    from gunicorn.config import KNOWN_SETTINGS

    known = {word for setting in KNOWN_SETTINGS for word in setting.cli or []}
    assert {w for w in web if w.startswith("--")} <= known
    help_ = {
        part: subprocess.run(
            [ROOT / ".venv" / "bin" / "celery", "--app", "qms", part, "--help"],
            capture_output=True,
            text=True,
            timeout=60,
        ).stdout
        for part in ("worker", "beat")
    }
    for path in UNITS[:1] + UNITS[2:]:
        part = "beat" if "beat" in path.name else "worker"
        words = command_of(path)
        for word in words[words.index(part) + 1 :]:
            if word.startswith("--"):
                assert word.partition("=")[0] in help_[part], word
    assert app.main == "qms"


@pytest.mark.parametrize("path", UNITS, ids=lambda p: p.name)
def test_units_are_shut_in(path):
    service = unit(path)["Service"]
    assert service["User"] == "sapat"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    assert service["CapabilityBoundingSet"] == ""
    assert service["UMask"] == "0077"
    assert service["Restart"] == "always"
    assert service["StateDirectory"] == "sapat"
    assert told(DEPLOY / "sapat.env.example")["SAPAT_VAR"] == "/var/lib/sapat"


def test_the_target_wants_every_unit():
    wanted = unit(DEPLOY / "systemd" / "sapat.target")["Unit"]["Wants"].split()
    there = {re.sub(r"@\d*", "@", name) for name in wanted}
    assert there == {path.name for path in UNITS}
    assert all(unit(p)["Unit"]["PartOf"] == "sapat.target" for p in UNITS)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_understands_the_units():
    files = [*UNITS, DEPLOY / "systemd" / "sapat.target"]
    said = subprocess.run(
        ["systemd-analyze", "verify", *files], capture_output=True, text=True, timeout=60
    )
    wrong = [line for line in said.stderr.splitlines() if str(DEPLOY) in line]
    assert wrong == []


def test_compose_starts_the_same():
    services = COMPOSE["services"]
    assert set(services) == {"database", "redis", "migrate", "web", "worker", "beat", "proxy"}
    assert "migrate" in get_commands()
    for name in ("worker", "beat"):
        assert f"--app qms {name}" in " ".join(services[name]["command"])
        assert services[name]["read_only"] is True
    assert services["worker"]["deploy"]["replicas"] == 2
    assert "replicas" not in services["beat"].get("deploy", {}), "one beat only"
    volumes = {v.partition(":")[0] for s in services.values() for v in s.get("volumes", [])}
    assert {v for v in volumes if not v.startswith("./")} == set(COMPOSE["volumes"])
    for service in services.values():
        assert "privileged" not in service
        for volume in service.get("volumes", []):
            if volume.startswith("./"):
                assert (DEPLOY / volume.partition(":")[0]).exists()
    assert not any("ports" in services[n] for n in services if n != "proxy")


def test_the_image_holds_what_set_up_needs():
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import system
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    text = (DEPLOY / "Dockerfile").read_text()
    for package in set(system.TO_RUN) - {"python3-venv"}:
        assert package in text, package
    assert "USER sapat" in text
    assert re.search(r"^\.env$", (ROOT / ".dockerignore").read_text(), re.M)


def test_versions_are_exact():
    """What was tested is what is installed; the front-end packages by their hashes."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        rows = [r for r in (ROOT / name).read_text().splitlines() if r and not r.startswith("#")]
        assert len(rows) > 10
        assert [r for r in rows if not re.match(r"^[\w.\[\],-]+==[\w.]+( ;.*)?$", r)] == []
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [n for n, package in lock.items() if n and "integrity" not in package] == []


def test_a_release_is_built_without_settings_and_serves_its_own_files(tmp_path):
    """Without the fetching of packages, which is what "make run" does too."""
    from tests.qms.test_upgrade import make_release

    release = make_release(tmp_path / "0.3")
    words = "import setup; setup.prepare = lambda: None; setup.command_build()"
    clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME")}
    run = subprocess.run(
        [sys.executable, "-c", words],
        cwd=release,
        env=clean | {"PYTHONPATH": str(release / "scripts"), "PRODUCTION": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    assert (release / "collected" / "staticfiles.json").exists()
    asked = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command"]
        + ["from django.conf import settings; print(settings.STATIC_ROOT)"],
        cwd=release,
        env=clean | {"SAPAT_VAR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert asked.stdout.strip() == str(release / "collected"), asked.stderr
    assert not (release / "var").exists()


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_proxies_hide_the_numbers_and_let_whole_uploads_through(name):
    text = (DEPLOY / name).read_text()
    assert "/metrics" in text
    size = int(re.search(r"(?:max_size|client_max_body_size) (\d+)", text)[1])
    assert size * 1024 * 1024 > settings.MAX_UPLOAD
    assert "127.0.0.1:8000" in text
    assert ":8000" in " ".join(command_of(DEPLOY / "systemd" / "sapat-web.service"))


def test_every_path_of_the_guide_is_in_the_files():
    """The three languages lead through the same commands."""
    pages = [ROOT / "docs" / name for name in GUIDES]
    first, *others = [commands(page) for page in pages]
    assert len(first) > 20
    for page, found in zip(pages[1:], others, strict=True):
        assert found == first, page.name


GUIDES = ("deployment.md", "deployment.ky.md", "deployment.ru.md")


def commands(page: Path) -> list[str]:
    """The lines of the code blocks without their remarks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", page.read_text(), re.M | re.S)
    lines = [line.partition("  #")[0].rstrip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("name", GUIDES)
def test_the_guide_names_only_files_that_are_there(name):
    text = (ROOT / "docs" / name).read_text()
    for path in set(re.findall(r"\bdeploy/[\w./@*-]+", text)):
        assert [*ROOT.glob(path.rstrip("."))], path
    for path in set(re.findall(r"\bscripts/[\w.]+\w", text)):
        assert (ROOT / path).exists(), path
    for setting in set(re.findall(r"\b([A-Z][A-Z]+_[A-Z_]+[A-Z])\b", text)):
        assert setting in read_by_the_program() | BESIDE | {"SAPAT_VERSION"}, setting
