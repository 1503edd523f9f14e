"""Files: immutable, named by their SHA-256, served only to those who may see the owner."""

import hashlib
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.storage import files

IN_MEMORY = 2 * 1024 * 1024


class FileDamaged(Exception):
    """A file that somebody asked for is missing, or is not the one that was kept."""


class FileAltered(Exception):
    """A stored file no longer has the hash it was stored under."""


class Blob(models.Model):
    """The bytes of one file, kept once whoever links to them."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.sha256

    @property
    def name(self) -> str:
        """What the store calls it."""
        return f"{self.sha256[:2]}/{self.sha256}"

    @property
    def path(self) -> Path:
        """Where a folder keeps it; a bucket has no paths."""
        return Path(files().path(self.name))

    @classmethod
    def store(cls, chunks) -> "Blob":
        """Keep the bytes that ``chunks`` yields: written whole before the row exists."""
        store, sha, size = files(), hashlib.sha256(), 0
        with store.fresh() as file:
            for chunk in chunks:
                sha.update(chunk)
                size += len(chunk)
                file.write(chunk)
            blob = cls(sha256=sha.hexdigest(), size=size)
            store.adopt(file, blob.name)
        kept, made = cls.objects.get_or_create(sha256=blob.sha256, defaults={"size": size})
        if not made:
            # The sweep leaves alone what came in today.
            cls.objects.filter(pk=kept.pk).update(stored_at=timezone.now())
        return kept

    def chunks(self) -> Iterator[bytes]:
        """The bytes piece by piece; at the end, ``FileAltered`` if their hash is another."""
        sha = hashlib.sha256()
        for chunk in files().chunks(self.name):
            sha.update(chunk)
            yield chunk
        if sha.hexdigest() != self.sha256:
            raise FileAltered(self.sha256)

    def read(self) -> bytes:
        """The bytes, checked against their hash."""
        return b"".join(self.chunks())

    def open(self) -> IO[bytes]:
        """A file to read from, all of it checked first; a large one waits on the disk."""
        file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the caller's
        try:
            for chunk in self.chunks():
                file.write(chunk)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return file


class AttachmentQuerySet(models.QuerySet):
    def of(self, owner):
        """The files that hang on one object."""
        kind = ContentType.objects.get_for_model(owner)
        return self.filter(content_type=kind, object_id=owner.pk).select_related("blob", "added_by")


class Attachment(models.Model):
    """A file that hangs on an object: who may see the object may open the file."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    owner = GenericForeignKey()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(_("file name"), max_length=255)
    kind = models.CharField(max_length=40, default="attachment")
    language = models.CharField(max_length=2, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("file", args=[self.uid])
