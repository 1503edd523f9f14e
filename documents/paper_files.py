"""The files that come with a list of documents: scans and texts, several or in one archive."""

import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from common.models import Attachment, Blob, deed, record
from documents.content.scan_text import ScanRefused, look
from documents.models import PaperImport

MOST_FILES = 2000
CHUNK = 1024 * 1024
PICTURES = (b"\x89PNG", b"\xff\xd8\xff")


def key_of(name: str) -> str:
    """How a file of the list is recognised: by its name without folders and case."""
    base = PurePosixPath(str(name).replace("\\", "/")).name
    return unicodedata.normalize("NFC", " ".join(base.split())).casefold()


class TooMuch(Exception):
    """More than fits into one import."""


def keep_files(found: PaperImport, uploaded, *, by) -> list[str]:
    """Store what was uploaded beside the list; sentences about what was not taken."""
    refused: list[str] = []
    kept: dict[str, dict[str, Any]] = {}
    for name, chunks in _unpacked(uploaded, refused):
        if len(kept) >= MOST_FILES:
            refused.append(
                _("More than %(count)s files: bring them by parts.") % {"count": MOST_FILES}
            )
            break
        try:
            blob = Blob.store(_limited(chunks))
        except TooMuch:
            size = settings.MAX_UPLOAD // 1024 // 1024
            refused.append(f"{name}: " + _("larger than %(size)s MB.") % {"size": size})
            continue
        facts = _facts(name, blob)
        if isinstance(facts, str):
            refused.append(f"{name}: {facts}")
            continue
        key = key_of(name)
        if key in kept and kept[key]["sha256"] != blob.sha256:
            refused.append(f"{name}: " + _("two different files have this name."))
            continue
        kept[key] = facts
    if kept:
        _link(found, kept, by)
    return refused


def _link(found: PaperImport, kept: dict[str, dict], by) -> None:
    with deed(by=by):
        found.refresh_from_db(from_queryset=PaperImport.objects.select_for_update())
        for facts in kept.values():
            blob = Blob.objects.get(sha256=facts["sha256"])
            there = Attachment.objects.of(found).filter(name=facts["name"], blob=blob)
            if not there.exists():
                Attachment.objects.create(
                    owner=found, blob=blob, name=facts["name"], kind=facts["kind"], added_by=by
                )
        found.files = {**found.files, **kept}
        found.save(update_fields=["files"])
        record(found, "attach", by=by, count=len(kept))


def _facts(name: str, blob: Blob) -> dict[str, Any] | str:
    """What the preview says of a file, or why it is of no use."""
    data = blob.read()
    facts = {"name": PurePosixPath(name).name[:255], "sha256": blob.sha256, "size": blob.size}
    lower = name.casefold()
    if data.startswith((b"%PDF-", *PICTURES)):
        try:
            pages, has_text = look(data)
        except ScanRefused:
            return _("the PDF is damaged or locked with a password.")
        return facts | {"kind": "scan", "pages": pages, "has_text": has_text}
    if lower.endswith((".docx", ".txt", ".md")) and data.strip():
        return facts | {"kind": "text"}
    return _("neither a scan (PDF, JPEG, PNG) nor a text (.docx, .txt, .md).")


def _limited(chunks) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > settings.MAX_UPLOAD:
            raise TooMuch
        yield chunk


def _unpacked(uploaded, refused: list[str]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each file; of an archive, what is in it, without ever holding all of it."""
    for file in uploaded:
        if not file.name.casefold().endswith(".zip"):
            yield file.name, file.chunks()
            continue
        try:
            with zipfile.ZipFile(file) as archive:
                for entry in archive.infolist():
                    name = _entry_name(entry)
                    if entry.is_dir() or "__MACOSX" in name or key_of(name).startswith("."):
                        continue
                    with archive.open(entry) as opened:
                        yield name, iter(lambda o=opened: o.read(CHUNK), b"")
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError):
            refused.append(f"{file.name}: " + _("the archive is damaged or locked."))


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The name in an archive; older Windows wrote Cyrillic names in a code page of its own."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("cp866")
    except UnicodeError:
        return entry.filename
