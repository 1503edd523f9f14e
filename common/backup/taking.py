"""Taking a backup: a picture of the database, the files it names, then the set."""

import gzip
import json
import shutil
import tarfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings

from common.alone import alone
from common.models import Blob, Check
from common.models.file import FileAltered
from common.storage import CHUNK

from . import database, faults, keys
from .faults import BackupFault
from .place import Place, fresh_name, places

FORMAT = 1
KIND = "backup"
PATIENCE = 600


def take() -> Check:
    """Take a backup to every place; how it went is a check of the house.

    Only one at a time: the second is told by ``Busy``. Files are not swept meanwhile.
    """
    with alone("backup"):
        end_dead(KIND)
        with Check.running(KIND) as check, alone("files", patience=PATIENCE):
            began = monotonic()
            try:
                _Backup(check).take()
            except BackupFault as fault:
                check.find(fault.sentence, **fault.values)
            check.facts["seconds"] = round(monotonic() - began, 1)
    return check


def end_dead(kind: str) -> None:
    """Runs that a killed worker left open are over, and badly; only who holds the lock may ask."""
    for check in Check.objects.filter(kind=kind, ended_at=None):
        check.find(faults.CUT_OFF)
        check.end()


class _Backup:
    """One backup on its way; a place that fails is left out, the others get theirs."""

    def __init__(self, check: Check):
        self.check, self.new, self.sent = check, 0, 0
        self.alive: list[Place] = []

    def take(self) -> None:
        found = {place: sets for place in places() if (sets := self._sets(place)) is not None}
        self.alive = list(found)
        if not self.alive:
            return
        self._make_key(found)
        to = keys.recipients()
        name = fresh_name(sorted((one for sets in found.values() for one in sets), reverse=True))
        with workplace("backup") as folder:
            # Keys and seals first: then the picture knows each of them.
            _copy_beside(folder)
            said = database.picture(folder / "database")
            lost = self._keep_blobs(said["blobs"], to)
            said["blobs"] = [blob for blob in said["blobs"] if blob[0] not in lost]
            manifest = self._manifest(name, said, lost)
            (folder / "manifest.json").write_text(json.dumps(manifest))
            self._keep_set(name, _packed(folder), [sha for sha, _size in said["blobs"]], to)
        self.check.facts |= {
            "set": name if self.alive else "",
            "rows": sum(said["tables"].values()),
            "files": len(said["blobs"]),
            "new_files": self.new,
            "bytes": self.sent,
        }

    def _sets(self, place: Place) -> list | None:
        """What lies there already; nothing when the place does not answer."""
        try:
            return place.sets()
        except OSError as error:
            self._give_up(place, error)
            return None

    def _give_up(self, place: Place, error: OSError) -> None:
        self.check.find(faults.PLACE_AWAY, place=str(place), error=str(error))
        self.alive = [other for other in self.alive if other is not place]

    def _make_key(self, found: dict[Place, list]) -> None:
        """At the first backup; later a missing key is told instead of silently replaced."""
        for place, sets in found.items():
            if sets and not settings.BACKUP_KEY.exists():
                path = str(settings.BACKUP_KEY)
                raise BackupFault(faults.KEY_LOST, place=str(place), path=path)
        keys.make()

    def _keep_blobs(self, blobs: list[list], to: list) -> set[str]:
        """Each file once in every place; which ones nobody has whole any more."""
        damaged, lost = damaged_before(), set()
        there = {place: place.blobs() for place in self.alive}
        for done, (sha, size) in enumerate(blobs):
            self.check.progress(done, len(blobs))
            # An encrypted file is always longer; a shorter one was cut off.
            has = [p for p in self.alive if there[p].get(sha, -1) > size and sha not in damaged]
            for place in [place for place in self.alive if place not in has]:
                try:
                    self.sent += place.keep_blob(sha, Blob(sha256=sha, size=size).chunks(), to)
                    self.new += 1
                except (FileNotFoundError, FileAltered):
                    self.check.find(faults.BLOB_LOST, sha=sha)
                    lost |= set() if has else {sha}
                    break
                except OSError as error:
                    self._give_up(place, error)
        self.check.progress(len(blobs), len(blobs))
        return lost

    def _manifest(self, name: str, said: dict[str, Any], lost: set[str]) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "name": name,
            "sapat": version(),
            "lost": sorted(lost),
            **said,
        }

    def _keep_set(self, name: str, packed: Path, blobs: list[str], to: list) -> None:
        for place in self.alive:
            try:
                with packed.open("rb") as file:
                    pieces = iter(lambda: file.read(CHUNK), b"")
                    self.sent += place.keep_set(name, pieces, blobs, to)
                place.thin()
            except BackupFault as fault:
                self.check.find(fault.sentence, **fault.values)
            except OSError as error:
                self._give_up(place, error)


def _copy_beside(folder: Path) -> None:
    (folder / "beside").mkdir(exist_ok=True)
    for name, source in beside().items():
        if source.is_dir():
            keep_out = shutil.ignore_patterns(settings.BACKUP_KEY.name, ".new-*")
            shutil.copytree(source, folder / "beside" / name, ignore=keep_out)
    # Second factors are hidden under it; from the settings, for production keeps it there.
    (folder / "beside" / "secret_key").write_text(settings.SECRET_KEY)


def _packed(folder: Path) -> Path:
    """Everything in the work folder as one compressed file; each part goes when it is in."""
    packed = folder / "set.tar.gz"
    with (
        gzip.open(packed, "wb", compresslevel=3) as file,
        tarfile.open(fileobj=file, mode="w|") as tar,
    ):
        for name in ("manifest.json", "database", "beside"):
            if (folder / name).exists():
                tar.add(folder / name, arcname=name)
            if (folder / name).is_file():
                (folder / name).unlink()
    return packed


@contextmanager
def workplace(name: str) -> Iterator[Path]:
    """An empty folder for what is not encrypted, closed to others; gone afterwards.

    What a killed run left there goes when the next one begins.
    """
    folder = settings.VAR / f"{name}-work"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def beside() -> dict[str, Path]:
    """The folders that a backup takes besides database and files: keys and seals."""
    var = settings.VAR
    return {
        "keys": Path(getattr(settings, "KEYS_ROOT", var / "keys")),
        "seals": Path(getattr(settings, "SEALS_ROOT", var / "seals")),
    }


def damaged_before() -> set[str]:
    """The files that the last rehearsal could not open: they are sent again."""
    newest = Check.objects.newest("rehearsal")
    return set(newest.facts.get("damaged", [])) if newest else set()


def version() -> str:
    """The version of Sapat."""
    with suppress(OSError, KeyError), (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["version"]
    return ""
