"""Who reads a record or a material: staff, top management, those it names (004/5.5.1)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RecordAccess(models.TextChoices):
    """Besides its author and whoever keeps the archive."""

    STAFF = "staff", _("Staff")
    RESTRICTED = "restricted", _("Top management")
    NAMED = "named", _("Named readers")


def shown_to(guest) -> list[str]:
    """What an inspection may show of records: never what has readers by name."""
    shows_top = "documents.top" in guest.powers
    return [RecordAccess.STAFF, *([RecordAccess.RESTRICTED] if shows_top else [])]


def seen_by(user, through, column: str) -> Q:
    """What this reader may see; ``through`` is the table of those named."""
    named = through.objects.filter(person=user.person_id)
    seen = Q(access=RecordAccess.STAFF) | Q(author=user.person_id) | Q(pk__in=named.values(column))
    if "documents.top" in user.powers:
        seen |= Q(access=RecordAccess.RESTRICTED)
    return seen
