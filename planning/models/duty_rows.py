"""Duties in numbers: whom they are shown, which are late, and how many are opened at once."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from common.caller import SYSTEM
from common.models import JournalEntry, Todo, deed, record
from common.models.many import create_many
from common.working_days import working_days
from planning.recurrence import counted

from .duty_steps import ENDED, State
from .obligation import Obligation

BEGUN = {State.OPEN: "open", State.SCHEDULED: "plan_ahead"}


class DutyQuerySet(models.QuerySet):
    model: Any

    def visible_to(self, user):
        """What the organisation has to do is known to every employee; what is about something
        restricted only to those who may know of it, and to whom it waits for.
        """
        if not user.is_employee:
            return self.none()
        if "documents.top" in user.powers:
            return self
        mine = Todo.objects.filter(
            person=user.person_id, content_type=ContentType.objects.get_for_model(self.model)
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
        return self.filter(state=State.OPEN)

    def ended(self):
        return self.filter(state__in=ENDED)

    def late(self, on=None):
        """Open past its day."""
        return self.open().filter(due__lt=on or localdate())

    def opened_again(self):
        """Those that somebody opened again: the work shows them as done, and a hand closes them.
        What was only needed no longer is closed by its work as ever.
        """
        again = JournalEntry.objects.filter(
            deed="reopen", content_type=ContentType.objects.get_for_model(self.model)
        ).exclude(details__from=State.DROPPED)
        return self.open().filter(pk__in=again.values("object_id"))

    def kept(self):
        """Done by its day."""
        return self.filter(state=State.DONE)

    def follow(self, obligation: Obligation, cause: Any) -> list:
        """What follows from a duty that was done: due so long after the day it was done."""
        calendar, base = working_days(), cause.done_on or localdate()
        duty = self.model(
            obligation=obligation,
            key=f"after:{cause.pk}",
            rule=obligation.rule,
            base=base,
            state=State.OPEN,
            year=cause.year + obligation.rule.get("year", 0),
            starts=base,
            due=counted(obligation.rule, base, calendar),
            cause=cause,
            subject_type_id=cause.subject_type_id,
            subject_id=cause.subject_id,
            subject_text=cause.subject_text,
            is_restricted=cause.is_restricted,
        )
        return self.put_forward(obligation, [duty], by=SYSTEM)

    def put_forward(self, obligation: Obligation, wanted: Sequence, *, by) -> list:
        """Open these duties of one obligation, those that stand already left out; enter those
        that were done before the year was kept here, with their true days.

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
            made = create_many(self.model, fresh, "open")
            for duty in made:
                record(duty, BEGUN.get(duty.state, "enter_done"), by=by)
            self.model.begin(obligation, [duty for duty in made if duty.state == State.OPEN])
        return made
