"""A bucket of S3 as a store of files: the same words as a folder's."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from .storage import CHUNK, Kept, StorageAway, s3_options, temporary

MISSING = {"404", "NoSuchKey", "NotFound"}


class Bucket(S3Storage):
    """Files in a bucket of S3, which shows a file only when it arrived whole."""

    def __init__(self, address: str):
        super().__init__(
            default_acl=None,
            querystring_auth=True,
            file_overwrite=True,
            max_memory_size=CHUNK,
            client_config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=10,
                read_timeout=60,
                retries={"max_attempts": 3},
            ),
            **s3_options(address),
        )

    @contextmanager
    def fresh(self) -> Iterator[IO[bytes]]:
        """A file to write into; gone afterwards, whether it was adopted or not."""
        with temporary(None) as file:
            yield file

    def adopt(self, file: IO[bytes], name: str) -> None:
        """Send a file that ``fresh`` gave; it is there under its name when all of it arrived."""
        file.flush()
        with _answering(name), Path(file.name).open("rb") as whole:
            self.bucket.upload_fileobj(whole, self._key(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes, piece by piece as they arrive."""
        with _answering(name):
            body = self.bucket.Object(self._key(name)).get()["Body"]
            yield from body.iter_chunks(CHUNK)

    def entries(self, prefix: str = "") -> Iterator[Kept]:
        """Every file whose name begins so."""
        with _answering(prefix):
            for found in self.bucket.objects.filter(Prefix=self._key("") + prefix):
                name = found.key.removeprefix(self._key(""))
                yield Kept(name, found.size, found.last_modified)

    def delete(self, name: str) -> None:
        with _answering(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _answering(name):
            return super().exists(name)

    def size(self, name: str) -> int:
        with _answering(name):
            return super().size(name)

    def sweep(self, before: datetime) -> None:
        """Nothing half-written is ever seen in a bucket."""

    @cached_property
    def _prefix(self) -> str:
        return f"{self.location.strip('/')}/" if self.location.strip("/") else ""

    def _key(self, name: str) -> str:
        return self._prefix + name

    def __str__(self):
        return f"s3://{urlsplit(self.endpoint_url).netloc}/{self.bucket_name}/{self._prefix}"


@contextmanager
def _answering(name: str) -> Iterator[None]:
    """What goes wrong with a bucket, said as a folder would say it."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            raise FileNotFoundError(name) from error
        raise StorageAway(str(error)) from error
    except (BotoCoreError, Boto3Error) as error:
        raise StorageAway(str(error)) from error
