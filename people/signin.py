"""Signing in: a user name or e-mail and the password, then the second factor of who has one.

Whatever is tried, a password, a code or a passkey, goes through ``authenticate()``, so that all
of it counts for one lock: of the account, however it was typed, and of the address.
"""

import ipaddress

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from common.caller import address_of
from common.models import deed, record
from people import limits, passkeys
from people.models import User

BACKEND = "people.signin.NameOrEmailBackend"
HALF, DUE = "half_signed_in", "second_factor_due"
SET_UP, SHOW = "set_up", "show"
HALF_LASTS = 10 * 60  # seconds between the password and the second factor


def find_user(name: str) -> User | None:
    """The account of a user name or, where only one has it, of an e-mail address."""
    name = (name or "").strip()
    users = User.objects.select_related("person")
    user = users.filter(username=name.casefold()).first()
    if user is None and "@" in name:
        found = list(users.filter(person__email__iexact=name)[:2])
        user = found[0] if len(found) == 1 else None
    return user


def attempted_name(request, credentials=None) -> str | None:
    """The account a wrong password counts against: the same for user name and e-mail."""
    typed = (credentials or {}).get("username")
    if typed is None and request is not None:
        typed = request.POST.get("username")
        if typed is None and getattr(request, "user", None) and request.user.is_authenticated:
            typed = request.user.username
    if not typed:
        return None
    user = find_user(typed)
    return user.username if user else typed.strip().casefold()


def attempting_address(request) -> str:
    """The address a wrong password counts against; of IPv6 the network that one house has."""
    address = ipaddress.ip_address(address_of(request) or "0.0.0.0")  # noqa: S104 -- unknown
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)


# Who it is --------------------------------------------------------------------------------


def shut(request) -> PermissionDenied:
    """The door stays shut: the page says so, and nothing more is tried."""
    request.axes_locked_out = True
    return PermissionDenied()


class NameOrEmailBackend(BaseBackend):
    """Checks the password; takes as long for an unknown name as for a known one."""

    def authenticate(self, request, username=None, password=None):
        if username is None or password is None:
            return None
        if settings.AXES_ENABLED and limits.address_is_shut(request):
            raise shut(request)
        user = find_user(username)
        if user is None:
            User().set_password(password)
            return None
        user.means = "password"
        may_come = user.is_active or user.is_over  # a guest who comes late is told so
        return user if user.check_password(password) and may_come else None

    def get_user(self, user_id):
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user and user.is_active else None


class SecondFactorBackend(BaseBackend):
    """Checks a code of an app, a recovery code or a passkey of somebody already named."""

    def authenticate(self, request, username=None, code=None, passkey=None, purpose=""):
        user = find_user(username)
        if user is None or not user.is_active:
            return None
        if limits.codes_are_shut(user):
            raise shut(request)
        if passkey:
            user.means = "passkey"
            return user if passkeys.answered(request, user, passkey, purpose) else None
        plain = "".join((code or "").split())
        app = getattr(user, "totp", None)
        if len(plain) == 6 and plain.isdecimal():
            user.means = "app"
            return user if app and app.accepts(plain) else None
        user.means = "recovery"
        return user if user.use_recovery_code(plain) else None


# In and out -------------------------------------------------------------------------------


def enter(request, user, *, go_to: str) -> str:
    """The password was right, or the link of an invitation: go in, or on to the second step.

    Gives the address to go to. Nobody else calls Django's ``login()``.
    """
    if user.is_over:
        return reverse("access_over")
    if user.has_second_factor:
        request.session.cycle_key()
        request.session[HALF] = {
            "user": user.pk,
            "password": user.get_session_auth_hash(),
            "at": timezone.now().timestamp(),
            "go_to": go_to,
        }
        return reverse("second_step")
    return admit(request, user, means=["password"], go_to=go_to)


def admit(request, user, *, means: list[str], go_to: str) -> str:
    """Everything asked was right: this is their session from now on."""
    with deed(by=user):
        login(request, user, backend=BACKEND)
        record(user, "sign_in", by=user, means=means)
    request.session.pop(HALF, None)
    request.session.pop(DUE, None)
    if "password" in means and len(means) == 1 and user.needed_for:
        request.session[DUE] = SET_UP
        return reverse("people:factors")
    return go_to


def half_signed_in(request) -> User | None:
    """Who gave the right password in this session and owes the second factor."""
    half = request.session.get(HALF)
    if not half or timezone.now().timestamp() - half["at"] > HALF_LASTS:
        return None
    user = NameOrEmailBackend().get_user(half["user"])
    return user if user and user.get_session_auth_hash() == half["password"] else None


def what_is_due(request) -> str:
    """What this session owes before anything else: to set a factor up, to show it, or nothing."""
    if request.session.get(DUE) == SET_UP and request.user.has_second_factor:
        # Set up meanwhile in another session; this one knows only the password.
        request.session[DUE] = SHOW
    return request.session.get(DUE, "")
