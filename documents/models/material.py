"""Quality materials: objective evidence without the status of a record (003, 3)."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Attachment, Lifecycle, Revised, Searched, Step
from common.models import record as journal
from common.models.searched import SearchedQuerySet
from people.models import Person

from .process import Process
from .record import Record
from .record_access import RecordAccess, seen_by
from .record_keeping import CONTENT


class MaterialQuerySet(SearchedQuerySet):
    model: Any

    def visible_to(self, user):
        """Keepers see all; staff what is open to them, what names them and what they wrote."""
        if not user.is_employee:
            return self.none()
        if user.powers & {"nomenclature.keep", "documents.manage"}:
            return self
        return self.filter(seen_by(user, self.model.readers.through, "material"))

    def for_list(self):
        """All that a row of the list shows, the newest first."""
        return self.select_related("author", "process").order_by("-date", "-pk")


class Material(Searched, Lifecycle, Revised):
    """Photographs, tables, drafts that show something and are no record: no number, no term.

    It may become a record; then that is locked, and the material says which record it became.
    """

    class State(models.TextChoices):
        KEPT = "kept", pgettext_lazy("material", "Material")
        PROMOTED = "promoted", _("Became a record")
        DISCARDED = "discarded", pgettext_lazy("material", "Taken out")

    STEPS = {
        "promote": Step(
            label=_("Make it a record"),
            done=_("made the material a record"),
            source={State.KEPT},
            target=State.PROMOTED,
            permission="documents.promote_material",
        ),
        "discard": Step(
            label=_("Take out"),
            done=_("took the material out"),
            source={State.KEPT},
            target=State.DISCARDED,
            permission="documents.discard_material",
            danger=True,
        ),
    }
    SEARCHED = ["title", "note"]
    SORTED = "title"

    title = models.CharField(_("title"), max_length=300)
    note = models.TextField(_("what it shows"), blank=True)
    process = models.ForeignKey(
        Process,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="materials",
        verbose_name=_("process"),
    )
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )
    date = models.DateField(_("date"), default=localdate, db_index=True)
    access = models.CharField(
        _("who reads it"), max_length=10, choices=RecordAccess, default=RecordAccess.STAFF
    )
    readers = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("named readers")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.KEPT, editable=False
    )
    record = models.OneToOneField(
        Record,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="material",
        verbose_name=_("record"),
    )
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(m2m_fields=[readers], excluded_fields=["folded", "sorted_as"])

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("records:material", args=[self.pk])

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return self.title

    @property
    def is_restricted(self) -> bool:
        """Whoever opens a file of it is noted."""
        return self.access != RecordAccess.STAFF

    def promote(self, *, by, case, proves):
        """It becomes a record of a case: its files go along, and the record is locked at once."""
        with self.step("promote", by=by) as move:
            if not Attachment.objects.of(self).exists():
                raise ValidationError(_("There is no file here: nothing to make a record of."))
            kept: Any = Record(
                case=case,
                title=self.title,
                proves=proves,
                process=self.process,
                author=self.author,
                date=self.date,
                access=self.access,
            )
            kept.full_clean()
            kept.save()
            kept.readers.set(self.readers.all())
            journal(kept, "create", by=by, material=self.pk)
            Attachment.objects.of(self).update(
                content_type=ContentType.objects.get_for_model(kept),
                object_id=kept.pk,
                kind=CONTENT,
            )
            kept.close(by=by)
            self.record = kept
            move.details["record"] = kept.pk

    def discard(self, *, by, reason):
        """It shows nothing that anybody needs; its files go."""
        with self.step("discard", by=by) as move:
            move.reason = reason[:100]
            move.details["files"] = list(
                Attachment.objects.of(self).values_list("blob__sha256", flat=True)
            )
            Attachment.objects.of(self).delete()
