"""Every stored file against the size and the hash it was stored under."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from common import storage
from common.dates import date_and_time
from common.models import Attachment, Blob
from common.models.file import FileAltered
from common.models.history import in_batches
from common.trail import Found, Tell, silent

MEGABYTE = 1024 * 1024

MISSING = gettext_noop("The file “%(name)s” of “%(owner)s” is missing.")
UNREADABLE = gettext_noop("The file “%(name)s” of “%(owner)s” cannot be read: %(error)s")
ALTERED = gettext_noop("The file “%(name)s” of “%(owner)s” was altered.")
UNKNOWN = gettext_noop("The store holds a file that nothing links to: %(name)s (%(when)s).")


def faults(*, tell: Tell = silent) -> Iterator[Found]:
    """Files that are missing, altered or unreadable; files in the store that nobody knows."""
    total = sum(Blob.objects.values_list("size", flat=True).iterator()) // MEGABYTE + 1
    done = 0
    for batch in in_batches(Blob.objects.all(), "pk"):
        for blob in batch:
            if found := _look_at(blob):
                text, values = found
                for owner in _owners(blob):
                    yield Found(text, values | owner)
            done += blob.size
            tell(min(done // MEGABYTE, total), total)
    yield from _unknown()
    tell(total, total)


def _look_at(blob: Blob) -> tuple[str, dict] | None:
    try:
        size = sum(len(chunk) for chunk in blob.chunks())
    except FileNotFoundError:
        return MISSING, {}
    except FileAltered:
        return ALTERED, {}
    except OSError as error:
        return UNREADABLE, {"error": error.strerror or str(error)}
    return None if size == blob.size else (ALTERED, {})


def _owners(blob: Blob) -> list[dict]:
    """The records it hangs on, with the name it has there; one that hangs nowhere by its hash."""
    links = Attachment.objects.filter(blob=blob).prefetch_related("owner")
    named = [{"name": link.name, "owner": str(link.owner)} for link in links]
    return named or [{"name": blob.sha256, "owner": "…"}]


def _unknown() -> Iterator[Found]:
    """Files in the store that no row names; what arrives just now is not meant."""
    young = timezone.now() - timedelta(hours=1)
    for kept in storage.files().entries():
        name = kept.name.rpartition("/")[2]
        if kept.kept_at < young and not Blob.objects.filter(sha256=name).exists():
            named = {"name": name, "when": date_and_time(kept.kept_at)}
            yield Found(UNKNOWN, named, is_remark=True, is_amber=True)
