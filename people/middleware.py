"""Sessions: noted when they begin, ended when nobody works in them, shut till a second factor."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import UserSession
from people.signin import DUE, SET_UP, what_is_due

KEPT = "sitting"  # in the session: the row, its key, when it was last seen
TOLD = 60  # seconds between two notes of being seen


class SessionsMiddleware:
    """Ends an idle session; notes, once a minute at most, that its owner is here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            kept = request.session.get(KEPT)
            if kept is None:
                _begin(request, request.user)
            elif _clock() - kept["seen"] > settings.SESSION_IDLE * 60:
                logout(request)
                messages.info(request, _("You were away for a while: sign in again, please."))
            elif _clock() - kept["seen"] > TOLD:
                _seen(request, kept)
        response = self.get_response(request)
        _follow_key(request)
        return response


def _clock() -> float:
    return timezone.now().timestamp()


def _begin(request, user) -> None:
    session = UserSession.begin(request, user)
    # Being seen saves the session; its longest day stays counted from its beginning.
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    request.session.set_expiry(session.began_at + longest)
    request.session[KEPT] = {"row": session.pk, "key": session.key, "seen": _clock()}


def _seen(request, kept: dict) -> None:
    """Somebody works in it; one that was ended elsewhere ends here, wherever its key came from."""
    standing = UserSession.objects.filter(pk=kept["row"], ended_at=None)
    if standing.update(seen_at=timezone.now()):
        request.session[KEPT] = kept | {"seen": _clock()}
    else:
        logout(request)


def _follow_key(request) -> None:
    """A session that got a new key, as with a new password, stays the same session."""
    kept = request.session.get(KEPT)
    key = request.session.session_key
    if kept and key and kept["key"] != key:
        UserSession.objects.filter(pk=kept["row"], ended_at=None).update(key=key)
        request.session[KEPT] = kept | {"key": key}


@receiver(user_logged_in)
def _signed_in(request, user, **kwargs):
    _begin(request, user)


@receiver(user_logged_out)
def _signed_out(request, **kwargs):
    if kept := request.session.get(KEPT):
        UserSession.objects.filter(pk=kept["row"]).update(key="", ended_at=timezone.now())


# Who must have a second factor ----------------------------------------------------------------

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
