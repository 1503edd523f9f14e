"""Rewards by the results: commendations, prizes, help to raise the qualification (000/2.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised

from .campaign import Campaign
from .participant import Participant


class Award(Revised):
    """One reward of one participant, named in the order on rewards."""

    PART_OF = "campaign"

    class Kind(models.TextChoices):
        COMMENDATION = "commendation", _("Commendation")
        PRIZE = "prize", _("Prize")
        QUALIFICATION = "qualification", _("Raising of the qualification")
        OTHER = "other", _("Other reward")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="awards", verbose_name=_("campaign")
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="awards", verbose_name=_("who")
    )
    kind = models.CharField(_("reward"), max_length=14, choices=Kind)
    words = models.CharField(_("what exactly"), max_length=300, blank=True)
    ground = models.CharField(_("ground"), max_length=500)
    history = HistoricalRecords()

    class Meta:
        ordering = ["campaign", "participant__number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "kind", "words"],
                name="award_once",
                violation_error_message=_("This reward is entered already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="other") | ~models.Q(words=""),
                name="other_award_says_what",
                violation_error_message=_("Say what exactly."),
            ),
        ]

    def __str__(self):
        return f"{self.participant}: {self.get_kind_display()}"

    @property
    def what(self) -> str:
        """The reward in words: its kind, and what exactly."""
        label = str(self.get_kind_display())
        if self.kind == self.Kind.OTHER:
            return self.words
        return f"{label} ({self.words})" if self.words else label
