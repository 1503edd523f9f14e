"""Duties: one dated piece of work of an obligation, with who answers and what became of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.caller import SYSTEM
from common.dates import numeric
from common.models import Attachment, Blob, Lifecycle, Revised, Todo, deed, record
from common.text import has_words
from people.models import Person

from .duty_moving import DutyMoving
from .duty_rows import DutyQuerySet
from .duty_steps import ENDED, NEVER, STEPS, State
from .link import link_to_any
from .obligation import Obligation, who_may_know

TODO = "planning.duty"
TOLD = "planning.late"


class Duty(DutyMoving, Lifecycle, Revised):
    """One time that an obligation falls due: opened before its day, and then done, done late,
    missed, or needed no longer with the reason; its day may be moved with one (education 3.25).
    """

    State = State
    STEPS = STEPS

    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="duties", verbose_name=_("obligation")
    )
    key = models.CharField(_("key"), max_length=120, editable=False)
    rule = models.JSONField(_("when"), default=dict, editable=False)
    base = models.DateField(_("counted from"), null=True, editable=False)
    year = models.PositiveSmallIntegerField(_("of the year"), editable=False, db_index=True)
    subject_type, subject_id = link_to_any(_("about"))
    subject = GenericForeignKey("subject_type", "subject_id")
    subject_text = models.CharField(_("about"), max_length=300, blank=True, editable=False)
    starts = models.DateField(_("opens"), editable=False, db_index=True)
    due = models.DateField(_("due"), db_index=True)
    planned_due = models.DateField(_("due by the rule"), editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.SCHEDULED, editable=False
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
    record_type, record_id = link_to_any(_("what shows it"))
    record = GenericForeignKey("record_type", "record_id")
    opened_type, opened_id = link_to_any(_("what it opened"))
    opened = GenericForeignKey("opened_type", "opened_id")
    cause = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="effects",
        editable=False,
        verbose_name=_("follows from"),
    )
    given_to = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duties",
        verbose_name=_("given to"),
    )
    is_restricted = models.BooleanField(_("restricted"), default=False, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        verbose_name_plural = "duties"
        constraints = NEVER

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

    @property
    def has_opened(self) -> bool:
        """Whether its work ever opened: what is planned is entered before the day it opens."""
        return self.state == self.State.OPEN or localdate(self.opened_at) >= self.starts

    # Opening --------------------------------------------------------------------------------

    @classmethod
    def begin(cls, obligation: Obligation, duties: "Sequence[Duty]") -> None:
        """Begin what the obligation opens, and ask who answers for each; inside a deed."""
        from planning import openers  # noqa: PLC0415 -- openers know the duties

        if not duties:
            return
        opener = openers.get(obligation.opener)
        for duty in duties:
            if opener and (begun := opener.open(duty)):
                duty.opened, duty._change_reason = begun, "begin_work"
                duty.save()
                record(duty, "begin_work", by=SYSTEM)
        asked = cls.asked_of(obligation, duties)
        Todo.objects.ask_each(TODO, [(duty, asked[duty.pk]) for duty in duties])

    @staticmethod
    def asked_of(
        obligation: Obligation, duties: "Sequence[Duty]", known: dict | None = None
    ) -> dict[int, set[int]]:
        """Whom each of these duties of one obligation waits for today, by their keys."""
        from planning.answering import asked_of  # noqa: PLC0415 -- it knows the openers

        return asked_of(obligation, duties, known)

    def open(self, *, by):
        """Its day comes near: who answers is asked."""
        with self.step("open", by=by):
            self.opened_at = timezone.now()
            Duty.begin(self.obligation, [self])

    def answering(self) -> "models.QuerySet[Person]":
        """Who is to do it today: whom it was given to while they work here, else who answers; of
        what is restricted only those who may know of it.
        """
        given = Person.objects.employees().filter(pk=self.given_to_id)
        found = given if given.exists() else self.obligation.answering(self.subject)
        return who_may_know(found) if self.is_restricted else found

    def give(self, *, by, to: Person | None):
        """Give it to somebody to do, or take it back (``to`` is nobody)."""
        with deed(by=by):
            self.refresh_from_db(from_queryset=Duty.objects.select_for_update(of=("self",)))
            if self.has_ended:
                raise ValidationError(gettext("It has ended; open it again first."))
            if to and not Person.objects.able_to_act().filter(pk=to.pk).exists():
                words = gettext("%(name)s cannot sign in here and do it.")
                raise ValidationError({"to": words % {"name": to.short_name}})
            self.given_to, self._change_reason = to, "give"
            self.revision += 1
            self.save()
            lost = self.ask_today() if self.state == self.State.OPEN else set()
            record(self, "give", by=by, to=to and to.pk, lost=sorted(lost))

    def ask_today(self) -> set[int]:
        """Who answers may differ from yesterday: ask them, nobody else; who is asked no more."""
        people = Duty.asked_of(self.obligation, [self])[self.pk]
        todos = Todo.objects.waiting().about(self).filter(kind=TODO).exclude(person__in=people)
        lost = set(todos.values_list("person_id", flat=True))
        todos.done()
        Todo.objects.ask_each(TODO, [(self, people)])
        return lost

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
        """It is done: on which day, and what shows it - a record, a file, or an account. Refused
        while something has to end first (the year-end chain), and without any proof.
        """
        from planning.chain import said  # noqa: PLC0415 -- the chain reads the timetable

        with self.step("close", by=by) as move:
            if blocks := self.blocked_by():
                raise ValidationError(said(blocks, by))
            if done_on > localdate():
                raise ValidationError({"done_on": gettext("The day cannot lie in the future.")})
            if not (has_words(note) or record or files or self.attachments.exists()):
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
        """It was not done and will not be: why. What others wait for is missed from its day on."""
        with self.step("miss", by=by) as move:
            if self.due > localdate() and self.obligation.required_by.in_use().exists():
                raise ValidationError(gettext("Others wait for it: not before its day has come."))
            self.note, move.reason = reason, reason
            self._end(by)

    def drop(self, *, by, reason: str):
        """It is needed no longer, or never was: why. Neither kept nor missed; nothing follows."""
        with self.step("drop", by=by) as move:
            self.note, move.reason = reason, reason
            self._end(by)

    def reopen(self, *, by, reason: str):
        """It was closed by mistake: why. What had not opened yet opens in its time."""
        with self.step("reopen", by=by) as move:
            move.reason = reason
            self.done_on = self.closed_by = self.closed_at = None
            self.note, self.record_type, self.record_id = "", None, None
            if self.has_opened:
                self.ask_today()
            else:
                move.target = self.State.SCHEDULED

    def _end(self, by) -> None:
        self.closed_by, self.closed_at = by.person, timezone.now()
        Todo.objects.about(self).filter(kind__in=(TODO, TOLD)).done()

    def _set_going(self, by) -> None:
        """What follows from it opens now (agency 5: “after C-05”, “at closing of the review”)."""
        following = Obligation.objects.in_use().filter(rule__after=self.obligation.code)
        for obligation in following:
            Duty.objects.follow(obligation, self)

    # The year-end chain -----------------------------------------------------------------------

    def blocked_by(self) -> "list[Any]":
        """What has to end first for the same year: duties that stand, and days to come."""
        from planning.chain import blocks  # noqa: PLC0415 -- the chain reads the timetable

        return blocks(self)
