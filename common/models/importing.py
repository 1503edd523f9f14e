"""A list brought in from a spreadsheet: looked at row by row, then carried out once."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .file import Blob


class Import(models.Model):
    """One uploaded list. Nothing is written before somebody has seen the fate of every row."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("Not yet imported")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Imported")

    name = models.CharField(_("file name"), max_length=255)
    blob = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    created_at = models.DateTimeField(_("brought in"), default=timezone.now)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PREVIEW)
    ended_at = models.DateTimeField(_("ended"), null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.name

    def read(self) -> bytes:
        """The list as it was uploaded; nothing once it is let go."""
        return self.blob.read() if self.blob else b""

    def find(self, row: int, sentence: str) -> None:
        """Row ``row`` could not be brought in: the sentence that says why."""
        self.findings = [*self.findings, {"row": row, "text": sentence}]

    @property
    def sentences(self) -> list[str]:
        """What could not be brought in, row by row."""
        return [
            gettext("Row %(row)s: %(text)s") % {"row": found["row"], "text": found["text"]}
            for found in self.findings
        ]
