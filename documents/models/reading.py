"""Acquaintance: who is to read a version, who has, and who has not (004/4.2.3)."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.caller import SYSTEM
from common.dates import after_working_days
from common.models import Todo, deed, record
from people.models import Organisation, Person

from .route import StepKind
from .sheet import Signature
from .version import DocumentVersion, readers


class ReadingQuerySet(models.QuerySet):
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


def signed_at(version) -> dict[int, datetime]:
    """When each person signed the version: approved it, or agreed in their own name."""
    signatures = Signature.objects.filter(line__sheet=version.sheet).select_related("line")
    return {
        signature.person_id: signature.signed_at
        for signature in signatures
        if signature.meaning == StepKind.APPROVE or not signature.line.acting
    }


class Reading(models.Model):
    """One person's acquaintance with one version."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="readings", verbose_name=_("who")
    )
    due = models.DateField(_("due"))
    read_at = models.DateTimeField(_("read"), null=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["person__sorted_as"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="reading_once_a_person")
        ]

    def __str__(self):
        return f"{self.person} - {self.version}"

    def confirm(self, *, by) -> None:
        """“I have read it”: said once, by the reader."""
        with deed(by=by):
            first = Reading.objects.filter(pk=self.pk, read_at=None).update(read_at=timezone.now())
            if first:
                todos = Todo.objects.about(self.version).filter(kind="documents.read")
                todos.filter(person=self.person_id).done()
                record(self.version, "read", by=by)


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
