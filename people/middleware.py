"""Who must have a second factor opens nothing else before it is there."""

from django.http import HttpResponseRedirect
from django.urls import reverse

from people.signin import DUE, SET_UP, what_is_due

#: What may be opened meanwhile, besides pages for everybody.
OPEN = {
    "sign_out",
    "people:factors",
    "people:app_add",
    "people:passkey_add",
    "people:passkey_make",
    "people:recovery",
    "people:recovery_paper",
}


class SecondFactorMiddleware:
    """Leads to the page that is due; asks the database nothing of sessions that owe nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "login_required", True) or not request.session.get(DUE):
            return None
        if not request.user.is_authenticated:
            return None
        if what_is_due(request) == SET_UP:
            if request.resolver_match.view_name in OPEN:
                return None
            return HttpResponseRedirect(reverse("people:factors"))
        if request.resolver_match.view_name == "sign_out":
            return None
        return HttpResponseRedirect(reverse("second_step"))
