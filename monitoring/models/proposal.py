"""Proposals of the commission, and what becomes of them within a month (000/2.4, 2.6)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Lifecycle, Revised, Step, deed, record
from people.models import Person
from planning.models import PlanAmendment

from .campaign import SEES_ALL, Campaign
from .kind import Direction


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever works here knows them once the meeting heard them; before, who works on them."""
        campaigns = Campaign.objects.visible_to(user)
        if user.powers & SEES_ALL:
            return self.filter(campaign__in=campaigns.values("pk"))
        serves = Q(campaign__members__person=user.person_id, campaign__members__left_on=None)
        told = Q(campaign__state__in=["announced", "correcting", "closed"])
        found = self.filter(serves | told, campaign__in=campaigns.values("pk"))
        return self.filter(pk__in=found.values("pk"))


class Proposal(Lifecycle, Revised):
    """One proposal: it enters the work plan by an amendment that names it, or is refused."""

    PART_OF = "campaign"

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        ACCEPTED = "accepted", _("Accepted")
        ENTERED = "entered", _("Entered into the work plan")
        REFUSED = "refused", _("Refused")

    UNDECIDED = (State.OPEN, State.ACCEPTED)

    STEPS = {
        "accept": Step(
            label=_("Accept"),
            done=_("accepted the proposal"),
            source={State.OPEN},
            target=State.ACCEPTED,
            permission="monitoring.accept_proposal",
        ),
        "enter": Step(
            label=_("Entered into the work plan"),
            done=_("entered the proposal into the work plan"),
            source={State.ACCEPTED},
            target=State.ENTERED,
            permission="monitoring.enter_proposal",
        ),
        "refuse": Step(
            label=_("Refuse with a reason"),
            done=_("refused the proposal"),
            source={State.OPEN, State.ACCEPTED},
            target=State.REFUSED,
            permission="monitoring.refuse_proposal",
            danger=True,
        ),
    }

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("campaign")
    )
    number = models.PositiveSmallIntegerField(_("No."), editable=False)
    text = models.TextField(_("proposal"), max_length=2000)
    direction = models.ForeignKey(
        Direction,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("direction"),
    )
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OPEN, editable=False
    )
    reason = models.TextField(_("why it was refused"), max_length=1000, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    amendment = models.ForeignKey(
        PlanAmendment,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="proposals",
        verbose_name=_("amendment of the work plan"),
    )
    history = HistoricalRecords()

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="proposal_number_once"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="refused_proposal_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="entered") | Q(amendment__isnull=False),
                name="entered_proposal_has_its_amendment",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.text}"

    def get_absolute_url(self):
        return reverse("monitoring:proposal", args=[self.pk])

    @classmethod
    def give(cls, campaign, *, by, text, direction=None) -> "Proposal":
        """The commission proposes: from the scoring on, until its protocol is signed (000/2.4)."""
        with deed(by=by):
            held = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
            if not by.has_perm("monitoring.add_proposal", held):
                raise PermissionDenied
            if words := held.why_no_proposals():
                raise ValidationError(words)
            last = held.proposals.aggregate(last=Max("number"))["last"] or 0
            made = cls(
                campaign=held, number=last + 1, text=text, direction=direction, author=by.person
            )
            made.full_clean()
            made._change_reason = "create"
            made.save()
            record(made, "create", by=by)
        return made

    def accept(self, *, by):
        """The proposal is to enter the work plan."""
        with self.step("accept", by=by):
            self._after_the_meeting(by)
            self.decided_at = timezone.now()

    def _after_the_meeting(self, by) -> None:
        """Refuse to decide before the meeting; the first decision begins the corrections."""
        if not self.campaign.is_heard:
            raise ValidationError(_("It is decided when the meeting has heard the results."))
        if self.campaign.can("begin_corrections", by):
            self.campaign.begin_corrections(by=by)

    def enter(self, *, by, amendment):
        """An accepted amendment of the work plan carries it (000/2.6)."""
        with self.step("enter", by=by) as move:
            if amendment.state != "approved":
                raise ValidationError({"amendment": _("This amendment is not in force.")})
            self.amendment = amendment
            move.details["amendment"] = amendment.pk

    def refuse(self, *, by, reason):
        """It does not enter the plan, and why."""
        with self.step("refuse", by=by):
            self._after_the_meeting(by)
            if not reason.strip():
                raise ValidationError({"reason": _("Say why.")})
            self.reason, self.decided_at = reason, timezone.now()
