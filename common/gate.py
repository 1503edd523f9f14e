"""What every request meets first and leaves last: its address and number, its headers, its line."""

import logging
import re
import uuid
from time import monotonic

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.log import log_response

from . import caller, limits

log = logging.getLogger("sapat.requests")
_ID = re.compile(r"[\w.-]{8,64}")

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{power}=()"
        for power in (
            *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
            *("geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment"),
            *("screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
        )
    )
    + ", publickey-credentials-create=(self), publickey-credentials-get=(self)",
}


def address(meta: dict) -> str | None:
    """Where the request came from: the neighbour, or whom the proxy in front says it was.

    The last entry is the proxy's own word; those before it are whatever the caller made up.
    """
    if settings.BEHIND_PROXY:
        told = meta.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        return told or meta.get("REMOTE_ADDR") or None
    return meta.get("REMOTE_ADDR") or None


class GateMiddleware:
    """Names the caller for journal and log, sets the headers, writes the line."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        begun = monotonic()
        request.META["REMOTE_ADDR"] = address(request.META) or ""
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        number = given if _ID.fullmatch(given) else uuid.uuid4().hex
        ip = request.META["REMOTE_ADDR"] or None
        token = caller.enter(caller.Caller(ip=ip, request_id=number, request=request))
        try:
            response = self.get_response(request)
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
            response["X-Request-ID"] = number
            if response.status_code >= 400:
                # Django would say this when the number is forgotten.
                reason = response.reason_phrase
                log_response("%s: %s", reason, request.path, response=response, request=request)
            tell(request, response, monotonic() - begun)
        finally:
            caller.leave(token)
        return response


def tell(request, response, seconds: float) -> None:
    """The line of a request. Whoever watches and what never changes is told only when asked."""
    quiet = request.path_info.startswith(("/healthz", "/metrics", settings.STATIC_URL))
    ms = round(seconds * 1000)
    match = getattr(request, "resolver_match", None)
    log.log(
        logging.DEBUG if quiet else logging.INFO,
        "%s %s %s %s ms",
        request.method,
        request.path,
        response.status_code,
        ms,
        extra={
            "method": request.method,
            "path": request.path,
            "view": match.view_name if match else "",
            "status": response.status_code,
            "ms": ms,
        },
    )


class LimitMiddleware:
    """So many requests from one address to the doors that are open to all, and no more.

    Counted in the cache, so that all web processes count together.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name
        methods, times, seconds = settings.LIMITS.get(name, ((), 0, 0))
        if request.method not in methods:
            return None
        who = f"{name}:{request.META['REMOTE_ADDR']}"
        if limits.allowed(who, times=times, seconds=seconds):
            return None
        response = HttpResponse(render_to_string("too_many.html"), status=429)
        response["Retry-After"] = str(seconds)
        return response
