"""Naming what is scored where not all take part: suppliers, trainers (004/7.4)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.views import ActPage
from monitoring import participant_deeds
from monitoring.forms.participants import NameForm

from .of_campaign import OfCampaign
from .participants import OfParticipant


class NameParticipants(OfCampaign, ActPage):
    """Choose them from what the house knows, or write down new ones."""

    permission = "monitoring.change_participants"
    form_class = NameForm
    title = gettext_lazy("Name what is scored")
    submit_label = gettext_lazy("Put on the list")
    tab = "participants"

    def not_now(self, *, may):
        return self.campaign.why_not_named() if may else ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"campaign": self.campaign}

    def act(self, form):
        participant_deeds.name(self.campaign, by=self.request.user, **form.cleaned_data)
        return self.campaign

    def where_next(self, done):
        return self.back_url()

    def done_sentence(self):
        return _("On the list: %(count)s.") % {"count": self.campaign.participants.count()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"about": str(self.campaign), **kwargs})


class TakeOff(OfParticipant):
    """What was named by mistake comes off, until the scoring begins."""

    form_class = forms.Form
    template_name = "pages/step.html"
    title = gettext_lazy("Take off the list")
    submit_label = gettext_lazy("Take off the list")
    danger = True

    def not_now(self, *, may):
        return participant_deeds.why_not_taken_off(self.object) if may else ""

    def act(self, form):
        participant_deeds.take_off(self.object, by=self.request.user)
        return self.object.campaign

    def done_sentence(self):
        return _("It is off the list.")
