"""A place of backups: a folder or a bucket with its sets, and the files that they need."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone

from common.storage import store_at

from . import faults, keys
from .faults import BackupFault

STAMP = "%Y-%m-%dT%H%M%SZ"
SHA = re.compile(r"[0-9a-f]{64}")


class SetName(NamedTuple):
    """One set as the place lists it."""

    name: str
    size: int

    @property
    def taken_at(self) -> datetime:
        return moment_of(self.name)


class Place:
    """Where backups lie."""

    def __init__(self, address: str):
        self.address = address
        self.store = store_at(address)

    def __str__(self):
        return str(self.store)

    # Sets -----------------------------------------------------------------------------------

    def sets(self) -> list[SetName]:
        """The sets that are whole, newest first: those whose list was written."""
        sizes = {entry.name: entry.size for entry in self.store.entries("sets/")}
        found = []
        for name, size in sizes.items():
            stem = name.removeprefix("sets/").removesuffix(".age")
            if name.endswith(".age") and f"sets/{stem}.json" in sizes and _is_stamp(stem):
                found.append(SetName(stem, size))
        return sorted(found, reverse=True)

    def set_named(self, name: str = "") -> SetName:
        """A set by its name; without one, the newest."""
        found = self.sets()
        if not found:
            raise BackupFault(faults.NO_SETS, place=str(self))
        for one in found:
            if name in ("", one.name):
                return one
        raise BackupFault(faults.NO_SUCH_SET, name=name, place=str(self))

    def keep_set(self, name: str, chunks: Iterable[bytes], blobs: list[str], to: list) -> int:
        """Keep a set; it exists from the moment its list is written. How large it is."""
        sha = hashlib.sha256()
        with self.store.fresh() as file:
            keys.lock(chunks, file, to)
            size = file.tell()
            file.seek(0)
            while chunk := file.read(1024 * 1024):
                sha.update(chunk)
            self.store.adopt(file, f"sets/{name}.age")
        said = {"set": sha.hexdigest(), "size": size, "blobs": blobs}
        with self.store.fresh() as file:
            file.write(json.dumps(said).encode())
            self.store.adopt(file, f"sets/{name}.json")
        return size

    def said_of(self, name: str) -> dict[str, Any]:
        """The list of a set: its own hash and size, and the files it needs."""
        try:
            said = json.loads(b"".join(self.store.chunks(f"sets/{name}.json")))
            if not all(SHA.fullmatch(sha) for sha in [said["set"], *said["blobs"]]):
                raise ValueError(name)
        except (ValueError, KeyError, TypeError, FileNotFoundError) as error:
            raise BackupFault(faults.UNREADABLE, name=name) from error
        return said

    def open_set(self, name: str, into, key) -> None:
        """Write what a set holds, opened and checked."""
        try:
            keys.unlock(self.store.chunks(f"sets/{name}.age"), into, key, name)
        except FileNotFoundError as error:
            raise BackupFault(faults.DAMAGED_SET, name=name) from error

    def is_whole(self, name: str) -> bool:
        """Whether the bytes of a set are those that were kept."""
        sha = hashlib.sha256()
        try:
            for chunk in self.store.chunks(f"sets/{name}.age"):
                sha.update(chunk)
        except FileNotFoundError:
            return False
        return sha.hexdigest() == self.said_of(name)["set"]

    # Files ----------------------------------------------------------------------------------

    def blobs(self) -> dict[str, int]:
        """The files that lie here, by hash, with their encrypted size."""
        found = {}
        for entry in self.store.entries("blobs/"):
            found[entry.name.rpartition("/")[2].removesuffix(".age")] = entry.size
        return found

    def keep_blob(self, sha: str, chunks: Iterable[bytes], to: list) -> int:
        """Keep one file; its encrypted size."""
        with self.store.fresh() as file:
            keys.lock(chunks, file, to)
            size = file.tell()
            self.store.adopt(file, _blob_name(sha))
        return size

    def open_blob(self, sha: str, into, key, *, of: str) -> None:
        """Write one file, opened and compared with its hash."""
        hashing = _Hashing(into)
        try:
            keys.unlock(self.store.chunks(_blob_name(sha)), hashing, key, of)
        except FileNotFoundError as error:
            raise BackupFault(faults.BLOB_GONE, name=of, sha=sha) from error
        except BackupFault as error:
            raise BackupFault(faults.BLOB_DAMAGED, name=of, sha=sha) from error
        if hashing.sha.hexdigest() != sha:
            raise BackupFault(faults.BLOB_DAMAGED, name=of, sha=sha)

    # Thinning -------------------------------------------------------------------------------

    def thin(self, progress: Callable[[], None] = lambda: None) -> list[str]:
        """Remove sets that are too old, and files that no set needs; which sets went."""
        found = self.sets()
        stay = kept(found)
        gone = [one.name for one in found if one not in stay]
        # Read first: what cannot be read may need anything, so then nothing is removed.
        needed = {sha for one in stay for sha in self.said_of(one.name)["blobs"]}
        for name in gone:
            self.store.delete(f"sets/{name}.json")
            self.store.delete(f"sets/{name}.age")
        self._sweep({one.name for one in stay}, timezone.now() - timedelta(days=1))
        for sha in self.blobs():
            if sha not in needed:
                self.store.delete(_blob_name(sha))
                progress()
        return gone

    def _sweep(self, names: set[str], before: datetime) -> None:
        """Remove what a killed backup left: half-written files, a set without its list."""
        self.store.sweep(before)
        for entry in list(self.store.entries("sets/")):
            stem = entry.name.removeprefix("sets/").partition(".")[0]
            if entry.kept_at < before and _is_stamp(stem) and stem not in names:
                self.store.delete(entry.name)


class _Hashing:
    """Writes on what it is given, and takes its hash."""

    def __init__(self, file):
        self._file, self.sha = file, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.sha.update(data)
        if self._file is not None:
            self._file.write(data)


def places() -> list[Place]:
    """Every place that backups go to."""
    return [Place(address) for address in settings.BACKUP_TO]


def _blob_name(sha: str) -> str:
    return f"blobs/{sha[:2]}/{sha}.age"


def moment_of(name: str) -> datetime:
    """When the set of this name was made: a name is the moment in UTC."""
    return datetime.strptime(name, STAMP).replace(tzinfo=UTC)


def _is_stamp(text: str) -> bool:
    try:
        datetime.strptime(text, STAMP)  # noqa: DTZ007 -- only its shape is asked
    except ValueError:
        return False
    return True


def fresh_name(found: list[SetName]) -> str:
    """A name that is later than every other: the moment, to the second."""
    now = timezone.now().astimezone(UTC)
    latest = found[0].taken_at + timedelta(seconds=1) if found else now
    return max(now, latest).strftime(STAMP)


# What stays how long --------------------------------------------------------------------------


def _day(one: SetName) -> date:
    return timezone.localtime(one.taken_at).date()


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(day: date) -> date:
    return day.replace(day=1)


def _year(day: date) -> date:
    return day.replace(month=1, day=1)


def kept(found: list[SetName]) -> set[SetName]:
    """Which sets stay: every one of the last days, then the first of a week, month, year.

    Days, weeks and months are counted where there are sets: a house that stood still for a summer
    loses nothing by the calendar.
    """
    days = sorted({_day(one) for one in found}, reverse=True)
    recent = set(days[: max(1, settings.BACKUP_KEEP_DAYS)])
    stay = {one for one in found if _day(one) in recent}
    for period, count in (
        (_week, settings.BACKUP_KEEP_WEEKS),
        (_month, settings.BACKUP_KEEP_MONTHS),
        (_year, None),
    ):
        firsts = _firsts(found, period)
        stay |= {firsts[each] for each in sorted(firsts, reverse=True)[:count]}
    return stay


def _firsts(found: list[SetName], period) -> dict[date, SetName]:
    firsts: dict[date, SetName] = {}
    for one in sorted(found):
        firsts.setdefault(period(_day(one)), one)
    return firsts


def kept_until(found: list[SetName]) -> dict[str, date | None]:
    """Until when each set stays at least, when one is made each night; nothing means for ever."""
    until: dict[str, date | None] = {}
    weeks, months, years = (_firsts(found, period) for period in (_week, _month, _year))
    for one in found:
        day = _day(one)
        last = day + timedelta(days=settings.BACKUP_KEEP_DAYS)
        if weeks[_week(day)] == one:
            last = max(last, _week(day) + timedelta(weeks=settings.BACKUP_KEEP_WEEKS))
        if months[_month(day)] == one:
            month = day.month - 1 + settings.BACKUP_KEEP_MONTHS
            last = max(last, date(day.year + month // 12, month % 12 + 1, 1))
        until[one.name] = None if years[_year(day)] == one else last
    return until
