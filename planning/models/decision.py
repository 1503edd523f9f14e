"""Decisions of meetings: who does what by when, and what became of it (agency 4.22)."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Attachment, Lifecycle, Revised, Searched, Step
from common.models.searched import SearchedQuerySet
from people.models import Person

from .agenda import AgendaItem
from .decision_deeds import DecisionDeeds, DecisionWriting
from .meeting import Meeting


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("decision", "To be done")
    DONE = "done", pgettext_lazy("decision", "Done, to be checked")
    CHECKED = "checked", pgettext_lazy("decision", "Checked")
    DROPPED = "dropped", pgettext_lazy("decision", "Dropped")


class DecisionQuerySet(DecisionWriting, SearchedQuerySet):
    def visible_to(self, user):
        """Those of the meetings that this user may read, and those that wait for them; to a guest
        those of signed minutes.
        """
        if Meeting.objects.are_all_open_to(user):
            return self
        meetings = Meeting.objects.told_to(user)
        if user.is_guest:
            return self.filter(item__meeting__in=meetings.values("pk"))
        own = self.model.responsible.through.objects.filter(person=user.person_id)
        return self.filter(
            Q(item__meeting__in=meetings.values("pk")) | Q(pk__in=own.values("decision"))
        )

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("item__meeting__kind__body").prefetch_related("responsible")

    def in_order(self):
        """What is open first, by its day; then the newest."""
        place = Case(When(state=State.OPEN, then=0), When(state=State.DONE, then=1), default=2)
        return self.order_by(place, F("due").asc(nulls_last=True), "-pk")

    def open(self):
        """Those that wait to be done or to be checked."""
        return self.filter(state__in=[State.OPEN, State.DONE])

    def to_do(self):
        """Those that wait to be done."""
        return self.filter(state=State.OPEN)

    def late(self, on=None):
        """Not done by their day."""
        return self.to_do().filter(due__lt=on or localdate())

    def of(self, person):
        """Those that one answers for."""
        own = self.model.responsible.through.objects.filter(person=person)
        return self.filter(pk__in=own.values("decision"))

    def earlier_than(self, meeting):
        """Open ones of earlier meetings of the same kind and project."""
        same = Meeting.objects.of_same(meeting).exclude(pk=meeting.pk)
        return (
            self.open()
            .filter(item__meeting__in=same.values("pk"), item__meeting__day__lte=meeting.day)
            .order_by("due", "pk")
        )


class Decision(DecisionDeeds, Searched, Lifecycle, Revised):
    """One point of what was resolved: an action, who answers for it, until when.

    It waits for them from the moment it is written; signed minutes lock its words.
    """

    PART_OF = "item"
    SEARCHED = ["text"]
    SORTED = "text"

    State = State
    STEPS = {
        "finish": Step(
            label=_("Note as done"),
            done=_("noted the decision as done"),
            source={State.OPEN},
            target=State.DONE,
            permission="planning.finish_decision",
        ),
        "confirm": Step(
            label=_("Checked: close"),
            done=_("checked the decision and closed it"),
            source={State.OPEN, State.DONE},
            target=State.CHECKED,
            permission="planning.confirm_decision",
        ),
        "give_back": Step(
            label=_("Not done yet"),
            done=_("gave the decision back: it is not done yet"),
            source={State.DONE, State.CHECKED},
            target=State.OPEN,
            permission="planning.confirm_decision",
            danger=True,
        ),
        "drop": Step(
            label=_("Needed no longer"),
            done=_("dropped the decision"),
            source={State.OPEN, State.DONE},
            target=State.DROPPED,
            permission="planning.confirm_decision",
            danger=True,
        ),
    }

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("item")
    )
    point = models.PositiveSmallIntegerField(_("point"))
    text = models.TextField(_("decision"))
    responsible = models.ManyToManyField(
        Person, related_name="decisions", verbose_name=_("responsible")
    )
    due = models.DateField(_("until"), null=True, blank=True, db_index=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OPEN, editable=False
    )
    done_on = models.DateField(_("done on"), null=True, editable=False)
    done_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("noted as done by"),
    )
    note = models.TextField(_("what was done"), blank=True, editable=False)
    checked_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("checked by"),
    )
    checked_on = models.DateField(_("checked on"), null=True, editable=False)
    reason = models.CharField(_("why dropped"), max_length=500, blank=True, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(
        excluded_fields=["folded", "sorted_as"],
        m2m_fields=[responsible],
        history_change_reason_field=models.TextField(null=True),
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["item__order", "point", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "point"], name="decision_point_once"),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""), name="decision_dropped_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="checked") | Q(checked_on__isnull=False, done_on__isnull=False),
                name="decision_checked_has_its_day",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.text}"

    def get_absolute_url(self):
        return reverse("planning:decision", args=[self.pk])

    @property
    def number(self) -> str:
        """Its number in the minutes: item and point."""
        return f"{self.item.order}.{self.point}"

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return self.text

    @property
    def is_late(self) -> bool:
        """Not done by its day."""
        return self.state == State.OPEN and self.due is not None and self.due < localdate()

    @property
    def names(self) -> str:
        """Who answers for it, as lists write it."""
        return ", ".join(person.short_name for person in self.responsible.all())


class FollowUp(models.Model):
    """An earlier decision on the agenda of a later meeting, with its state on that day."""

    PART_OF = "item"

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("item")
    )
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        related_name="follow_ups",
        verbose_name=_("earlier decision"),
    )
    state = models.CharField(_("state on that day"), max_length=8, choices=State)
    history = HistoricalRecords()

    class Meta:
        ordering = ["decision__due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "decision"], name="followed_up_once")
        ]

    def __str__(self):
        return f"{self.decision}: {self.get_state_display()}"
