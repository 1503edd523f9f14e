"""Results: computed once, exactly, and frozen with what they were computed from (000/2.2, 4.4).

A campaign that is opened again gets a new result; the old one stays with its protocol.
"""

from fractions import Fraction

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, TranslatedField
from people.models import User

from .campaign import Campaign
from .kind import Direction
from .participant import Participant


class ResultQuerySet(models.QuerySet):
    def current(self):
        """The one that counts of each campaign."""
        return self.filter(superseded_at=None)


class Result(models.Model):
    """One computation: its rules, the digest of its inputs, what was found besides the scores.

    ``inputs`` are all marks and gaps that counted, as plain data; ``statistics`` hold agreement,
    severity, stability, as ``monitoring.counting`` wrote them.
    """

    PART_OF = "campaign"

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="results", verbose_name=_("campaign")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    round = models.PositiveSmallIntegerField(_("round"))
    rules = models.JSONField(_("rules"), default=dict)
    inputs = models.JSONField(_("what it was computed from"), default=dict)
    digest = models.CharField(_("digest of the inputs"), max_length=64)
    statistics = models.JSONField(_("statistics"), default=dict)
    computed_at = models.DateTimeField(_("computed"))
    computed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by whom")
    )
    superseded_at = models.DateTimeField(_("superseded"), null=True, editable=False)
    superseded_because = models.TextField(_("why"), blank=True, editable=False)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "version"], name="result_version_once"),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(superseded_at=None),
                name="result_current_once",
            ),
        ]

    def __str__(self):
        return f"{self.campaign}, {self.version}"


class ResultRowQuerySet(models.QuerySet):
    def in_order(self, *, is_contest: bool):
        """By place; where no places are taken, from the highest score down. Who could not be
        scored comes last.
        """
        first = F("place").asc(nulls_last=True) if is_contest else F("shown").desc(nulls_last=True)
        return self.order_by(first, "participant__number")


class ResultRow(models.Model):
    """One participant in a result: the exact score, the sum, the place.

    ``exact`` is a fraction, "89/20": with many raters and gaps no whole number of the database
    holds its parts. Empty where nothing could be scored.
    ``detail`` holds per criterion and indicator the exact mean, how many marks counted, and the
    values shown beside (median, interval of the place), as plain data.
    """

    PART_OF = "result"

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="rows")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="results")
    exact = models.TextField(_("exact score"), blank=True)
    shown = models.DecimalField(_("score"), max_digits=8, decimal_places=2, null=True)
    points = models.PositiveIntegerField(_("sum of points"), default=0)
    place = models.PositiveIntegerField(_("place"), null=True)
    is_shared = models.BooleanField(_("shared place"), default=False)
    decided_by = models.CharField(_("step that decided"), max_length=16, blank=True)
    detail = models.JSONField(_("detail"), default=dict)

    objects = ResultRowQuerySet.as_manager()

    class Meta:
        ordering = [F("place").asc(nulls_last=True), "participant__number"]
        constraints = [
            models.UniqueConstraint(fields=["result", "participant"], name="result_row_once"),
        ]

    def __str__(self):
        return f"{self.participant}: {self.shown}"

    @property
    def score(self) -> Fraction | None:
        """The exact score; none where nothing could be scored."""
        return Fraction(self.exact) if self.exact else None


class Nomination(Revised):
    """A nomination in a direction of the work, or that it was not awarded (000/4.4).

    What the scores propose is shown; the commission determines it.
    """

    PART_OF = "campaign"

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="nominations", verbose_name=_("campaign")
    )
    title = TranslatedField(_("nomination"), max_length=200)
    direction = models.ForeignKey(
        Direction,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("direction"),
    )
    participants = models.ManyToManyField(
        Participant, blank=True, related_name="nominations", verbose_name=_("to whom")
    )
    ground = models.CharField(_("ground"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = HistoricalRecords(m2m_fields=[participants])

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return str(self.title)
