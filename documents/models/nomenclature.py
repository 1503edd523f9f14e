"""The nomenclature of files: which cases exist in a year and how long they are kept (004/4.2.1)."""

from datetime import date

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Attachment, Revised, Searched, Step, TranslatedField
from common.models.searched import SearchedQuerySet
from people.models import Position

from .closing import close_cases
from .route import Route
from .routing import route_steps
from .signable import Signable, SignableQuerySet


class NomenclatureQuerySet(SignableQuerySet):
    def visible_to(self, user):
        """Staff see the approved ones; the keepers and those asked see all."""
        if not user.is_employee:
            return self.none()
        if user.powers & {"nomenclature.keep", "documents.approve"}:
            return self
        return self.filter(
            models.Q(state__in=["approved", "closed"]) | models.Q(pk__in=self.asked_ids(user))
        )

    def year_of(self, day: date) -> int:
        """The year in whose cases things of a day are filed: its own; once closed, the next."""
        return day.year + self.filter(year=day.year, state=Nomenclature.State.CLOSED).count()

    def for_list(self):
        """All that a row of the register shows, newest year first."""
        return self.annotate(cases=models.Count("items")).order_by("-year")


class Nomenclature(Signable):
    """The list of cases of one year: agreed, approved in December, closed after the year."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        AGREEING = "agreeing", _("Being agreed")
        APPROVING = "approving", _("Awaiting approval")
        APPROVED = "approved", _("Approved")
        CLOSED = "closed", _("Closed")

    STEPS = route_steps("nomenclature") | {
        "close": Step(
            label=_("Close the year"),
            done=_("closed the year"),
            source={State.APPROVED},
            target=State.CLOSED,
            permission="documents.close_nomenclature",
        ),
    }

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    closing = models.JSONField(_("closing record"), default=dict, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords()

    objects = NomenclatureQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]

    def __str__(self):
        return _("Nomenclature of files for %(year)s") % {"year": self.year}

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return str(self)

    def get_absolute_url(self):
        return reverse("documents:nomenclature", args=[self.pk])

    def manifest(self):
        """What a signature covers: every case with its term."""
        return {
            "kind": "nomenclature",
            "year": self.year,
            "items": [
                {
                    "index": item.index,
                    "title": dict(item.title),
                    "keep": item.keep,
                    "years": item.years,
                    "article": item.article,
                    "carrier": item.carrier,
                    "place": dict(item.place),
                    "responsible": item.responsible.code if item.responsible else "",
                }
                for item in self.items.select_related("responsible")
            ],
        }

    def get_route(self):
        return Route.objects.filter(code="nomenclature").first()

    def check_ready(self):
        if not self.items.exists():
            raise ValidationError(_("There are no cases yet: add them first."))

    @property
    def may_be_closed(self) -> bool:
        """Not before the last month of its year."""
        return localdate() >= date(self.year, 12, 1)

    @property
    def is_over(self) -> bool:
        """Its year has ended: it is time to close it."""
        return localdate().year > self.year

    def close_words(self) -> str:
        """Why it is not closed yet."""
        return _("The year %(year)s is closed from December %(year)s on.") % {"year": self.year}

    def close(self, *, by, volumes=None, carried=()):
        """The year is over: how many cases were opened by their terms, which go on (domain 2.2).

        ``volumes`` says of each case (by key) how many there are; ``carried`` are the keys of those
        that are carried over into the next year.
        """
        with self.step("close", by=by) as move:
            if not self.may_be_closed:
                raise ValidationError(self.close_words())
            self.closing = close_cases(self, by=by, volumes=volumes or {}, carried=set(carried))
            move.details["closing"] = self.closing["total"]

    def copy_from(self, earlier: "Nomenclature") -> None:
        """Begin a year with the cases of an earlier one."""
        for item in earlier.items.all():
            item.pk, item.nomenclature, item._state.adding = None, self, True
            item.volumes, item.is_carried_over = None, False
            item.save()


class NomenclatureItem(Searched, Revised):
    """One case: index, title, term of keeping with its article, carrier, place, who answers."""

    SEARCHED = ["index", "title", "article", "place"]
    SORTED = "index"
    PART_OF = "nomenclature"

    class Keep(models.TextChoices):
        YEARS = "years", _("Years")
        PERMANENT = "permanent", _("Permanently")
        REPLACED = "replaced", _("Until replaced")
        NEEDED = "needed", _("As long as needed")

    class Carrier(models.TextChoices):
        PAPER = "paper", _("Paper")
        ELECTRONIC = "electronic", _("Electronic")
        BOTH = "both", _("Paper and electronic")

    nomenclature = models.ForeignKey(
        Nomenclature, on_delete=models.CASCADE, related_name="items", verbose_name=_("nomenclature")
    )
    index = models.CharField(_("index"), max_length=20)
    title = TranslatedField(_("title of the case"))
    keep = models.CharField(_("kept"), max_length=10, choices=Keep, default=Keep.YEARS)
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    article = models.CharField(_("article"), max_length=120, blank=True)
    carrier = models.CharField(_("carrier"), max_length=10, choices=Carrier, default=Carrier.BOTH)
    place = TranslatedField(pgettext_lazy("nomenclature", "place"), max_length=200, blank=True)
    responsible = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("answers for it"),
    )
    kinds = models.JSONField(_("kinds of papers in it"), default=list, blank=True, editable=False)
    volumes = models.PositiveSmallIntegerField(_("volumes"), null=True, editable=False)
    is_carried_over = models.BooleanField(_("carried over"), default=False, editable=False)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = SearchedQuerySet.as_manager()

    class Meta:
        ordering = ["sorted_as", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomenclature", "index"],
                name="case_index_once_a_year",
                violation_error_message=_("This index is already in the list."),
            ),
            models.CheckConstraint(
                condition=~models.Q(keep="years") | models.Q(years__isnull=False, years__gt=0),
                name="case_kept_years_says_how_many",
                violation_error_message=_("Say for how many years it is kept."),
            ),
        ]

    def __str__(self):
        return f"{self.index} {self.title}"

    @property
    def term(self) -> str:
        """How long it is kept, in words."""
        if self.keep == self.Keep.YEARS:
            return ngettext("%(years)s year", "%(years)s years", self.years or 0) % {
                "years": self.years
            }
        return self.get_keep_display()
