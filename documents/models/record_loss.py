"""Loss and restoration of records: when, how it was noticed, what came back from where (DP-02)."""

from django.db import models
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Attachment
from common.models.file import FileAltered
from people.models import Person


class RecordLoss(models.Model):
    """That a record was lost, and how it was restored: the same file, or openly another one."""

    PART_OF = "record"

    record = models.ForeignKey(
        "documents.Record",
        on_delete=models.PROTECT,
        related_name="losses",
        verbose_name=_("record"),
    )
    lost_on = models.DateField(_("lost on"), default=localdate)
    noticed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("noticed by")
    )
    note = models.TextField(_("how it was noticed, and what was done"))
    entered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"), default=timezone.now)
    restored_on = models.DateField(_("restored on"), null=True, blank=True)
    source = models.CharField(_("restored from"), max_length=300, blank=True)
    reason = models.CharField(_("why from another source"), max_length=300, blank=True)
    files = models.JSONField(_("files from another source"), default=list)
    restored_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("restored by"),
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.record} · {self.lost_on:%d.%m.%Y}"

    @property
    def is_from_another_source(self) -> bool:
        """What came back is not what was closed."""
        return bool(self.files)


def missing_from_store(kept) -> list[dict]:
    """The files of a closed record that are not there any more, or are not the ones closed."""
    there = set()
    for file in Attachment.objects.of(kept):
        try:
            for _chunk in file.blob.chunks():
                pass
        except (OSError, FileAltered):
            continue
        there.add(file.blob.sha256)
    return [file for file in kept.contents if file["sha256"] not in there]
