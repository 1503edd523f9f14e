"""How long a record is kept: copied from its case when stored, and every change of it (DP-02)."""

from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.models import HistoricalRecords

from people.models import Person

from .nomenclature import NomenclatureItem

Keep = NomenclatureItem.Keep


def closing_year(case: NomenclatureItem) -> int:
    """The year with which a case ends: of one that is carried over, that of the last part."""
    year = case.nomenclature.year
    while case.is_carried_over:
        later = NomenclatureItem.objects.filter(index=case.index, nomenclature__year=year + 1)
        following = later.select_related("nomenclature").first()
        if following is None:
            return year + 1
        case, year = following, year + 1
    return year


def last_day(case: NomenclatureItem, keep: str, years: int | None) -> date | None:
    """The last day of keeping: so many years after the year of the case; none without a number."""
    if keep != Keep.YEARS or not years:
        return None
    return date(closing_year(case) + years, 12, 31)


def term_words(keep: str, years: int | None) -> str:
    """How long it is kept, in words."""
    if keep == Keep.YEARS:
        return ngettext("%(years)s year", "%(years)s years", years or 0) % {"years": years}
    return str(Keep(keep).label) if keep else ""


class Retention(models.Model):
    """The term of one record: from its storing on it is its own, whatever the nomenclature says."""

    keep = models.CharField(_("kept"), max_length=10, choices=Keep, blank=True, editable=False)
    years = models.PositiveSmallIntegerField(_("years"), null=True, editable=False)
    article = models.CharField(_("article"), max_length=120, blank=True, editable=False)
    until = models.DateField(_("kept until"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def term(self) -> str:
        """How long it is kept, in words; nothing before it is stored."""
        return term_words(self.keep, self.years)

    def take_term(self, case: Any) -> None:
        """The term of the case becomes the term of the record."""
        self.keep, self.years, self.article = case.keep, case.years, case.article
        self.until = last_day(case, self.keep, self.years)


class RetentionChange(models.Model):
    """That a keeper changed the term of a stored record: both terms, why, and on what basis."""

    PART_OF = "record"

    record = models.ForeignKey(
        "documents.Record",
        on_delete=models.PROTECT,
        related_name="retention_changes",
        verbose_name=_("record"),
    )
    was_keep = models.CharField(_("kept before"), max_length=10, choices=Keep)
    was_years = models.PositiveSmallIntegerField(_("years before"), null=True)
    was_until = models.DateField(_("kept until, before"), null=True)
    keep = models.CharField(_("kept"), max_length=10, choices=Keep)
    years = models.PositiveSmallIntegerField(_("years"), null=True)
    until = models.DateField(_("kept until"), null=True)
    reason = models.CharField(_("reason"), max_length=300)
    basis = models.CharField(_("basis"), max_length=200)
    is_expert = models.BooleanField(_("decided by the expert commission"), default=False)
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.before} → {self.after}"

    @property
    def before(self) -> str:
        """The term before, in words."""
        return term_words(self.was_keep, self.was_years)

    @property
    def after(self) -> str:
        """The term since, in words."""
        return term_words(self.keep, self.years)
