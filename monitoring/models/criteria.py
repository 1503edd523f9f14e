"""Criteria and indicators of a year: revised every year, approved, printed (000/3.2, 3.3)."""

import uuid

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Attachment, Revised, Step, TranslatedField
from documents.models.routing import route_steps
from documents.models.signable import Signable, SignableQuerySet
from monitoring.weights import WHOLE, percent
from people.models import Person

from .criteria_editions import CriteriaEditions
from .criteria_ready import CriteriaReady
from .kind import AssessmentKind, Direction
from .serving import served_by


class CriteriaQuerySet(SignableQuerySet):
    def visible_to(self, user):
        """Approved ones are known to all who work here; drafts to whoever works on them."""
        if not user.may_look_at(self.model):
            return self.none()
        if "monitoring.manage" in user.powers or "documents.approve" in user.powers:
            return self
        known = Q(state="approved")
        if user.is_guest:
            return self.filter(known)
        if not user.is_employee:
            known &= Q(pk__in=served_by(user).values("campaign__criteria"))
        return self.filter(known | Q(author=user.person_id) | Q(pk__in=self.asked_ids(user)))

    def in_use(self, *kept):
        """Without drafts that were dropped; what was chosen before stays."""
        return self.filter(~Q(state="dropped") | Q(pk__in=kept))

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("kind", "author", "revised_by", "copied_from")


class CriteriaSet(CriteriaEditions, CriteriaReady, Signable, Revised):
    """The criteria of one kind of assessment for one year, with what changed since the last."""

    is_approved_by_order = False
    is_numbered_by_itself = True

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("Draft")
        AGREEING = "agreeing", gettext_lazy("Being agreed")
        APPROVING = "approving", gettext_lazy("Awaiting approval")
        APPROVED = "approved", gettext_lazy("Approved")
        DROPPED = "dropped", gettext_lazy("Dropped")

    STEPS = route_steps("criteriaset", app="monitoring") | {
        "drop": Step(
            label=gettext_lazy("Drop the draft"),
            done=gettext_lazy("dropped the draft of the criteria"),
            source={State.DRAFT},
            target=State.DROPPED,
            permission="monitoring.drop_criteriaset",
            danger=True,
        )
    }

    kind = models.ForeignKey(
        AssessmentKind,
        on_delete=models.PROTECT,
        related_name="criteria_sets",
        verbose_name=gettext_lazy("kind"),
    )
    year = models.PositiveSmallIntegerField(gettext_lazy("year"))
    edition = models.PositiveSmallIntegerField(gettext_lazy("edition"), default=1, editable=False)
    state = models.CharField(
        gettext_lazy("state"), max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    copied_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="copies",
        verbose_name=gettext_lazy("developed from"),
    )
    revised_on = models.DateField(gettext_lazy("revised on"), null=True, blank=True)
    revised_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("revised by"),
    )
    revision_words = models.TextField(
        gettext_lazy("what was added or changed"), max_length=3000, blank=True
    )
    dropped_because = models.CharField(
        gettext_lazy("why the draft was dropped"), max_length=1000, blank=True, editable=False
    )
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords()

    objects = CriteriaQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "kind__order", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "edition"], name="criteria_once_a_year_and_edition"
            )
        ]

    def __str__(self):
        said = {"kind": self.kind, "year": self.year, "edition": self.edition}
        if self.edition > 1:
            return _("%(kind)s, criteria of %(year)s, edition %(edition)s") % said
        return _("%(kind)s, criteria of %(year)s") % said

    def get_absolute_url(self):
        return reverse("monitoring:criteria", args=[self.pk])

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return str(self)

    def get_route(self):
        return self.kind.criteria_route

    def indicators(self):
        """All its indicators, in the order of the sheet."""
        rows = Indicator.objects.filter(criterion__criteria=self).select_related("criterion")
        return rows.order_by("criterion__order", "criterion__pk", "order", "pk")

    def total_weight(self) -> int:
        """The sum of the weights, in thousandths."""
        return sum(self.indicators().values_list("weight", flat=True))

    def manifest(self):
        """What a signature covers: every word and weight, and the recorded revision."""
        return {
            "kind": "criteria",
            "assessment": self.kind.code,
            "year": self.year,
            "edition": self.edition,
            "revised": [
                self.revised_on and self.revised_on.isoformat(),
                self.revised_by and str(self.revised_by.uid),
                self.revision_words,
            ],
            "points": [row.manifest() for row in self.points.filter(indicator=None)],
            "criteria": [row.manifest() for row in self.whole_tree()],
        }

    def give_number(self, number, date):
        """Its year and edition are its number."""
        return number or f"{self.year}/{self.edition}"


class Criterion(models.Model):
    """One criterion under a direction of the work; its weight is that of its indicators."""

    PART_OF = "criteria"

    criteria = models.ForeignKey(
        CriteriaSet,
        on_delete=models.CASCADE,
        related_name="criteria",
        verbose_name=gettext_lazy("criteria of the year"),
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    direction = models.ForeignKey(
        Direction,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("direction"),
    )
    title = TranslatedField(gettext_lazy("criterion"), max_length=300)
    order = models.PositiveSmallIntegerField(gettext_lazy("order"), default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["criteria", "key"], name="criterion_once_in_its_set")
        ]

    def __str__(self):
        return str(self.title)

    def manifest(self) -> dict:
        """What of it a signature covers."""
        return {
            "key": str(self.key),
            "direction": self.direction.code if self.direction else "",
            "title": dict(self.title),
            "indicators": [one.manifest() for one in self.indicators.all()],
        }


class Indicator(models.Model):
    """One line of the sheet: what is judged, its weight, what to bring, words for each point."""

    PART_OF = "criterion"

    criterion = models.ForeignKey(
        Criterion,
        on_delete=models.CASCADE,
        related_name="indicators",
        verbose_name=gettext_lazy("criterion"),
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    title = TranslatedField(gettext_lazy("indicator"), max_length=400)
    material = TranslatedField(gettext_lazy("what to bring"), max_length=600, blank=True)
    weight = models.PositiveSmallIntegerField(gettext_lazy("weight, thousandths"))
    order = models.PositiveSmallIntegerField(gettext_lazy("order"), default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "key"], name="indicator_once_in_its_set"),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=WHOLE), name="indicator_weighs_something"
            ),
        ]

    def __str__(self):
        return str(self.title)

    @property
    def percent(self) -> str:
        """Its weight as people write it."""
        return percent(self.weight)

    def manifest(self) -> dict:
        """What of it a signature covers."""
        return {
            "key": str(self.key),
            "title": dict(self.title),
            "material": dict(self.material),
            "weight": self.weight,
            "points": [one.manifest() for one in self.points.all()],
        }


class PointWords(models.Model):
    """What a point of the scale means: of one indicator, or of all (000/2.2, five-point scale)."""

    PART_OF = "criteria"

    criteria = models.ForeignKey(
        CriteriaSet,
        on_delete=models.CASCADE,
        related_name="points",
        verbose_name=gettext_lazy("criteria of the year"),
    )
    indicator = models.ForeignKey(
        Indicator,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="points",
        verbose_name=gettext_lazy("indicator"),
    )
    point = models.PositiveSmallIntegerField(gettext_lazy("point"))
    words = TranslatedField(gettext_lazy("what it means"), max_length=300)
    history = HistoricalRecords()

    class Meta:
        ordering = ["point", "pk"]
        verbose_name_plural = "words of points"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "point"], name="point_said_once"),
            models.UniqueConstraint(
                fields=["criteria", "point"],
                condition=Q(indicator=None),
                name="general_point_said_once",
            ),
        ]

    def __str__(self):
        return f"{self.point}: {self.words}"

    def manifest(self) -> dict:
        """What of it a signature covers."""
        return {"point": self.point, "words": dict(self.words)}
