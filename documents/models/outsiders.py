"""What of document control somebody from outside is shown: what is or was in force, what is
finished; nothing that is still being written or decided (004/4.2.3, 7.5.5).
"""

from typing import Any

from django.db.models import Q

from .type import Origin

PUBLISHED = ["in_force", "superseded", "withdrawn"]
#: Of external documents also what is registered and waits for its day: nobody writes it here.
SHOWN = Q(state__in=PUBLISHED) | Q(state="approved", document__type__origin=Origin.EXTERNAL)
#: Reviews and change requests that are over.
FINISHED = ["done", "overtaken", "rejected"]


def documents_shown(rows, user) -> Any:
    """Documents that a guest is shown: one version at least is or was in force."""
    from .version import DocumentVersion  # noqa: PLC0415 -- versions know documents

    if not user.is_guest:
        return rows
    return rows.filter(pk__in=DocumentVersion._base_manager.filter(SHOWN).values("document"))


def finished(rows, user) -> Any:
    """Of reviews and requests a guest is shown those that are over."""
    return rows.filter(state__in=FINISHED) if user.is_guest else rows
