"""The protocol of the commission: results, places, nominations, proposals; signed by all members
(000/2.4, 4.3, 4.4).
"""

from dataclasses import replace

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Attachment, Revised, deed
from documents.models import SheetLine
from documents.models.route import StepKind
from documents.models.routing import route_steps
from documents.models.signable import Signable, SignableQuerySet
from people.models import Person

from .campaign import SEES_ALL, Campaign
from .result import Result


class CommissionProtocolQuerySet(SignableQuerySet):
    def visible_to(self, user):
        """Signed ones all once the meeting heard them (000/4.3); before, who works on them."""
        if not user.may_look_at(self.model):
            return self.none()
        if user.powers & SEES_ALL:
            return self
        told = models.Q(state="approved", campaign__state__in=["announced", "correcting", "closed"])
        own = models.Q(pk__in=self.asked_ids(user)) | models.Q(author=user.person_id)
        campaigns = Campaign.objects.visible_to(user).values("pk")
        return self.filter(told | own, campaign__in=campaigns)

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("campaign__kind", "author", "result")


class CommissionProtocol(Signable, Revised):
    """One protocol over one frozen result; a result computed anew gets a protocol of its own."""

    is_approved_by_order = False

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("Draft")
        AGREEING = "agreeing", gettext_lazy("Being signed")
        APPROVED = "approved", gettext_lazy("Signed")

    STEPS = {
        name: replace(step, source=step.source - {"approving"})
        for name, step in route_steps("commissionprotocol", "monitoring", signing=True).items()
    }

    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        related_name="protocols",
        verbose_name=gettext_lazy("campaign"),
    )
    result = models.OneToOneField(
        Result,
        on_delete=models.PROTECT,
        related_name="protocol",
        verbose_name=gettext_lazy("result"),
    )
    number = models.CharField(gettext_lazy("No."), max_length=40)
    day = models.DateField(gettext_lazy("date"))
    place = models.CharField(gettext_lazy("place"), max_length=200, blank=True)
    present = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=gettext_lazy("employees who attended")
    )
    heard = models.TextField(gettext_lazy("what was discussed"), max_length=6000, blank=True)
    state = models.CharField(
        gettext_lazy("state"), max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(m2m_fields=[present])

    objects = CommissionProtocolQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self):
        return _("Protocol of the commission No. %(number)s of %(day)s") % {
            "number": self.number,
            "day": f"{self.day:%d.%m.%Y}",
        }

    def get_absolute_url(self):
        return reverse("monitoring:protocol", args=[self.pk])

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return f"{self} · {self.campaign}"

    def get_route(self):
        """Nobody approves it: the members sign."""

    def must_name(self, route):
        return False

    def make_lines(self, sheet, route, agreeing):
        """All members who serve, the chair last (000/2.2)."""
        return [
            SheetLine(
                sheet=sheet,
                order=2 if member.is_chair else 1,
                kind=StepKind.SIGN,
                person=member.person,
            )
            for member in self.campaign.members.active().select_related("person")
        ]

    def check_ready(self):
        """It needs a proposal at least where the kind asks for one (000/2.4)."""
        if self.campaign.kind.needs_proposals and not self.campaign.proposals.exists():
            raise ValidationError(
                _("The commission has to give a proposal at least before the protocol is signed.")
            )
        self._refuse_superseded()

    def _refuse_superseded(self) -> None:
        if Result.objects.filter(pk=self.result_id, superseded_at__isnull=False).exists():
            raise ValidationError(_("The scoring was opened again: this result counts no more."))

    def sign(self, *, by, seen, means=""):
        """A member signs, the chair last."""
        with deed(by=by):
            self._refuse_superseded()
            super().sign(by=by, seen=seen, means=means)

    def enter_signature(self, *, by, line, date, scan):
        """A member signed the printed protocol by hand; its scan is kept."""
        with deed(by=by):
            self._refuse_superseded()
            super().enter_signature(by=by, line=line, date=date, scan=scan)

    def manifest(self):
        """What the signatures cover: the frozen result, nominations, proposals, recusals."""
        from monitoring.protocol_manifest import manifest_of  # noqa: PLC0415 -- it knows protocols

        return manifest_of(self)
