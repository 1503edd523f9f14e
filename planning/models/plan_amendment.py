"""Amendments: an approved plan changes only by one of them, and it says why (000/2.6)."""

from collections import Counter

from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Step, deed, record
from common.text import has_words
from documents.models.hand import answer
from documents.models.heads import units_under
from documents.models.sheet import ApprovalSheet, SheetLine
from documents.models.signable import SignableQuerySet

from .link import link_to_any
from .plan import WorkPlan
from .plan_route import PlanPaper, plan_route_steps
from .plan_rows import SEES_ALL


class AmendmentQuerySet(SignableQuerySet):
    def visible_to(self, user):
        """What changed a plan is seen with it; what is proposed or refused by who proposed it, who
        is asked, who leads the plan or keeps the year.
        """
        seen = self.filter(plan__in=WorkPlan.objects.visible_to(user))
        if user.is_guest:
            return seen.filter(state="approved")
        if user.powers & SEES_ALL:
            return seen
        own = Q(author=user.person_id) | Q(plan__author=user.person_id)
        led = Q(plan__unit__in=units_under(user))
        return seen.filter(Q(state="approved") | own | led | Q(pk__in=self.asked_ids(user)))

    def for_list(self):
        """All that a row shows."""
        return self.select_related(
            "plan__kind", "plan__unit", "plan__person", "plan__body", "author"
        )

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
        if not self.number:
            return _("Proposed amendment: %(plan)s") % {"plan": self.plan}
        return _("Amendment %(number)s: %(plan)s") % {"number": self.number, "plan": self.plan}

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
        said = {
            "kind": "plan_amendment",
            "plan": self.plan.token,
            "signed": sheet.manifest_hash if sheet else "",
            "source": self.source,
            "words": self.source_words,
            "on": self.source_on.isoformat() if self.source_on else "",
            "reason": self.reason,
            "rows": [row.data() for row in self.rows.all()],
        }
        if self.source_type and self.source_id:  # what was signed before names none
            said["thing"] = (
                f"{self.source_type.app_label}.{self.source_type.model}:{self.source_id}"
            )
        return said

    def get_route(self):
        return self.plan.get_route()

    agreeing_hint = gettext_lazy("Whom it concerns; it may be nobody.")

    def must_name(self, route):
        """It goes to those who are asked of the plan by their positions."""
        return False

    def may_name(self, route):
        return self.plan.may_name(route)

    def make_lines(self, sheet, route, agreeing):
        """Whoever signed the plan signs what changes it; whom else it concerns may be named."""
        if self.plan.person_id:
            return self.plan.make_lines(sheet, route, agreeing)
        return super().make_lines(sheet, route, agreeing)

    def lines_to_come(self):
        return self.plan.lines_to_come() if self.plan.person_id else super().lines_to_come()

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
        self._check_numbers(rows)

    def _check_numbers(self, rows) -> None:
        """Refuse what would give two lines of the plan one number."""
        numbers = dict(self.plan.lines.values_list("pk", "number"))
        for row in rows:
            if row.after:
                numbers[row.line_id or -row.pk] = row.after["number"]
        twice = {number for number, count in Counter(numbers.values()).items() if count > 1}
        if twice:
            words = _("Two lines would have one number: %(numbers)s.")
            raise ValidationError(words % {"numbers": ", ".join(sorted(twice))})

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
        from planning.amendment_things import carried  # noqa: PLC0415 -- procedures register there

        for row in self.rows.all():
            row.carry_out(by=by)
        carried(self, by=by)
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
