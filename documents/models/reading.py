"""Acquaintance: who is to read a version, who has, and who has not (004/4.2.3)."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.caller import SYSTEM
from common.dates import numeric
from common.models import Todo, deed, record
from common.models.journal import digest
from common.working_days import after_working_days
from people.models import Organisation, Person

from .heads import led_by
from .route import StepKind
from .sheet import Signature
from .version import DocumentVersion, readers


class ReadingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, those of the people one leads, and all for who watches over readings; never
        of a version that one may not know of.
        """
        rows = self.filter(version__in=DocumentVersion.objects.visible_to(user))
        if user.has_perm("documents.view_readings"):
            return rows
        return rows.filter(Q(person=user.person_id) | Q(person__in=led_by(user)))

    def for_list(self):
        """All that a line of a list shows."""
        return self.select_related("person", "version__document", "recorded_by", "call")

    def open(self):
        """Asked, and neither read nor waived yet."""
        return self.filter(read_at=None, waived_at=None)

    def late(self):
        """Open after their day, of what is in force."""
        return self.open().filter(due__lt=localdate(), version__state="in_force")

    def before_start(self):
        """Still owed before a first day of work, of what is in force."""
        return self.open().filter(start_on__isnull=False, version__state="in_force")

    def record_on_paper(self, readings, *, by, on: date) -> int:
        """Those who signed the sheet on paper on a day: they are acquainted (004/5.5.1; 002/5)."""
        if on > localdate():
            raise ValidationError({"on": _("The sheet cannot be signed in the future.")})
        with deed(by=by):
            found = self._held(readings)
            for reading in found:
                begun = reading.version.order_date
                if begun and on < begun:
                    raise ValidationError(
                        {
                            "on": _("%(version)s was approved only on %(date)s.")
                            % {"version": reading.version, "date": numeric(begun)}
                        }
                    )
                reading.read_at, reading.paper_on = timezone.now(), on
                reading.recorded_by = by.person
                reading.save(update_fields=["read_at", "paper_on", "recorded_by"])
            self._settle(found, "read_on_paper", by=by, on=on.isoformat())
        return len(found)

    def waive(self, readings, *, by, reason: str) -> int:
        """These need not read it, for a reason that stands beside their names."""
        with deed(by=by):
            found = self._held(readings)
            for reading in found:
                reading.waived_at, reading.waive_reason = timezone.now(), reason
                reading.recorded_by = by.person
                reading.save(update_fields=["waived_at", "waive_reason", "recorded_by"])
            self._settle(found, "waive_reading", by=by, reason=digest(reason))
        return len(found)

    def _held(self, readings) -> list["Reading"]:
        """Those still open, locked, so that nobody is noted twice."""
        keys = [reading.pk for reading in readings]
        rows = Reading.objects.open().filter(pk__in=keys).select_for_update(of=("self",))
        return list(rows.select_related("version__document").order_by("pk"))

    def _settle(self, found, name: str, *, by, **details) -> None:
        """One row of the journal a version; nobody is waited for any more."""
        for version in {reading.version for reading in found}:
            people = {r.person_id: r.round for r in found if r.version == version}
            todos = Todo.objects.about(version).filter(kind="documents.read")
            todos.filter(person__in=people).done()
            record(version, name, by=by, people=people, **details)
        stop_acquainting()

    def ask(self, version):
        """Let everyone who may read ``version`` read it; asking again adds only newcomers.

        Who signed it has read it: they are acquainted since their signature, and not asked.
        """
        days = Organisation.current().switches.get("reading_days", 5)
        due = after_working_days(localdate(), days)
        asked = self.filter(version=version).values("person")
        people = list(readers(version).exclude(pk__in=asked))
        signed = signed_at(version)
        self.bulk_create(
            [
                Reading(version=version, person=person, due=due, read_at=signed.get(person.pk))
                for person in people
            ],
            batch_size=1000,
        )
        Todo.objects.ask(
            [p for p in people if p.pk not in signed], "documents.read", version, due=due
        )
        if read := {p.pk: signed[p.pk].isoformat() for p in people if p.pk in signed}:
            with deed(by=SYSTEM):
                record(version, "read_by_signing", by=SYSTEM, people=read)


def stop_acquainting() -> None:
    """Nobody is to acquaint a newcomer who has read it all, or of whom nothing is asked now."""
    waiting = Todo.objects.waiting().filter(kind="documents.acquaint")
    owing = Reading.objects.before_start().filter(person__in=waiting.values("object_id"))
    waiting.exclude(object_id__in=owing.values("person")).done()


def signed_at(version) -> dict[int, datetime]:
    """When each person signed the version: approved it, or agreed in their own name."""
    signatures = Signature.objects.filter(line__sheet=version.sheet).select_related("line")
    return {
        signature.person_id: signature.signed_at
        for signature in signatures
        if signature.meaning == StepKind.APPROVE or not signature.line.acting
    }


class Reading(models.Model):
    """One person's acquaintance with one version: on screen, on paper, or waived with a reason.

    Who is asked again, by a call or on being hired again, has another reading of the next round.
    ``start_on`` is the first day of work before which it is to be read (002/5).
    """

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="readings", verbose_name=_("who")
    )
    due = models.DateField(_("due"))
    read_at = models.DateTimeField(_("read"), null=True)
    round = models.PositiveSmallIntegerField(_("time"), default=1)
    call = models.ForeignKey(
        "documents.ReadingCall", null=True, on_delete=models.PROTECT, related_name="readings"
    )
    start_on = models.DateField(_("first day of work"), null=True)
    paper_on = models.DateField(_("signed on paper"), null=True)
    recorded_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    waived_at = models.DateTimeField(_("waived"), null=True)
    waive_reason = models.TextField(_("reason"), blank=True, default="")

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["person__sorted_as", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person", "round"], name="reading_once_a_round"
            ),
            models.UniqueConstraint(
                fields=["version", "person"],
                condition=Q(read_at=None, waived_at=None),
                name="reading_open_once",
            ),
            models.CheckConstraint(
                condition=Q(waived_at=None) | (Q(read_at=None) & ~Q(waive_reason="")),
                name="reading_waived_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.person} - {self.version}"

    @property
    def is_open(self) -> bool:
        """Neither read nor waived yet."""
        return self.read_at is None and self.waived_at is None

    @property
    def is_late(self) -> bool:
        """Still open, and its day is over."""
        return self.is_open and self.due < localdate()

    def confirm(self, *, by) -> None:
        """“I have read it”: said once, by the reader."""
        again = {"round": self.round} if self.round > 1 else {}
        with deed(by=by):
            mine = Reading.objects.open().filter(pk=self.pk)
            first = mine.update(read_at=timezone.now())
            if first:
                todos = Todo.objects.about(self.version).filter(kind="documents.read")
                todos.filter(person=self.person_id).done()
                record(self.version, "read", by=by, **again)
                if self.start_on:
                    stop_acquainting()


def last_read(person, version) -> DocumentVersion | None:
    """The version of the same document this person read before: what the difference is from."""
    reading = (
        Reading.objects.filter(
            person=person, version__document=version.document_id, read_at__isnull=False
        )
        .filter(
            Q(version__issue__lt=version.issue)
            | Q(version__issue=version.issue, version__change__lt=version.change)
        )
        .select_related("version")
        .order_by("-version__issue", "-version__change")
        .first()
    )
    return reading.version if reading else None
