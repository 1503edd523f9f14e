"""Who acts for whom: substitution of the absent and standing delegation, by an order.

It gives the one who acts the powers of the position, and its signatures; both names stand on what
is signed. It is never passed on: whoever acts gives only their own positions to a substitute.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.dates import numeric
from common.models import deed, record

from .organisation import Position, Power
from .person import Appointment, Person

#: Who may answer for a position has changed: whoever keeps to-dos puts them in step.
powers_moved = Signal()


class SubstitutionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everyone who works here may know who acts for whom."""
        return self if user.is_employee else self.none()

    def for_list(self):
        return self.select_related("absent", "acting", "position")

    def on(self, day=None):
        """Those that hold on a day (today), while the absent one still holds the position and
        the one who acts works here.
        """
        day = day or localdate()
        posts = Appointment.objects.on(day)
        return self.filter(
            Q(until=None) | Q(until__gte=day),
            Exists(posts.filter(person=OuterRef("absent"), position=OuterRef("position"))),
            Exists(posts.filter(person=OuterRef("acting"))),
            ended_at=None,
            since__lte=day,
            acting__is_external=False,
        )

    def carrying(self, power: str):
        """Those that give this power."""
        return self.filter(
            Q(powers=None) | Q(powers__code=power), position__powers__code=power
        ).distinct()


class Substitution(models.Model):
    """One person acts for another in a position, from a day, perhaps to a day, by an order."""

    class Kind(models.TextChoices):
        SUBSTITUTION = "substitution", _("Substitution while absent")
        DELEGATION = "delegation", _("Delegation")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SUBSTITUTION)
    absent = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="substitutions", verbose_name=_("for whom")
    )
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="substitutions", verbose_name=_("position")
    )
    acting = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="acts", verbose_name=_("who acts")
    )
    since = models.DateField(_("from"), default=localdate)
    until = models.DateField(_("to"), null=True, blank=True)
    order_number = models.CharField(_("order No."), max_length=40)
    order_date = models.DateField(_("order date"))
    signs = models.BooleanField(_("signs in this position"), default=True)
    powers = models.ManyToManyField(
        Power, blank=True, related_name="+", verbose_name=_("only these powers")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended early"), null=True, editable=False)

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(absent=F("acting")),
                name="nobody_substitutes_himself",
                violation_error_message=_("Nobody acts for themselves."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="substitution_ends_after_it_begins",
                violation_error_message=_("The last day cannot be before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.acting} → {self.absent}"

    def get_absolute_url(self):
        return reverse("people:substitution", args=[self.pk])

    @property
    def stage(self) -> str:
        """Where it stands today: coming, now or ended."""
        today = localdate()
        if self.ended_at or (self.until and self.until < today):
            return "ended"
        return "coming" if self.since > today else "now"

    def gives(self) -> list[Power]:
        """The same from what a list has loaded already."""
        chosen = {power.pk for power in self.powers.all()}
        return [p for p in self.position.powers.all() if not chosen or p.pk in chosen]

    @property
    def given(self) -> "models.QuerySet[Power]":
        """The powers that it gives: those of the position, or the named ones of them."""
        named = self.powers.values("pk")
        return self.position.powers.filter(pk__in=named) if named else self.position.powers.all()

    def frozen(self) -> dict:
        """What a signed paper keeps of it: for whom, by which order, and who acts as what."""
        own = self.acting.appointment()
        return {
            "kind": self.kind,
            "for": self.absent.signature_name,
            "person": str(self.absent.uid),
            "order": self.order_number,
            "date": self.order_date.isoformat(),
            "position": dict(own.position.name) if own else {},
        }

    # Deeds ---------------------------------------------------------------------------------

    def begin(self, *, by, powers=()):
        """Enter it; from its first day the one who acts has the powers and is asked to sign."""
        with deed(by=by):
            # Two who enter at once wait here for each other.
            Person.objects.select_for_update().get(pk=self.absent_id)
            self._check(by, powers)
            self.entered_by_id = by.pk
            self.save()
            self.powers.set(powers)
            record(
                self,
                "substitute",
                by=by,
                **{"for": self.absent_id, "acting": self.acting_id, "kind": self.kind},
                position=self.position.code,
                since=self.since.isoformat(),
                until=self.until and self.until.isoformat(),
                signs=self.signs,
                powers=sorted(power.code for power in self.given),
            )
            powers_moved.send(type(self))

    def end(self, *, by):
        """End it now, before its day."""
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self).objects.select_for_update())
            if self.stage == "ended":
                raise ValidationError(_("It has ended already."))
            self.ended_at = timezone.now()
            self.save()
            record(
                self,
                "end_substitution",
                by=by,
                **{"for": self.absent_id, "acting": self.acting_id},
                powers=sorted(power.code for power in self.given),
            )
            powers_moved.send(type(self))

    def _check(self, by, powers) -> None:
        if self.acting_id == self.absent_id:
            raise ValidationError({"acting": _("Nobody acts for themselves.")})
        if by.pk and self.acting_id == by.person_id:
            raise ValidationError(
                {"acting": _("Nobody gives powers to themselves: let somebody else enter it.")}
            )
        if self.until and self.until < self.since:
            raise ValidationError({"until": _("The last day cannot be before the first.")})
        if self.until and self.until < localdate():
            raise ValidationError({"until": _("This is over already; it would change nothing.")})
        if self.order_date > localdate():
            raise ValidationError({"order_date": _("The order cannot be dated in the future.")})
        first = max(self.since, localdate())
        if not self.absent.appointments.on(first).filter(position=self.position).exists():
            raise ValidationError(
                {"position": _("%(who)s does not hold this position.") % {"who": self.absent}}
            )
        if set(powers) - set(self.position.powers.all()):
            raise ValidationError({"powers": _("Only powers of this position can be given.")})
        if other := self._overlapping():
            raise ValidationError(
                _(
                    "%(who)s is entered for these days already: %(since)s – %(until)s. "
                    "End that first."
                )
                % {
                    "who": other.acting,
                    "since": numeric(other.since),
                    "until": numeric(other.until) if other.until else "…",
                }
            )

    def _overlapping(self) -> "Substitution | None":
        """Another of this kind on the same days: a second substitute, or the same delegate.

        A standing delegation goes on beside a dated substitution, whoever acts in either.
        """
        others = Substitution.objects.filter(
            Q(until=None) | Q(until__gte=self.since),
            kind=self.kind,
            absent=self.absent_id,
            position=self.position_id,
            ended_at=None,
        ).exclude(pk=self.pk)
        if self.kind == self.Kind.DELEGATION:
            others = others.filter(acting=self.acting_id)
        if self.until:
            others = others.filter(since__lte=self.until)
        return others.select_related("acting").first()
