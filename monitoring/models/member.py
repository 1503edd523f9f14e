"""The expert commission: three employees and one outsider, their conflicts (000/2.2)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, TranslatedField
from monitoring.scoring_rules import Ground
from people.models import Person

from .campaign import Campaign


class MemberQuerySet(models.QuerySet):
    def active(self):
        """Those who serve."""
        return self.filter(left_on=None)

    def inside(self):
        return self.filter(is_external=False)

    def outside(self):
        return self.filter(is_external=True)


class Member(Revised):
    """One member of the commission of one campaign: in it from a day, perhaps to a day.

    Who leaves in the middle is replaced by an order; what they scored stays, and counts or not as
    the order says (``keeps_marks``).
    """

    PART_OF = "campaign"

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="members", verbose_name=_("campaign")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="commissions", verbose_name=_("who")
    )
    is_chair = models.BooleanField(_("chair"), default=False)
    is_external = models.BooleanField(_("external expert"), default=False)
    position_name = TranslatedField(_("position"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    since = models.DateField(_("from"))
    left_on = models.DateField(_("left on"), null=True, blank=True, editable=False)
    left_reason = models.CharField(_("why"), max_length=500, blank=True, editable=False)
    keeps_marks = models.BooleanField(_("their marks count"), default=True, editable=False)
    replaces = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        verbose_name=_("in place of"),
    )
    declared_at = models.DateTimeField(_("declared impartiality"), null=True, editable=False)
    declaration = models.JSONField(_("declaration"), default=dict, blank=True, editable=False)
    history = HistoricalRecords()

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["-is_chair", "is_external", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "person"],
                condition=Q(left_on=None),
                name="member_sits_once",
                violation_error_message=_("This person is a member already."),
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(is_chair=True, left_on=None),
                name="commission_has_one_chair",
                violation_error_message=_("The commission has a chair already."),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("since")),
                name="member_leaves_after_coming",
            ),
        ]

    def __str__(self):
        return str(self.person)

    def get_absolute_url(self):
        return reverse("monitoring:commission", args=[self.campaign_id])

    @property
    def may_score(self) -> bool:
        """An outsider scores only after the declaration of confidentiality and impartiality."""
        return self.left_on is None and (not self.is_external or self.declared_at is not None)


class Recusal(models.Model):
    """One member does not score one participant: found or declared (scoring.md, 4)."""

    PART_OF: ClassVar[str] = "member"
    Ground = Ground

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="recusals", verbose_name=_("member")
    )
    participant = models.ForeignKey(
        "monitoring.Participant",
        on_delete=models.CASCADE,
        related_name="recusals",
        verbose_name=_("participant"),
    )
    ground = models.CharField(_("ground"), max_length=12, choices=Ground)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("noted"), auto_now_add=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["member", "participant"]
        constraints = [
            models.UniqueConstraint(fields=["member", "participant"], name="member_recused_once"),
            models.CheckConstraint(
                condition=~Q(ground="declared") | ~Q(reason=""),
                name="declared_recusal_has_a_reason",
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self):
        return f"{self.member}: {self.participant}"
