"""Signing in and out; the language and the light that a reader chose are remembered."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views import View

from common.models import TranslatedText, deed, record
from people.models import Organisation, Person
from people.signin import enter


class SignInForm(AuthenticationForm):
    """User name or e-mail, and password; the answer never says which of them was wrong."""

    error_messages = {
        "invalid_login": _("The user name or the password is wrong. Try again."),
        "inactive": _("The user name or the password is wrong. Try again."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name or e-mail")
        self.fields["password"].label = _("Password")

    def confirm_login_allowed(self, user):
        """A guest whose time has ended is told so on a page of its own."""
        if not user.is_over:
            super().confirm_login_allowed(user)


class SignIn(LoginView):
    """The door; after five wrong passwords it stays shut for a quarter of an hour."""

    template_name = "sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        sample = [
            account | {"position": TranslatedText(account["position"])}
            for account in Organisation.current().switches.get("sample_accounts", [])
        ]
        return super().get_context_data(sample_accounts=sample, **kwargs)

    def form_valid(self, form):
        go_to = self.get_success_url()
        return HttpResponseRedirect(enter(self.request, form.get_user(), go_to=go_to))

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class SignOut(LogoutView):
    """Ends the session; only asked by a form."""

    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            with deed(by=request.user):
                record(request.user, "sign_out", by=request.user)
        return super().post(request, *args, **kwargs)


def back(request) -> HttpResponseRedirect:
    """To the page the reader came from, if it is one of ours."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(asked if safe else "/")


def keep_language(user, chosen: str) -> None:
    """The person's letters come in this language from now on; a change like any other. A guest
    gets no letters.
    """
    if user.is_guest:
        return
    with deed(by=user):
        person = Person.objects.select_for_update().get(pk=user.person_id)
        if person.language != chosen:
            person.language = chosen
            person.save()
            record(person, "change", by=user, fields=["language"])


@method_decorator(login_not_required, name="dispatch")
class SetLanguage(View):
    """The language of the pages, and of this person's letters."""

    def post(self, request):
        response = back(request)
        chosen = request.POST.get("language", "")
        if chosen in dict(settings.LANGUAGES):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
            if request.user.is_authenticated:
                keep_language(request.user, chosen)
        return response


@method_decorator(login_not_required, name="dispatch")
class SetTheme(View):
    """Light, dark, or as the device has it."""

    def post(self, request):
        response = back(request)
        if request.POST.get("theme") in ("light", "dark", "auto"):
            response.set_cookie(
                "theme",
                request.POST["theme"],
                max_age=settings.LANGUAGE_COOKIE_AGE,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response
