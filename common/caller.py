"""Who calls and from where, for journal and log: set for each request and each task."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Caller:
    """Where a deed came from; empty for what the system does by itself.

    ``request_id`` joins the log lines of one request, and of the tasks that it set going.
    """

    ip: str | None = None
    request_id: str = ""
    request: Any = field(default=None, repr=False, compare=False)

    @property
    def user(self):
        """The account of the request, if anything has asked for it yet: a log line asks nobody."""
        found = getattr(self.request, "_cached_user", None)
        return found if found is not None and found.is_authenticated else None


NOBODY = Caller()
_current: ContextVar[Caller] = ContextVar("caller", default=NOBODY)


def current() -> Caller:
    """The caller of this request or task."""
    return _current.get()


def address_of(request) -> str | None:
    """The address a request came from; the first door (common/gate.py) made it the true one."""
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
