"""Letting an inspector in, letting them stay, seeing them out (004/5.5.1, 7.5.5)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import AlreadySent, Sent, deed
from common.qr import qr
from common.views.act import ObjectActPage
from common.views.edit import sent_before
from documents.forms.inspections import AccessForm, EndForm, NewLinkForm, ProlongForm
from documents.models import Inspection, InspectionAccess


class GiveAccess(ObjectActPage):
    """One click: the first inspector without an account, until the end of the working day.

    The page that answers shows the link, this once: only a hash of it is kept.
    """

    model = Inspection
    permission = "documents.keep_inspection"
    form_class = AccessForm
    title = gettext_lazy("Give access")
    submit_label = title
    sentence = gettext_lazy(
        "The inspector gets an account that only reads, and only what this inspection shows. "
        "It ends by itself. The next page shows its link, once."
    )

    def get_initial(self):
        taken = self.object.accesses.values_list("user__person__surname", "user__person__given")
        left = [name for name in self.object.names() if name not in {*taken}]
        surname, given = left[0] if left else ("", "")
        return super().get_initial() | {"surname": surname, "given": given}

    def not_now(self, *, may):
        is_over = may and self.object.state == Inspection.State.CLOSED
        return _("The inspection is closed.") if is_over else ""

    def act(self, form):
        return InspectionAccess.give(self.object, by=self.request.user, **form.cleaned_data)

    def form_valid(self, form):
        try:
            with deed(by=self.request.user):
                sent = Sent.take(self.request)
                access = self.act(form)
                if sent:
                    sent.led_to(access.get_absolute_url())
        except AlreadySent as error:
            return sent_before(self.request, error)
        except ValidationError as error:
            self.refuse(form, error)
            return self.form_invalid(form)
        return self.told(access)

    def told(self, access):
        """The link, on a page that nobody keeps; without one, back to the inspection."""
        invitation = access.user.invitation
        if invitation is None:
            messages.success(self.request, _("The account reads on."))
            return HttpResponseRedirect(access.get_absolute_url())
        return link_page(self.request, access)


def link_page(request, access, asked=None) -> HttpResponse:
    """The link, shown once, and how far the package is that was asked for with it."""
    invitation = access.user.invitation
    context = {
        "title": _("The link of the inspector"),
        "access": access,
        "invitation": invitation,
        "qr": qr(invitation.url),
        "code_url": request.build_absolute_uri(reverse("invitation_code")),
        "asked": asked,
    }
    response = render(request, "documents/inspection_link.html", context)
    response["Cache-Control"] = "no-store"
    return response


class AccessPage(GiveAccess):
    """A deed on one account, reached through its inspection."""

    model = InspectionAccess
    pk_url_kwarg = "access"

    def get_initial(self):
        return {}

    def get_queryset(self):
        rows = super().get_queryset().filter(inspection=self.kwargs["pk"])
        return rows.select_related("inspection", "user__person")

    def not_now(self, *, may):
        is_over = may and self.object.inspection.state == Inspection.State.CLOSED
        return _("The inspection is closed.") if is_over else ""


class ProlongAccess(AccessPage):
    """The account reads on, also after it has ended; the reason is kept."""

    form_class = ProlongForm
    title = gettext_lazy("Prolong the access")
    submit_label = title
    sentence = gettext_lazy("The same account reads on until the new moment.")

    def act(self, form):
        self.object.prolong(by=self.request.user, **form.cleaned_data)
        return self.object


class NewLink(AccessPage):
    """The link was lost before a password was chosen: another one for the same account."""

    form_class = NewLinkForm
    title = gettext_lazy("Give a new link")
    submit_label = title
    sentence = gettext_lazy(
        "The link that was given before opens nothing any more. The next page shows the new one, "
        "once; until when the account reads stays as it is."
    )

    def act(self, form):
        self.object.link_again(by=self.request.user)
        return self.object


class EndAccess(AccessPage):
    """The inspector is seen out before the time."""

    form_class = EndForm
    title = gettext_lazy("End the access")
    submit_label = title
    sentence = gettext_lazy(
        "The inspector reads on until you give a reason and press the button below; from that "
        "moment the account opens nothing any more."
    )
    danger = True

    def act(self, form):
        self.object.end(by=self.request.user, **form.cleaned_data)
        return self.object

    def told(self, access):
        messages.success(
            self.request, _("The access has ended: the next click of the inspector says so.")
        )
        return HttpResponseRedirect(access.get_absolute_url())
