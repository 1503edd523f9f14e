"""Amendments: an approved plan changes only by one of them, and it says why (000/2.6)."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Revised, Step, deed, record
from common.text import has_words
from documents.models.heads import units_under
from documents.models.sheet import ApprovalSheet, SheetLine
from documents.models.hand import answer
from documents.models.signable import SignableQuerySet

from .link import link_to_any
from .plan import SEES_ALL, WorkPlan
from .plan_data import data_of, put
from .plan_line import PlanLine
from .plan_route import PlanPaper, plan_route_steps


class AmendmentQuerySet(SignableQuerySet):
    def visible_to(self, user):
        """What changed a plan is seen with it; what is proposed or refused by who proposed it, who
        is asked, who leads the plan or keeps the year.
        """
        seen = self.filter(plan__in=WorkPlan.objects.visible_to(user))
        if user.powers & SEES_ALL:
            return seen
        own = Q(author=user.person_id) | Q(plan__author=user.person_id)
        led = Q(plan__unit__in=units_under(user))
        return seen.filter(Q(state="approved") | own | led | Q(pk__in=self.asked_ids(user)))

    def for_list(self):
        """All that a row shows."""
        return self.select_related("plan__kind", "plan__unit", "plan__person", "plan__body", "author")

    def accepted(self):
        """Those that changed their plan, in their order."""
        return self.filter(state="approved").order_by("number")


class PlanAmendment(PlanPaper):
    """What is added to an approved plan, changed, moved or cancelled in it, where that comes from,
    who proposed it; accepted and signed by whoever approves the plan, or refused with the reason.
    """

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("Draft")
        AGREEING = "agreeing", gettext_lazy("Being agreed")
        APPROVING = "approving", gettext_lazy("Awaiting approval")
        APPROVED = "approved", gettext_lazy("Accepted")
        REFUSED = "refused", gettext_lazy("Refused")
        DROPPED = "dropped", gettext_lazy("Dropped")

    STEPS = plan_route_steps("planamendment") | {
        "refuse": Step(
            label=gettext_lazy("Refuse"),
            done=gettext_lazy("refused the amendment"),
            source={State.AGREEING, State.APPROVING},
            target=State.REFUSED,
            permission="planning.refuse_planamendment",
            danger=True,
        ),
        "drop": Step(
            label=gettext_lazy("Drop the draft"),
            done=gettext_lazy("dropped the draft of the amendment"),
            source={State.DRAFT},
            target=State.DROPPED,
            permission="planning.drop_planamendment",
            danger=True,
        ),
    }

    plan = models.ForeignKey(
        WorkPlan,
        on_delete=models.PROTECT,
        related_name="amendments",
        verbose_name=gettext_lazy("plan"),
    )
    number = models.PositiveSmallIntegerField(gettext_lazy("No."), null=True, editable=False)
    source = models.CharField(gettext_lazy("where it comes from"), max_length=40)
    source_words = models.CharField(
        gettext_lazy("which one: number, day, item"), max_length=300, blank=True
    )
    source_on = models.DateField(gettext_lazy("of the day"), null=True, blank=True)
    source_type, source_id = link_to_any(gettext_lazy("what it comes from"))
    source_thing = GenericForeignKey("source_type", "source_id")
    reason = models.TextField(gettext_lazy("why"), max_length=1000)
    refusal = models.TextField(gettext_lazy("why it was refused"), blank=True, editable=False)
    state = models.CharField(
        gettext_lazy("state"), max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                condition=Q(number__isnull=False),
                name="amendment_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(number__isnull=False, approved_at__isnull=False),
                name="amendment_accepted_has_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""), name="amendment_refused_says_why"
            ),
        ]

    def __str__(self):
        name = _("Amendment %(number)s") % {"number": self.number} if self.number else ""
        return f"{name or _('Proposed amendment')}: {self.plan}"

    def get_absolute_url(self):
        return reverse("planning:amendment", args=[self.pk])

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return str(self)

    @property
    def source_label(self) -> str:
        """Where it comes from, in words."""
        from planning import amendment_sources  # noqa: PLC0415 -- procedures register there

        return amendment_sources.label(self.source)

    @property
    def stamp(self) -> dict:
        """The words of the stamps are those of the plan."""
        return self.plan.stamp

    # Its way --------------------------------------------------------------------------------

    def manifest(self):
        """What a signature covers: the plan as it was signed, every row with before and after."""
        sheet = self.plan.sheet
        return {
            "kind": "plan_amendment",
            "plan": self.plan.token,
            "signed": sheet.manifest_hash if sheet else "",
            "source": self.source,
            "words": self.source_words,
            "on": self.source_on.isoformat() if self.source_on else "",
            "reason": self.reason,
            "rows": [row.data() for row in self.rows.all()],
        }

    def get_route(self):
        return self.plan.get_route()

    def must_name(self, route):
        """It goes to those who are asked of the plan by their positions."""
        return False

    def make_lines(self, sheet, route, agreeing):
        """Whoever signed the plan signs what changes it; nobody is named."""
        if self.plan.person_id:
            return self.plan.make_lines(sheet, route, agreeing)
        lines = super().make_lines(sheet, route, agreeing)
        return [line for line in lines if line.position_id or line.body_id or line.person_id]

    def give_number(self, number, date):
        """Amendments are numbered within their plan."""
        WorkPlan.objects.select_for_update().get(pk=self.plan_id)
        last = self.plan.amendments.aggregate(last=Max("number"))["last"] or 0
        self.number = last + 1
        return str(self.number)

    def check_ready(self):
        if self.plan.state != WorkPlan.State.APPROVED:
            raise ValidationError(_("The plan is not in force: it is not amended."))
        rows = list(self.rows.all())
        if not rows:
            raise ValidationError(_("Nothing is changed yet: add at least one row."))
        for row in rows:
            row.check_fresh()

    # Deeds ----------------------------------------------------------------------------------

    def approve(self, *, by, **given):
        """Accept it and sign: its lines change in the same deed (000/2.6)."""
        with deed(by=by):
            super().approve(by=by, **given)
            self.carry_out(by=by)

    def agree(self, *, by, **given):
        """Agree to it and sign; of the plan of an employee the signature of the head accepts it."""
        with deed(by=by):
            super().agree(by=by, **given)
            if self.state == self.State.APPROVED:
                self.carry_out(by=by)

    def carry_out(self, *, by) -> None:
        """Change the lines of the plan as the rows say, all of them or none."""
        WorkPlan.objects.select_for_update().get(pk=self.plan_id)
        self.check_ready()
        for row in self.rows.all():
            row.carry_out(by=by)
        record(self.plan, "amend", by=by, number=self.number)

    def refuse(self, *, by, reason):
        """It is not accepted: why. The plan stays as it was."""
        with self.step("refuse", by=by) as move:
            if not has_words(reason):
                raise ValidationError({"reason": _("Say why it is refused.")})
            self.refusal = reason
            line = next((one for one in self.waiting_lines() if one.is_for(by)), None)
            if line:
                line.remark = reason
                answer(line, by=by, decision=SheetLine.Decision.RETURNED)
                move.details["lines"] = [line.computed_digest()]
            self._close(ApprovalSheet.Outcome.RETURNED)
            move.reason = "refuse"

    def drop(self, *, by):
        """The draft is not needed."""
        with self.step("drop", by=by):
            pass


class AmendmentRow(Revised):
    """One change of a plan: what the line said before, what it is to say, and why."""

    class Kind(models.TextChoices):
        ADD = "add", gettext_lazy("Add a line")
        CHANGE = "change", gettext_lazy("Change a line")
        MOVE = "move", gettext_lazy("Move a line")
        CANCEL = "cancel", gettext_lazy("Cancel a line")

    amendment = models.ForeignKey(
        PlanAmendment,
        on_delete=models.CASCADE,
        related_name="rows",
        verbose_name=gettext_lazy("amendment"),
    )
    kind = models.CharField(gettext_lazy("what"), max_length=6, choices=Kind)
    line = models.ForeignKey(
        PlanLine,
        null=True,
        on_delete=models.PROTECT,
        related_name="changes",
        verbose_name=gettext_lazy("line"),
    )
    before = models.JSONField(gettext_lazy("before"), default=dict)
    after = models.JSONField(gettext_lazy("after"), default=dict)
    reason = models.TextField(gettext_lazy("reason"), max_length=1000, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="add") | Q(line__isnull=False), name="amendment_row_names_a_line"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["move", "cancel"]) | ~Q(reason=""),
                name="amendment_row_says_why",
            ),
            models.UniqueConstraint(fields=["amendment", "line"], name="amendment_line_once"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {(self.after or self.before).get('number', '')}"

    def data(self):
        """What a signature covers of it; of a line that it adds, not which row that became."""
        line = self.line_id if self.kind != self.Kind.ADD else None
        return {
            "kind": self.kind,
            "line": line,
            "before": self.before,
            "after": self.after,
            "reason": self.reason,
        }

    def check_fresh(self) -> None:
        """Refuse a row whose line was changed, done or cancelled after the row was written."""
        number = (self.before or self.after).get("number", "")
        if self.kind == self.Kind.ADD:
            taken = self.amendment.plan.lines.filter(number=number)
            if taken.exists():
                words = _("Line %(number)s is in the plan already: give the new one another number.")
                raise ValidationError(words % {"number": number})
        elif data_of(self.line) != self.before:
            words = _("Line %(number)s was changed meanwhile: write its row anew.")
            raise ValidationError(words % {"number": number})
        elif self.line.state not in ("planned", "moved"):
            words = _("Line %(number)s is not open any more: take its row out.")
            raise ValidationError(words % {"number": number})

    def carry_out(self, *, by) -> None:
        """Change the plan by this row; inside the deed that accepts the amendment."""
        if self.kind == self.Kind.ADD:
            self.line = PlanLine(plan=self.amendment.plan, added_by=self.amendment)
        line = self.line
        if self.kind == self.Kind.MOVE:
            due = type(localdate()).fromisoformat(self.after["due"])
            line.move(by=by, due=due, reason=self.reason, amendment=self.amendment)
        elif self.kind == self.Kind.CANCEL:
            line.cancel(by=by, reason=self.reason, amendment=self.amendment)
        else:
            put(line, self.after)
            if self.kind == self.Kind.CHANGE:
                line.amended_by = self.amendment
                line.revision += 1
            line._change_reason = "amend"
            line.save()
            record(line, "amend", by=by, number=self.amendment.number)
        if self.kind == self.Kind.ADD:
            self.line = line
            self.save(update_fields=["line"])


def signed_lines(plan: WorkPlan) -> list[dict]:
    """The lines of a plan as they were signed: what amendments changed is taken back."""
    first: dict[int, dict] = {}
    rows = AmendmentRow.objects.filter(amendment__plan=plan, amendment__state="approved")
    for row in rows.exclude(kind="add").order_by("amendment__number", "pk"):
        first.setdefault(row.line_id, row.before)
    lines = plan.lines.filter(added_by=None).select_related(
        "person", "position", "unit", "obligation"
    )
    found = [first.get(line.pk) or data_of(line) for line in lines.order_by("pk")]
    return sorted(found, key=lambda data: data["number"])
