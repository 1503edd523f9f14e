"""Objections to one's own result: filed, heard by who did not score, decided (peers 18)."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from common import deeds
from common.dates import date_and_time, numeric
from common.models import JournalEntry
from common.printing import pdf_response
from common.views import ActPage, DetailPage, Fact, StepPage, Tab
from common.views.page import ObjectPage
from monitoring.forms.appeal import AppealForm, DecisionForm, PanelForm
from monitoring.models import Appeal
from monitoring.models.appeal_filing import file_appeal, last_day

from .own_result import OwnResultPage

TONES = {
    "filed": "amber",
    "hearing": "blue",
    "upheld": "green",
    "rejected": "grey",
    "withdrawn": "grey",
}
DECIDED = ("upheld", "rejected")


class AppealAdd(OwnResultPage, ActPage):
    """An employee objects to the own result."""

    permission = "monitoring.file_appeal"
    form_class = AppealForm
    title = gettext_lazy("Object to the result")
    submit_label = gettext_lazy("File the objection")

    def act(self, form):
        text = form.cleaned_data["text"]
        return file_appeal(self.participant, by=self.request.user, text=text)

    def done_sentence(self):
        return _("Your objection is filed: you will be told by letter what is decided.")

    def get_context_data(self, **kwargs):
        until = last_day(self.participant.campaign)
        told = {"date": until and numeric(until)}
        lead = _("Objections are filed until %(date)s; persons who did not score hear them.") % told
        return super().get_context_data(about=str(self.participant.campaign), lead=lead, **kwargs)


class AppealDetail(DetailPage):
    """One objection, for whose it is, who hears it, who runs the campaign."""

    model = Appeal
    permission = "monitoring.view_appeal"
    template_name = "monitoring/appeal.html"
    tones = TONES

    def get_queryset(self):
        rows = super().get_queryset().select_related("participant__campaign__kind", "decided_by")
        return rows.prefetch_related("panel")

    def steps(self):
        one, user = self.object, self.request.user
        campaign = one.participant.campaign
        found = super().steps()
        if one.state in DECIDED:
            found.append({"label": _("Decision as a PDF"), "url": f"{self.base}paper/"})
        if one.state == "upheld" and campaign.can("reopen", user):
            found.append(
                {"label": campaign.STEPS["reopen"].label, "url": self.reopen_url(), "danger": True}
            )
        return found

    @property
    def base(self) -> str:
        return self.object.get_absolute_url()

    def reopen_url(self) -> str:
        return f"{self.object.participant.campaign.get_absolute_url()}reopen/"

    def facts(self):
        one = self.object
        campaign = one.participant.campaign
        return [
            Fact(_("Campaign"), campaign, campaign.get_absolute_url()),
            Fact(_("Whose result"), one.participant),
            Fact(_("Filed"), date_and_time(one.filed_at)),
            Fact(_("To be decided by"), one.due and numeric(one.due)),
            Fact(_("Heard by"), ", ".join(str(person) for person in one.panel.all())),
            Fact(_("Decided"), one.decided_at and date_and_time(one.decided_at)),
            Fact(_("Decided by"), one.decided_by),
        ]

    def tabs(self):
        return [
            Tab("text", _("Objection"), "monitoring/tab_appeal.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        if slug == "history":
            entries = JournalEntry.objects.about(self.object)
            return {"items": deeds.history(entries, self.request.user)}
        return {}


class AppealStep(StepPage):
    """Who hears it, what they decide, or that it is taken back."""

    model = Appeal
    permission = "monitoring.view_appeal"
    tones = TONES
    step_forms = {"name_panel": PanelForm, "uphold": DecisionForm, "reject": DecisionForm}
    sentences = {
        "name_panel": gettext_lazy("They are asked to hear the objection and to decide it."),
        "uphold": gettext_lazy(
            "The objection is right. The director may open the scoring again; whose result it is "
            "gets a letter."
        ),
        "reject": gettext_lazy("The result stays; whose result it is gets a letter with reasons."),
        "withdraw": gettext_lazy("Nobody hears the objection any more."),
    }


class AppealPaper(ObjectPage, SingleObjectMixin, View):
    """The decision as a PDF."""

    model = Appeal
    permission = "monitoring.view_appeal"

    def get(self, request, *args, **kwargs):
        one = self.object
        if one.state not in DECIDED:
            raise Http404
        context = {
            "one": one,
            "campaign": one.participant.campaign,
            "panel": [
                {"name": person.signature_name, "post": post and post.position}
                for person in one.panel.all()
                for post in [person.appointment()]
            ],
            "title": _("Decision on an objection"),
        }
        name = f"objection_{one.pk}_{request.LANGUAGE_CODE}.pdf"
        return pdf_response("print/appeal.html", context, name)
