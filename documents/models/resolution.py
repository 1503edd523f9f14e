"""Resolutions on letters, and who carries out what of them by when (RI-05)."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Attachment, Lifecycle, Step, Todo, TranslatedField, deed, record
from people.models import Person

from .correspondence import Correspondence
from .correspondence_steps import State

CARRY_OUT = "documents.carry_out"


class ResolutionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As far as one sees the letter."""
        return self.filter(letter__in=Correspondence.objects.visible_to(user))

    def write(self, letter, *, by, text, executors, due=None, controller=None):
        """Write it down with an assignment for each executor; they are asked at once."""
        if not executors:
            raise ValidationError({"executors": _("Name at least one executor.")})
        if due and due < localdate():
            raise ValidationError({"due": _("This day is over already.")})
        given: Any = self.model(
            letter=letter,
            text=text,
            by=by.person,
            position_name=dict(letter.addressee.name),
            due=due or letter.due,
            controller=controller or letter.registered_by,
        )
        given.save()
        for person in dict.fromkeys(executors):
            one = Assignment(resolution=given, executor=person, due=given.due)
            one.save()
            record(one, "assign", by=by, letter=letter.pk, person=person.pk)
            Todo.objects.ask([person], CARRY_OUT, one, due=one.due)
        return given


class Resolution(models.Model):
    """What the addressee ordered on a letter; never rewritten, another one is added."""

    PART_OF = "letter"

    letter = models.ForeignKey(
        Correspondence,
        on_delete=models.PROTECT,
        related_name="resolutions",
        verbose_name=_("letter"),
    )
    text = models.TextField(_("resolution"), max_length=1000)
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    position_name = TranslatedField(_("position"), blank=True)
    given_at = models.DateTimeField(_("written"), default=timezone.now)
    due = models.DateField(_("due"), null=True, blank=True)
    controller = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("controlled by"),
    )
    history = HistoricalRecords()

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]

    def __str__(self):
        return f"{self.letter}: {self.text[:60]}"


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As far as one sees the letter."""
        letters = Correspondence.objects.visible_to(user)
        return self.filter(resolution__letter__in=letters)

    def for_list(self):
        """With what a line of it names."""
        return self.select_related("resolution__letter", "executor", "answer")

    def open(self):
        """Not carried out yet."""
        return self.filter(state=Assignment.State.OPEN).select_related("executor")

    def answered_by(self, letter):
        """What an outgoing letter may settle: what is left to do of the one it answers."""
        return self.open().filter(resolution__letter=letter.answers_id)


class Assignment(Lifecycle):
    """What one person carries out of a resolution by its day: reported, or given back."""

    class State(models.TextChoices):
        OPEN = "open", _("To be carried out")
        DONE = "done", _("Carried out")
        CANCELLED = "cancelled", _("Not needed any more")

    STEPS = {
        "report": Step(
            label=_("Report as carried out"),
            done=_("carried out the resolution"),
            source={State.OPEN},
            target=State.DONE,
            permission="documents.report_assignment",
        ),
        "reply": Step(
            label=_("Answered by a letter"),
            done=_("sent the letter that answers"),
            source={State.OPEN},
            target=State.DONE,
            permission="documents.reply_assignment",
        ),
        "give_back": Step(
            label=_("Give back to the executor"),
            done=_("gave the assignment back"),
            source={State.DONE},
            target=State.OPEN,
            permission="documents.control_assignment",
        ),
        "cancel": Step(
            label=_("Take the assignment off"),
            done=_("took the assignment off"),
            source={State.OPEN},
            target=State.CANCELLED,
            permission="documents.control_assignment",
            danger=True,
        ),
    }

    resolution = models.ForeignKey(
        Resolution,
        on_delete=models.PROTECT,
        related_name="assignments",
        verbose_name=_("resolution"),
    )
    executor = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("executor")
    )
    due = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    done_on = models.DateField(_("carried out on"), null=True, editable=False)
    report_text = models.TextField(_("what was done"), blank=True, editable=False)
    remark = models.TextField(_("remarks"), blank=True, editable=False)
    answer = models.ForeignKey(
        Correspondence,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("answered by the letter"),
    )
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["resolution", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False),
                name="assignment_done_says_when",
            ),
        ]

    def __str__(self):
        return f"{self.resolution.letter} – {self.executor}"

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return f"{self.resolution.letter} · {self.resolution.text}"

    @property
    def letter(self) -> Correspondence:
        """The letter that it is about."""
        return self.resolution.letter

    @property
    def is_restricted(self) -> bool:
        """As its letter is."""
        return self.letter.is_restricted

    @property
    def is_late(self) -> bool:
        """Its day went by and it is not done."""
        return self.state == self.State.OPEN and self.due is not None and self.due < localdate()

    def get_absolute_url(self):
        return reverse("mail:assignment", args=[self.pk])

    def report(self, *, by, text, answer=None, file=None):
        """Carried out: in words, with a file or by an outgoing letter (RI-05)."""
        with deed(by=by):
            with self.step("report", by=by) as move:
                self.done_on, self.report_text, self.answer = localdate(), text, answer
                if file:
                    name, blob = file
                    Attachment.objects.create(owner=self, blob=blob, name=name, added_by=by)
                move.details["letter"] = self.letter.pk
            Todo.objects.about(self).filter(kind=CARRY_OUT).done()
            self._letter_follows()

    def reply(self, *, by, answer):
        """The letter that its executor wrote has left the house: that was what was to be done."""
        with deed(by=by):
            with self.step("reply", by=by) as move:
                self.done_on, self.answer = localdate(), answer
                move.details |= {"letter": self.letter.pk, "answer": answer.pk}
            Todo.objects.about(self).filter(kind=CARRY_OUT).done()
            self._letter_follows()

    def give_back(self, *, by, remark):
        """Not as it was ordered: the executor goes on with these remarks."""
        with deed(by=by):
            if self.letter.state != State.IN_WORK:
                raise ValidationError(_("The letter is closed: put it under control again first."))
            with self.step("give_back", by=by) as move:
                self.done_on, self.remark = None, remark
                move.details["letter"] = self.letter.pk
            Todo.objects.ask([self.executor], CARRY_OUT, self, due=self.due)
            self._letter_follows()

    def cancel(self, *, by, remark):
        """It is not needed any more."""
        with deed(by=by):
            with self.step("cancel", by=by):
                self.remark = remark
            Todo.objects.about(self).filter(kind=CARRY_OUT).done()
            self._letter_follows()

    def pass_on(self, *, by, to):
        """Its executor leaves: whoever takes over carries it out."""
        before = self.executor_id
        with deed(by=by):
            self.executor, self._change_reason = to, "take_over"
            self.save()
            record(self, "take_over", by=by, executor=to.pk, before=before)
            Todo.objects.ask([to], CARRY_OUT, self, due=self.due)

    def _letter_follows(self) -> None:
        """When nobody has anything left to do, whoever controls the letter looks at it."""
        letter = Correspondence.objects.get(pk=self.letter.pk)
        letter.ask_as(letter.state)
