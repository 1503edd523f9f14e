"""Where external documents are watched for, and the log of what was looked at (004/4.2.3; C-39)."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, Todo, TranslatedField, deed, record
from people.models import Person, Position

from .document import Document

WATCH = "documents.check_channel"


class ChannelQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every employee knows where the organisation looks."""
        return self if user.is_employee else self.none()

    def for_list(self):
        """With the day each was looked at last."""
        return self.select_related("responsible").annotate(checked_on=Max("checks__day"))

    def ask_due(self) -> None:
        """A to-do for each channel whose day has come; asking again changes nothing."""
        for channel in self.filter(is_watched=True).for_list():
            if channel.due_on <= localdate():
                Todo.objects.ask(channel.watchers(), WATCH, channel, due=channel.due_on)


class Channel(Revised):
    """A place where external documents come from: a mail box, a site, a bulletin."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    address = models.CharField(_("address"), max_length=300, blank=True)
    every_days = models.PositiveSmallIntegerField(
        _("looked at every … days"), default=7, help_text=_("1 is every day, 7 every week.")
    )
    responsible = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="channels",
        verbose_name=_("who looks"),
        help_text=_("Leave empty for whoever manages the documents."),
    )
    is_watched = models.BooleanField(_("watched"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    history = HistoricalRecords()

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(every_days__gte=1),
                name="channel_watched_in_days",
                violation_error_message=_("At least one day."),
            )
        ]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("documents:channels")

    @property
    def due_on(self) -> date:
        """The day it is to be looked at next: today, if nobody ever did."""
        last = getattr(self, "checked_on", None) or self.checks.aggregate(last=Max("day"))["last"]
        return last + timedelta(days=self.every_days) if last else localdate()

    def watchers(self) -> "models.QuerySet[Person]":
        """Who looks: those in the position, or who manages the documents."""
        if self.responsible:
            return Person.objects.in_position(self.responsible)
        return Person.objects.holding("documents.manage", own=True)

    def check_it(self, *, by, day: date, found: str = "", documents=()) -> "ChannelCheck":
        """Note that it was looked at, and what was found: nothing, words, documents."""
        if day > localdate():
            raise ValidationError({"day": _("The day cannot lie in the future.")})
        with deed(by=by):
            check = ChannelCheck.objects.create(channel=self, day=day, by=by.person, found=found)
            check.documents.set(documents)
            record(
                self,
                "check_channel",
                by=by,
                day=day.isoformat(),
                check=check.pk,
                found=bool(found or documents),
            )
            Todo.objects.about(self).filter(kind=WATCH).done()
        return check


class ChannelCheckQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_employee else self.none()

    def for_list(self):
        """With the documents found, those first that were looked at last."""
        return self.select_related("channel", "by").prefetch_related("documents")

    def search(self, words: str):
        """By the words of what was found."""
        found = self
        for word in words.split():
            found = found.filter(found__icontains=word)
        return found

    def update(self, **kwargs):
        raise TypeError("The log of monitoring is never changed.")

    def delete(self):
        raise TypeError("The log of monitoring is never cut.")


class ChannelCheck(models.Model):
    """One look at a channel. Only added to (004/4.2.3)."""

    PART_OF = "channel"

    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="checks", verbose_name=_("channel")
    )
    day = models.DateField(_("day"))
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("who looked")
    )
    found = models.TextField(_("what was found"), blank=True)
    documents = models.ManyToManyField(
        Document, blank=True, related_name="found_in", verbose_name=_("documents found")
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ChannelCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self):
        return f"{self.channel} {self.day:%d.%m.%Y}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("The log of monitoring is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The log of monitoring is never cut.")
