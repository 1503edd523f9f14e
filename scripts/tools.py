"""What the set-up steps share: places, stamps, running a command."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
VAR = Path(os.environ.get("SAPAT_VAR") or ROOT / "var")
OWN = "own"  # EMPTY=1: an agency of one's own, beside the sample, which stays where it was
if os.environ.get("EMPTY") and VAR.name != OWN:
    VAR = VAR / OWN
    os.environ["SAPAT_VAR"] = str(VAR)


def explain(sentence: str) -> None:
    print(f"· {sentence} …", file=sys.stderr, flush=True)


def run(*command: object, check: bool = True) -> int:
    """Run a command in the project with its own tools first on the path; the exit status."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=check).returncode


def manage(*arguments: str) -> None:
    run(BIN / "python", "manage.py", *arguments)


def load_env() -> None:
    """Settings of .env, if there is one, and the project's tools on the path."""
    path = ROOT / ".env"
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        name, sign, value = line.strip().partition("=")
        if sign and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    os.environ["VIRTUAL_ENV"] = str(VENV)
    os.environ.pop("PYTHONHOME", None)


class Stamp:
    """Remembers what something was made from, so that it is made again only after a change.

    ``with Stamp(path, inputs) as stale`` tells whether to do the work and, when the block ends
    without an error, writes the stamp. ``made`` is a result without which the stamp is worthless.
    """

    def __init__(
        self, path: Path, inputs: Iterable[Path] = (), *, text: str = "", made: Path | None = None
    ) -> None:
        self.path, self.inputs, self.text, self.made = path, list(inputs), text, made

    def digest(self) -> str:
        total = hashlib.sha256(f"{ROOT}\n{self.text}".encode())
        for path in sorted(self.inputs):
            total.update(f"\n{path}\n".encode() + path.read_bytes())
        return total.hexdigest()

    def fresh(self) -> bool:
        if self.made is not None and not self.made.exists():
            return False
        return self.path.exists() and self.path.read_text() == self.digest()

    def __enter__(self) -> bool:
        self.begun = self.digest()
        return not self.fresh()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(self.begun)
