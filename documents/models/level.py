"""Levels of documents, where an organisation has them (003/5.4.2, table 1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TranslatedField


class DocumentLevel(models.Model):
    """One level of the documentation, from policy to records, and who uses its documents."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    users = TranslatedField(_("users"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "code"]

    def __str__(self):
        return str(self.name)
