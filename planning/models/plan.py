"""Work plans: what is to be done in a period, by whom, with what (PK-04; 004/5.2; 003/9.1)."""

from decimal import Decimal

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Attachment, Step
from common.text import fold
from documents.models import Document
from people.models import Body, Person, Unit
from planning.plan_periods import period_words

from .plan_kind import PlanKind
from .plan_route import PlanAgreeing, plan_route_steps
from .plan_rows import WorkPlanQuerySet


class WorkPlan(PlanAgreeing):
    """The plan of a period: of the organisation, a unit, an employee or a project.

    Agreed and approved along the route of its kind. What was approved never changes by itself:
    an amendment changes it and says why (000/2.6). A summary of what was done closes it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("Draft")
        AGREEING = "agreeing", gettext_lazy("Being agreed")
        APPROVING = "approving", gettext_lazy("Awaiting approval")
        APPROVED = "approved", gettext_lazy("Approved")
        ARCHIVED = "archived", gettext_lazy("In the archive")
        DROPPED = "dropped", gettext_lazy("Dropped")

    STEPS = plan_route_steps("workplan") | {
        "archive": Step(
            label=gettext_lazy("Sum up and close"),
            done=gettext_lazy("summed up the plan and closed it"),
            source={State.APPROVED},
            target=State.ARCHIVED,
            permission="planning.archive_workplan",
        ),
        "drop": Step(
            label=gettext_lazy("Drop the draft"),
            done=gettext_lazy("dropped the draft of the plan"),
            source={State.DRAFT},
            target=State.DROPPED,
            permission="planning.drop_workplan",
            danger=True,
        ),
    }

    kind = models.ForeignKey(
        PlanKind, on_delete=models.PROTECT, related_name="plans", verbose_name=gettext_lazy("kind")
    )
    since = models.DateField(gettext_lazy("from"))
    until = models.DateField(gettext_lazy("to"))
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("unit"),
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("employee"),
    )
    body = models.ForeignKey(
        Body,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("meeting or council"),
    )
    project = models.CharField(gettext_lazy("project"), max_length=300, blank=True)
    whose = models.CharField(max_length=320, editable=False, default="")
    basis = models.TextField(gettext_lazy("basis"), max_length=1000, blank=True)
    strategy = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("carries out the document"),
    )
    follows = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        verbose_name=gettext_lazy("carries out the plan"),
    )
    state = models.CharField(
        gettext_lazy("state"), max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    summary = models.TextField(gettext_lazy("summary"), blank=True, editable=False)
    figures = models.JSONField(gettext_lazy("figures"), default=dict, blank=True, editable=False)
    archived_at = models.DateTimeField(gettext_lazy("closed"), null=True, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(excluded_fields=["whose"])

    objects = WorkPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "kind__order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__lte=F("until")), name="plan_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["kind", "whose", "since"],
                condition=~Q(state="dropped"),
                name="plan_once_a_period",
            ),
            models.CheckConstraint(
                condition=~Q(state="archived") | ~Q(summary=""), name="plan_archived_has_a_summary"
            ),
        ]

    def save(self, *args, **kwargs):
        keys = [self.unit_id, self.person_id, self.body_id, fold(self.project)]
        self.whose = "/".join(str(key or "") for key in keys)[:320]
        super().save(*args, **kwargs)

    def __str__(self):
        about = f", {self.about}" if self.about else ""
        return f"{self.kind}{about}, {self.period}"

    def get_absolute_url(self):
        return reverse("planning:plan", args=[self.pk])

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return str(self)

    @property
    def about(self) -> str:
        """Whose plan it is, where it is not of the whole organisation."""
        whose = self.unit or self.body or self.person
        return str(whose) if whose else self.project

    @property
    def stamp(self) -> dict:
        """The words of the stamps, as the kind prescribes them: БЕКИТЕМИН."""
        return self.kind.stamp

    @property
    def period(self) -> str:
        """Its period as people say it."""
        return period_words(self.kind.term, self.since, self.until)

    @property
    def has_been_approved(self) -> bool:
        """Whether it binds, or has bound."""
        return self.approved_at is not None

    def clean(self):
        wrong = {}
        if self.since and self.until and self.since > self.until:
            wrong["until"] = _("The last day cannot be before the first.")
        if self.follows and self.pk and self.follows_id == self.pk:
            wrong["follows"] = _("A plan cannot carry out itself.")
        if wrong:
            raise ValidationError(wrong)
        if self.kind_id and self.since and self.until and (other := self._meeting()):
            raise ValidationError(
                {
                    "since": _("There is a plan of this kind for these days: %(plan)s.")
                    % {"plan": other}
                }
            )

    def _meeting(self) -> "WorkPlan | None":
        """Another plan of the same kind and owner, some of whose days are the same."""
        same = WorkPlan.objects.filter(
            kind=self.kind, unit=self.unit, person=self.person, body=self.body
        )
        same = same.filter(since__lte=self.until, until__gte=self.since).exclude(pk=self.pk)
        for other in same.exclude(state=self.State.DROPPED).select_related(
            "kind", "unit", "person", "body"
        ):
            if fold(other.project) == fold(self.project):
                return other
        return None

    # Its way to approval --------------------------------------------------------------------

    def manifest(self):
        """What a signature covers: every line and every row of the estimate as it was approved."""
        from .plan_amendment_row import signed_lines  # noqa: PLC0415 -- amendments know the plans

        return {
            "kind": "work_plan",
            "plan": self.kind.code,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "unit": self.unit.code if self.unit else "",
            "person": str(self.person.uid) if self.person else "",
            "body": self.body.code if self.body else "",
            "project": self.project,
            "basis": self.basis,
            "strategy": self.strategy.code if self.strategy else "",
            "follows": str(self.follows.token) if self.follows else "",
            "lines": signed_lines(self),
            "estimate": [row.data() for row in self.estimate.all()],
        }

    def check_ready(self):
        lines = list(self.lines.all())
        if not lines:
            raise ValidationError(_("There are no lines yet: add them first."))
        faults = [fault for line in lines if (fault := line.fault())]
        if faults:
            raise ValidationError(faults)

    # The end --------------------------------------------------------------------------------

    def archive(self, *, by, summary, figures=None):
        """Its period is summed up: what was done, what was not and why; the plan is closed."""
        with self.step("archive", by=by) as move:
            waiting = self.lines.filter(state="reported").count()
            if waiting:
                raise ValidationError(
                    _("Lines wait to be confirmed: %(count)s. Confirm or return them first.")
                    % {"count": waiting}
                )
            if self.until > localdate() and self.lines.open().exists():
                raise ValidationError(
                    _("Its period is not over and there are open lines: close it later.")
                )
            self.summary, self.archived_at = summary, timezone.now()
            self.figures = figures or {}
            move.details["count"] = self.lines.count()
            self.lines.end_todos()

    def drop(self, *, by):
        """The draft is not needed."""
        with self.step("drop", by=by):
            pass

    # Its lines ------------------------------------------------------------------------------

    def next_line_number(self, wanted: str = "") -> str:
        """The number wanted if it is free, else the first whole one after all that are there."""
        taken = set(self.lines.values_list("number", flat=True))
        if wanted and wanted not in taken:
            return wanted
        whole = [int(one.partition(".")[0]) for one in taken if one.partition(".")[0].isdecimal()]
        return str(max(whole, default=0) + 1)

    def total(self) -> Decimal:
        """The sum of its estimate."""
        return sum((row.sum for row in self.estimate.all()), Decimal(0))
