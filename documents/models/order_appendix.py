"""Appendices of an order: a text or a file under a head of its own (domain 2.8, field 15)."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Attachment, TranslatedField

from .order import Order


class OrderAppendix(models.Model):
    """One appendix by its number: printed with the order, or a file that goes with it."""

    PART_OF = "order"

    order = models.ForeignKey(
        Order,
        on_delete=models.CASCADE,
        related_name="appendices",
        verbose_name=pgettext_lazy("paper", "order"),
    )
    place = models.PositiveSmallIntegerField(_("No."))
    title = TranslatedField(_("title"), blank=True)
    text = TranslatedField(_("text"), max_length=20000, blank=True)
    file = models.ForeignKey(
        Attachment,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("file"),
    )
    pages = models.PositiveSmallIntegerField(_("number of sheets"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["place", "pk"]
        verbose_name_plural = "order appendices"

    def __str__(self):
        return _("%(order)s, appendix %(n)s") % {"order": self.order, "n": self.place}

    @property
    def shown_title(self) -> str:
        """The title in the reader's language, or in the original's."""
        return self.order.in_language(self.title, get_language())

    def manifest(self) -> dict:
        """What of it a signature covers."""
        return {
            "title": dict(self.title),
            "text": dict(self.text),
            "file": self.file.blob.sha256 if self.file else "",
            "pages": self.pages,
        }
