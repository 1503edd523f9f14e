"""What is done with decisions: written while people talk, done, checked, dropped."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext

from common.models import Attachment, Todo, deed, record
from common.text import has_words
from people.models import Person

TODO = "planning.decision"
CHECK = "planning.decision_check"

if TYPE_CHECKING:
    from .decision import Decision


def check_responsible(people, day) -> None:
    """Only who worked here on the day of the meeting, and still does, answers for a decision."""
    keys = [person.pk for person in people]
    here = Person.objects.employees(day).filter(pk__in=keys)
    still = set(
        here.filter(pk__in=Person.objects.employees().values("pk")).values_list("pk", flat=True)
    )
    if not people:
        raise ValidationError({"responsible": gettext("Say who answers for it.")})
    if gone := [person.short_name for person in people if person.pk not in still]:
        words = gettext("Does not work here: %(names)s. Name somebody else.")
        raise ValidationError({"responsible": words % {"names": ", ".join(gone)}})


class DecisionWriting(models.QuerySet):
    """Decisions come and go only while the minutes are written."""

    model: Any

    def decide(self, item, *, by, text: str, responsible, due=None) -> "Decision":
        """Write a decision under an item; it waits for those who answer for it from now on."""
        with deed(by=by):
            meeting = item.meeting.lock_written(by)
            meeting.check_may_decide(item)
            responsible = list(responsible)
            check_responsible(responsible, meeting.day)
            last = item.decisions.aggregate(last=Max("point"))["last"] or 0
            one = self.model(item=item, point=last + 1, text=text.strip(), due=due)
            one.full_clean(exclude=["responsible"])
            one._change_reason = "decide"
            one.save()
            one.responsible.set(responsible)
            record(one, "decide", by=by, number=one.number)
            Todo.objects.ask(responsible, TODO, one, due=due)
        return one


class DecisionDeeds:
    """What is done with one decision."""

    done_on: Any
    checked_on: Any

    def rewrite(self: Any, *, by, text: str, responsible, due=None) -> None:
        """Other words, other people, another day: until the minutes go to be signed."""
        with deed(by=by):
            meeting = self.item.meeting.lock_written(by)
            responsible = list(responsible)
            check_responsible(responsible, meeting.day)
            self.text, self.due = text.strip(), due
            self.full_clean(exclude=["responsible"])
            self.revision += 1
            self._change_reason = "rewrite_decision"
            self.save()
            self.responsible.set(responsible)
            record(self, "rewrite_decision", by=by, number=self.number)
            self._ask_again(responsible)

    def _ask_again(self: Any, people) -> None:
        """Let it wait for those who answer for it now, by the day it has now."""
        asked = Todo.objects.about(self).filter(kind=TODO)
        asked.exclude(person__in=people).done()
        if self.state == self.State.OPEN:
            asked.waiting().update(due=self.due)
            Todo.objects.ask(people, TODO, self, due=self.due)

    def strike(self: Any, *, by) -> None:
        """Take it out of minutes that are still written; the points after it move up."""
        with deed(by=by):
            self.item.meeting.lock_written(by)
            record(self, "strike_decision", by=by, number=self.number, text=self.text)
            Todo.objects.about(self).done()
            item, point = self.item, self.point
            self._change_reason = "strike_decision"
            self.delete()
            for later in item.decisions.filter(point__gt=point).order_by("point"):
                later.point -= 1
                later._change_reason = "strike_decision"
                later.save()

    # After the meeting ------------------------------------------------------------------------

    def finish(self: Any, *, by, note: str = "", done_on=None, files=()):
        """It is done: in words, or with a file that shows it; the chair and secretary check it."""
        with self.step("finish", by=by):
            self._note(by, note, done_on or localdate(), files)
            Todo.objects.about(self).filter(kind=TODO).done()
            meeting = self.item.meeting
            checkers = {one for one in (meeting.chair, meeting.secretary) if one}
            Todo.objects.ask(checkers, CHECK, self)

    def _note(self: Any, by, note, done_on, files) -> None:
        if done_on > localdate():
            raise ValidationError({"done_on": gettext("The day cannot lie in the future.")})
        if not (has_words(note) or files or self.attachments.exists()):
            raise ValidationError(gettext("Show what was done: a file, or some words."))
        for name, blob in files:
            Attachment.objects.create(owner=self, blob=blob, name=name[:255], added_by=by)
        self.done_on, self.done_by, self.note = done_on, by.person, note

    def confirm(self: Any, *, by, note: str = ""):
        """The chair or the secretary has seen that it is done; perhaps at the next meeting."""
        with self.step("confirm", by=by):
            if self.done_on is None:
                self._note(by, note, localdate(), ())
            self.checked_by, self.checked_on = by.person, localdate()
            Todo.objects.about(self).done()
            self._tell_follow_ups("checked")

    def give_back(self: Any, *, by, reason: str):
        """It is not done yet, or not as decided: why; it waits for those who answer for it."""
        with self.step("give_back", by=by) as move:
            move.reason = reason
            self.done_on = self.done_by = self.checked_by = self.checked_on = None
            Todo.objects.about(self).done()
            Todo.objects.ask(self.responsible.all(), TODO, self, due=self.due)
            self._tell_follow_ups("open")

    def drop(self: Any, *, by, reason: str):
        """Nobody needs it any more: why."""
        with self.step("drop", by=by) as move:
            self.reason = move.reason = reason
            Todo.objects.about(self).done()
            self._tell_follow_ups("dropped")

    def _tell_follow_ups(self: Any, state: str) -> None:
        """Minutes that are still written say how it stands now."""
        for row in self.follow_ups.filter(item__meeting__state="open"):
            row.state, row._change_reason = state, "follow_up"
            row.save()
