"""Texts of files: read in the background by a process that may be ended at any time."""

import json
import logging
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from common.models import Attachment, Blob, FileText
from common.models.file import FileAltered
from common.storage import StorageAway

from .index import UNWRITTEN, ask_for

log = logging.getLogger(__name__)

LARGEST = 60 * 1024 * 1024
SECONDS = 60
TRIES = 3
AT_ONCE = 100
READING = Path(__file__).with_name("reading.py")

#: Whose files are read: model → kinds of attachment, and which records find by them.
_owners: dict = {}


def read_files_of(model, *, kinds: Iterable[str], whose) -> None:
    """Let the texts inside files of a model be found; ``whose`` names the records by its key."""
    _owners[model] = (tuple(kinds), whose)


def attached(model, keys: Iterable[int]) -> dict[int, list[Attachment]]:
    """The files of some records whose texts are searched, with these texts; one query."""
    kinds, _whose = _owners[model]
    of = ContentType.objects.get_for_model(model)
    rows = Attachment.objects.filter(content_type=of, object_id__in=keys, kind__in=kinds)
    found: dict[int, list[Attachment]] = {}
    for file in rows.exclude(blob__file_text__text="").select_related("blob__file_text"):
        if hasattr(file.blob, "file_text"):
            found.setdefault(file.object_id, []).append(file)
    return found


def _of_searched_owners():
    found = Attachment.objects.none()
    for model, (kinds, _whose) in _owners.items():
        of = ContentType.objects.get_for_model(model)
        found = found | Attachment.objects.filter(content_type=of, kind__in=kinds)
    return found


def read_files(most: int = AT_ONCE) -> int:
    """Read files that nobody read yet, and those a killed worker had in hand; how many."""
    wanted = Blob.objects.filter(pk__in=_of_searched_owners().order_by().values("blob"))
    new = wanted.filter(file_text=None) | wanted.filter(file_text__outcome="reading")
    done = 0
    with Reader() as reader:
        for blob in new.order_by("pk")[:most]:
            try:
                _read(blob, reader)
            except StorageAway:
                log.warning("The files do not answer; their texts wait.")
                break
            done += 1
    return done


def _read(blob: Blob, reader: "Reader") -> None:
    kept, _made = FileText.objects.get_or_create(blob=blob)
    kept.tries += 1
    kept.save(update_fields=["tries"])
    outcome: str = FileText.Outcome.DAMAGED
    text = ""
    if blob.size > LARGEST:
        outcome = FileText.Outcome.TOO_LARGE
    elif kept.tries <= TRIES:  # else it has ended more than one worker
        outcome, text = _words_of(blob, reader)
    with transaction.atomic():
        kept.outcome, kept.text = outcome, UNWRITTEN.sub(" ", text)
        kept.read_at = timezone.now()
        kept.save()
        for file in _of_searched_owners().filter(blob=blob):
            model = file.content_type.model_class()
            ask_for(_owners[model][1](file.object_id))


def _words_of(blob: Blob, reader: "Reader") -> tuple[str, str]:
    with tempfile.NamedTemporaryFile() as file:
        try:
            for chunk in blob.chunks():
                file.write(chunk)
        except StorageAway:
            raise
        except (OSError, FileAltered):
            log.warning("The file %s cannot be read for the search.", blob.sha256)
            return FileText.Outcome.DAMAGED, ""
        file.flush()
        return reader.read(Path(file.name))


class Reader:
    """The process that opens files; begun when the first one comes, and anew after each fault."""

    def __init__(self):
        self.process: subprocess.Popen | None = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.end()

    def end(self) -> None:
        """No such process any more."""
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def read(self, path: Path) -> tuple[str, str]:
        """What became of a file, and its words; at most so many seconds."""
        if self.process is None:
            self.process = subprocess.Popen(  # noqa: S603 -- our own module
                [sys.executable, "-I", str(READING)],
                cwd=settings.BASE_DIR,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        asked, answers = cast("IO[str]", self.process.stdin), cast("IO[str]", self.process.stdout)
        try:
            asked.write(f"{path}\n")
            asked.flush()
            ready, _w, _x = select.select([answers], [], [], SECONDS)
            line = answers.readline() if ready else ""
        except OSError:
            line = ""
        if not line:
            self.end()
            return FileText.Outcome.DAMAGED, ""
        outcome, text = json.loads(line)
        return outcome, text
