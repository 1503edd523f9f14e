#!/usr/bin/env python3
"""Upgrade an installation to a release that lies beside the running one.

    sapat-upgrade /opt/sapat/releases/0.3

The new release is made ready and checked while the old one still answers. Then the services stop,
a backup is taken by the old release, the database is brought up to date, the link "current" is
moved, the services start and the health page is asked. Whatever fails on the way: the database of
the backup, the link and the services of the old release are put back. What was done is kept in a
file, so that after a power cut the same command repairs or goes on.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import pwd
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from probe import DEFAULT, health


class Failure(Exception):
    """Why the upgrade does not go on, as a sentence."""


def say(sentence: str) -> None:
    print(f"· {sentence}", file=sys.stderr, flush=True)


class Upgrade:
    """One installation: its releases, its settings, its services, and how far an upgrade is."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.home: Path = options.home
        self.link = self.home / "current"
        self.journal = self.home / "upgrade.json"
        self.options = options
        self.settings = settings_of(options.env, "owner.env")
        self.state: dict[str, str] = {}

    # What was done ----------------------------------------------------------------------------

    def note(self, step: str, **more: str) -> None:
        """Remember, before it is begun, what is done now."""
        self.state |= {"step": step, **more}
        beside = self.journal.with_suffix(".new")
        with beside.open("w") as file:
            json.dump(self.state, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.journal)

    def done(self) -> None:
        self.journal.unlink(missing_ok=True)
        self.state = {}

    def interrupted(self) -> bool:
        """Whether an upgrade before this one came to no end; what it did is then read."""
        with contextlib.suppress(FileNotFoundError):
            self.state = json.loads(self.journal.read_text())
        return bool(self.state)

    # Doing ------------------------------------------------------------------------------------

    def run(self, *command: object, cwd: Path, plain: bool = False) -> str:
        """A program of a release, by the account of the services unless ``plain``; its output."""
        who = {} if plain else account(self.options.user)
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd,
            env=dict(os.environ) if plain else {**os.environ, **self.settings},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
            **who,
        )
        print(done.stdout, end="", file=sys.stderr, flush=True)
        if done.returncode:
            raise Failure(f"“{' '.join(map(str, command))}” ended with {done.returncode}.")
        return done.stdout

    def manage(self, release: Path, *words: str) -> str:
        return self.run(release / ".venv/bin/python", "manage.py", *words, cwd=release)

    def services(self, action: str) -> None:
        say(f"Services: {action}")
        words = shlex.split(self.options.services.replace("{}", action))
        self.run(*words, cwd=self.home, plain=True)

    def backup(self, release: Path) -> str:
        """The name of a backup taken now by ``release``."""
        said = self.manage(release, "backup")
        for line in said.splitlines():
            if line.startswith("Backup "):
                return line.split()[1].rstrip(":")
        raise Failure("The backup did not say its name.")

    def put_link(self, release: Path) -> None:
        beside = self.home / ".current-new"
        beside.unlink(missing_ok=True)
        beside.symlink_to(release)
        beside.replace(self.link)

    def answers(self, *, at_least: float = 0) -> None:
        """The health page says that all is well, within the patience we have."""
        end = time.monotonic() + max(self.options.patience, at_least)
        said = {"status": "was not asked"}
        while time.monotonic() < end:
            said = health(self.options.address)
            if said.get("status") == "ok":
                return
            time.sleep(0.5)
        raise Failure(f"The health page is not green: {said}")

    # The way there ----------------------------------------------------------------------------

    def go(self, new: Path) -> None:
        """From the release that runs to ``new``."""
        old = self.link.resolve(strict=True)
        self.state = {"from": str(old), "to": str(new)}
        self.make_ready(new)
        self.note("stop")
        self.services("stop")
        self.note("backup")
        say(f"Backup by {old.name}")
        name = self.backup(old)
        self.note("migrate", set=name)
        say(f"Database: migrations of {new.name}")
        self.manage(new, "migrate", "--noinput", "--verbosity", "1")
        self.note("switch")
        self.put_link(new)
        self.note("start")
        self.services("start")
        self.answers()
        self.done()
        say(f"{new.name} runs. Backup of the moment before: {name}. Not needed any more: {old}")

    def make_ready(self, new: Path) -> None:
        """What can fail is tried while the old release still answers."""
        for needed in ("manage.py", "requirements.txt", "qms/settings/__init__.py"):
            if not (new / needed).exists():
                raise Failure(f"{new} is no release of Sapat: it has no {needed}.")
        if new == self.link.resolve():
            raise Failure(f"{new.name} runs already.")
        say(f"Making {new.name} ready; the old release goes on")
        self.run(*shlex.split(self.options.build), cwd=new, plain=True)
        self.manage(new, "check", "--fail-level", "ERROR")

    def back(self) -> None:
        """The old release as it was: database where that was touched, link, services."""
        old, new = Path(self.state["from"]), Path(self.state["to"])
        reached = self.state.get("reached", self.state["step"])
        self.note("back", reached=reached)
        self.services("stop")
        if name := self.state.get("set"):
            if reached == "start":
                # People may have worked with it since: what they wrote is kept as a backup too.
                with contextlib.suppress(Failure):
                    say(f"What was written since is kept as {self.backup(new)}.")
            say(f"Database: back to {name}")
            self.manage(old, "restore", name, "--replace", "--without-safety")
        self.put_link(old)
        self.services("start")
        self.answers(at_least=60)
        self.done()
        say(f"{old.name} runs again, as before the upgrade.")

    def repair(self) -> bool:
        """An upgrade broke off: put it right; whether the new release runs after all."""
        old, new, step = Path(self.state["from"]), Path(self.state["to"]), self.state["step"]
        say(f"An upgrade to {new.name} broke off at “{step}”.")
        if step == "start":
            with contextlib.suppress(Failure):
                self.services("start")
                self.answers()
                self.done()
                say(f"{new.name} runs: the upgrade is done.")
                return True
        if self.state.get("set"):
            self.back()
        else:
            self.services("start")
            self.done()
            say(f"Nothing was changed yet: {old.name} runs.")
        return False


def read_settings(path: Path) -> dict[str, str]:
    """The settings that the service manager gives the services."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, sign, value = line.strip().partition("=")
        if sign and not name.startswith("#"):
            found[name.strip()] = value.strip().strip("\"'")
    return found


def settings_of(path: Path, *more: str) -> dict[str, str]:
    """The settings, with those of further files that lie beside, where they are there."""
    found = read_settings(path)
    for name in more:
        if path.with_name(name).exists():
            found |= read_settings(path.with_name(name))
    return found


def account(name: str) -> dict[str, object]:
    """How to start a program as the account of the services, where we may."""
    if not name or os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(name)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "umask": 0o077}


@contextlib.contextmanager
def alone(home: Path) -> Iterator[None]:
    """Two upgrades at once would undo each other."""
    with (home / ".upgrade-lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure("Another upgrade is under way.") from None
        yield


def interrupt(number: int, frame: FrameType | None) -> None:
    raise Failure(f"Stopped by signal {number}.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("release", nargs="?", type=Path, help="none: only put right what broke off")
    parser.add_argument("--home", type=Path, default=Path("/opt/sapat"))
    parser.add_argument("--env", type=Path, default=Path("/etc/sapat/sapat.env"))
    parser.add_argument("--services", default="systemctl {} sapat.target")
    parser.add_argument("--build", default="scripts/sapat build")
    parser.add_argument("--user", default="sapat", help="the account of the services")
    parser.add_argument("--address", default=DEFAULT, help="where the web process answers")
    parser.add_argument(
        "--patience", type=float, default=120, help="seconds for a green health page"
    )
    options = parser.parse_args()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    try:
        with alone(options.home):
            return work(Upgrade(options), options.release and options.release.resolve())
    except Failure as failure:
        say(str(failure))
        return 1


def work(upgrade: Upgrade, release: Path | None) -> int:
    if upgrade.interrupted():
        runs = upgrade.repair()
        if runs or release is None:
            return 0
    elif release is None:
        raise Failure("Which release? None broke off, so there is nothing to put right.")
    try:
        upgrade.go(release)
    except Failure as failure:
        say(str(failure))
        if upgrade.state.get("step"):
            say("It does not go on; the old release is put back.")
            upgrade.back()
        raise Failure("The upgrade did not happen.") from None
    return 0


if __name__ == "__main__":
    sys.exit(main())
