"""Requests to change a document: what, why, with which impact (004/5.4.2, 7.3.7; ISO 9001, 6.3)."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Lifecycle, Revised, Step
from people.models import Person

from .document import Document
from .version import DocumentVersion


class ChangeRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As far as one may know of the document."""
        return self.filter(document__in=Document.objects.visible_to(user))

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("document", "asked_by", "version__document")

    def open(self):
        """Accepted, and no version carries them yet."""
        return self.filter(state="accepted", version=None)


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
    cause_type = models.ForeignKey(
        ContentType, null=True, on_delete=models.PROTECT, related_name="+", editable=False
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

    def accept(self, *, by, decision=""):
        """The change is to be made (004/5.4.2)."""
        with self.step("accept", by=by):
            self.decision = decision

    def reject(self, *, by, decision):
        """The change is not made, for this reason."""
        with self.step("reject", by=by) as move:
            self.decision, self.version = decision, None
            move.reason = "reject"

    def fulfil(self, *, by):
        """The version that carries it is in force."""
        with self.step("fulfil", by=by):
            pass
