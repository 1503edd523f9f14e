"""Work plans: what is to be done in a period, by whom, with what (PK-04; 004/5.2, 5.4.2; 003/9.1)."""

from collections.abc import Iterable
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

from common.models import Attachment, SearchEntry, Step
from common.search.query import parse
from common.text import fold
from documents.models import Document
from documents.models.heads import led_by, units_under
from documents.models.signable import SignableQuerySet
from documents.models.sheet import SheetLine
from documents.models.route import StepKind
from people.models import Body, Person, Unit
from planning.plan_periods import period_words

from .plan_kind import PlanKind
from .plan_route import PlanPaper, plan_route_steps

SEES_ALL = {"planning.manage", "planning.oversee", "documents.approve", "documents.top"}
OPEN = ("draft", "agreeing", "approving")


class WorkPlanQuerySet(SignableQuerySet):
    def visible_to(self, user):
        """Staff see the plans in force and past, of people only their own; heads those of theirs;
        whoever keeps the year, or is asked, all of it.
        """
        if not user.is_employee:
            return self.none()
        if user.powers & SEES_ALL:
            return self
        own = Q(author=user.person_id) | Q(person=user.person_id) | Q(pk__in=self.asked_ids(user))
        led = Q(unit__in=units_under(user)) | Q(person__in=led_by(user).values("pk"))
        told = Q(state__in=["approved", "archived"], person=None)
        return self.filter(own | led | told)

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("kind__branch", "unit", "person", "body", "author").annotate(
            line_count=models.Count("lines", distinct=True)
        )

    def search(self, words: str):
        """By number, name and what it is about."""
        found = SearchEntry.objects.filter(kind="workplan").matching(parse(words)).order_by()
        return self.filter(pk__in=found.values("object_id"))

    def in_force(self, on=None):
        """Approved ones whose period holds a day (today)."""
        day = on or localdate()
        return self.filter(state="approved", since__lte=day, until__gte=day)


class WorkPlan(PlanPaper):
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
                {"since": _("There is a plan of this kind for these days: %(plan)s.") % {"plan": other}}
            )

    def _meeting(self) -> "WorkPlan | None":
        """Another plan of the same kind and owner, some of whose days are the same."""
        same = WorkPlan.objects.filter(
            kind=self.kind, unit=self.unit, person=self.person, body=self.body
        )
        same = same.filter(since__lte=self.until, until__gte=self.since).exclude(pk=self.pk)
        for other in same.exclude(state=self.State.DROPPED).select_related("kind", "unit", "person", "body"):
            if fold(other.project) == fold(self.project):
                return other
        return None

    # Its way to approval --------------------------------------------------------------------

    def manifest(self):
        """What a signature covers: every line and every row of the estimate as it was approved."""
        from .plan_amendment import signed_lines  # noqa: PLC0415 -- amendments know the plans

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

    def get_route(self):
        return self.kind.route

    def head(self):
        """The position that heads the unit of the plan, or of the employee whose plan it is."""
        unit = self.unit
        if self.person and (post := self.person.appointment()):
            unit = post.position.unit
        while unit is not None:
            for position in unit.positions.on().filter(is_head=True):
                if Person.objects.in_position(position).exclude(pk=self.person_id).exists():
                    return position
            unit = unit.parent
        return None

    def must_name(self, route):
        """Nobody is named for the plan of a unit or an employee: its head is asked."""
        return route.asks_for_people and not (self.unit_id or self.person_id)

    def make_lines(self, sheet, route, agreeing):
        """The plan of a unit is agreed by its head before its route; the plan of an employee by
        the head alone, whose signature ends it.
        """
        position = self.head() if self.unit_id or self.person_id else None
        if position and set(Person.objects.in_position(position, own=True)) == {self.author}:
            position = None
        agreed = [
            SheetLine(sheet=sheet, order=0, kind=StepKind.AGREE, position=one)
            for one in (position,)
            if one
        ]
        if agreed and self.person_id:
            return agreed
        lines = super().make_lines(sheet, route, agreeing)
        return [*(a for a in agreed if a.position not in [b.position for b in lines]), *lines]

    def proposed_to_agree(self):
        """Who answers for a line by name, but the author."""
        named = self.lines.exclude(person=None).values("person")
        return Person.objects.able_to_act().filter(pk__in=named).exclude(pk=self.author_id)

    def give_number(self, number, date):
        """The number of the register of plans, not of orders: the plan is its own paper."""
        from planning.plan_numbers import give_plan_number  # noqa: PLC0415 -- as the profile says

        return give_plan_number(number, date)

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

    def copy_lines(self, lines: Iterable, *, carrying: bool) -> int:
        """Begin with lines of an earlier plan, by days as far from the beginning of the period;
        what is carried over names the line that was not finished.
        """
        count = 0
        shift = None
        for line in lines:
            shift = shift or (self.since - line.plan.since)
            line.copy_to(self, min(max(line.due + shift, self.since), self.until), carrying=carrying)
            count += 1
        return count

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
