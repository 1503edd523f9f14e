"""Inviting those who have an account and no password yet, several at a time."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from common.models import StepNotAllowed, deed
from common.views import Page
from people.forms.account import BY_LETTER, InviteSeveralForm
from people.models import User
from people.pdf import invitation_paper


class InviteSeveral(Page, FormView):
    """A new link for each of those chosen: on paper, in one file, or by letter."""

    permission = "people.invite_user"
    template_name = "people/invite_several.html"
    form_class = InviteSeveralForm
    title = gettext_lazy("Invite several")
    lead = gettext_lazy(
        "These have an account and never chose a password. Each link is new, works once and for "
        "a week; a link made before opens nothing any more. Whoever has no link that opens is "
        "ticked."
    )

    def accounts(self):
        rows = User.objects.visible_to(self.request.user).exclude(pk=self.request.user.pk)
        return rows.invited().select_related("person").order_by("person__sorted_as", "pk")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"accounts": self.accounts()}

    def get_context_data(self, **kwargs):
        anybody = self.accounts().exists()
        return super().get_context_data(
            anybody=anybody,
            lead=self.lead if anybody else "",
            submit_label=self.title,
            cancel_url=reverse("people:accounts"),
            **kwargs,
        )

    def form_valid(self, form):
        by, by_letter = self.request.user, form.cleaned_data["way"] == BY_LETTER
        users = list(form.cleaned_data["accounts"])
        try:
            with deed(by=by):
                for user in users:
                    user.invite(by=by, by_letter=by_letter)
        except StepNotAllowed as late:  # somebody chose a password meanwhile
            form.add_error(None, str(late))
            return self.form_invalid(form)
        if not by_letter:
            return invitation_paper([user.invitation for user in users])
        words = _("Invitations on their way by letter: %(count)s. Each link is valid for a week.")
        messages.success(self.request, words % {"count": len(users)})
        return HttpResponseRedirect(reverse("people:accounts"))

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response
