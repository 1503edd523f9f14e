"""The work schedule of the commission: what happens when, where, by whom (000/4.1)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, TranslatedField
from people.models import Person

from .campaign import Campaign


class ScheduleLine(Revised):
    """One stage of the commission's work."""

    PART_OF = "campaign"

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="schedule", verbose_name=_("campaign")
    )
    order = models.PositiveSmallIntegerField(_("No."))
    stage = TranslatedField(_("stage"), max_length=300)
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    responsible = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("responsible"),
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__lte=F("until")),
                name="stage_ends_after_it_begins",
                violation_error_message=_("The last day cannot be before the first."),
            )
        ]

    def __str__(self):
        return str(self.stage)
