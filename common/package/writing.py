"""Writing a package: one file after the other straight into the zip, memory flat however many.

Each file is hashed as it passes. What is missing or was altered in the store is not left out in
silence: the index says so, and the page of the package.
"""

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common.models.file import FileAltered, FileDamaged

from . import Item, Kind, Order, offline

Tell = Callable[[int, int], None]
PACKED = (".pdf", ".zip", ".png", ".jpg", ".jpeg", ".docx", ".xlsx", ".p7s", ".cer")
STRANGE = re.compile(r'[<>:"\\|?*\x00-\x1f]+')
CHUNK = 1024 * 1024
SUMS = "SHA256SUMS"
HEADS = [
    *(gettext_lazy("File"), gettext_lazy("Title"), gettext_lazy("Part")),
    *(gettext_lazy("Bytes"), gettext_lazy("Note")),
]


class Written(NamedTuple):
    """One file as it stands in the zip."""

    path: str
    title: Any
    kind: Any
    size: int
    sha256: str
    note: str = ""


class Sink:
    """Where the zip is written to: holds what was not taken away yet, and nothing more."""

    def __init__(self):
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nothing is held open."""

    def take(self) -> bytes:
        """What was written since the last time."""
        taken, self._pieces = b"".join(self._pieces), []
        return taken


@dataclass
class Package:
    """One package being written."""

    order: Order
    kinds: list[Kind]
    tell: Tell = lambda done, total: None
    written: list[Written] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def chunks(self) -> Iterator[bytes]:
        """The zip, piece by piece."""
        with override(self.order.language):
            plan = [(kind, item) for kind in self.kinds for item in kind.items(self.order)]
        self._sink = Sink()
        self.tell(0, len(plan))
        with zipfile.ZipFile(self._sink, "w", zipfile.ZIP_DEFLATED) as self._zip:
            for done, (kind, item) in enumerate(plan, start=1):
                with override(self.order.language):
                    yield from self._add(kind.label, item)
                self.tell(done, len(plan))
            for item in offline.pages(self):
                yield from self._add("", item)
            yield from self._add("", Item("files.csv", "", self._list))
            yield from self._add("", Item(SUMS, "", self._sums))
        yield self._sink.take()

    def _add(self, kind: Any, item: Item) -> Iterator[bytes]:
        path = self._free(item.path)
        pieces, note = iter(item.chunks()), item.note
        try:
            first = next(pieces, b"")
        except (FileNotFoundError, PermissionError, FileAltered, FileDamaged):
            return self._miss(item, _("is missing in the store"))
        sha, size = hashlib.sha256(), 0
        with self._zip.open(self._info(path), "w", force_zip64=True) as out:
            try:
                for piece in chain([first], pieces):
                    for part in _small(piece):
                        sha.update(part)
                        size += len(part)
                        out.write(part)
                        yield self._sink.take()
            except FileAltered:
                note = _("was altered in the store")
                self._miss(item, note)
        self.written.append(Written(path, item.title, kind, size, sha.hexdigest(), note))
        yield self._sink.take()

    def _miss(self, item: Item, words: str) -> None:
        self.missing.append(f"{item.path}: {words}")

    def _info(self, path: str) -> zipfile.ZipInfo:
        made = timezone.localtime(self.order.made_at)
        info = zipfile.ZipInfo(f"{self.order.stem}/{path}", made.timetuple()[:6])
        info.external_attr = 0o644 << 16
        is_packed = Path(path).suffix.lower() in PACKED
        info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        return info

    def _free(self, path: str) -> str:
        """A path that every system can unpack, and no other file has."""
        parts = [STRANGE.sub("-", part).strip(" .") or "-" for part in path.split("/")]
        path = "/".join(parts)
        stem, dot, ending = path.rpartition(".")
        number, free = 2, path
        while free.casefold() in self._taken:
            free = f"{stem or path}-{number}{dot}{ending if dot else ''}"
            number += 1
        self._taken.add(free.casefold())
        return free

    # Lists ------------------------------------------------------------------------------------

    @property
    def named(self) -> list[Written]:
        """The files that the package was made for; what it says of itself is not among them."""
        return [one for one in self.written if one.kind]

    @property
    def sums_sha256(self) -> str:
        """The hash of the list of hashes: who knows it knows all of them."""
        return next((one.sha256 for one in self.written if one.path == SUMS), "")

    def _list(self) -> Iterator[bytes]:
        """What is in, with sizes and hashes, as spreadsheets read it, in every language."""
        codes = [code for code, _name in settings.LANGUAGES]
        file, title, part, size, note = (" / ".join(_each(head, codes)) for head in HEADS)
        heads = [file, *(f"{title} ({code})" for code in codes)]
        heads += [*(f"{part} ({code})" for code in codes), size, "SHA-256", note]
        yield table(
            heads,
            (
                [w.path, *_each(w.title, codes), *_each(w.kind, codes), w.size, w.sha256, w.note]
                for w in self.written
            ),
        )

    def _sums(self) -> Iterator[bytes]:
        """What ``sha256sum -c`` reads."""
        for one in self.written:
            yield f"{one.sha256}  {one.path}\n".encode()


def _each(words: Any, codes: list[str]) -> list[str]:
    """The same words in each language."""
    found = []
    for code in codes:
        with override(code):
            found.append(str(words))
    return found


def _small(piece: bytes) -> Iterator[bytes]:
    for begin in range(0, len(piece), CHUNK):
        yield piece[begin : begin + CHUNK]


def table(heads: list, rows: Iterable[list]) -> bytes:
    """A table as CSV, so that Excel reads its letters and no cell is taken for a formula."""
    return b"".join(table_chunks(heads, rows))


def table_chunks(heads: list, rows: Iterable[list]) -> Iterator[bytes]:
    """The same, row by row."""
    from common.views.outgoing import safe_cell  # noqa: PLC0415 -- pages come later

    yield "\ufeff".encode()
    for row in chain([heads], rows):
        line = io.StringIO()
        csv.writer(line).writerow([safe_cell(str(cell)) for cell in row])
        yield line.getvalue().encode()
