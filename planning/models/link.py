"""Links of the year to records of any kind."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


def link_to_any(words):
    """The two columns of a link to any record, called alike in the history of fields."""
    to = {"null": True, "editable": False, "verbose_name": words}
    kind = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+", **to)
    return kind, models.PositiveBigIntegerField(**to)
