"""Duties: one dated piece of work of an obligation, with who answers and what became of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.caller import SYSTEM
from common.dates import numeric
from common.models import Attachment, Blob, Lifecycle, Revised, Step, Todo, deed, record
from common.models.many import create_many
from common.working_days import working_days
from people.models import Person
from planning.recurrence import counted

from .obligation import Obligation

TODO = "planning.duty"
TOLD = "planning.late"
ENDED = ("done", "done_late", "missed")


class DutyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the organisation has to do is known to every employee; what is about something
        restricted only to those who may know of it, and to whom it waits for.
        """
        if not user.is_employee:
            return self.none()
        if "documents.top" in user.powers:
            return self
        mine = Todo.objects.filter(
            person=user.person_id, content_type=ContentType.objects.get_for_model(Duty)
        )
        return self.filter(Q(is_restricted=False) | Q(pk__in=mine.values("object_id")))

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related(
            "obligation__owner_power",
            "obligation__owner_position",
            "obligation__procedure",
            "closed_by",
        )

    def open(self):
        """Work that waits."""
        return self.filter(state=Duty.State.OPEN)

    def ended(self):
        return self.filter(state__in=ENDED)

    def late(self, on=None):
        """Open past its day."""
        return self.open().filter(due__lt=on or localdate())

    def kept(self):
        """Done by its day."""
        return self.filter(state=Duty.State.DONE)

    def follow(self, obligation: Obligation, cause: "Duty") -> "list[Duty]":
        """What follows from a duty that was done: due so long after the day it was done."""
        calendar, base = working_days(), cause.done_on or localdate()
        duty = Duty(
            obligation=obligation,
            key=f"after:{cause.pk}",
            rule=obligation.rule,
            base=base,
            year=cause.year + obligation.rule.get("year", 0),
            starts=base,
            due=counted(obligation.rule, base, calendar),
            cause=cause,
        )
        return self.put_forward(obligation, [duty], by=SYSTEM)

    def put_forward(self, obligation: Obligation, wanted: "Sequence[Duty]", *, by) -> "list[Duty]":
        """Open these duties of one obligation, those that stand already left out.

        Two workers wait here for each other; the second finds the rows of the first.
        """
        with deed(by=by):
            Obligation.objects.select_for_update(of=("self",)).get(pk=obligation.pk)
            keys = [duty.key for duty in wanted]
            held = set(
                self.filter(obligation=obligation, key__in=keys).values_list("key", flat=True)
            )
            fresh = [duty for duty in wanted if duty.key not in held]
            if not fresh:
                return []
            for duty in fresh:
                duty.planned_due = duty.planned_due or duty.due
            made = create_many(Duty, fresh, "open")
            for duty in made:
                record(duty, "open" if duty.state == Duty.State.OPEN else "plan_ahead", by=by)
            Duty.begin(obligation, [duty for duty in made if duty.state == Duty.State.OPEN])
        return made


class Duty(Lifecycle, Revised):
    """One time that an obligation falls due: opened before its day, and then done, done late, or
    missed with the reason; its day may be moved with a reason (education 3.25).
    """

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("Planned")
        OPEN = "open", _("Open")
        DONE = "done", _("Done in time")
        DONE_LATE = "done_late", _("Done late")
        MISSED = "missed", _("Missed")

    STEPS = {
        "open": Step(
            label=_("Open"),
            done=_("opened it"),
            source={State.SCHEDULED},
            target=State.OPEN,
            permission="planning.open_duty",
        ),
        "close": Step(
            label=_("Close as done"),
            done=_("closed it as done"),
            source={State.OPEN},
            target=State.DONE,
            also={State.DONE_LATE},
            permission="planning.close_duty",
        ),
        "miss": Step(
            label=_("Note as missed"),
            done=_("noted it as missed"),
            source={State.OPEN, State.SCHEDULED},
            target=State.MISSED,
            permission="planning.miss_duty",
            danger=True,
        ),
        "reopen": Step(
            label=_("Open again"),
            done=_("opened it again"),
            source={State.DONE, State.DONE_LATE, State.MISSED},
            target=State.OPEN,
            permission="planning.reopen_duty",
            danger=True,
        ),
    }

    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="duties", verbose_name=_("obligation")
    )
    key = models.CharField(max_length=120, editable=False)
    rule = models.JSONField(_("when"), default=dict, editable=False)
    base = models.DateField(_("counted from"), null=True, editable=False)
    year = models.PositiveSmallIntegerField(_("of the year"), editable=False, db_index=True)
    subject_type = models.ForeignKey(
        ContentType, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    subject_id = models.PositiveBigIntegerField(null=True, editable=False)
    subject = GenericForeignKey("subject_type", "subject_id")
    subject_text = models.CharField(_("about"), max_length=300, blank=True, editable=False)
    starts = models.DateField(_("opens"), editable=False, db_index=True)
    due = models.DateField(_("due"), db_index=True)
    planned_due = models.DateField(_("due by the rule"), editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    opened_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    done_on = models.DateField(_("done on"), null=True, editable=False)
    closed_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("closed by"),
        editable=False,
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    note = models.TextField(_("what was done, or why not"), blank=True, editable=False)
    record_type = models.ForeignKey(
        ContentType, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    record_id = models.PositiveBigIntegerField(null=True, editable=False)
    record = GenericForeignKey("record_type", "record_id")
    opened_type = models.ForeignKey(
        ContentType, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    opened_id = models.PositiveBigIntegerField(null=True, editable=False)
    opened = GenericForeignKey("opened_type", "opened_id")
    cause = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="effects",
        editable=False,
        verbose_name=_("follows from"),
    )
    is_restricted = models.BooleanField(_("restricted"), default=False, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(fields=["obligation", "key"], name="duty_opens_once"),
            models.CheckConstraint(
                condition=~Q(state__in=ENDED) | Q(done_on__isnull=False) | Q(state="missed"),
                name="duty_done_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="missed") | ~Q(note=""), name="duty_missed_says_why"
            ),
            models.CheckConstraint(
                condition=Q(starts__lte=F("due")), name="duty_opens_before_its_day"
            ),
        ]

    def save(self, *args, **kwargs):
        if self.planned_due is None:
            self.planned_due = self.due
        super().save(*args, **kwargs)

    def __str__(self):
        about = f": {self.subject_text}" if self.subject_text else ""
        return f"{self.obligation}{about}, {numeric(self.due)}"

    def get_absolute_url(self):
        return reverse("planning:duty", args=[self.pk])

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return (
            f"{self.obligation}: {self.subject_text}" if self.subject_text else str(self.obligation)
        )

    @property
    def is_late(self) -> bool:
        """Open past its day."""
        return self.state == self.State.OPEN and self.due < localdate()

    @property
    def is_moved(self) -> bool:
        """Its day is not the one the rule gives."""
        return self.due != self.planned_due

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    # Opening --------------------------------------------------------------------------------

    @classmethod
    def begin(cls, obligation: Obligation, duties: "Sequence[Duty]") -> None:
        """Ask who answers for each, and begin what the obligation opens; inside a deed."""
        from planning import openers  # noqa: PLC0415 -- openers know the duties

        if not duties:
            return
        if obligation.owner_of_subject:
            for duty in duties:
                Todo.objects.ask(obligation.answering(duty.subject), TODO, duty, due=duty.due)
        else:
            people = list(obligation.answering())
            Todo.objects.ask_of_many(people, TODO, duties)
        opener = openers.get(obligation.opener)
        for duty in duties:
            if opener and (begun := opener.open(duty)):
                duty.opened, duty._change_reason = begun, "open"
                duty.save()

    def open(self, *, by):
        """Its day comes near: who answers is asked."""
        with self.step("open", by=by):
            self.opened_at = timezone.now()
            Duty.begin(self.obligation, [self])

    def ask_today(self) -> None:
        """Who answers may differ from yesterday: ask them, and nobody else."""
        people = list(self.obligation.answering(self.subject))
        todos = Todo.objects.about(self).filter(kind=TODO)
        todos.exclude(person__in=people).done()
        Todo.objects.ask(people, TODO, self, due=self.due)

    # Ending ---------------------------------------------------------------------------------

    def close(
        self,
        *,
        by,
        done_on: date,
        note: str = "",
        record: Any = None,
        files: "Sequence[tuple[str, Blob]]" = (),
    ):
        """It is done: on which day, and what shows it - a record, a file, or an account.

        Refused while something has to end first (the year-end chain), and without any proof.
        """
        from planning.chain import said  # noqa: PLC0415 -- the chain reads the timetable

        with self.step("close", by=by) as move:
            if blocks := self.blocked_by():
                raise ValidationError(said(blocks, by))
            if done_on > localdate():
                raise ValidationError({"done_on": gettext("The day cannot lie in the future.")})
            if not (note or record or files or self.attachments.exists()):
                raise ValidationError(
                    gettext("Show what was done: a file, a record, or some words.")
                )
            for name, blob in files:
                Attachment.objects.create(owner=self, blob=blob, name=name[:255], added_by=by)
            self.done_on, self.note, self.record = done_on, note, record
            self._end(by)
            if done_on > self.due:
                move.target = self.State.DONE_LATE
            move.details["on"] = done_on.isoformat()
            self._set_going(by)

    def miss(self, *, by, reason: str):
        """It was not done and will not be: why."""
        with self.step("miss", by=by) as move:
            self.note, move.reason = reason, reason
            self._end(by)

    def reopen(self, *, by, reason: str):
        """It was closed by mistake: why."""
        with self.step("reopen", by=by) as move:
            move.reason = reason
            self.done_on = self.closed_by = self.closed_at = None
            self.note, self.record_type, self.record_id = "", None, None
            Todo.objects.ask(self.obligation.answering(self.subject), TODO, self, due=self.due)

    def _end(self, by) -> None:
        self.closed_by, self.closed_at = by.person, timezone.now()
        Todo.objects.about(self).filter(kind__in=(TODO, TOLD)).done()

    def _set_going(self, by) -> None:
        """What follows from it opens now (agency 5: “after C-05”, “at closing of the review”)."""
        following = Obligation.objects.in_use().filter(rule__after=self.obligation.code)
        for obligation in following:
            Duty.objects.follow(obligation, self)

    def move(self, *, by, due: date, reason: str):
        """Another day, and why; the day by the rule stays in sight."""
        with deed(by=by):
            self.refresh_from_db(from_queryset=Duty.objects.select_for_update(of=("self",)))
            if self.has_ended:
                raise ValidationError(gettext("It has ended; open it again first."))
            if due < localdate():
                raise ValidationError({"due": gettext("The new day cannot lie in the past.")})
            before = self.due
            self.shift_to(due, reason)
            record(self, "move", by=by, before=before.isoformat(), due=due.isoformat())

    def shift_to(self, due: date, reason: str) -> None:
        """Take another day; what waits for it says the new one. Inside a deed."""
        self.due, self.starts = due, min(self.starts, due)
        self._change_reason = reason
        self.revision += 1
        self.save()
        Todo.objects.waiting().about(self).update(due=due)

    # The year-end chain -----------------------------------------------------------------------

    def blocked_by(self) -> "list[Any]":
        """What has to end first for the same year: duties that stand, and days to come."""
        from planning.chain import blocks  # noqa: PLC0415 -- the chain reads the timetable

        return blocks(self)


class DutyWarning(models.Model):
    """What was told about a duty already: nothing is told twice, whatever runs twice."""

    class Kind(models.TextChoices):
        REMIND = "remind", _("Reminder")
        ESCALATE = "escalate", _("Told higher up")

    PART_OF = "duty"

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="warnings")
    kind = models.CharField(max_length=10, choices=Kind)
    level = models.SmallIntegerField()
    due = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "kind", "level", "due"], name="duty_warned_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.level} {self.due}"


SYSTEM.allowed |= {"planning.open_duty", "planning.close_duty"}
