"""Legal holds: while one lies on a record, nothing destroys it or shortens its term (DP-02)."""

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Lifecycle, Revised, Step, deed
from common.models import record as journal
from people.models import Person

from .nomenclature import NomenclatureItem
from .process import Process
from .record import Record
from .record_steps import RecordState


class HoldQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Keepers of the archive and the director."""
        may = {"nomenclature.keep", "documents.manage", "documents.approve"}
        return self if user.is_employee and user.powers & may else self.none()

    def for_list(self):
        """All that a row of the register shows, those in force first."""
        return self.select_related("set_by", "person", "process").order_by("state", "-since", "-pk")

    def in_force(self):
        """Not released yet."""
        return self.filter(state=Hold.State.ACTIVE)

    def lay(self, *, by, name, basis, since, until=None, **over):
        """Set a hold over records, cases, and everything of a person, a process or a thing.

        What an approved act is about to destroy waits here, or this waits for it: whatever of the
        chosen is destroyed by then is told, and nothing is held that is not there.
        """
        with deed(by=by):
            records, cases = over.pop("records", ()), over.pop("cases", ())
            if not (records or cases or any(over.values())):
                raise ValidationError(_("Say what is held: records, cases, a person, a process."))
            if since > localdate():
                raise ValidationError({"since": _("The day cannot lie in the future.")})
            if until and until < since:
                raise ValidationError({"until": _("The period ends before it begins.")})
            hold: Any = self.model(
                name=name, basis=basis, since=since, until=until, set_by=by.person, **over
            )
            hold.save()
            hold.records.set(records)
            hold.cases.set(cases)
            hold._wait_for_acts()
            journal(hold, "lay_hold", by=by, records=[r.pk for r in records])
        return hold


class Hold(Lifecycle, Revised):
    """That some records must stay: a dispute, an inspection, a request of a court.

    It holds until somebody releases it with a reason, also past the day it was meant to last to.
    """

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("hold", "In force")
        RELEASED = "released", pgettext_lazy("hold", "Released")

    STEPS = {
        "release": Step(
            label=pgettext_lazy("hold", "Release"),
            done=_("released the hold"),
            source={State.ACTIVE},
            target=State.RELEASED,
            permission="documents.release_hold",
            danger=True,
        )
    }

    name = models.CharField(_("name"), max_length=200)
    basis = models.CharField(
        _("basis"), max_length=300, help_text=_("A claim, a letter of a court, an order.")
    )
    since = models.DateField(_("from"), default=localdate)
    until = models.DateField(
        _("planned until"),
        null=True,
        blank=True,
        help_text=_("It holds until it is released, also after this day."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.ACTIVE, editable=False
    )
    records = models.ManyToManyField(
        Record, blank=True, related_name="holds", verbose_name=_("records")
    )
    cases = models.ManyToManyField(
        NomenclatureItem, blank=True, related_name="holds", verbose_name=_("cases")
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("everything of a person"),
    )
    process = models.ForeignKey(
        Process,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("everything of a process"),
    )
    about_type = models.ForeignKey(
        ContentType,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("everything about"),
    )
    about_id = models.PositiveBigIntegerField(
        null=True, editable=False, verbose_name=_("everything about")
    )
    about = GenericForeignKey("about_type", "about_id")
    set_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("set by"),
    )
    set_at = models.DateTimeField(_("set"), default=timezone.now, editable=False)
    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    release_reason = models.CharField(_("why released"), max_length=300, blank=True, editable=False)
    history = HistoricalRecords(m2m_fields=[records, cases])

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["state", "-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_at__isnull=False),
                name="hold_released_says_when",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("records:hold", args=[self.pk])

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return str(self)

    @property
    def is_past_its_day(self) -> bool:
        """It still holds, though it was meant to end before today."""
        return self.state == self.State.ACTIVE and bool(self.until and self.until < localdate())

    def held_records(self) -> "models.QuerySet[Record]":
        """What it lies on today: also what came in since it was set."""
        return Record.objects.exclude(state=RecordState.DESTROYED).filter(_of_holds(only=self.pk))

    def acts(self):
        """The acts of disposal under way in which something stands that it lies on."""
        from .disposal import UNDER_WAY, DisposalAct  # noqa: PLC0415 -- acts know holds

        rows = self.held_records().filter(act__state__in=UNDER_WAY).order_by()
        return DisposalAct.objects.filter(pk__in=rows.values("act")).order_by("date", "pk")

    def release(self, *, by, reason):
        """What it was set for is over; what it held follows its own term again."""
        with self.step("release", by=by) as move:
            self.released_at, self.release_reason = timezone.now(), reason
            move.reason = reason[:100]

    def _wait_for_acts(self) -> None:
        """Records in an act are locked by whoever destroys them: wait, and see what is left."""
        rows = Record.objects.filter(_of_holds(only=self.pk), act__isnull=False)
        list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
        gone = self.records.filter(state=RecordState.DESTROYED).first()
        if gone:
            words = _("%(record)s is destroyed already: it cannot be held.")
            raise ValidationError({"records": words % {"record": gone}})


def held() -> Q:
    """A condition on records: a hold in force lies on it."""
    return _of_holds()


def _of_holds(only: int | None = None) -> Q:
    holds = Hold.objects.filter(pk=only) if only else Hold.objects.in_force()
    return (
        Q(Exists(holds.filter(records=OuterRef("pk"))))
        | Q(Exists(holds.filter(cases=OuterRef("case"))))
        | Q(Exists(holds.filter(person=OuterRef("author"))))
        | Q(Exists(holds.filter(process=OuterRef("process"))))
        | Q(Exists(holds.filter(about_type=OuterRef("about_type"), about_id=OuterRef("about_id"))))
    )


def holds_of(kept: Record) -> "models.QuerySet[Hold]":
    """The holds in force that lie on one record."""
    over = Q(records=kept) | Q(cases=kept.case_id) | Q(person=kept.author_id)
    if kept.process_id:
        over |= Q(process=kept.process_id)
    if kept.about_id:
        over |= Q(about_type=kept.about_type_id, about_id=kept.about_id)
    return Hold.objects.in_force().filter(over).distinct()


def held_words(records: "models.QuerySet[Record]") -> list[str]:
    """A sentence for each of the records that is held, with the holds that lie on it."""
    kept = records.filter(held()).select_related("case").order_by("sorted_as", "pk")
    if not kept:
        return []
    over: dict[int, list[str]] = {one.pk: [] for one in kept}
    for hold in Hold.objects.in_force():
        for key in hold.held_records().filter(pk__in=over).values_list("pk", flat=True):
            over[key].append(f"“{hold}”")
    words = _("%(record)s is under a hold (%(holds)s): it stays as it is.")
    return [words % {"record": one, "holds": ", ".join(over[one.pk])} for one in kept]


def refuse_held(records: "models.QuerySet[Record]") -> None:
    """Stop a deed over records of which any is held, with a sentence that names each."""
    if words := held_words(records):
        raise ValidationError(words)
