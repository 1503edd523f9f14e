"""The text of a version, one a language, one of them the original (domain: state language)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised
from common.text import fold_for_index
from documents.content import blocks

from .version import DocumentVersion

#: Texts that count: a translation without words counts nowhere, the original always.
COUNTS = Q(is_original=True) | ~Q(html="")


class HasWords:
    """A text that may hold no words."""

    html: str

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing; what has no words and no table is saved as no html at all."""
        return not self.html.strip()


class VersionText(HasWords, Revised):
    """Sanitised blocks with stable ids: what differences and the clause map hold on to."""

    PART_OF = "version"

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="texts", verbose_name=_("version")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    is_original = models.BooleanField(_("original"), default=False)
    html = models.TextField(_("text"), blank=True)
    folded = models.TextField(editable=False, default="")
    history = HistoricalRecords(excluded_fields=["folded"])

    class Meta:
        ordering = ["-is_original", "language"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="text_one_a_language"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(is_original=True), name="text_one_original"
            ),
        ]

    def __str__(self):
        return f"{self.version} {self.language}"

    def save(self, *args, **kwargs):
        """Whatever comes in is sanitised here, so that no way in is forgotten."""
        self.html = blocks.sanitise(self.html)
        self.folded = fold_for_index(blocks.plain_text(self.html))
        super().save(*args, **kwargs)
