"""Persons: who signs, scores, reads and attends, whether or not they ever sign in."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, Searched
from common.models.searched import SearchedQuerySet
from people import names

from .organisation import Party, Position


class PersonQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """Everyone who works here sees the directory."""
        return self if user.has_perm("people.view_person") else self.none()

    def employees(self, on=None):
        """Those who hold a position on a day (today)."""
        return self.filter(pk__in=Appointment.objects.on(on).values("person"), is_external=False)

    def able_to_act(self):
        """Employees who can sign in: who can be asked to agree, to stand in or to take over."""
        return self.employees().filter(user__is_active=True).select_related("user")

    def who_read(self):
        """Employees who are to read what is in force; nobody waits for a blocked account."""
        return self.employees().exclude(user__is_active=False)

    def holding(self, power: str, on=None, *, own=False):
        """Those who have a power today through a position, their own or (not ``own``) acted in."""
        held = Appointment.objects.on(on).filter(position__powers__code=power)
        found = Q(pk__in=held.values("person"))
        if not own:
            found |= Q(pk__in=_substitutions(on).carrying(power).values("acting"))
        return self.filter(found)

    def in_position(self, position, on=None, *, own=False):
        """Those appointed to a position today, and (not ``own``) those who sign in it."""
        held = Appointment.objects.on(on).filter(position=position)
        found = Q(pk__in=held.values("person"))
        if not own:
            acted = _substitutions(on).filter(position=position, signs=True)
            found |= Q(pk__in=acted.values("acting"))
        return self.filter(found)

    def standing_in_for(self, person, on=None):
        """Those who sign in the place of an absent person today."""
        acted = _substitutions(on).filter(absent=person, signs=True, kind="substitution")
        return self.filter(pk__in=acted.values("acting"))


def _substitutions(on):
    from .substitution import Substitution  # noqa: PLC0415 -- substitutions know persons

    return Substitution.objects.on(on)


class Person(Searched, Revised):
    """A human being the organisation deals with; names as passports write them (surname first)."""

    class Pace(models.TextChoices):
        AT_ONCE = "at_once", _("Each letter at once")
        MORNING = "morning", _("One letter each morning")

    SEARCHED = ["surname", "given", "patronymic", "short", "email"]
    SORTED = "full_name"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    surname = models.CharField(_("surname"), max_length=80, blank=True)
    given = models.CharField(_("given name"), max_length=80)
    patronymic = models.CharField(
        _("patronymic"),
        max_length=80,
        blank=True,
        help_text=_("May be absent; “уулу” and “кызы” are written out."),
    )
    short = models.CharField(
        _("short form"),
        max_length=120,
        blank=True,
        help_text=_("Only if the usual short form is wrong for this name."),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    pin = models.CharField(_("personal number"), max_length=14, blank=True)
    language = models.CharField(
        _("language of letters"), max_length=2, choices=settings.LANGUAGES, default="ky"
    )
    letters_pace = models.CharField(
        _("when letters come"), max_length=10, choices=Pace, default=Pace.AT_ONCE
    )
    quiet_days = models.BooleanField(
        _("no mail on days off"),
        default=True,
        help_text=_("What waits comes on the next working morning."),
    )
    quiet_from = models.TimeField(_("no mail from"), null=True, blank=True)
    quiet_until = models.TimeField(_("no mail until"), null=True, blank=True)
    is_external = models.BooleanField(_("not an employee"), default=False)
    party = models.ForeignKey(
        Party,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
        verbose_name=_("party"),
    )
    erased_at = models.DateTimeField(_("data erased"), null=True, editable=False)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sorted_as"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=~Q(given="") & (~Q(surname="") | ~Q(patronymic="")),
                name="person_has_a_name",
                violation_error_message=_("Give the surname or the patronymic as well."),
            )
        ]

    def __str__(self):
        return self.short_name

    def get_absolute_url(self):
        return reverse("people:person", args=[self.pk])

    @property
    def full_name(self) -> str:
        """Surname, given name, patronymic, as registers write it."""
        return names.full_name(self.surname, self.given, self.patronymic)

    @property
    def short_name(self) -> str:
        """Surname and initials, as lists write it."""
        return names.short_name(self.surname, self.given, self.patronymic, self.short)

    @property
    def signature_name(self) -> str:
        """Initials and surname, as stamps and signatures write it."""
        return names.signature_name(self.surname, self.given, self.patronymic, self.short)

    def clean(self):
        wrong = {}
        try:
            if self.pin:
                names.validate_pin(self.pin)
        except ValidationError as error:
            wrong["pin"] = error
        try:
            self.phone = names.normalise_phone(self.phone)
        except ValidationError as error:
            wrong["phone"] = error
        if wrong:
            raise ValidationError(wrong)

    @property
    def wants_digest(self) -> bool:
        """Whether what is not urgent comes together, in one letter each morning."""
        return self.letters_pace == self.Pace.MORNING

    def appointment(self, on=None) -> "Appointment | None":
        """The main position held on a day."""
        return self.appointments.on(on).select_related("position__unit").first()


class AppointmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who holds what is known to everyone who works here."""
        return self if user.has_perm("people.view_person") else self.none()

    def on(self, day=None):
        """Appointments that hold on a day (today)."""
        day = day or localdate()
        return self.filter(Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Appointment(Revised):
    """A person holds a position from a day, perhaps to a day, by an order."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("who")
    )
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("position")
    )
    since = models.DateField(_("from"), default=localdate)
    until = models.DateField(_("to"), null=True, blank=True)
    order_number = models.CharField(_("order No."), max_length=40, blank=True)
    order_date = models.DateField(_("order date"), null=True, blank=True)
    history = HistoricalRecords()

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["position__order", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="appointment_ends_after_it_begins",
                violation_error_message=_("The last day cannot be before the first."),
            )
        ]

    def __str__(self):
        return f"{self.person} - {self.position}"

    def get_absolute_url(self):
        return self.person.get_absolute_url()

    def clean(self):
        if self.until and self.since and self.until < self.since:
            raise ValidationError({"until": _("The last day cannot be before the first.")})
        if self.since and self.person_id and self.position_id and self._doubled():
            raise ValidationError({"position": _("This position is held in these days already.")})
        closed = self.position.closed_on if self.position_id else None
        if closed and (self.until is None or self.until >= closed):
            words = _("This position is closed since %(day)s.") % {"day": f"{closed:%d.%m.%Y}"}
            raise ValidationError({"position": words})

    def _doubled(self) -> bool:
        """Whether the same person holds the same position on one of these days already."""
        same = Appointment.objects.filter(person=self.person_id, position=self.position_id)
        if self.until:
            same = same.filter(since__lte=self.until)
        return same.exclude(pk=self.pk).filter(Q(until=None) | Q(until__gte=self.since)).exists()
