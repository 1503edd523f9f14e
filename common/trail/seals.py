"""Seals: made each night, written to a folder outside the database, compared with the chain."""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from common.caller import SYSTEM
from common.dates import numeric
from common.models import JournalHead, Seal, deed, record
from common.trail import Found

PENDING = ".pending-"

REWRITTEN = gettext_noop(
    "The chain was rewritten: row %(row)s or one before it is not the one sealed on %(day)s "
    "(%(file)s)."
)
SHORTER = gettext_noop("The seal of %(day)s (%(file)s) names row %(row)s; the chain ends before.")
NO_ROW = gettext_noop("Seal No. %(number)s was removed with its file; the journal speaks of it.")
NO_ROW_BUT_FILE = gettext_noop(
    "Seal No. %(number)s was removed from the database; its file is there: %(file)s."
)
NO_FILE = gettext_noop("The file of seal No. %(number)s is gone: %(file)s.")
NO_FOLDER = gettext_noop("The folder of the seals cannot be read.")
FILE_ALTERED = gettext_noop("The file of seal No. %(number)s was altered: %(file)s.")
UNREADABLE = gettext_noop("The file %(file)s in the folder of the seals is not a seal.")
ROW_ALTERED = gettext_noop("Seal No. %(number)s was altered in the database.")
NOT_AFTER = gettext_noop("Seal No. %(number)s does not continue the seal before it.")


def make(*, by=SYSTEM) -> Seal:
    """Seal the chain as it stands now: a row, its deed, and a file outside the database.

    The file is whole on the disk before the row exists, and gets its name when the row stands.
    """
    settle()
    with deed(by=by), contextlib.ExitStack() as undone:
        head = JournalHead.held()
        before = Seal.objects.order_by("-number").first()
        now = timezone.now()
        seal = Seal(
            number=before.number + 1 if before else 1,
            day=timezone.localdate(now),
            made_at=now,
            count=head.count,
            hash=head.hash,
            previous=before.sha256 if before else "",
        )
        seal.file_name = f"seal-{seal.number:05}-{seal.day.isoformat()}.json"
        seal.sha256 = seal.computed_sha256()
        pending = _write(seal)
        undone.callback(pending.unlink, missing_ok=True)
        seal.save(force_insert=True)
        record(seal, "seal", by=by, number=seal.number, rows=seal.count, sha256=seal.sha256)
        undone.pop_all()
        transaction.on_commit(partial(_name, pending))
    return seal


def _write(seal: Seal) -> Path:
    folder = settings.SEALS_ROOT
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{PENDING}{seal.file_name}"
    try:
        with path.open("w") as file:
            file.write(seal.text())
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    path.chmod(0o444)
    return path


def _name(path: Path) -> None:
    path.replace(path.with_name(path.name.removeprefix(PENDING)))


def settle() -> None:
    """Files whose process was killed: those whose seal stands get their name, others go."""
    for path in settings.SEALS_ROOT.glob(f"{PENDING}*"):
        sha = hashlib.sha256(path.read_bytes()).hexdigest()
        if Seal.objects.filter(sha256=sha).exists():
            _name(path)
        else:
            path.unlink(missing_ok=True)


def set_aside(*, by=SYSTEM) -> int:
    """After a restore: files of seals made later than the backup go to a folder of their own.

    They are kept, named in the journal, and no longer missed by the check.
    """
    settle()
    known = set(Seal.objects.values_list("file_name", flat=True))
    later = [path for path in _files() if path.name not in known]
    if not later:
        return 0
    named = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in later}
    with deed(by=by):
        record(None, "set_seals_aside", by=by, files=named)
    folder = settings.SEALS_ROOT / f"before-restore-{timezone.localdate().isoformat()}"
    folder.mkdir(exist_ok=True)
    for path in later:
        path.replace(folder / path.name)
    return len(later)


def _files() -> list[Path]:
    return sorted(settings.SEALS_ROOT.glob("seal-*.json"))


class Seals:
    """The seals on the way of one walk along the chain: rows, files, and what the chain says."""

    def __init__(self, *, restored: bool = False):
        self.restored = restored
        self.rows = {seal.number: seal for seal in Seal.objects.order_by("number")}
        self.told: set[int] = set()  # seals that the journal speaks of
        self.files: dict[int, tuple[str, int]] = {}  # seals with a file: its name, rows
        self.points: dict[int, list[tuple[str, str, str]]] = {}  # row: its hash, day, file
        self.rewritten = False

    def begin(self) -> Iterator[Found]:
        """The seals among themselves, and each against its file."""
        before = ""
        for seal in self.rows.values():
            known = {"number": seal.number}
            if seal.sha256 != seal.computed_sha256():
                yield Found(ROW_ALTERED, known)
            elif seal.previous != before and (seal.number - 1 in self.rows or seal.number == 1):
                yield Found(NOT_AFTER, known)
            before = seal.sha256
            self._expect(seal.count, seal.hash, numeric(seal.day), seal.file_name)
        yield from self._read_files()

    def _read_files(self) -> Iterator[Found]:
        try:
            settle()
            files = {path.name: path.read_bytes() for path in _files()}
            if self.rows and not settings.SEALS_ROOT.is_dir():
                raise FileNotFoundError(settings.SEALS_ROOT)
        except OSError:
            yield Found(NO_FOLDER, {})
            return
        for name, data in files.items():
            try:
                told = json.loads(data)
                number, rows, last = int(told["seal"]), int(told["rows"]), str(told["hash"])
                day = ".".join(reversed(str(told["day"]).split("-")))
            except (ValueError, KeyError, TypeError):
                yield Found(UNREADABLE, {"file": name})
                continue
            self.files[number] = name, rows
            row = self.rows.get(number)
            if row is not None and hashlib.sha256(data).hexdigest() != row.sha256:
                yield Found(FILE_ALTERED, {"number": number, "file": name})
            self._expect(rows, last, day, name)
        for seal in self.rows.values():
            if seal.file_name not in files:
                yield Found(NO_FILE, {"number": seal.number, "file": seal.file_name})

    def _expect(self, count: int, last: str, day: str, file: str) -> None:
        self.points.setdefault(count, []).append((last, day, file))

    def pass_by(self, number: int, found: str, deed_name: str, details) -> Iterator[Found]:
        """The walk is at a row: does it have the hash it was sealed with?"""
        if deed_name == "seal" and isinstance(details, dict) and "number" in details:
            self.told.add(details["number"])
        for last, day, file in self.points.pop(number, ()):
            if last != found and not self.rewritten:
                self.rewritten = True  # every later seal would say the same
                yield Found(REWRITTEN, {"row": number, "day": day, "file": file})

    def end(self, last: int, head: int) -> Iterator[Found]:
        """The walk is over: seals of rows that the chain does not have, seals without a row."""
        beyond = sorted(count for count in self.points if count > last)
        if self.restored:
            beyond = [count for count in beyond if count < head]
        if beyond:
            _hash, day, file = self.points[beyond[0]][0]
            yield Found(SHORTER, {"day": day, "file": file, "row": beyond[0]})
        for number in sorted({*self.told, *self.files} - {*self.rows}):
            name, count = self.files.get(number, ("", 0))
            if self.restored and count >= head and number not in self.told:
                continue
            if name:
                yield Found(NO_ROW_BUT_FILE, {"number": number, "file": name})
            else:
                yield Found(NO_ROW, {"number": number})
