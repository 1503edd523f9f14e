"""How the commission voted openly between those whom the marks leave equal (scoring.md, 3)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from people.models import Person

from .participant import Participant


class TieVote(models.Model):
    """How many members voted for one of those who are equal, in one round, and what was said.

    All who are equal are entered by one deed with the same words; the count takes the votes as the
    step of the tie-break that the rules name, and keeps them in what it counted from.
    """

    PART_OF = "participant"

    participant = models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        related_name="tie_votes",
        verbose_name=gettext_lazy("participant"),
    )
    round = models.PositiveSmallIntegerField(gettext_lazy("round"))
    votes = models.PositiveSmallIntegerField(gettext_lazy("votes"))
    words = models.CharField(gettext_lazy("what the commission said"), max_length=500)
    recorded_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("recorded by"),
    )
    at = models.DateTimeField(gettext_lazy("recorded"), default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        ordering = ["participant", "round"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "round"], name="tie_voted_once_a_round"),
            models.CheckConstraint(condition=~models.Q(words=""), name="tie_vote_has_words"),
        ]

    def __str__(self):
        return f"{self.participant}: {self.votes}"
