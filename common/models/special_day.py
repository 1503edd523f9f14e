"""Days that are not what their weekday says, and the years they stand in (PK-04).

The five-day week is the rule; a holiday, a shortened day and a Saturday made working are data.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from .journal import deed, record
from .lifecycle import Lifecycle, Step
from .searched import Revised, Searched, SearchedQuerySet
from .todo import Todo
from .translated import TranslatedField

SATURDAY = 5
FIRST_YEAR = 2000
YEARS_AHEAD = 10
CONFIRM = "planning.confirm_days"


def is_year_of_calendar(year: int) -> bool:
    """Whether the working calendar has a page for this year at all."""
    return FIRST_YEAR <= year <= localdate().year + YEARS_AHEAD


class SpecialDayQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """Whoever works here works by it."""
        return self if user.is_employee else self.none()

    def for_list(self):
        """A row shows only what the day itself says."""
        return self

    def of_year(self, year: int):
        """The special days of one year, in their order."""
        return self.filter(day__year=year).order_by("day")


class SpecialDay(Searched, Revised):
    """A day off, a shortened day or a weekend day made working, with its basis (PK-04).

    ``is_expected``: the day itself is announced later, as that of a feast by the moon.
    ``is_filled``: as the program's list gave it; what a hand changed is nobody's to overwrite.
    """

    SEARCHED = ["name", "basis"]
    SORTED = "name"

    class Kind(models.TextChoices):
        OFF = "off", gettext_lazy("Day off")
        SHORT = "short", gettext_lazy("Shortened day")
        WORKING = "working", gettext_lazy("Working weekend day")

    day = models.DateField(
        gettext_lazy("day"),
        unique=True,
        error_messages={"unique": gettext_lazy("This day is in the calendar already.")},
    )
    kind = models.CharField(gettext_lazy("kind of day"), max_length=8, choices=Kind)
    name = TranslatedField(gettext_lazy("name"))
    basis = models.CharField(
        gettext_lazy("basis"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("The law, the order or the announcement by which it is so."),
    )
    is_expected = models.BooleanField(
        gettext_lazy("expected"),
        default=False,
        help_text=gettext_lazy("The day will be announced later and may still move."),
    )
    is_filled = models.BooleanField(
        gettext_lazy("from the program's list"), default=False, editable=False
    )
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = SpecialDayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]

    def __str__(self):
        return f"{self.day:%d.%m.%Y} – {self.name}"

    def get_absolute_url(self):
        return reverse("planning:day", args=[self.pk])

    def clean(self):
        """A weekend day cannot be short, and a weekday needs no decision to be worked."""
        if self.day and (words := fault_of(self.day, self.kind)):
            raise ValidationError(words)

    def remove(self, *, by, seen: int) -> None:
        """It is a day as its weekday says; history keeps that it was not."""
        with deed(by=by):
            held = type(self).objects.select_for_update().filter(pk=self.pk).first()
            if held is None or held.revision != seen:
                raise ValidationError(_("Somebody changed this day meanwhile: look at it again."))
            year = WorkingYear.of(self.day.year, by=by)
            self._change_reason = "remove_special_day"
            self.delete()
            record(year, "remove_special_day", by=by, day=held.day.isoformat())


def fault_of(day: datetime.date, kind: str) -> str:
    """Why a day cannot be of this kind; nothing where it can."""
    if not is_year_of_calendar(day.year):
        return _("The working calendar does not reach the year %(year)s.") % {"year": day.year}
    is_weekend = day.weekday() >= SATURDAY
    if kind == SpecialDay.Kind.WORKING and not is_weekend:
        return _("This is a working day by itself: only a Saturday or a Sunday is made working.")
    if kind == SpecialDay.Kind.SHORT and is_weekend:
        return _("This is a Saturday or a Sunday: only a working day is shortened.")
    return ""


class WorkingYearQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever works here works by it."""
        return self if user.is_employee else self.none()


class WorkingYear(Lifecycle, Revised):
    """The working calendar of one year: written, then confirmed by who keeps the year (PK-04)."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("Not confirmed")
        CONFIRMED = "confirmed", gettext_lazy("Confirmed")

    STEPS = {
        "confirm": Step(
            label=gettext_lazy("Confirm the year"),
            source={"draft"},
            target="confirmed",
            permission="planning.manage_days",
            done=gettext_lazy("confirmed the working days of the year"),
        ),
        "unsettle": Step(
            label=gettext_lazy("Take the confirmation back"),
            source={"confirmed"},
            target="draft",
            permission="planning.manage_days",
            done=gettext_lazy("took the confirmation back"),
        ),
    }

    year = models.PositiveSmallIntegerField(gettext_lazy("year"), unique=True)
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    confirmed_at = models.DateTimeField(gettext_lazy("confirmed"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        "people.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=gettext_lazy("who confirmed"),
    )
    history = HistoricalRecords()

    objects = WorkingYearQuerySet.as_manager()

    class Meta:
        ordering = ["year"]

    def __str__(self):
        return _("Working days of %(year)s") % {"year": self.year}

    def get_absolute_url(self):
        return reverse("planning:days_of", args=[self.year])

    @classmethod
    def of(cls, year: int, *, by) -> "WorkingYear":
        """The calendar of a year, begun by the first deed in it; only inside a deed."""
        found, is_new = cls.objects.get_or_create(year=year)
        if is_new:
            record(found, "begin_working_year", by=by)
        return found

    def confirm(self, *, by):
        """Say that the days of the year were looked through and hold."""
        with self.step("confirm", by=by):
            self.confirmed_at, self.confirmed_by = timezone.now(), by.person
            Todo.objects.about(self).filter(kind=CONFIRM).done()

    def unsettle(self, *, by):
        """Days were changed after it was confirmed: it is to be looked through again.

        Who confirmed it last and when stays, so that it can be told.
        """
        with self.step("unsettle", by=by):
            pass

    @property
    def is_changed_since(self) -> bool:
        """It was confirmed once, and its days changed after that."""
        return self.state == self.State.DRAFT and self.confirmed_at is not None

    @property
    def tone(self) -> str:
        return "green" if self.state == self.State.CONFIRMED else "amber"
