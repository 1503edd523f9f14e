"""My own page, my password, where I am signed in."""

from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView, TemplateView

from common.dates import date_and_time
from common.models import deed, record
from common.views import Page
from people import devices
from people.forms.factor import ChangePasswordForm
from people.middleware import KEPT


class Me(Page, RedirectView):
    """My own page, with what was asked of it."""

    permission = "people.view_person"

    def get_redirect_url(self):
        asked = self.request.META.get("QUERY_STRING", "")
        page = self.request.user.person.get_absolute_url()
        return f"{page}?{asked}" if asked else page

    def get_context_data(self, **kwargs):
        return kwargs


class ChangePassword(Page, PasswordChangeView):
    """A new password of my own; the old one is asked, and the other sessions end."""

    permission = "people.change_password"
    template_name = "pages/form.html"
    form_class = ChangePasswordForm
    title = gettext_lazy("New password")
    success_url = reverse_lazy("people:me")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit_label=_("Change the password"), cancel_url=reverse("people:me"), **kwargs
        )

    def form_valid(self, form):
        with deed(by=self.request.user):
            response = super().form_valid(form)
            others(self.request).end()
            record(self.request.user, "change_password", by=self.request.user)
            # Every other session carries a digest of the old password and is none from now on.
            record(self.request.user, "end_other_sessions", by=self.request.user)
        messages.success(
            self.request, _("The password is changed, and your other sessions are ended.")
        )
        return response

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


def this_one(request) -> int | None:
    """The session this request came in."""
    return request.session.get(KEPT, {}).get("row")


def others(request):
    """My sessions but this one."""
    return request.user.sessions.standing().exclude(pk=this_one(request))


class MySessions(Page, TemplateView):
    """Where I am signed in; I end one, or all but this one."""

    permission = "people.own_sessions"
    template_name = "people/sessions.html"
    title = gettext_lazy("My sessions")

    def get_context_data(self, **kwargs):
        here = this_one(self.request)
        shown = [
            {
                "pk": session.pk,
                "device": devices.in_words(session.agent),
                "ip": session.ip or "",
                "began": date_and_time(session.began_at),
                "seen": date_and_time(session.seen_at),
                "here": session.pk == here,
            }
            for session in self.request.user.sessions.standing()
        ]
        shown.sort(key=lambda session: not session["here"])
        return super().get_context_data(
            sessions=shown, others=any(not s["here"] for s in shown), **kwargs
        )

    def post(self, request):
        """End the session that the button names; all others when it names none."""
        asked = request.POST.get("session", "")
        if asked:
            number = int(asked[:18]) if asked.isdecimal() else 0
            chosen = get_object_or_404(request.user.sessions, pk=number)
            rows = request.user.sessions.filter(pk=chosen.pk)
        else:
            rows = others(request)
        with deed(by=request.user):
            if ended := rows.end():
                record(request.user, "end_sessions", by=request.user, sessions=ended)
        messages.success(request, _("Done: it is signed out there."))
        return HttpResponseRedirect(reverse("people:sessions"))
