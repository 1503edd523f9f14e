"""The results go to the general meeting, and it heard them (000/2.5, 2.6)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.views import ActPage, StepPage
from monitoring.forms.announce import AgendaForm, AnnounceForm
from monitoring.models import Campaign

from .of_campaign import OfCampaign


class Announce(StepPage):
    """The meeting heard the results: from now on everybody may see them."""

    model = Campaign
    permission = "monitoring.view_campaign"
    step_forms = {"announce": AnnounceForm}
    sentences = {
        "announce": gettext_lazy(
            "Every employee may now see the places, is asked to look at their own result and may "
            "object to it; the month for the corrections of the work plan counts from the day of "
            "the meeting."
        )
    }

    def get_success_url(self):
        return f"{self.object.get_absolute_url()}?tab=proposals#tab"


class PutOnAgenda(OfCampaign, ActPage):
    """The results are put on the agenda of a planned meeting."""

    permission = "monitoring.put_on_agenda_campaign"
    form_class = AgendaForm
    title = gettext_lazy("Put on the agenda of the meeting")
    submit_label = gettext_lazy("Put on the agenda")
    template_name = "monitoring/agenda.html"
    tab = "protocol"

    def not_now(self, *, may):
        if may and self.campaign.kind.heard_by_id is None:
            return _("No meeting hears the results of this kind.")
        if may and (self.campaign.is_told or self.campaign.state == "cancelled"):
            return _("A meeting heard the results already.")
        return ""

    def get_form_kwargs(self):
        given = super().get_form_kwargs()
        return given | {"campaign": self.campaign, "user": self.request.user}

    def act(self, form):
        meeting = form.cleaned_data["meeting"]
        self.campaign.put_on_agenda(by=self.request.user, meeting=meeting)
        return meeting

    def done_sentence(self):
        return _("It is on the agenda.")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(about=str(self.campaign), **kwargs)
        kind, user = self.campaign.kind.heard_by_id, self.request.user
        url = f"{reverse('planning:meeting_add')}?kind={kind}"
        return context | {
            "has_meetings": context["form"].fields["meeting"].queryset.exists(),
            "plan_url": url if user.has_perm("planning.add_meeting") else "",
        }
