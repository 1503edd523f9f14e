"""Where bytes are kept for good: a folder, or a bucket of S3; both take a file whole or not at all.

The files of the installation and the backups lie in one of these. A name never changes what it
stands for, so nothing is ever edited: a file is adopted, read, deleted.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages

if TYPE_CHECKING:
    from .bucket import Bucket

CHUNK = 1024 * 1024
NEW = ".new-"


class StorageAway(OSError):
    """The bucket does not answer; what is asked of it can be asked again later."""


class Kept(NamedTuple):
    """One file as the store lists it."""

    name: str
    size: int
    kept_at: datetime


class Folder(FileSystemStorage):
    """Files in a folder: written beside, synced to the disk, renamed."""

    @property
    def base_location(self):
        return getattr(self, "_location", None) or settings.FILES_ROOT

    @property
    def location(self):
        return os.path.abspath(self.base_location)  # noqa: PTH100 -- a string, as Django has it

    @contextmanager
    def fresh(self) -> Iterator[IO[bytes]]:
        """A file to write into, on the disk where it will stay; gone unless it was adopted."""
        root = Path(self.location)
        root.mkdir(parents=True, exist_ok=True)
        with temporary(root) as file:
            yield file

    def adopt(self, file: IO[bytes], name: str) -> None:
        """Keep a file that ``fresh`` gave, under its name, from one moment to the next."""
        file.flush()
        os.fsync(file.fileno())
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        Path(file.name).replace(target)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes, piece by piece."""
        with Path(self.path(name)).open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def entries(self, prefix: str = "") -> Iterator[Kept]:
        """Every file whose name begins so; what is only being written is not among them."""
        root = Path(self.location)
        for folder, _folders, names in os.walk(root / prefix):
            for name in names:
                path = Path(folder, name)
                with suppress(FileNotFoundError):
                    stat = path.stat()
                    when = datetime.fromtimestamp(stat.st_mtime, UTC)
                    if not name.startswith(NEW):
                        yield Kept(path.relative_to(root).as_posix(), stat.st_size, when)

    def sweep(self, before: datetime) -> None:
        """Remove what was begun before a moment and never adopted."""
        for path in Path(self.location).glob(f"{NEW}*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()

    def __str__(self):
        return str(self.location)


def files() -> "Folder | Bucket":
    """Where the files of the installation are."""
    return cast("Folder | Bucket", storages["files"])


def store_at(address: str) -> "Folder | Bucket":
    """The store at a path, or at ``s3://KEY:SECRET@HOST[:PORT]/BUCKET[/PREFIX][?scheme=http]``."""
    if not address.startswith("s3://"):
        return Folder(location=str(Path(address).expanduser()))
    from .bucket import Bucket  # noqa: PLC0415 -- its library is slow to load, and seldom needed

    return Bucket(address)


def s3_options(address: str) -> dict[str, str]:
    """What an ``s3://`` address says."""
    parts = urlsplit(address)
    bucket, _slash, prefix = unquote(parts.path).strip("/").partition("/")
    if not (parts.hostname and parts.username and parts.password and bucket):
        raise ValueError("An S3 address is s3://KEY:SECRET@HOST/BUCKET[/PREFIX].")
    said = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = parts.netloc.rpartition("@")[2]
    return {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "endpoint_url": f"{said.get('scheme', 'https')}://{host}",
        "region_name": said.get("region", "us-east-1"),
        "bucket_name": bucket,
        "location": prefix,
    }


@contextmanager
def temporary(folder: Path | None) -> Iterator[IO[bytes]]:
    """A file that is gone afterwards, unless it was taken away."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=NEW, delete=False) as file:
        try:
            yield file
        finally:
            Path(file.name).unlink(missing_ok=True)
