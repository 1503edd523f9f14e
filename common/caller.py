"""Who calls and from where, for the journal: set for each request by the middleware."""

from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings


@dataclass(frozen=True)
class Caller:
    """The address a deed came from; empty for what the system does by itself."""

    ip: str | None = None


NOBODY = Caller()
_current: ContextVar[Caller] = ContextVar("caller", default=NOBODY)


def current() -> Caller:
    """The caller of this request or task."""
    return _current.get()


def address_of(request) -> str | None:
    """The address a request came from. Behind a proxy, what the proxy itself saw: the last one.

    Whatever stands before it in the header was written by the caller, who may write anything.
    """
    if settings.BEHIND_PROXY:
        last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        with suppress(ValueError):
            return str(ip_address(last))
    return request.META.get("REMOTE_ADDR") or None


def enter(caller: Caller):
    """Name the caller until ``leave``; gives the token that ``leave`` wants."""
    return _current.set(caller)


def leave(token) -> None:
    """Forget the caller named by ``enter``."""
    _current.reset(token)


class System:
    """The doer of what nobody does: bringing into force on the day, writing letters.

    Its steps are only those whose permission is listed here by the apps that need them.
    """

    pk = None
    person = None
    is_authenticated = True
    allowed: set[str] = set()

    def has_perm(self, perm: str, obj=None) -> bool:
        return perm in self.allowed

    def __str__(self) -> str:
        return "Sapat"


SYSTEM = System()
