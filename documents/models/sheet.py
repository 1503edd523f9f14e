"""The agreement sheet and the signatures on it (макулдашуу баракчасы; 004/7.2.2, 7.3.5, 7.3.6)."""

from datetime import UTC

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from common.models import TranslatedField
from common.models.journal import digest
from people.models import Body, Person, Position
from people.models.user import Held

from .route import StepKind


class ApprovalSheet(models.Model):
    """One round of one paper along its route, and the manifest frozen when it began.

    Whatever is signed in this round is signed over ``manifest_hash``: every language's text, the
    hashes of the attached files, and what identifies the paper.
    """

    class Outcome(models.TextChoices):
        RUNNING = "running", _("On its way")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey()
    round = models.PositiveSmallIntegerField(_("round"))
    manifest = models.JSONField()
    manifest_hash = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.RUNNING)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "round"], name="sheet_round_once"
            )
        ]

    def __str__(self):
        return f"{self.content_type.model} {self.object_id}/{self.round}"

    def waiting(self) -> "list[SheetLine]":
        """The lines that are asked now: those of the lowest order not yet decided."""
        lines = [line for line in self.lines.all() if line.decision == SheetLine.Decision.WAITING]
        return [line for line in lines if line.order == lines[0].order]

    def answered(self, kind: str, user) -> "SheetLine | None":
        """The line of this kind that was for the user to answer, once it is answered."""
        answered = self.lines.filter(kind=kind).exclude(decision=SheetLine.Decision.WAITING)
        own = (
            Q(decided_by=user.person_id)
            | Q(position__in=user.positions)
            | Q(person__in=user.stands_in_for)
        )
        return answered.filter(own).first()

    @property
    def is_own_act(self) -> bool:
        """Whether it ends in a signature under one's own act, not in an approval."""
        paper = ContentType.objects.get_for_id(self.content_type_id).model_class()
        return getattr(paper, "is_own_act", False)

    @property
    def outcome_name(self) -> str:
        """How it ended: a paper that is one's own act was signed."""
        if self.outcome == self.Outcome.APPROVED and self.is_own_act:
            return pgettext("paper", "Signed")
        return self.get_outcome_display()

    def close(self, outcome: str) -> None:
        """The round is over."""
        self.outcome, self.closed_at = outcome, timezone.now()
        self.save()


class SheetLine(models.Model):
    """One who agrees, decides or approves, and what they said; the name is kept as it then was."""

    class Decision(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        AGREED = "agreed", _("Agreed")
        RETURNED = "returned", _("Returned with remarks")

    sheet = models.ForeignKey(ApprovalSheet, on_delete=models.PROTECT, related_name="lines")
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("what"), max_length=10, choices=StepKind)
    position = models.ForeignKey(Position, null=True, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="sheet_lines"
    )
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision, default=Decision.WAITING
    )
    remark = models.TextField(_("remarks"), blank=True)
    decided_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    decided_at = models.DateTimeField(_("when"), null=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    position_name = TranslatedField(_("position"), blank=True)
    number = models.CharField(_("No."), max_length=40, blank=True)
    date = models.DateField(_("date"), null=True)
    on_paper = models.BooleanField(_("signed on paper"), default=False)
    # For whom and by which order, where who answered acted for another (`Substitution.frozen`).
    acting = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="waiting", decided_at=None)
                | (~Q(decision="waiting") & Q(decided_at__isnull=False)),
                name="sheet_line_decided_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["decide", "approve"], decision="agreed")
                | (~Q(number="") & Q(date__isnull=False)),
                name="sheet_line_decision_has_number_and_date",
            ),
        ]

    def __str__(self):
        return f"{self.order}. {self.who}"

    @property
    def who(self) -> str:
        """Who is asked, or who answered."""
        if self.name:
            return self.name
        name = self.person.signature_name if self.person else ""
        return str(self.body or name or self.position or "")

    @property
    def is_approval(self) -> bool:
        """Whether it is approved by it; an order and a letter are signed."""
        return self.kind == StepKind.APPROVE and not self.sheet.is_own_act

    @property
    def kind_name(self) -> str:
        """What whoever is asked does: agrees, decides, approves or signs."""
        kind = StepKind(self.kind)
        is_signed = kind == StepKind.APPROVE and not self.is_approval
        return str((StepKind.SIGN if is_signed else kind).label)

    def is_for(self, user) -> bool:
        """Whether this line waits for that user's own hand, or for it in another's place."""
        return self.decision == self.Decision.WAITING and (
            (self.person_id is not None and self.person_id == user.person_id)
            or (self.position_id is not None and self.position_id in user.positions)
            or (self.kind != StepKind.SIGN and self.person_id in user.stands_in_for)
        )

    def acted_by(self, user) -> "Held | None":
        """By which substitution that user would answer this line; None in their own name."""
        if self.person_id is not None and self.person_id == user.person_id:
            return None
        power = "documents.approve" if self.kind == StepKind.APPROVE else ""
        return user.acts_by(position=self.position_id, absent=self.person_id, power=power)

    def computed_digest(self) -> str:
        """SHA-256 of an answer; the journal's row of the deed carries it where nobody signed."""
        return digest(
            {
                "order": self.order,
                "kind": self.kind,
                "decision": self.decision,
                "remark": self.remark,
                "person": self.decided_by and str(self.decided_by.uid),
                "at": self.decided_at and _moment(self.decided_at),
                "name": self.name,
                "position": dict(self.position_name),
                "number": self.number,
                "date": self.date and self.date.isoformat(),
                "on_paper": self.on_paper,
                "acting": self.acting,
            }
        )


class Signature(models.Model):
    """A person's signature under one line: over the manifest they saw, with what it means.

    ``digest`` is SHA-256 of the canonical JSON of all other facts; the journal's row of the deed
    carries it, so that a signature can be neither moved to another paper nor changed.
    """

    line = models.OneToOneField(SheetLine, on_delete=models.PROTECT, related_name="signature")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signatures")
    name = models.CharField(max_length=200)
    position_name = TranslatedField()
    meaning = models.CharField(max_length=10, choices=StepKind)
    manifest_hash = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["signed_at"]

    def __str__(self):
        return f"{self.name} {self.signed_at:%d.%m.%Y %H:%M}"

    def computed_digest(self) -> str:
        """The digest this signature must carry, from its own facts."""
        return digest(
            {
                "person": str(self.person.uid),
                "name": self.name,
                "position": dict(self.position_name),
                "meaning": self.meaning,
                "manifest": self.manifest_hash,
                "facts": self.facts,
                "at": _moment(self.signed_at),
            }
        )

    def fits_its_line(self) -> bool:
        """Whether the line says who signed, when and what, as the signature does."""
        line, facts = self.line, self.facts
        return (
            line.decision == SheetLine.Decision.AGREED
            and (line.kind, line.name, line.decided_by_id, line.decided_at)
            == (self.meaning, self.name, self.person_id, self.signed_at)
            and dict(line.position_name) == dict(self.position_name)
            and line.acting == facts.get("acting", {})
            and line.number == facts.get("number", line.number)
            and (line.date and line.date.isoformat()) == facts.get("date")
            and line.sheet.manifest_hash == self.manifest_hash
        )


def _moment(at) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
