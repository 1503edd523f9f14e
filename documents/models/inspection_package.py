"""The package of an inspection: a zip that opens without Sapat, made by the worker (004/7.5.5)."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import Blob, JournalEntry, Todo, deed, record

from .inspection import Inspection

KEPT_FOR = timedelta(days=30)
TODO = "documents.package"


class InspectionPackageQuerySet(models.QuerySet["InspectionPackage"]):
    def visible_to(self, user):
        """Whoever asked for it, who approves documents, and the inspectors themselves."""
        if user.is_guest:
            return self.filter(inspection__accesses__user=user.pk)
        if not user.has_perm("documents.view_inspection"):
            return self.none()
        if "documents.approve" in user.powers:
            return self
        return self.filter(asked_by=user)

    def for_list(self):
        """All that a line of an inspection shows."""
        return self.select_related("asked_by__person")

    def with_sums(self) -> list["InspectionPackage"]:
        """Each with the hash of the list in it, as the journal keeps it; one query for all."""
        rows = list(self.for_list())
        kind = ContentType.objects.get_for_model(self.model)
        made = JournalEntry.objects.filter(
            content_type=kind, object_id__in=[row.pk for row in rows], deed="make_package"
        )
        told = {entry.object_id: entry.details.get("sums", "") for entry in made}
        for row in rows:
            row.listed = told.get(row.pk, "")
        return rows

    def to_make(self):
        """New ones, and what a killed worker left: whoever asks is the only one at work."""
        return self.filter(state__in=["waiting", "running"])

    def old(self):
        """Those whose days have passed."""
        return self.filter(state="ready", made_at__lt=timezone.now() - KEPT_FOR)


class InspectionPackage(models.Model):
    """One zip for the inspectors: what was asked, how far it is, its own hash."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for the worker")
        RUNNING = "running", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Not made")
        GONE = "gone", _("Deleted")

    PART_OF = "inspection"
    #: The hash of SHA256SUMS inside, on rows of ``with_sums``.
    listed = ""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inspection = models.ForeignKey(
        Inspection,
        on_delete=models.PROTECT,
        related_name="packages",
        verbose_name=_("inspection"),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    parts = models.JSONField(_("what goes in"), default=list)
    shown = models.JSONField(_("what is shown"), default=dict)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="ky")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(_("made"), null=True)
    fault = models.CharField(max_length=300, blank=True)
    missing = models.JSONField(_("what is missing"), default=list)
    files = models.PositiveIntegerField(_("files"), default=0)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    blob = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")

    objects = InspectionPackageQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(blob__isnull=False) & ~Q(sha256="")),
                name="inspection_package_ready_has_a_file",
            ),
            models.UniqueConstraint(
                fields=["inspection"],
                condition=Q(state__in=["waiting", "running"]),
                name="inspection_package_one_under_way",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("documents:package", args=[self.uid])

    @property
    def stem(self) -> str:
        """The folder inside, and the name of the file."""
        return f"sapat-inspection-{self.inspection_id}-{timezone.localtime(self.asked_at):%Y-%m-%d}"

    @property
    def name(self) -> str:
        return f"{self.stem}.zip"

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def percent(self) -> int:
        """How far it is."""
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def kept_until(self):
        """The day on which it is deleted."""
        return self.made_at and timezone.localtime(self.made_at + KEPT_FOR).date()

    @property
    def sums_sha256(self) -> str:
        """The hash of SHA256SUMS inside, as the journal keeps it: what verify.py prints."""
        made = JournalEntry.objects.about(self).filter(deed="make_package").last()
        return made.details.get("sums", "") if made else ""

    # The worker's -------------------------------------------------------------------------------

    def claim(self) -> bool:
        """Take it in hand; what a dead worker began is begun anew."""
        fresh = type(self).objects.to_make().filter(pk=self.pk)
        taken = fresh.update(state=self.State.RUNNING, told_at=timezone.now(), done=0, total=0)
        if taken:
            self.refresh_from_db()
        return bool(taken)

    def tell(self, done: int, total: int) -> None:
        """How far it is, for who looks at the bar."""
        rows = type(self).objects.filter(pk=self.pk, state=self.State.RUNNING)
        rows.update(done=done, total=total, told_at=timezone.now())

    def end_ready(self, blob: Blob, *, files: int, missing: list[str], sums: str = "", by) -> None:
        """It lies there, with its hash in the journal; its asker is told so. ``sums`` is the hash
        of the list of hashes in it.
        """
        with deed(by=by):
            self.state, self.blob, self.made_at = self.State.READY, blob, timezone.now()
            self.sha256, self.size, self.files = blob.sha256, blob.size, files
            self.missing = missing
            self.save()
            facts = {"sha256": blob.sha256, "size": blob.size, "files": files, "sums": sums}
            record(self, "make_package", by=by, missing=len(missing), **facts)
            Todo.objects.ask([self.asked_by.person], TODO, self)

    def end_failed(self, fault: str, *, by) -> None:
        """It could not be made; nothing of it is left."""
        with deed(by=by):
            self.state, self.fault, self.made_at = self.State.FAILED, fault[:300], timezone.now()
            self.save()
            record(self, "fail_package", by=by)

    def fetched(self, *, by) -> None:
        """Somebody took it along."""
        with deed(by=by):
            record(self, "fetch_package", by=by, sha256=self.sha256)
            if by.pk == self.asked_by_id:
                Todo.objects.about(self).filter(kind=TODO).done()

    def forget(self, *, by) -> None:
        """Its days have passed: the file goes, the row stays."""
        with deed(by=by):
            self.state, self.blob = self.State.GONE, None
            self.save()
            record(self, "delete_package", by=by)
            Todo.objects.about(self).filter(kind=TODO).done()
