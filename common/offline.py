"""Pages that open without network, and whose answers are taken: what the browser's queue
(static/src/queue.js) and the service worker (static/src/sw.js) are told of who sits there.
"""

from django.http import JsonResponse
from django.utils.translation import gettext as _

WHO, KEEP, FOR = "X-Who", "X-Offline", "X-Queue-Who"


class OfflineMiddleware:
    """Says on each page whose it is, and takes nothing of one person in the name of another.

    What waits in a browser says whose it is. It may come when nobody is signed in any more, or
    when somebody else is, at a tablet that people share: then it is left where it is.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        sender = request.headers.get(FOR)
        if sender and sender != _who(request):
            words = _("Whose answers these are is not signed in here.")
            response = JsonResponse({"detail": words}, status=401)
        else:
            response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if (sender or is_page) and (who := _who(request)):
            response[WHO] = who
        return response


def _who(request) -> str:
    user = request.user
    return str(user.pk) if user.is_authenticated else ""


class KeptOffline:
    """A page that a browser keeps for its reader and opens when there is no network."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200:
            response[KEEP] = "keep"
        return response
