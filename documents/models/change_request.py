"""Requests to change a document: what, why, with which impact (004/5.4.2, 7.3.7; ISO 9001, 6.3)."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Lifecycle, Revised, Step, Todo, deed, record
from people.models import Person

from .document import Document
from .outsiders import finished
from .version import DocumentVersion


class ChangeRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As far as one may know of the document."""
        rows = self.filter(document__in=Document.objects.visible_to(user))
        return finished(rows, user)

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("document", "asked_by", "version__document", "decided_by")

    def free_for(self, version):
        """Accepted ones that this version may carry: no other does."""
        return self.filter(
            Q(version=None) | Q(version=version.pk) if version.pk else Q(version=None),
            state="accepted",
            document=version.document,
        )


def deciding(document) -> "models.QuerySet[Person]":
    """Who decides on requests to change a document: the manager; of the restricted, and where
    there is no manager, who approves (004/4.2.2).
    """
    managers = Person.objects.holding("documents.manage", own=True)
    approvers = Person.objects.holding("documents.approve", own=True)
    if document.is_restricted:
        top = Person.objects.holding("documents.top", own=True).values("pk")
        managers, approvers = managers.filter(pk__in=top), approvers.filter(pk__in=top)
    return managers if managers.exists() else approvers


class ChangeRequest(Lifecycle, Revised):
    """A request to change a document, with its impact on system, process and organisation.

    A new version of what was in force rests on accepted requests; when it comes into force they
    are done.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")
        DONE = "done", _("Done")

    STEPS = {
        "accept": Step(
            label=_("Accept"),
            done=_("accepted the request"),
            source={State.PROPOSED},
            target=State.ACCEPTED,
            permission="documents.decide_changerequest",
        ),
        "reject": Step(
            label=_("Reject"),
            done=_("rejected the request"),
            source={State.PROPOSED, State.ACCEPTED},
            target=State.REJECTED,
            permission="documents.decide_changerequest",
            danger=True,
        ),
        "fulfil": Step(
            label=_("Done"),
            done=_("carried out the request"),
            source={State.ACCEPTED},
            target=State.DONE,
            permission="documents.fulfil_changerequest",
        ),
    }

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="requests", verbose_name=_("document")
    )
    version = models.ForeignKey(
        DocumentVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requests",
        verbose_name=_("version that carries it"),
        editable=False,
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.PROPOSED, editable=False
    )
    what = models.TextField(_("what is to change"))
    why = models.TextField(_("reason"))
    impact_system = models.TextField(_("impact on the system"), blank=True)
    impact_process = models.TextField(_("impact on processes"), blank=True)
    impact_organisation = models.TextField(_("impact on the organisation"), blank=True)
    resources = models.TextField(_("resources"), blank=True)
    asked_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="change_requests",
        verbose_name=_("asked by"),
        editable=False,
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    decision = models.TextField(_("ground of the decision"), blank=True, editable=False)
    decided_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    cause_type = models.ForeignKey(
        ContentType,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("cause"),
    )
    cause_id = models.PositiveBigIntegerField(null=True, editable=False)
    cause = GenericForeignKey("cause_type", "cause_id")
    history = HistoricalRecords()

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["cause_type", "cause_id"])]

    def __str__(self):
        return _("Change request %(number)s to %(document)s") % {
            "number": self.pk,
            "document": self.document,
        }

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return f"{self} · {self.what}"

    def get_absolute_url(self):
        return reverse("documents:change_request", args=[self.pk])

    def ask(self, *, by) -> "ChangeRequest":
        """Propose the change: who decides is asked (004/5.4.2)."""
        with deed(by=by):
            self.asked_by = by.person
            self.save()
            record(self, "ask_change", by=by)
            self.ask_today()
        return self

    def ask_today(self) -> None:
        """Who decides may differ from yesterday: ask them, and nobody else."""
        people = deciding(self.document)
        todos = Todo.objects.about(self).filter(kind="documents.decide_request")
        todos.exclude(person__in=people).done()
        Todo.objects.ask(people, "documents.decide_request", self)

    def accept(self, *, by, decision=""):
        """The change is to be made (004/5.4.2)."""
        with self.step("accept", by=by):
            self._decide(by, decision)

    def reject(self, *, by, decision):
        """The change is not made, for this reason; a draft that was to carry it does not."""
        with self.step("reject", by=by) as move:
            if self.version is not None and self.version.state != DocumentVersion.State.DRAFT:
                raise ValidationError(
                    _("%(version)s carries this request and is on its way: take it back first.")
                    % {"version": self.version}
                )
            self.version = None
            self._decide(by, decision)
            move.reason = "reject"

    def fulfil(self, *, by):
        """The version that carries it is in force."""
        with self.step("fulfil", by=by):
            pass

    def be_carried_by(self, version, *, by) -> None:
        """A draft takes it up, or leaves it."""
        with deed(by=by):
            self.version = version
            self.revision += 1
            self.save()
            record(self, "carry_request", by=by, version=version and version.pk)

    def _decide(self, by, decision) -> None:
        self.decision, self.decided_by, self.decided_at = decision, by.person, timezone.now()
        Todo.objects.about(self).filter(kind="documents.decide_request").done()
