"""Rewards by the results: entered, given by an order, letters of thanks printed (000/2.3)."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.models import deed, record
from common.printing import show
from common.views import ActPage, CreatePage, EditPage
from common.views.page import ObjectPage, Page
from monitoring.award_letters import LANGUAGES, letters_of, letters_pdf
from monitoring.forms.award import AwardForm
from monitoring.models import Award, Campaign

from .of_campaign import OfCampaign


class AwardPage(OfCampaign):
    """A page of the rewards of a campaign; shut when their order is on its way."""

    model = Award
    form_class = AwardForm
    permission = "monitoring.change_awards"
    tab = "awards"

    def not_now(self, *, may):
        if not may or self.campaign.awards_are_open():
            return ""
        if not self.campaign.has_results:
            return _("Rewards are entered when the results are computed.")
        return _("The order on rewards is on its way or signed already.")

    def get_queryset(self):
        return Award.objects.filter(campaign=self.campaign)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"campaign": self.campaign}

    def get_success_url(self):
        return self.back_url()

    def hold(self) -> None:
        """Lock the campaign, and refuse if the order was sent in the meantime."""
        held = Campaign.objects.select_for_update(of=("self",)).get(pk=self.campaign.pk)
        held.check_awards_open()

    def save(self, form):
        self.hold()
        return super().save(form)


class AwardCreate(AwardPage, CreatePage):
    """One more reward."""

    title = gettext_lazy("New reward")

    def get_initial(self):
        asked = self.request.GET.get("to", "")
        given = {"kind": Award.Kind.COMMENDATION}
        if asked.isdecimal():
            given["participant"] = asked[:18]
        return super().get_initial() | given

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=str(self.campaign), **kwargs)


class AwardEdit(AwardPage, EditPage):
    """Another reward or ground."""

    title = gettext_lazy("Reward")

    def permission_object(self):
        EditPage.permission_object(self)
        return self.campaign


class AwardRemove(AwardPage, ObjectPage, SingleObjectMixin, FormView):
    """Take a reward off."""

    http_method_names = ["post"]

    def permission_object(self):
        ObjectPage.permission_object(self)
        return self.campaign

    def post(self, request, *args, **kwargs):
        with deed(by=request.user):
            self.hold()
            row = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
            record(self.campaign, "remove_award", by=request.user, award=row.pk)
            row._change_reason = "remove_award"
            row.delete()
        return HttpResponseRedirect(self.back_url())


class AwardOrder(AwardPage, ActPage):
    """The order on rewards is drafted, a point for each."""

    form_class = forms.Form
    title = gettext_lazy("Draft the order on rewards")
    submit_label = gettext_lazy("Draft the order")
    template_name = "pages/step.html"

    def get_form_kwargs(self):
        given = super().get_form_kwargs()
        given.pop("campaign")
        return given

    def act(self, form):
        return self.campaign.draft_award_order(by=self.request.user)

    def done_sentence(self):
        return _("The draft is written: look it through and send it along its route.")

    def get_context_data(self, **kwargs):
        words = _(
            "A draft of the order with a point for each reward; whom it names may read it when it "
            "is signed. A draft that is there already is written anew."
        )
        return super().get_context_data(sentence=words, number=str(self.campaign), **kwargs)


class LettersPage(OfCampaign, Page, View):
    """Letters of thanks as one PDF; each employee may open their own."""

    permission = "monitoring.print_letters_of_thanks"
    title = gettext_lazy("Letters of thanks")
    tab = "awards"

    def not_now(self, *, may):
        if not may or self.campaign.awards_given():
            return ""
        return _("Letters of thanks are printed when the order on rewards is signed.")

    def letters(self):
        """Which letters."""
        rows = letters_of(self.campaign)
        if pk := self.kwargs.get("pk"):
            rows = rows.filter(pk=pk)
        if not rows:
            raise Http404
        return rows

    def get(self, request, *args, **kwargs):
        asked = request.GET.get("lang") or request.LANGUAGE_CODE
        if "lang" in request.GET and asked not in dict(settings.LANGUAGES):
            raise Http404
        language = asked if asked in LANGUAGES else LANGUAGES[0]
        data = letters_pdf(self.campaign, self.letters(), language)
        return show(data, f"thanks_{self.campaign.year}_{language}.pdf")


class OwnLetter(LettersPage):
    """The letter of one award, for who keeps them and whose it is."""

    permission = "monitoring.print_letter_of_thanks"

    def permission_object(self):
        rows = letters_of(self.campaign)
        self.award = get_object_or_404(rows, pk=self.kwargs["pk"])
        user = self.request.user
        if not user.has_perm("monitoring.print_letter_of_thanks", self.award):
            raise Http404
        return self.award
