"""What every request carries: the reader's language, and a sentence for trouble."""

import errno
import logging
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers

from .backup import marker
from .models.file import FileDamaged
from .storage import StorageAway

log = logging.getLogger(__name__)


class LanguageMiddleware:
    """Kyrgyz first: the reader's own choice, else the language of the account, else Kyrgyz.

    The browser's preference is not asked: the agency works in the state language.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen not in known:
            person = getattr(request.user, "person", None)
            chosen = person.language if person else settings.LANGUAGE_CODE
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen
        try:
            response = self.get_response(request)
        finally:
            translation.deactivate()
        response.headers.setdefault("Content-Language", chosen)
        patch_vary_headers(response, ["Cookie"])
        return response


class HalfRestoredMiddleware:
    """While a backup is only half restored nothing is served but the health page, which says so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if marker.half_restored() and request.path != "/healthz":
            with translation.override(settings.LANGUAGE_CODE):
                response = HttpResponse(render_to_string("restoring.html"), status=503)
            response["Retry-After"] = "60"
            return response
        return self.get_response(request)


class CleanAddressMiddleware:
    """No address of ours holds a NUL sign; databases choke on it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponse(render_to_string("400.html"), status=400)
        return self.get_response(request)


class TroubleMiddleware:
    """A busy database or a full disk is told in a sentence; nothing is half-written, so the
    reader goes back and sends the same again (what was typed is kept by their browser).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return tell(exception)


def tell(exception: BaseException | None) -> HttpResponse | None:
    """The page for a trouble: a busy database, a full disk, a damaged file."""
    # A connection that was lost between two questions is an interface error.
    if isinstance(exception, OperationalError | InterfaceError | StorageAway):
        template, status = "503.html", 503
    elif isinstance(exception, OSError) and exception.errno in (errno.ENOSPC, errno.EDQUOT):
        template, status = "507.html", 507
    elif isinstance(exception, FileDamaged):
        template, status = "410.html", 410
    else:
        return None
    log.error("Answered %s", status, exc_info=exception)
    response = HttpResponse(render_to_string(template), status=status)
    if status != 410:
        response["Retry-After"] = "10"
    return response


def handler500(request):
    """The same for trouble before the page or after it: in sessions, users, arriving files."""
    return tell(sys.exc_info()[1]) or HttpResponse(render_to_string("500.html"), status=500)
