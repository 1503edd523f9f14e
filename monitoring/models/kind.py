"""What an organisation assesses by scores: the kinds of its profile (000; 004/6.2, 7.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TranslatedField
from documents.models import OrderKind, Route
from monitoring.scoring_rules import ScoringRules
from people.models import Position
from planning.models import MeetingKind


class Direction(models.Model):
    """An aspect of the work that criteria, proposals and nominations belong to (000/1.4)."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "code"]

    def __str__(self):
        return str(self.name)


class AssessmentKind(models.Model):
    """One kind of assessment: what is scored, by whom, by which rules, what follows from it.

    ``subject`` names what is scored, as registered in ``monitoring.scored``; nothing here knows
    whether it is a person. ``takes_all``: all of them take part, else those that are named.
    ``inside`` and ``outside`` are how many employees and outsiders score;
    without them any number does. ``criteria_proposal`` is a tree to begin with while nothing was
    approved yet: words of points, criteria, indicators with their weights. ``results_from`` and
    ``results_until`` are days of the year (MM-DD) between which results come out (000/4.1).
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    subject = models.SlugField(_("what is scored"), max_length=40)
    is_yearly = models.BooleanField(_("once a year"), default=True)
    takes_all = models.BooleanField(_("all take part"), default=True)
    inside = models.PositiveSmallIntegerField(_("employees who score"), null=True, blank=True)
    outside = models.PositiveSmallIntegerField(_("outsiders who score"), null=True, blank=True)
    order_kind = models.ForeignKey(
        OrderKind,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("formed by an order of the kind"),
    )
    order_words = TranslatedField(
        _("preamble of the order forming the commission"), max_length=600, blank=True
    )
    award_kind = models.ForeignKey(
        OrderKind,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("rewarded by an order of the kind"),
    )
    criteria_route = models.ForeignKey(
        Route, on_delete=models.PROTECT, related_name="+", verbose_name=_("route of the criteria")
    )
    criteria_proposal = models.JSONField(_("criteria to begin with"), default=dict, blank=True)
    heard_by = models.ForeignKey(
        MeetingKind,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("meeting that hears the results"),
    )
    collects_material = models.BooleanField(_("material is brought"), default=True)
    is_contest = models.BooleanField(_("places and nominations"), default=True)
    needs_proposals = models.BooleanField(_("the commission gives proposals"), default=True)
    left_out = models.ManyToManyField(
        Position, blank=True, related_name="+", verbose_name=_("positions out of competition")
    )
    results_from = models.CharField(_("results from"), max_length=5, blank=True)
    results_until = models.CharField(_("results until"), max_length=5, blank=True)
    correction_months = models.PositiveSmallIntegerField(_("months for corrections"), default=1)
    appeal_days = models.PositiveSmallIntegerField(_("working days to appeal"), default=10)
    nomenclature_index = models.CharField(_("case of the nomenclature"), max_length=20, blank=True)
    rules = models.JSONField(_("rules of scoring"), default=dict, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = HistoricalRecords(m2m_fields=[left_out])

    class Meta:
        ordering = ["order", "code"]

    def __str__(self):
        return str(self.name)

    @property
    def scoring(self) -> ScoringRules:
        """Its rules of scoring."""
        return ScoringRules.of(self.rules)
