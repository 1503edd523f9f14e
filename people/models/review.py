"""The quarterly list of accounts and powers, looked through and confirmed (ISO 27001, A.5.18)."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.caller import SYSTEM
from common.models import Attachment, Lifecycle, Step, Todo, deed, record
from common.models.journal import digest
from common.working_days import after_working_days

from .keepers import KEEPER
from .person import Person
from .user import User

TODO = "people.review"


class AccountReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who keep the accounts."""
        return self if user.has_perm("people.view_account") else self.none()

    def for_list(self):
        return self.select_related("confirmed_by__person")


class AccountReview(Lifecycle):
    """One list: every account as it was at a moment, with the powers it could use."""

    class State(models.TextChoices):
        OPEN = "open", _("To be confirmed")
        CONFIRMED = "confirmed", _("Confirmed")

    STEPS = {
        "confirm": Step(
            label=_("Confirm the list"),
            done=_("confirmed the list of accounts"),
            source={State.OPEN},
            target=State.CONFIRMED,
            permission="people.confirm_accountreview",
        ),
        "renew": Step(
            label=_("Take it anew"),
            done=_("took the list of accounts anew"),
            source={State.OPEN},
            target=State.OPEN,
            permission="people.confirm_accountreview",
        ),
    }

    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    taken_at = models.DateTimeField(_("as of"), default=timezone.now)
    rows = models.JSONField(default=list)
    rows_hash = models.CharField(max_length=64)
    remarks = models.TextField(_("remarks"), blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    objects = AccountReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["year", "quarter"], name="account_review_once")
        ]

    def __str__(self):
        return gettext("Quarter %(quarter)s of %(year)s") % {
            "quarter": self.quarter,
            "year": self.year,
        }

    def get_absolute_url(self):
        return reverse("people:review", args=[self.pk])

    @property
    def headline(self) -> str:
        return gettext("Accounts and powers, quarter %(quarter)s of %(year)s") % {
            "quarter": self.quarter,
            "year": self.year,
        }

    @classmethod
    def of_now(cls) -> "AccountReview | None":
        """The list of this quarter, where it was taken already."""
        today = localdate()
        return cls.objects.filter(year=today.year, quarter=quarter_of(today)).first()

    @classmethod
    def begin(cls, *, by=SYSTEM) -> "AccountReview | None":
        """The list of this quarter, once; those who keep the accounts are asked to confirm it."""
        today = localdate()
        with deed(by=by):
            made, new = cls.objects.get_or_create(
                year=today.year, quarter=quarter_of(today), defaults=cls._now()
            )
            if not new:
                return None
            record(made, "begin_review", by=by, rows=made.rows_hash)
            keepers = Person.objects.holding(KEEPER)
            Todo.objects.ask(keepers, TODO, made, due=after_working_days(today, 10))
        return made

    @staticmethod
    def _now() -> dict:
        rows = account_rows()
        return {"rows": rows, "rows_hash": digest(rows), "taken_at": timezone.now()}

    def renew(self, *, by):
        """Take the list as it is now, after what was found was put right."""
        with self.step("renew", by=by):
            for name, value in self._now().items():
                setattr(self, name, value)

    def confirm(self, *, by, seen, remarks, paper):
        """Say that every account and power in it is right; ``paper`` is kept with its hash."""
        with self.step("confirm", by=by) as move:
            if seen != self.rows_hash:
                raise ValidationError(_("The list was taken anew meanwhile: look at it again."))
            self.remarks, self.confirmed_by, self.confirmed_at = remarks, by, timezone.now()
            name = f"accounts_{self.year}_{self.quarter}.pdf"
            Attachment.objects.create(owner=self, blob=paper, name=name, kind="paper", added_by=by)
            move.details |= {"rows": self.rows_hash, "sha256": paper.sha256}
            Todo.objects.about(self).filter(kind=TODO).done()


def quarter_of(day: date) -> int:
    """Which quarter of its year a day lies in."""
    return (day.month + 2) // 3


def account_rows() -> list[dict]:
    """Every account as it is now, plain enough to be kept and hashed."""
    return [_row(user) for user in User.objects.for_list()]


def _row(user: User) -> dict:
    held = user.person.held  # type: ignore[attr-defined]
    powers = {code: dict(power.name) for code, power in user.listed_powers().items()}
    factors = getattr(user, "second_factor_names", list)
    return {
        "person": user.person.full_name,
        "username": user.username,
        "positions": [dict(post.position.name) for post in held],
        "powers": [powers[code] for code in sorted(powers)],
        "acts": [
            {
                "position": dict(acted.position.name),
                "for": acted.absent.full_name,
                "order": acted.order_number,
            }
            for acted in user.person.acts_now  # type: ignore[attr-defined]
        ],
        "state": user.state,
        "blocked_on": user.blocked_at and timezone.localtime(user.blocked_at).date().isoformat(),
        "last_login": user.last_login and user.last_login.isoformat(timespec="minutes"),
        "factors": [str(name) for name in factors()],
    }
