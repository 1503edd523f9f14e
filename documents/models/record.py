"""Records: evidence that work was done, identified, closed and kept for its term (004/4.2.4)."""

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Attachment, Lifecycle, Revised, Searched
from people.models import Person

from .document import Document
from .fund import FundItem
from .nomenclature import NomenclatureItem
from .process import Process
from .record_access import RecordAccess, seen_by, shown_to
from .record_keeping import RecordKeeping
from .record_locks import LOCKED, LockedQuerySet, check_locked
from .record_steps import KEPT, UNLOCKED, RecordState, record_steps
from .retention import Keep, Retention


class RecordQuerySet(LockedQuerySet):
    model: Any

    def visible_to(self, user):
        """Keepers see all; staff what is open to them, what names them and what they wrote. A
        guest sees what was closed, of the cases chosen for the inspection.
        """
        if not user.is_employee or not user.may_look_at(self.model):
            return self.none()
        if user.is_guest:
            rows = self.filter(access__in=shown_to(user)).exclude(state__in=UNLOCKED)
            cases = user.narrowed_to("cases")
            return rows.filter(case__in=cases) if cases else rows
        if user.powers & {"nomenclature.keep", "documents.manage"}:
            return self
        return self.filter(seen_by(user, self.model.readers.through, "record"))

    def for_list(self):
        """All that a row of the register shows, the newest first."""
        rows = self.select_related("case__nomenclature", "author", "process", "document")
        return rows.with_hold().order_by("-date", "-pk")

    def with_hold(self):
        """Each says whether a hold lies on it (``is_held``)."""
        from .hold import held  # noqa: PLC0415 -- holds know records

        return self.annotate(is_held=held())

    def held(self):
        """Those on which a hold lies: none of them is destroyed or kept for less."""
        from .hold import held  # noqa: PLC0415 -- holds know records

        return self.filter(held())

    def over_by(self, day):
        """Stored ones whose last day of keeping lies before a day."""
        return self.filter(state__in=KEPT, until__lt=day)


class Record(RecordKeeping, Searched, Lifecycle, Retention, Revised):
    """One piece of evidence: what it proves, in which case it lies, on what, how long (DP-02).

    It gets its number when it is closed: so the numbers of a case have no gap. From then on what
    it says and its files never change; they leave only by an act of disposal, and of them stay
    name, size and hash.
    """

    SEARCHED = ["identifier", "title", "proves", "place", "article"]
    SORTED = "identifier"
    State = RecordState
    Carrier = NomenclatureItem.Carrier
    STEPS = record_steps()

    case = models.ForeignKey(
        NomenclatureItem,
        on_delete=models.PROTECT,
        related_name="records",
        verbose_name=pgettext_lazy("nomenclature", "case"),
    )
    number = models.PositiveIntegerField(_("number"), null=True, editable=False)
    identifier = models.CharField(_("identifier"), max_length=40, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    proves = models.CharField(
        _("what it proves"),
        max_length=300,
        blank=True,
        help_text=_("The work that it confirms: by a plan, a process card, a procedure, an order."),
    )
    process = models.ForeignKey(
        Process,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="records",
        verbose_name=_("process"),
    )
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="records",
        verbose_name=_("document that asks for it"),
    )
    fund_item = models.ForeignKey(
        FundItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="records",
        verbose_name=_("regular report of the fund"),
    )
    about_type = models.ForeignKey(
        ContentType,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("what it is about"),
    )
    about_id = models.PositiveBigIntegerField(
        null=True, editable=False, verbose_name=_("what it is about")
    )
    about = GenericForeignKey("about_type", "about_id")
    source_type = models.ForeignKey(
        ContentType,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made from"),
    )
    source_id = models.PositiveBigIntegerField(
        null=True, editable=False, verbose_name=_("made from")
    )
    source = GenericForeignKey("source_type", "source_id")
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )
    date = models.DateField(_("date"), default=localdate, db_index=True)
    period_from = models.DateField(_("covers from"), null=True, blank=True)
    period_to = models.DateField(_("covers until"), null=True, blank=True)
    carrier = models.CharField(
        _("carrier"), max_length=10, choices=Carrier, default=Carrier.ELECTRONIC
    )
    place = models.CharField(
        pgettext_lazy("nomenclature", "place"),
        max_length=200,
        blank=True,
        help_text=_("Of a paper: room, cabinet, folder."),
    )
    volume = models.PositiveSmallIntegerField(_("volume"), null=True, blank=True)
    sheets = models.PositiveSmallIntegerField(_("sheets"), null=True, blank=True)
    access = models.CharField(
        _("who reads it"), max_length=10, choices=RecordAccess, default=RecordAccess.STAFF
    )
    readers = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("named readers")
    )
    has_personal_data = models.BooleanField(_("holds personal data"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    contents = models.JSONField(_("files at closing"), default=list, editable=False)
    content_hash = models.CharField(_("digest"), max_length=64, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_by = models.ForeignKey(
        Person,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("closed by"),
    )
    stored_on = models.DateField(_("in storage since"), null=True, editable=False)
    act = models.ForeignKey(
        "documents.DisposalAct",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="records",
        verbose_name=_("act of disposal"),
    )
    destroyed_on = models.DateField(_("destroyed on"), null=True, editable=False)
    files_gone_at = models.DateTimeField(_("files removed"), null=True, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(m2m_fields=[readers], excluded_fields=["folded", "sorted_as"])

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        indexes = [
            models.Index(fields=["state", "until"], name="record_state_until"),
            models.Index(fields=["about_type", "about_id"], name="record_about"),
            models.Index(fields=["case", "state"], name="record_case_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="record_number_once_a_case"),
            models.UniqueConstraint(
                fields=["source_type", "source_id"],
                condition=~Q(state=RecordState.DROPPED),
                name="record_of_a_paper_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNLOCKED)
                | Q(number__isnull=False, closed_at__isnull=False) & ~Q(content_hash=""),
                name="record_closed_is_numbered_and_sealed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*KEPT, RecordState.EXPIRED, RecordState.DESTROYED])
                | ~Q(keep=Keep.YEARS)
                | Q(until__isnull=False),
                name="record_stored_says_until_when",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[RecordState.EXPIRED, RecordState.DESTROYED], keep=Keep.PERMANENT
                ),
                name="record_permanent_is_never_destroyed",
            ),
            models.CheckConstraint(
                condition=~Q(state=RecordState.DESTROYED) | Q(act__isnull=False),
                name="record_destroyed_by_an_act",
            ),
        ]

    def __str__(self):
        return f"{self.identifier} · {self.title}" if self.identifier else self.title

    def get_absolute_url(self):
        return reverse("records:record", args=[self.pk])

    def save(self, *args, **kwargs):
        check_locked(self)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("A record is never deleted: it is destroyed by an act.")

    # What it says ------------------------------------------------------------------------------

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return str(self)

    @property
    def is_restricted(self) -> bool:
        """Whoever opens a file of it is noted."""
        return self.access != RecordAccess.STAFF or self.has_personal_data

    @property
    def is_locked(self) -> bool:
        """What it says and holds does not change any more."""
        return self.state not in UNLOCKED

    @property
    def is_on_paper(self) -> bool:
        """There is a paper to be kept, and to be destroyed."""
        return self.carrier != self.Carrier.ELECTRONIC

    def manifest(self) -> dict[str, Any]:
        """What its digest covers: every locked fact, and its files by name, size and hash."""
        facts = {name: getattr(self, name) for name in LOCKED if name not in _NOT_SEALED}
        told = {name: v.isoformat() if hasattr(v, "isoformat") else v for name, v in facts.items()}
        return {"kind": "record", **told}

    def clean(self):
        """What a form must not let through."""
        wrong = {}
        if not (self.proves or self.process_id or self.document_id or self.about_id):
            wrong["proves"] = _("Say which work it proves, or choose where from.")
        if self.date and self.date > localdate():
            wrong["date"] = _("The day cannot lie in the future.")
        if self.period_from and self.period_to and self.period_to < self.period_from:
            wrong["period_to"] = _("The period ends before it begins.")
        if wrong:
            raise ValidationError(wrong)

    @property
    def lacks_files(self) -> bool:
        """It is electronic, and nothing hangs on it: it cannot be closed so."""
        return self.carrier != self.Carrier.PAPER and not self.current_files().exists()

    def current_files(self) -> "models.QuerySet[Attachment]":
        """Its files as they are hung on it today."""
        return Attachment.objects.of(self)


_NOT_SEALED = {"content_hash", "closed_at", "closed_by_id", "about_type_id", "source_type_id"}
