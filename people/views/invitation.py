"""The pages behind a link: choose a password; type a printed code; say that it is forgotten."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormView

from common import caller
from common.dates import date_and_time
from common.models import deed, record
from common.rates import within
from people.forms.account import ChoosePasswordForm, CodeForm, ForgotForm
from people.models import Invitation, InvitationClosed, Organisation
from people.signin import enter, find_user

HOUR = 3600
GONE = {"used": 410, "withdrawn": 410, "expired": 410, None: 404}


def too_many(request, what: str, limit: int, who: str = "") -> bool:
    """Whether this address (or this name) knocked too often within an hour."""
    who = who or caller.current().ip or request.META.get("REMOTE_ADDR", "")
    return not within(what, who, limit=limit, seconds=HOUR)


class Public:
    """A page for those who are not signed in yet."""

    title = ""
    submit_label = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **{"title": self.title, "submit_label": self.submit_label} | kwargs
        )

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


@method_decorator(login_not_required, name="dispatch")
class Invited(Public, FormView):
    """The owner of an account chooses a password, and is in."""

    template_name = "people/invited.html"
    form_class = ChoosePasswordForm
    title = gettext_lazy("Choose a password")
    submit_label = gettext_lazy("Save the password and come in")

    def dispatch(self, request, *args, **kwargs):
        self.invitation = Invitation.objects.find(kwargs["token"])
        standing = self.invitation.standing if self.invitation else None
        if standing != "open":
            return self.closed(standing, GONE[standing])
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.invitation.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            account=self.invitation.user,
            until=date_and_time(self.invitation.expires_at),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            self.invitation.take(form.cleaned_data["new_password1"])
        except InvitationClosed as closed:
            return self.closed(str(closed), 409)
        user = self.invitation.user
        messages.success(self.request, _("The password is saved."))
        # The link is no way around a second factor: who has one is asked for it now.
        go_to = reverse("home" if user.is_employee else "people:sessions")
        return HttpResponseRedirect(enter(self.request, user, go_to=go_to))

    def closed(self, standing, status):
        """Used, withdrawn, too old, or never made: what it is, and whom to ask."""
        asked = getattr(self.invitation, "made_by", None)
        context = {
            "title": _("This link opens nothing"),
            "standing": standing,
            "ask": asked and asked.person,
            "organisation": Organisation.current(),
        }
        return render(self.request, "people/invitation_closed.html", context, status=status)


@method_decorator(login_not_required, name="dispatch")
class EnterCode(Public, FormView):
    """The code of a printed invitation, typed by hand."""

    template_name = "people/public_form.html"
    form_class = CodeForm
    title = gettext_lazy("I have an invitation")
    submit_label = gettext_lazy("Go on")
    extra_context = {
        "lead": gettext_lazy("The code stands on the paper that the administrator handed to you.")
    }

    def post(self, request, *args, **kwargs):
        if too_many(request, "code", 20):
            return render(request, "people/too_often.html", status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        code = form.cleaned_data["code"]
        if Invitation.objects.find(code) is None:
            form.add_error("code", _("There is no such invitation: compare it sign by sign."))
            return self.form_invalid(form)
        token = "".join(sign for sign in code.casefold() if sign.isalnum())
        return HttpResponseRedirect(reverse("invitation", args=[token]))


@method_decorator(login_not_required, name="dispatch")
class Forgot(Public, FormView):
    """A link by letter for whoever forgot the password; the answer never says who exists."""

    template_name = "people/public_form.html"
    form_class = ForgotForm
    title = gettext_lazy("Forgotten password")
    submit_label = gettext_lazy("Send the letter")

    def get_context_data(self, **kwargs):
        lead = _("A letter with a link comes to the address we know; it is valid for a day.")
        return super().get_context_data(lead=lead, **kwargs)

    def post(self, request, *args, **kwargs):
        if too_many(request, "forgot", 10):
            return render(request, "people/too_often.html", status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        name = form.cleaned_data["username"]
        user = find_user(name)
        known = user.username if user else name.strip().casefold()
        if not too_many(self.request, "forgot-name", 3, known):
            with deed():
                # The same row for a name nobody has: the trail shows who guesses, and the
                # answer takes as long.
                record(user, "forgot_password", by=None)
                if user:
                    user.forgot()
        return render(
            self.request,
            "people/forgotten.html",
            {"title": _("Look into your letters")},
        )
