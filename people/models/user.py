"""Users: the accounts with which persons sign in. A user has no rights but its person's powers."""

from datetime import date
from typing import NamedTuple

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rules import has_perm

from .account import Account, UserQuerySet
from .factor import FactorHolder
from .guest import Guest
from .person import Appointment, Person
from .substitution import Substitution


class Held(NamedTuple):
    """A position held today, or acted in: one row for each power that it carries."""

    position: int
    power: str | None
    name: dict
    order: int
    since: date
    substitution: int
    absent: int
    kind: str
    signs: bool
    unit: int
    is_head: bool


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, password: str | None = None, **fields) -> "User":
        """An account; with no password it cannot be signed in to until one is set."""
        user = self.model(username=self.model.normalize_username(username).casefold(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username):
        return self.select_related("person").get(username=username.casefold())


class User(FactorHolder, Guest, Account):
    """One account of one person. There is no superuser: every deed asks the matrix of powers."""

    username = models.CharField(
        _("user name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()]
    )
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, related_name="user", verbose_name=_("person")
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    theme = models.CharField(max_length=5, default="auto")

    objects = UserManager()

    USERNAME_FIELD = "username"
    TOLD_BY_NAME = True  # whoever reads the journal learns whose account was blocked
    REQUIRED_FIELDS: list[str] = []

    def __str__(self):
        return self.username

    @property
    def trail_name(self) -> str:
        """Whose account it is, as the journal tells it."""
        return f"{self.person.short_name} ({self.username})"

    @property
    def email(self) -> str:
        return self.person.email

    def has_perm(self, perm: str, obj=None) -> bool:
        """Whether the matrix of powers lets this user do ``perm``; nobody bypasses it."""
        return self.is_active and self.is_open_to(perm) and has_perm(perm, self, obj)

    @cached_property
    def _held(self) -> list[Held]:
        """Positions held today and those acted in, with their powers: one query for a request."""
        own = (
            Appointment.objects.on()
            .filter(person=self.person_id)
            .order_by()
            .values_list(
                *("position", "position__powers__code", "position__name", "position__order"),
                "since",
                *(Value(0), Value(0), Value(""), Value(value=True)),
                *("position__unit", "position__is_head"),
            )
        )
        acted = (
            Substitution.objects.on()
            .filter(Q(powers=None) | Q(powers=F("position__powers")), acting=self.person_id)
            .order_by()
            .values_list(
                "position",
                Coalesce("powers__code", "position__powers__code"),
                *("position__name", "position__order", "since", "pk", "absent", "kind", "signs"),
                *("position__unit", "position__is_head"),
            )
        )
        rows = [Held(*row) for row in own.union(acted, all=True)]
        return sorted(rows, key=lambda row: (row.substitution > 0, row.order, row.since))

    @property
    def powers(self) -> frozenset[str]:
        """The powers that the positions held today carry, with those given by a substitution; those
        lent to a guest for reading.
        """
        if self.is_guest:
            return self.lent_powers
        return frozenset(row.power for row in self._held if row.power)

    @property
    def positions(self) -> frozenset[int]:
        """The positions this user signs for today: held, or acted in."""
        return frozenset(row.position for row in self._held if row.signs)

    @property
    def headed(self) -> frozenset[int]:
        """The units whose head this user is today, or signs for."""
        return frozenset(row.unit for row in self._held if row.signs and row.is_head)

    @property
    def stands_in_for(self) -> frozenset[int]:
        """The absent persons in whose place this user signs today."""
        return frozenset(
            row.absent
            for row in self._held
            if row.signs and row.kind == Substitution.Kind.SUBSTITUTION
        )

    def acts_by(
        self, *, position: int | None = None, absent: int | None = None, power: str = ""
    ) -> Held | None:
        """By which substitution this user answers for a position or a person; None for one's own.

        Who holds the position answers in their own name. Of several that which carries the
        ``power`` needed, and a substitution of the absent before a standing delegation.
        """
        standing = Substitution.Kind.SUBSTITUTION
        if position:
            rows = [row for row in self._held if row.position == position]
            if any(not row.substitution for row in rows):
                return None
        else:
            rows = [row for row in self._held if row.absent == absent and row.kind == standing]
        acted = [row for row in rows if row.substitution and row.signs]
        return min(
            acted,
            key=lambda row: (bool(power) and row.power != power, row.kind != standing),
            default=None,
        )

    def holds_by(self, power: str) -> Held | None:
        """The position by which this user has a power today: their own before one acted in."""
        return next((row for row in self._held if row.power == power), None)

    @property
    def position_name(self) -> str:
        """The main position held today."""
        return next((str(row.name) for row in self._held if not row.substitution), "")

    @property
    def is_employee(self) -> bool:
        """Holds a position today and is not an outsider; or reads as one who does: a guest."""
        if self.is_guest:
            return not self.is_over
        return any(not row.substitution for row in self._held) and not self.person.is_external
