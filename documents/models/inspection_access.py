"""The account of an inspector: given from an inspection, prolonged with a reason, ended."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import deed, record
from people.models import Person, User

from .inspection import LONGEST, Inspection


class InspectionAccessQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the inspection, and is no guest of it."""
        return self if user.has_perm("documents.view_inspection") else self.none()

    def for_list(self):
        """All that a line of an inspection shows."""
        return self.select_related("user__person", "given_by", "ended_by")

    def run_out(self):
        """Those whose time has passed, and of which nobody has said so yet."""
        return self.filter(ended_at=None, user__reads_until__lte=timezone.now())


def check_until(until: datetime) -> None:
    """An account ends in time to come, and within two weeks."""
    now = timezone.now()
    if until <= now:
        raise ValidationError({"until": _("This moment has passed already.")})
    if until > now + LONGEST:
        raise ValidationError({"until": _("The longest is fourteen days from now.")})


class InspectionAccess(models.Model):
    """One inspector with an account that only reads. The account itself knows until when."""

    PART_OF = "inspection"

    inspection = models.ForeignKey(
        Inspection,
        on_delete=models.PROTECT,
        related_name="accesses",
        verbose_name=_("inspection"),
    )
    user = models.OneToOneField(
        User, on_delete=models.PROTECT, related_name="inspects", verbose_name=_("account")
    )
    given_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    ended_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("ended by"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    history = HistoricalRecords()

    objects = InspectionAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(ended_by=None),
                name="inspection_access_ended_says_when",
            )
        ]

    def __str__(self):
        return f"{self.user.person.full_name}, {self.inspection}"

    def get_absolute_url(self):
        return self.inspection.get_absolute_url()

    @property
    def until(self) -> datetime:
        """When the account ends, or ended."""
        return self.ended_at or self.user.reads_until or self.given_at

    @property
    def is_open(self) -> bool:
        """Whether the inspector may look now."""
        return self.ended_at is None and not self.user.is_over

    @classmethod
    def give(cls, inspection: Inspection, *, by, surname: str, given: str, until: datetime):
        """Let one inspector in: a person from outside, an account, and its link, known only now."""
        with deed(by=by):
            inspection.refresh_from_db(from_queryset=Inspection.objects.select_for_update())
            cls._check(inspection, by)
            check_until(until)
            same = inspection.accesses.filter(  # type: ignore[attr-defined]
                user__person__surname=surname, user__person__given=given
            )
            if same.exists():
                raise ValidationError(
                    {"surname": _("This inspector has an account already: prolong it.")}
                )
            if inspection.state == Inspection.State.PLANNED:
                inspection.begin(by=by)
            person = Person(surname=surname, given=given, is_external=True)
            person.save()
            record(person, "create", by=by)
            user = User.let_in(person, by=by, until=until, shown=inspection.shown())
            access = cls.objects.create(inspection=inspection, user=user, given_by=by.person)
            record(access, "give_access", by=by, until=until.isoformat())
        return access

    def prolong(self, *, by, until: datetime, reason: str) -> None:
        """The inspector reads on, also after the account has ended; why is kept."""
        with deed(by=by):
            self._lock()
            self._check(self.inspection, by)
            check_until(until)
            self.user.stay(by=by, until=until, reason=reason)
            self.ended_at = self.ended_by = None
            self._keep("prolong_access", by, reason, until=until.isoformat())

    @property
    def has_no_password(self) -> bool:
        """Whether the inspector has not come in yet: a lost link can be made anew."""
        return self.is_open and self.user.state == "invited"

    def link_again(self, *, by) -> None:
        """A new link in place of one that was lost; how long the account reads stays."""
        with deed(by=by):
            self._lock()
            self._check(self.inspection, by)
            if not self.has_no_password:
                raise ValidationError(
                    _("The inspector has chosen a password, or the account has ended.")
                )
            self.user.link_again(by=by)
            record(self, "link_access_again", by=by)

    def end(self, *, by, reason: str) -> None:
        """The time of the inspector ends now; whoever comes second finds it ended."""
        with deed(by=by):
            self._lock()
            if self.ended_at is not None:
                return
            self.user.see_out(by=by)
            self.ended_at, self.ended_by = timezone.now(), by.person
            self._keep("end_access", by, reason)

    def run_out(self, *, by) -> None:
        """Its time has passed by itself, and is told."""
        with deed(by=by):
            self._lock()
            if self.ended_at is None and self.user.is_over:
                self.ended_at = self.user.reads_until
                self._keep("access_ran_out", by, "")

    def _lock(self) -> None:
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())

    def _keep(self, name: str, by, reason: str, **details) -> None:
        self.reason = reason[:300]
        self._change_reason = name
        self.save()
        record(self, name, by=by, **details)

    @staticmethod
    def _check(inspection: Inspection, by) -> None:
        if inspection.state == Inspection.State.CLOSED:
            raise ValidationError(_("The inspection is closed."))
