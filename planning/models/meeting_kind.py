"""Kinds of meetings: who sits, who chairs and keeps the minutes, how many must be there (5.5.3)."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, TranslatedField
from people.models import Appointment, Body, Organisation, Person, Position

from .obligation import Obligation


class MeetingKindQuerySet(models.QuerySet):
    model: Any

    def visible_to(self, user):
        """Which kinds of meetings there are is known to every employee."""
        return self if user.is_employee else self.none()

    def used(self):
        """Those that are still held."""
        return self.filter(is_used=True)

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("body", "chair", "secretary")

    def kept_by(self, user):
        """Those that this user chairs or keeps the minutes of by position."""
        return self.filter(Q(chair__in=user.positions) | Q(secretary__in=user.positions))

    def with_member(self, user):
        """Those that this user sits in."""
        if user.person_id is None:
            return self.none()
        sits = Q(positions__in=user.positions) | Q(people=user.person_id)
        if user.is_employee:
            sits |= Q(everyone=True)
        return self.filter(pk__in=self.model.objects.filter(sits).values("pk"))


class MeetingKind(Revised):
    """What a meeting of this kind is: its body, its people, its quorum, its vote, its minutes.

    Data of the profile; who sits in it may be set on its page (004/5.5.3, 5.6, 5.2; 003/6.1).
    """

    class Quorum(models.TextChoices):
        NONE = "none", _("Not asked for")
        HALF = "half", _("More than half of the members")
        TWO_THIRDS = "two_thirds", _("Two thirds of the members")
        NUMBER = "number", _("A number of members")

    class Voting(models.TextChoices):
        NONE = "none", _("No vote")
        OPEN = "open", _("Open vote")
        SECRET = "secret", _("Secret vote, by ballots")

    class Form(models.TextChoices):
        FULL = "full", _("Full minutes")
        SHORT = "short", _("Short minutes")

    class Signing(models.TextChoices):
        PAIR = "pair", _("Chair and secretary")
        ALL = "all", _("All members who were present")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    minutes_name = TranslatedField(_("name in the minutes"), blank=True)
    body = models.ForeignKey(
        Body,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meeting_kinds",
        verbose_name=_("body"),
    )
    chair = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who chairs"),
    )
    secretary = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who keeps the minutes"),
    )
    everyone = models.BooleanField(_("all employees are members"), default=False)
    positions = models.ManyToManyField(
        Position, blank=True, related_name="+", verbose_name=_("members by position")
    )
    people = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("members by name")
    )
    quorum = models.CharField(_("quorum"), max_length=10, choices=Quorum, default=Quorum.NONE)
    quorum_number = models.PositiveSmallIntegerField(
        _("members for a quorum"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    voting = models.CharField(_("vote"), max_length=6, choices=Voting, default=Voting.NONE)
    form = models.CharField(_("minutes"), max_length=5, choices=Form, default=Form.FULL)
    signing = models.CharField(_("who signs"), max_length=4, choices=Signing, default=Signing.PAIR)
    standing = models.JSONField(_("standing items of the agenda"), default=list, blank=True)
    must_raise = models.JSONField(_("subjects it has to raise"), default=list, blank=True)
    obligation = models.ForeignKey(
        Obligation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meeting_kinds",
        verbose_name=_("how often"),
    )
    number_mask = models.CharField(_("pattern of numbers"), max_length=40, blank=True)
    nomenclature_index = models.CharField(_("case of the nomenclature"), max_length=20, blank=True)
    is_open = models.BooleanField(_("every employee may read it"), default=True)
    names_project = models.BooleanField(_("of a project"), default=False)
    is_used = models.BooleanField(_("is held"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    history = HistoricalRecords(m2m_fields=[positions, people])

    objects = MeetingKindQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(quorum="number") | Q(quorum_number__isnull=False),
                name="meeting_kind_quorum_says_how_many",
                violation_error_message=_("Say how many members make a quorum."),
            )
        ]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("planning:meeting_kind", args=[self.pk])

    @property
    def register(self) -> str:
        """In which register its minutes are numbered: that of the body, or its own."""
        return self.body.code if self.body else self.code

    @property
    def mask(self) -> str:
        """How its minutes are numbered: its own pattern, or that of the organisation."""
        rule = Organisation.current().numbering.get("protocol", {})
        return self.number_mask or rule.get("pattern") or "{n}"

    def members(self, on=None) -> "models.QuerySet[Person]":
        """Who sits in it on a day."""
        if self.everyone:
            return Person.objects.employees(on)
        held = Appointment.objects.on(on).filter(position__in=self.positions.values("pk"))
        found = Q(pk__in=held.values("person")) | Q(pk__in=self.people.values("pk"))
        return Person.objects.filter(found)

    def holder(self, position: Position | None, on=None) -> Person | None:
        """Who holds a position of it on a day; of the absent, who acts for them."""
        if position is None:
            return None
        found = Person.objects.in_position(position, on, own=True).first()
        return found or Person.objects.in_position(position, on).first()
