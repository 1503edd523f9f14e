"""The backups there are, how long they stay, and the sheet with their key (004/7.5.5)."""

import segno
from django import forms
from django.contrib.auth import authenticate
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from common.backup import keys
from common.backup.faults import BackupFault
from common.backup.lacking import lacking, printed
from common.backup.place import kept_until, places
from common.dates import date_and_time, numeric
from common.models import Check, deed, record
from common.printing import pdf_response
from common.views import Fact, Page

REHEARSED = {True: ("green", gettext_lazy("Good")), False: ("red", gettext_lazy("Faults found"))}


class Backups(Page, TemplateView):
    """Which backups lie where, until when, and what the rehearsals said of them."""

    template_name = "backups.html"
    permission = "common.manage_backups"
    title = gettext_lazy("Backups")

    def get_context_data(self, **kwargs):
        rehearsals = {
            check.facts.get("set"): check
            for check in Check.objects.filter(kind="rehearsal", ended_at__isnull=False)
            .order_by("started_at")
            .only("kind", "started_at", "ended_at", "is_good", "facts")
        }
        return super().get_context_data(
            places=[self._place(place, rehearsals) for place in places()],
            facts=self._facts(),
            lacking=lacking(),
            printed=printed(),
            **kwargs,
        )

    def _place(self, place, rehearsals: dict) -> dict:
        try:
            found = place.sets()
        except OSError as error:
            return {"name": str(place), "trouble": str(error)}
        until = kept_until(found)
        return {"name": str(place), "sets": [self._row(s, until, rehearsals) for s in found]}

    def _row(self, one, until: dict, rehearsals: dict) -> dict:
        check, last = rehearsals.get(one.name), until[one.name]
        tone, word = REHEARSED[check.is_good] if check else ("", "")
        return {
            "taken": date_and_time(one.taken_at),
            "size": one.size,
            "until": numeric(last) if last else _("for ever"),
            "name": one.name,
            "check": check,
            "state": {"tone": tone, "label": word} if check else None,
        }

    def _facts(self) -> list[Fact]:
        good = Check.objects.filter(is_good=True).newest("rehearsal")
        seconds = good.facts.get("seconds") if good else None
        back = _("%(seconds)s seconds, as the last good rehearsal measured")
        return [
            Fact(_("Lost at the very worst"), _("the work of one day: each night has its backup")),
            Fact(
                _("Back after"),
                _("not measured yet")
                if seconds is None
                else back % {"seconds": number_format(seconds, 1)},
            ),
        ]


class KeyForm(forms.Form):
    """The password again: who has the key can read everything."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        user = authenticate(
            self.request,
            username=self.request.user.username,
            password=self.cleaned_data["password"],
        )
        if user is None:
            raise forms.ValidationError(_("The password is wrong; nothing was printed."))
        return ""


class KeySheet(Page, FormView):
    """The key of the backups as a sheet for the safe; that it was printed stands in the journal."""

    template_name = "backup_key.html"
    permission = "common.manage_backups"
    title = gettext_lazy("The key of the backups")
    form_class = KeyForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit_label=_("Print the key"), cancel_url=reverse("backups"), **kwargs
        )

    def form_valid(self, form):
        try:
            identity = keys.identity()
        except BackupFault as fault:
            form.add_error(None, str(fault))
            return self.form_invalid(form)
        secret = str(identity)
        context = {
            "title": _("The key of the backups"),
            "secret": secret,
            "public": str(identity.to_public()),
            "places": [str(place) for place in places()],
            "qr": segno.make(secret, error="m", micro=False).svg_data_uri(
                border=0, omitsize=True, xmldecl=False
            ),
        }
        response = pdf_response("print/backup_key.html", context, "backup-key.pdf")
        with deed(by=self.request.user):
            record(None, "print_key", by=self.request.user, key=context["public"])
        return response

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response
