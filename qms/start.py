"""The first start: an empty installation answers every address with its guide (004/1).

The guide is opened by a code that only the terminal shows, so that nobody from the network can
seize a new installation. Once it is finished, it never comes back.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponseRedirect
from django.urls import reverse

from people.models import FirstStart, User

#: What answers as ever: the guide itself, its looks, and whoever watches the installation.
AS_EVER = ("/start/", "/static/", "/language/", "/theme/", "/emblem/", "/healthz", "/metrics")
WRONG_CODES = 10
PAUSE = 15 * 60
LOCAL = ("localhost", "127.0.0.1", "::1")


def is_open() -> bool:
    """Whether this installation still waits for its guide to be finished."""
    guide = FirstStart.current()
    if guide is not None:
        return guide.finished_at is None
    return not User.objects.exists()


class GuideMiddleware:
    """Leads every address of an empty installation to the guide; costs nothing once it is over."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.over = False

    def __call__(self, request):
        if not self.over and not request.path.startswith(AS_EVER):
            if is_open():
                return HttpResponseRedirect(reverse("start"))
            self.over = not settings.TESTING
        return self.get_response(request)


# The code ---------------------------------------------------------------------------------------


def is_shut_for(address: str) -> bool:
    """Whether too many wrong codes came from this address."""
    return cache.get(f"start:{address}", 0) >= WRONG_CODES


def count_wrong(address: str) -> None:
    """One more wrong code from this address."""
    cache.add(f"start:{address}", 0, PAUSE)
    cache.incr(f"start:{address}")


# The address ------------------------------------------------------------------------------------


def is_local(address: str) -> bool:
    """Whether an address leads only to this machine itself."""
    return urlsplit(address).hostname in LOCAL


def address_fault() -> bool:
    """Whether papers would carry an address that cannot stay: neither https nor this machine."""
    address = settings.PUBLIC_BASE_URL
    return not address.startswith("https://") and not is_local(address)


def stops_here() -> bool:
    """In production the guide does not end with such an address: a printed QR is for ever."""
    return settings.PRODUCTION and address_fault()
