"""Naming what is scored where not all take part: suppliers, trainers (004/7.4)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.views import ObjectActPage
from monitoring import participant_deeds
from monitoring.forms.participants import NameForm
from monitoring.models import Campaign

from .participants import OfParticipant


class NameParticipants(ObjectActPage):
    """Choose them from what the house knows, or write down new ones."""

    model = Campaign
    permission = "monitoring.change_participants"
    template_name = "pages/form.html"
    form_class = NameForm
    title = gettext_lazy("Name what is scored")
    submit_label = gettext_lazy("Put on the list")

    def get_queryset(self):
        return Campaign.objects.visible_to(self.request.user).select_related("kind")

    def not_now(self, *, may):
        if may and (self.object.kind.takes_all or not self.object.is_being_prepared):
            return _("Who takes part is not chosen any more.")
        return ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"campaign": self.object}

    def act(self, form):
        participant_deeds.name(self.object, by=self.request.user, **form.cleaned_data)
        return self.object

    def back_url(self):
        return f"{self.object.get_absolute_url()}?tab=participants#tab"

    def where_next(self, done):
        return self.back_url()

    def get_cancel_url(self):
        return self.back_url()

    def done_sentence(self):
        return _("On the list: %(count)s.") % {"count": self.object.participants.count()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"about": str(self.object), **kwargs})


class TakeOff(OfParticipant):
    """What was named by mistake comes off, until the scoring begins."""

    form_class = forms.Form
    template_name = "pages/step.html"
    title = gettext_lazy("Take off the list")
    submit_label = gettext_lazy("Take off the list")
    danger = True

    def not_now(self, *, may):
        campaign = self.object.campaign
        if may and (campaign.kind.takes_all or not campaign.is_being_prepared):
            return _("Who takes part is not chosen any more.")
        return ""

    def act(self, form):
        participant_deeds.take_off(self.object, by=self.request.user)
        return self.object.campaign

    def back_url(self):
        return f"{self.object.campaign.get_absolute_url()}?tab=participants#tab"

    def done_sentence(self):
        return _("It is off the list.")
