"""The fund of information: which reports and data are gathered regularly, and who keeps them.

Regular reports that an act of the institution asks for, materials of inspections, results of
pedagogical diagnostics (001/6.1). Each report that came is a record.
"""

from datetime import date, timedelta

from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, Searched, TranslatedField
from common.models.searched import SearchedQuerySet
from people.models import Position

from .document import Document
from .record_access import RecordAccess

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12, "school_year": 12}
LAST_OF_SCHOOL = 6  # the school year ends with June


class FundItemQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """The catalogue is open to all who work here; what was gathered has its own readers."""
        return self if user.is_employee else self.none()

    def for_list(self):
        """All that a row of the catalogue shows."""
        rows = self.select_related("keeper", "submitter", "form")
        return rows.order_by("section", "order", "pk")


class FundItem(Searched, Revised):
    """One report or data set: its source, period, form, keeper, who submits it and by when."""

    SEARCHED = ["code", "name", "source"]
    SORTED = "name"

    class Section(models.TextChoices):
        REGULAR = "regular", _("Regular reports")
        INSPECTION = "inspection", _("Inspection materials")
        DIAGNOSTICS = "diagnostics", _("Pedagogical diagnostics")

    class Period(models.TextChoices):
        MONTH = "month", _("Monthly")
        QUARTER = "quarter", _("Quarterly")
        HALF_YEAR = "half_year", _("Half-yearly")
        YEAR = "year", _("Yearly")
        SCHOOL_YEAR = "school_year", _("Once a school year")
        EVENT = "event", _("When it happens")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    section = models.CharField(
        _("section"), max_length=12, choices=Section, default=Section.REGULAR
    )
    name = TranslatedField(_("name"))
    source = models.CharField(_("source of the data"), max_length=200, blank=True)
    period = models.CharField(_("how often"), max_length=12, choices=Period, default=Period.YEAR)
    due_days = models.PositiveSmallIntegerField(
        _("days after the period"), default=15, help_text=_("By then the report is kept here.")
    )
    form = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("form, or the act that asks for it"),
    )
    form_words = models.CharField(_("the same in words"), max_length=200, blank=True)
    keeper = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who keeps it"),
    )
    submitter = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who submits it"),
    )
    access = models.CharField(
        _("who reads it"), max_length=10, choices=RecordAccess, default=RecordAccess.STAFF
    )
    case_index = models.CharField(_("index of the case"), max_length=20, blank=True)
    since = models.DateField(_("kept since"), default=localdate)
    closed_on = models.DateField(_("kept no more since"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = FundItemQuerySet.as_manager()

    class Meta:
        ordering = ["section", "order", "pk"]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("records:fund_item", args=[self.pk])

    def last_period(self, today: date | None = None) -> tuple[date, date] | None:
        """The last whole period: its first and its last day; none of what just happens."""
        months = MONTHS.get(self.period)
        if months is None:
            return None
        today = today or localdate()
        shift = LAST_OF_SCHOOL if self.period == self.Period.SCHOOL_YEAR else 0
        count = today.year * 12 + today.month - 1 - shift
        first = count - count % months + shift
        end = date(first // 12, first % 12 + 1, 1) - timedelta(days=1)
        begun = first - months
        return date(begun // 12, begun % 12 + 1, 1), end

    def due(self, today: date | None = None) -> date | None:
        """By when the report of the last period is to be here."""
        period = self.last_period(today)
        return period and period[1] + timedelta(days=self.due_days)

    def is_overdue(self, kept_until: date | None, today: date | None = None) -> bool:
        """Whether the report of the last period is late; ``kept_until`` ends the last one here."""
        today = today or localdate()
        period, due = self.last_period(today), self.due(today)
        if self.closed_on or period is None or due is None or period[1] < self.since:
            return False
        return due < today and (kept_until is None or kept_until < period[1])
