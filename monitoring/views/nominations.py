"""Nominations: what the scores propose is shown, the commission determines (000/4.4)."""

from django.db.models import Max
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.models import deed, record
from common.views import CreatePage, EditPage
from common.views.page import ObjectPage
from monitoring.forms.protocol import NominationForm
from monitoring.models import Campaign, Nomination
from monitoring.proposed_nominations import proposed
from monitoring.signing_now import check_open, why_closed

from .of_campaign import OfCampaign


class NominationPage(OfCampaign):
    """A page of the nominations of a campaign; shut while the protocol is signed and after."""

    model = Nomination
    form_class = NominationForm
    permission = "monitoring.change_nominations"
    tab = "protocol"

    def not_now(self, *, may):
        if not may:
            return ""
        if not self.campaign.has_results:
            return _("Nominations are determined when the results are computed.")
        return why_closed(self.campaign)

    def get_queryset(self):
        return Nomination.objects.filter(campaign=self.campaign)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"campaign": self.campaign}

    def get_success_url(self):
        return self.back_url()

    def save(self, form):
        held = Campaign.objects.select_for_update().get(pk=self.campaign.pk)
        check_open(held)
        return super().save(form)


class NominationCreate(NominationPage, CreatePage):
    """One more nomination, perhaps begun with what the scores propose."""

    title = gettext_lazy("New nomination")

    def get_initial(self):
        asked = self.request.GET.get("proposed", "")
        found = proposed(self.campaign)
        return found[int(asked)].initial() if asked.isdecimal() and int(asked) < len(found) else {}

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=str(self.campaign), **kwargs)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.instance.campaign = self.campaign
        return form

    def save(self, form):
        last = self.campaign.nominations.aggregate(last=Max("order"))["last"] or 0
        form.instance.order = last + 1
        return super().save(form)


class NominationEdit(NominationPage, EditPage):
    """Another title, direction, person or ground."""

    title = gettext_lazy("Nomination")

    def permission_object(self):
        EditPage.permission_object(self)
        return self.campaign


class NominationRemove(NominationPage, ObjectPage, SingleObjectMixin, FormView):
    """Take a nomination off."""

    http_method_names = ["post"]

    def permission_object(self):
        ObjectPage.permission_object(self)
        return self.campaign

    def post(self, request, *args, **kwargs):
        with deed(by=request.user):
            held = Campaign.objects.select_for_update().get(pk=self.campaign.pk)
            check_open(held)
            row = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
            record(held, "remove_nomination", by=request.user, nomination=row.pk)
            row._change_reason = "remove_nomination"
            row.delete()
        return HttpResponseRedirect(self.back_url())
