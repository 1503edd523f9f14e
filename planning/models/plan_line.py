"""The lines of a work plan: a measure, who answers, by what day, with what (004/5.2; 003/9.1)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Attachment, Blob, Lifecycle, Revised, Searched, Todo, TranslatedField
from common.text import has_words
from people.models import Person, Position, Unit

from .obligation import Obligation
from .plan import WorkPlan
from .plan_line_open import OpenLine
from .plan_line_rows import ASKED, TO_CONFIRM, PlanLineQuerySet
from .plan_line_steps import NEVER, OPEN, STEPS, State


class PlanLine(OpenLine, Lifecycle, Searched, Revised):
    """One line: planned, moved with a reason and a new day, cancelled with a reason, or reported
    as done with words or a file and confirmed by whoever controls the plan (education 3.20).
    """

    SEARCHED = ["number", "section", "measure", "result"]
    SORTED = "number"
    PART_OF = "plan"
    State = State
    STEPS = STEPS

    plan = models.ForeignKey(
        WorkPlan, on_delete=models.CASCADE, related_name="lines", verbose_name=gettext_lazy("plan")
    )
    number = models.CharField(gettext_lazy("No."), max_length=20)
    section = TranslatedField(gettext_lazy("section"), max_length=200, blank=True)
    measure = TranslatedField(gettext_lazy("measure"), max_length=500)
    result = TranslatedField(gettext_lazy("expected result"), max_length=500, blank=True)
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plan_lines",
        verbose_name=gettext_lazy("who answers"),
    )
    position = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("position that answers"),
    )
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("unit that answers"),
    )
    helpers = models.CharField(gettext_lazy("with whom"), max_length=300, blank=True)
    starts = models.DateField(gettext_lazy("begins"), null=True, blank=True)
    due = models.DateField(gettext_lazy("due"), db_index=True)
    planned_due = models.DateField(gettext_lazy("due by the plan"), editable=False)
    resources = models.CharField(gettext_lazy("resources"), max_length=300, blank=True)
    serves = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="served_by",
        verbose_name=gettext_lazy("carries out the line"),
    )
    objective = models.CharField(
        gettext_lazy("objective or strategic item"), max_length=300, blank=True
    )
    obligation = models.ForeignKey(
        Obligation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plan_lines",
        verbose_name=gettext_lazy("obligation"),
    )
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=State, default=State.PLANNED, editable=False
    )
    given_to = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("given to"),
    )
    why = models.TextField(gettext_lazy("reason"), blank=True, editable=False)
    account = models.TextField(gettext_lazy("what was done"), blank=True, editable=False)
    done_on = models.DateField(gettext_lazy("done on"), null=True, editable=False)
    done_by = models.ForeignKey(
        Person,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("reported by"),
    )
    confirmed_by = models.ForeignKey(
        Person,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("confirmed by"),
    )
    confirmed_at = models.DateTimeField(gettext_lazy("confirmed"), null=True, editable=False)
    amended_by = models.ForeignKey(
        "PlanAmendment",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("changed by the amendment"),
    )
    added_by = models.ForeignKey(
        "PlanAmendment",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="added_lines",
        verbose_name=gettext_lazy("added by the amendment"),
    )
    carried_from = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="carried_to",
        verbose_name=gettext_lazy("carried over from"),
    )
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(
        excluded_fields=["folded", "sorted_as"],
        history_change_reason_field=models.TextField(null=True),
    )

    objects = PlanLineQuerySet.as_manager()

    class Meta:
        ordering = ["sorted_as", "pk"]
        constraints = NEVER

    def save(self, *args, **kwargs):
        if self.planned_due is None or (self.plan.state == "draft" and not self.added_by_id):
            self.planned_due = self.due
        super().save(*args, **kwargs)

    def __str__(self):
        return f"{self.number}. {self.measure}"

    def get_absolute_url(self):
        return reverse("planning:plan_line", args=[self.plan_id, self.pk])

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return f"{self.measure} ({self.plan})"

    @property
    def is_late(self) -> bool:
        """Open past its day."""
        return self.state in OPEN and self.due < localdate()

    @property
    def was_moved(self) -> bool:
        """Its day is not the one that was approved first."""
        return self.due != self.planned_due

    @property
    def was_late(self) -> bool:
        """Done after its day."""
        return self.done_on is not None and self.done_on > self.due

    @property
    def who(self) -> str:
        """Who answers, as the plan says it."""
        names = [self.person and self.person.short_name, self.position, self.unit]
        return ", ".join(str(name) for name in names if name)

    def fault(self) -> str:
        """What keeps it from being approved."""
        said = {"number": self.number}
        if not (self.person_id or self.position_id or self.unit_id):
            return _("Line %(number)s: say who answers.") % said
        if not self.plan.since <= self.due <= self.plan.until:
            return _("Line %(number)s: its day lies outside the period of the plan.") % said
        return ""

    def clean(self):
        wrong: dict[str, Any] = {}
        if not (self.person_id or self.position_id or self.unit_id):
            wrong["person"] = _("Say who answers: an employee, a position or a unit.")
        if self.due and not self.plan.since <= self.due <= self.plan.until:
            wrong["due"] = _("The day lies outside the period of the plan.")
        if self.due and self.starts and self.starts > self.due:
            wrong["starts"] = _("It cannot begin after its day.")
        if self.serves and self.serves.plan_id == self.plan_id:
            wrong["serves"] = _("Name a line of another plan, which this one carries out.")
        if wrong:
            raise ValidationError(wrong)

    # Who ------------------------------------------------------------------------------------

    def answering(self) -> set[int]:
        """The keys of those who are to do it today; nobody of them here, others see to it."""
        from planning.plan_people import answering  # noqa: PLC0415 -- it knows the lines

        return answering([self])[self.pk]

    def controllers(self) -> "models.QuerySet[Person]":
        """Who confirms that it was done, but whoever reported it."""
        from planning.plan_people import controllers  # noqa: PLC0415 -- it knows the lines

        return controllers(self)

    # Deeds ----------------------------------------------------------------------------------

    def report(
        self, *, by, done_on: date, account: str = "", files: "Sequence[tuple[str, Blob]]" = ()
    ):
        """It is done: on which day, and what shows it - some words or a file."""
        with self.step("report", by=by) as move:
            if done_on > localdate():
                raise ValidationError({"done_on": _("The day cannot lie in the future.")})
            if not (has_words(account) or files or self.attachments.exists()):
                raise ValidationError(_("Show what was done: a file, or some words."))
            for name, blob in files:
                Attachment.objects.create(owner=self, blob=blob, name=name[:255], added_by=by)
            self.done_on, self.account, self.done_by = done_on, account, by.person
            move.details["on"] = done_on.isoformat()
            Todo.objects.about(self).filter(kind=ASKED).done()
            Todo.objects.ask(self.controllers(), TO_CONFIRM, self, due=None)

    def confirm(self, *, by):
        """Whoever controls the plan has seen that it was done."""
        with self.step("confirm", by=by):
            self.confirmed_by, self.confirmed_at = by.person, timezone.now()
            Todo.objects.about(self).filter(kind=TO_CONFIRM).done()

    def move(self, *, by, due: date, reason: str, amendment):
        """An accepted amendment gives it another day and says why; the first stays in sight."""
        with self.step("move", by=by) as move:
            if not has_words(reason):
                raise ValidationError(_("Say why it is moved."))
            move.reason, move.details["due"] = reason, due.isoformat()
            move.details["before"] = self.due.isoformat()
            self.due, self.why, self.amended_by = due, reason, amendment
            self.revision += 1
            Todo.objects.waiting().about(self).update(due=due)

    def cancel(self, *, by, reason: str, amendment):
        """An approved amendment takes it off the plan, and says why; it stays in sight."""
        with self.step("cancel", by=by) as move:
            if not has_words(reason):
                raise ValidationError(_("Say why it is cancelled."))
            move.reason = reason
            self.why, self.amended_by = reason, amendment
            Todo.objects.about(self).filter(kind=ASKED).done()
