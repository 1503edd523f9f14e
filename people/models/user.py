"""Users: the accounts with which persons sign in. A user has no rights but its person's powers."""

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rules import has_perm

from .account import Account, UserQuerySet
from .factor import FactorHolder
from .person import Appointment, Person


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, password: str | None = None, **fields) -> "User":
        """An account; with no password it cannot be signed in to until one is set."""
        user = self.model(username=self.model.normalize_username(username).casefold(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username):
        return self.select_related("person").get(username=username.casefold())


class User(FactorHolder, Account):
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
    REQUIRED_FIELDS: list[str] = []

    def __str__(self):
        return self.username

    @property
    def email(self) -> str:
        return self.person.email

    def has_perm(self, perm: str, obj=None) -> bool:
        """Whether the matrix of powers lets this user do ``perm``; nobody bypasses it."""
        return self.is_active and has_perm(perm, self, obj)

    @cached_property
    def _held(self) -> list[tuple]:
        """Positions held today with the powers they carry: one query for a whole request."""
        held = Appointment.objects.on().filter(person=self.person_id)
        return list(held.values_list("position", "position__powers__code", "position__name"))

    @property
    def powers(self) -> frozenset[str]:
        """The powers that the positions held today carry."""
        return frozenset(code for _position, code, _name in self._held if code)

    @property
    def positions(self) -> frozenset[int]:
        """The positions held today."""
        return frozenset(position for position, _code, _name in self._held)

    @property
    def position_name(self) -> str:
        """The main position held today."""
        return str(self._held[0][2]) if self._held else ""

    @property
    def is_employee(self) -> bool:
        """Holds a position today and is not an outsider."""
        return bool(self.positions) and not self.person.is_external
