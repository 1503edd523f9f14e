"""The key of the backups: what is encrypted to it, nobody opens without it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from pyrage import (
    DecryptError,
    EncryptError,
    IdentityError,
    RecipientError,
    decrypt_io,
    encrypt_io,
    x25519,
)

from . import faults
from .faults import BackupFault


def make() -> None:
    """The key of this installation, made once; it is readable for its owner only."""
    path = settings.BACKUP_KEY
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(f"{x25519.Identity.generate()}\n")
    except FileExistsError:
        pass


def identity(path: Path | None = None):
    """The key that opens; one typed from the sheet may have got spaces and breaks between."""
    path = path or settings.BACKUP_KEY
    try:
        return x25519.Identity.from_str("".join(path.read_text().split()))
    except OSError as error:
        raise BackupFault(faults.NO_KEY, path=str(path)) from error
    except (IdentityError, UnicodeDecodeError) as error:
        raise BackupFault(faults.BAD_KEY, path=str(path)) from error


def public() -> str:
    """The half of the key that may be told: by it a key is known."""
    return str(identity().to_public())


def recipients() -> list:
    """Whoever can open what is made now: this installation, and the further keys of settings."""
    found = [identity().to_public()]
    for text in settings.BACKUP_RECIPIENTS:
        try:
            found.append(x25519.Recipient.from_str(text.strip()))
        except RecipientError as error:
            raise BackupFault(faults.BAD_RECIPIENT, key=text) from error
    return found


class _Reader:
    """Pieces of bytes as a file to read from; remembers what went wrong at their source."""

    def __init__(self, chunks: Iterable[bytes]):
        self._chunks: Iterator[bytes] = iter(chunks)
        self._piece, self._at = memoryview(b""), 0
        self.error: Exception | None = None

    def read(self, size: int) -> bytes:
        try:
            while self._at >= len(self._piece):
                self._piece, self._at = memoryview(next(self._chunks)), 0
        except StopIteration:
            return b""
        except Exception as error:
            self.error = error
            raise
        given = bytes(self._piece[self._at : self._at + size])
        self._at += len(given)
        return given


class _Writer:
    """A file to write into; remembers what went wrong with it."""

    def __init__(self, file):
        self._file = file
        self.error: Exception | None = None

    def write(self, data: bytes) -> int:
        try:
            self._file.write(data)
        except Exception as error:
            self.error = error
            raise
        return len(data)

    def flush(self) -> None:
        """The owner of the file does that."""


def lock(chunks: Iterable[bytes], into, to: list) -> None:
    """Write the bytes encrypted."""
    source, target = _Reader(chunks), _Writer(into)
    try:
        encrypt_io(source, target, to)
    except EncryptError as error:
        raise source.error or target.error or error from None


def unlock(chunks: Iterable[bytes], into, key, name: str) -> None:
    """Write the bytes opened; each piece is checked, and that the last one is the last."""
    source, target = _Reader(chunks), _Writer(into)
    try:
        decrypt_io(source, target, [key])
    except (DecryptError, OSError) as error:
        # A torn or altered file is an OSError of pyrage's own.
        if cause := source.error or target.error:
            raise cause from None
        raise BackupFault(faults.WRONG_KEY, name=name) from error
