"""The rows of an amendment: a line of the plan before and after (000/2.6)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Revised, record

from .plan import WorkPlan
from .plan_amendment import PlanAmendment
from .plan_data import data_of, put
from .plan_line import PlanLine


class AmendmentRow(Revised):
    """One change of a plan: what the line said before, what it is to say, and why."""

    PART_OF = "amendment"

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
            return
        if data_of(self.held) != self.before:
            words = _("Line %(number)s was changed meanwhile: write its row anew.")
            raise ValidationError(words % {"number": number})
        elif self.held.state not in ("planned", "moved"):
            words = _("Line %(number)s is not open any more: take its row out.")
            raise ValidationError(words % {"number": number})

    @property
    def held(self) -> PlanLine:
        """The line it is about; of what it adds, the new one."""
        return self.line or PlanLine(plan=self.amendment.plan, added_by=self.amendment)

    def carry_out(self, *, by) -> None:
        """Change the plan by this row; inside the deed that accepts the amendment."""
        line = self.held
        if self.kind == self.Kind.MOVE:
            due = date.fromisoformat(self.after["due"])
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
            self.line, self._change_reason = line, "amend"
            self.save()


def signed_lines(plan: WorkPlan) -> list[dict]:
    """The lines of a plan as they were signed: what amendments changed is taken back."""
    first: dict[int, dict] = {}
    rows = AmendmentRow.objects.filter(amendment__plan=plan, amendment__state="approved")
    for row in rows.exclude(kind="add").order_by("amendment__number", "pk"):
        first.setdefault(row.line_id or 0, row.before)
    lines = plan.lines.filter(added_by=None).select_related(
        "person", "position", "unit", "obligation"
    )
    found = [first.get(line.pk) or data_of(line) for line in lines.order_by("pk")]
    return sorted(found, key=lambda data: data["number"])
