"""What the backups still lack to be worth anything on the day this machine is lost."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from common.models import JournalEntry

from . import keys
from .faults import BackupFault
from .place import Place, places


def lacking() -> list[str]:
    """Each thing that is missing, as a sentence; nothing once the key and a place are safe."""
    missing = []
    if printed() is None:
        missing.append(_("The key of the backups was not printed yet."))
    if not any(is_elsewhere(place) for place in places()):
        missing.append(
            _(
                "All backups lie on the same disk as the database and the files. Name a place on "
                "another disk or machine in BACKUP_TO."
            )
        )
    return missing


def printed() -> JournalEntry | None:
    """The row of the journal that says that the key of today was printed; that of a key before
    it opens nothing that is made now.
    """
    try:
        key = keys.public()
    except BackupFault:  # there is none yet, or it was lost
        return None
    rows = JournalEntry.objects.filter(deed="print_key", details__key=key)
    return rows.order_by("-number").first()


def is_elsewhere(place: Place) -> bool:
    """Whether the place outlives the disk of this installation: a bucket, or another disk."""
    if place.address.startswith("s3://"):
        return True
    try:
        return _disk(Path(str(place))) != _disk(settings.VAR)
    except OSError:
        return False


def _disk(path: Path) -> int:
    """The disk of a folder, or of the one it will be made in."""
    path = path.absolute()
    return next(one for one in (path, *path.parents) if one.exists()).stat().st_dev
