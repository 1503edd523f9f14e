"""Inspections: somebody from outside looks through the quality management system (004/7.5.5).

An inspection says who inspects by which paper, and what is shown. Its inspectors get accounts that
only read and end by themselves, and a package that opens without Sapat.
"""

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.dates import numeric
from common.models import Lifecycle, Revised, Step, deed, record
from common.text import fold
from common.working_days import working_days
from people.models import Organisation, Person, User

from .nomenclature import NomenclatureItem
from .type import DocumentType

LONGEST = timedelta(days=14)  # for which an account may be given
DAY_ENDS = "18:00"


def end_of_working_day(now: datetime | None = None) -> datetime:
    """When today's working day ends; in the evening and on a day off, the next one's."""
    told = Organisation.current().switches.get("working_day_ends") or DAY_ENDS
    now = timezone.localtime(now)
    calendar, day = working_days(), now.date()
    ends = timezone.make_aware(datetime.combine(day, time.fromisoformat(told)))
    if calendar.is_working(day) and now < ends:
        return ends
    day = calendar.after(day, 1)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(told)))


class InspectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who keep the system or lead it; a guest sees the inspection it came for."""
        if user.is_guest:
            return self.filter(accesses__user=user.pk)
        return self if user.has_perm("documents.view_inspection") else self.none()

    def for_list(self):
        """All that a row of the register shows."""
        rows = self.select_related("made_by").annotate(
            given=models.Count("accesses", distinct=True),
            packed=models.Count("packages", filter=Q(packages__state="ready"), distinct=True),
        )
        return rows.order_by("-since", "-pk")

    def search(self, words: str):
        """By who inspects and by the paper they came with."""
        found = self
        for word in words.split():
            asked = {fold(word), word, word.casefold(), word.capitalize()}
            hit = Q()
            for one in asked:
                hit |= Q(who__icontains=one) | Q(inspectors__icontains=one)
                hit |= Q(basis__icontains=one)
            found = found.filter(hit)
        return found


class Inspection(Lifecycle, Revised):
    """One inspection: who looks, by what paper, from when to when, and what is shown to them."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Under way")
        CLOSED = "closed", _("Closed")

    STEPS = {
        "begin": Step(
            label=_("Begin the inspection"),
            done=_("began the inspection"),
            source={State.PLANNED},
            target=State.OPEN,
            permission="documents.keep_inspection",
        ),
        "close": Step(
            label=_("Close the inspection"),
            done=_("closed the inspection"),
            source={State.PLANNED, State.OPEN},
            target=State.CLOSED,
            permission="documents.keep_inspection",
            danger=True,
        ),
    }
    TOLD_BY_NAME = True

    who = models.CharField(_("who inspects"), max_length=200, help_text=_("The organisation."))
    inspectors = models.TextField(
        _("inspectors"),
        blank=True,
        help_text=_("One a line: surname, given name, then the position after a comma."),
    )
    basis = models.CharField(
        _("basis"), max_length=300, help_text=_("The order or the letter, its number and date.")
    )
    since = models.DateField(_("from"), default=timezone.localdate)
    until = models.DateField(_("to"), default=timezone.localdate)
    parts = models.JSONField(_("what is shown"), default=list)
    types = models.ManyToManyField(
        DocumentType,
        blank=True,
        related_name="+",
        verbose_name=_("only these types of documents"),
        help_text=_("None chosen: all types."),
    )
    cases = models.ManyToManyField(
        NomenclatureItem,
        blank=True,
        related_name="+",
        verbose_name=_("records of these cases"),
    )
    shows_top = models.BooleanField(
        _("also what only top management reads"),
        default=False,
        help_text=_("The director decides."),
    )
    trail_since = models.DateField(_("journal from"), null=True, blank=True)
    trail_until = models.DateField(_("journal to"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PLANNED, editable=False
    )
    made_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("entered by"),
    )
    made_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    outcome = models.TextField(_("what was found"), blank=True, editable=False)
    history = HistoricalRecords(m2m_fields=[types, cases])

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="inspection_ends_after_it_begins",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(trail_since=None)
                | Q(trail_until=None)
                | Q(trail_until__gte=F("trail_since")),
                name="inspection_trail_ends_after_it_begins",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="inspection_closed_says_when",
            ),
        ]

    def __str__(self):
        return f"{self.who}, {self.since:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("documents:inspection", args=[self.pk])

    @property
    def days(self) -> str:
        """From when to when it looks."""
        first, last = numeric(self.since), numeric(self.until)
        return first if first == last else f"{first} – {last}"

    # What is shown ------------------------------------------------------------------------------

    def shown(self) -> dict:
        """What its inspectors are shown, as an account and a package are told it."""
        return {
            "inspection": self.pk,
            "parts": sorted(self.parts),
            "types": sorted(self.types.values_list("pk", flat=True)),
            "cases": sorted(self.cases.values_list("pk", flat=True)),
            "top": self.shows_top,
        }

    def reader(self) -> User:
        """A reader that is nobody, to whom exactly this is shown: for the package."""
        nobody = Person(pk=0, surname=self.who, given="–")
        return User(
            person=nobody,
            username="",
            reads_until=timezone.now() + LONGEST,
            shown=self.shown(),
        )

    def names(self) -> list[tuple[str, str]]:
        """Surname and the other names of each inspector, as they were written down."""
        found = []
        for line in self.inspectors.splitlines():
            surname, _space, given = line.partition(",")[0].strip().partition(" ")
            if surname:
                found.append((surname, given.strip()))
        return found

    def narrow_accounts(self, *, by) -> None:
        """Those who are inside see what is shown from now on."""
        for access in self.accesses.select_related("user").filter(ended_at=None):  # type: ignore[attr-defined]
            access.user.narrow(by=by, shown=self.shown())

    # Deeds --------------------------------------------------------------------------------------

    def begin(self, *, by):
        """The inspectors are here."""
        with self.step("begin", by=by):
            pass

    def close(self, *, by, outcome: str = ""):
        """It is over: every account of it ends with it."""
        with deed(by=by):
            with self.step("close", by=by):
                self.closed_at, self.outcome = timezone.now(), outcome
            for access in self.accesses.filter(ended_at=None):  # type: ignore[attr-defined]
                access.end(by=by, reason=str(_("The inspection was closed.")))

    def ask_package(self, *, by, parts: list[str], language: str = "ky"):
        """Have the worker make what the inspectors take with them; the same is not asked twice."""
        from .inspection_package import InspectionPackage  # noqa: PLC0415 -- it knows inspections

        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if self.state == self.State.CLOSED:
                raise ValidationError(_("The inspection is closed."))
            under_way = self.packages.filter(state__in=["waiting", "running"])  # type: ignore[attr-defined]
            if under_way.exists():
                raise ValidationError(_("A package is being made already: wait for it."))
            made = InspectionPackage.objects.create(
                inspection=self, asked_by=by, parts=parts, shown=self.shown(), language=language
            )
            record(made, "ask_package", by=by, inspection=self.pk, parts=parts)
        return made
