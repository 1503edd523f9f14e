"""A leaver's work passes to whoever takes over, and the access ends the same day (A.5.18)."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.models import deed, record
from people import handover

from .keepers import powers_change
from .person import Person

EVENING = 18  # the hour at which a last day is over


class HandoverQuerySet(models.QuerySet):
    def due(self):
        """Those whose last day is over."""
        now = timezone.localtime()
        last = Q(last_day__lt=now.date())
        if now.hour >= EVENING:
            last |= Q(last_day=now.date())
        return self.filter(last, closed_at=None)


class Handover(models.Model):
    """One person leaves: the last day, who takes over, and when the access was ended."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="handovers", verbose_name=_("who leaves")
    )
    to = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("who takes over")
    )
    last_day = models.DateField(_("last day"))
    order_number = models.CharField(_("order No."), max_length=40, blank=True)
    order_date = models.DateField(_("order date"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at=None), name="handover_open_once"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("to")),
                name="handover_to_another",
                violation_error_message=_("Somebody else must take over."),
            ),
        ]

    def __str__(self):
        return f"{self.person} → {self.to}"

    @classmethod
    def make(cls, *, by, person, to, last_day: date, order_number="", order_date=None):
        """Appointments end on the last day, the work passes on now, the account ends in time."""
        with deed(by=by):
            person = Person.objects.select_for_update().get(pk=person.pk)
            if cls.objects.filter(person=person, closed_at=None).exists():
                raise ValidationError(_("The work of this person is handed over already."))
            if to.pk == person.pk:
                raise ValidationError({"to": _("Somebody else must take over.")})
            with powers_change(person, by=by):
                cls._end_appointments(person, last_day, order_number, order_date)
            made = cls.objects.create(
                person=person,
                to=to,
                last_day=last_day,
                order_number=order_number,
                order_date=order_date,
                made_by=by,
            )
            made._pass_on(by=by)
            if last_day <= localdate():
                made.close(by=by)
        return made

    def close(self, *, by) -> None:
        """The last day is over: what came in since passes on too, and the account is blocked."""
        with deed(by=by):
            locked = Handover.objects.select_for_update().get(pk=self.pk)
            if locked.closed_at:
                return
            self.closed_at = timezone.now()
            self.save(update_fields=["closed_at"])
            self._pass_on(by=by)
            user = getattr(self.person, "user", None)
            if user and user.state != user.State.BLOCKED:
                day = f"{self.last_day:%d.%m.%Y}"
                user.block(by=by, reason=str(_("Left on %(day)s.") % {"day": day}))

    def _pass_on(self, *, by) -> None:
        moved = {}
        for work in handover.works():
            if count := len(list(work.find(self.person))):
                moved[work.key] = count
            work.move(self.person, self.to, by)
        record(self.person, "hand_over", by=by, to=self.to_id, moved=moved)

    @staticmethod
    def _end_appointments(person, last_day, order_number, order_date) -> None:
        for appointment in person.appointments.filter(Q(until=None) | Q(until__gt=last_day)):
            if appointment.since > last_day:
                raise ValidationError(
                    {"last_day": _("An appointment begins only after this day: look at it first.")}
                )
            appointment.until = last_day
            appointment.revision += 1
            appointment._change_reason = f"hand_over {order_number} {order_date or ''}".strip()[
                :100
            ]
            appointment.save()
