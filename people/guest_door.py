"""The one door of guests: it ends their time to the minute, lets them change nothing, and notes
what they open (004/4.2.3, 5.5.1).
"""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

from people.middleware import OPEN
from people.models import GuestVisit
from people.signin import DUE

SAFE = {"GET", "HEAD", "OPTIONS"}
#: What a guest may send besides: going out, how the pages look, a file to be compared.
LEFT = {"sign_out", "set_language", "theme", "check_paper"}
#: What says nothing of what was read: boxes that a page draws by itself, what a browser fetches.
UNTOLD = {"bell", "search_quick", "home", "service_worker", "offline", "offline_token"}


class GuestMiddleware:
    """Asks of guests at every request: is it still their time, and do they only read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not getattr(request.user, "is_guest", False):
            return self.get_response(request)
        if request.user.is_over:
            logout(request)
            return over(request)
        response = self.get_response(request)
        if request.user.is_authenticated and is_told(request, response):
            GuestVisit.objects.note(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        if not getattr(request.user, "is_guest", False) or request.method in SAFE:
            return
        name = request.resolver_match.view_name
        # The house may ask a second factor of whoever reads this: that must be set up.
        if name in LEFT or (name in OPEN and request.session.get(DUE)):
            return
        raise PermissionDenied("A guest only reads.")


def is_told(request, response) -> bool:
    """Whether a page or a file was opened: not a box of a page, nor what was refused."""
    match = request.resolver_match
    return (
        request.method == "GET"
        and response.status_code == 200
        and not request.headers.get("HX-Request")
        and match is not None
        and match.view_name not in UNTOLD
    )


def over(request):
    """The page that says so, in every language of the house: a guest may know but one."""
    said = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            words = {"lang": code, "title": _("Your access has ended")}
            words["lead"] = _(
                "This account was opened for an inspection. Its time has passed, or was ended. "
                "Whoever opened it can prolong it."
            )
            said.append(words)
    context = {"title": _("Your access has ended"), "said": said}
    response = render(request, "people/access_over.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


@method_decorator(login_not_required, name="dispatch")
class AccessOver(View):
    """Where a guest is led who comes when the time has ended."""

    def get(self, request):
        return over(request)
