"""The work schedule of the commission: its stages on the page of the campaign (000/4.1)."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import held_together
from common.models import record
from common.views import CreatePage, EditPage, ObjectActPage
from common.views.page import Page
from monitoring import campaign_tabs, schedule_proposal
from monitoring.forms.commission import StageForm
from monitoring.models import Campaign, ScheduleLine

OPEN = ("preparation", "criteria", "formed", "collecting", "scoring")


def tab_url(campaign) -> str:
    """The schedule on the page of its campaign."""
    return f"{campaign.get_absolute_url()}?tab=schedule#tab"


def schedule_context(campaign, request) -> dict:
    """What the tab shows; every employee reads it (000/4.3)."""
    may = request.user.has_perm("monitoring.change_schedule", campaign)
    stages = list(campaign.schedule.select_related("responsible"))
    for one in stages:
        one.who = held_together(one.responsible.short_name) if one.responsible else ""
    return {
        "stages": stages,
        "may_change": may and campaign.state in OPEN,
    }


campaign_tabs.register(
    campaign_tabs.CampaignTab(
        "schedule",
        gettext_lazy("Work schedule"),
        "monitoring/tab_schedule.html",
        20,
        schedule_context,
    )
)


class OfSchedule(Page):
    """A page on the schedule of the campaign of the address."""

    permission = "monitoring.change_schedule"

    @cached_property
    def campaign(self) -> Campaign:
        """Of which campaign it is."""
        return get_object_or_404(
            Campaign.objects.visible_to(self.request.user), pk=self.kwargs["pk"]
        )

    def permission_object(self):
        return self.campaign

    def not_now(self, *, may):
        if may and self.campaign.state not in OPEN:
            words = _("The campaign is now “%(state)s”: its schedule does not change any more.")
            return words % {"state": self.campaign.get_state_display()}
        return ""

    def back_url(self):
        return tab_url(self.campaign)

    def get_cancel_url(self):
        return tab_url(self.campaign)

    def get_success_url(self):
        return tab_url(self.campaign)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"campaign": self.campaign}


class StageAdd(OfSchedule, CreatePage):
    """One more stage, at the end."""

    model = ScheduleLine
    form_class = StageForm
    title = gettext_lazy("New stage of the schedule")

    def save(self, form):
        last = self.campaign.schedule.order_by("-order").first()
        form.instance.campaign = self.campaign
        form.instance.order = (last.order if last else 0) + 1
        return form.save()


class StageEdit(OfSchedule, EditPage):
    """Other days, another place."""

    model = ScheduleLine
    form_class = StageForm
    title = gettext_lazy("Change the stage")
    pk_url_kwarg = "stage"

    def get_queryset(self):
        return self.campaign.schedule.all()

    def permission_object(self):
        self.object = self.get_object()
        return self.campaign


class StageRemove(OfSchedule, ObjectActPage):
    """A stage that is not needed."""

    model = ScheduleLine
    form_class = forms.Form
    title = gettext_lazy("Take the stage off")
    submit_label = gettext_lazy("Take off")
    pk_url_kwarg = "stage"
    danger = True

    def get_queryset(self):
        return self.campaign.schedule.all()

    def permission_object(self):
        self.object = self.get_object()
        return self.campaign

    def get_form_kwargs(self):
        found = super().get_form_kwargs()
        found.pop("campaign")
        return found

    def act(self, form):
        self.object.delete()
        record(self.campaign, "remove_stage", by=self.request.user)
        return self.campaign

    def where_next(self, done):
        return tab_url(done)

    def done_sentence(self):
        return _("The stage is taken off.")


class Propose(OfSchedule, ObjectActPage):
    """The usual stages, between the days of the campaign."""

    model = Campaign
    form_class = forms.Form
    title = gettext_lazy("Propose the usual stages")
    submit_label = gettext_lazy("Put them in")
    sentence = gettext_lazy("The usual stages are put in with their days; change any of them then.")

    def permission_object(self):
        self.object = self.campaign
        return self.campaign

    def get_form_kwargs(self):
        found = super().get_form_kwargs()
        found.pop("campaign")
        return found

    def act(self, form):
        schedule_proposal.propose(self.campaign, by=self.request.user)
        return self.campaign

    def where_next(self, done):
        return tab_url(done)

    def done_sentence(self):
        return _("The schedule is proposed: look it through.")
