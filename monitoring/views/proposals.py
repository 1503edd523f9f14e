"""Proposals of the commission: given, changed, accepted or refused, entered (000/2.4, 2.6)."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common import deeds
from common.dates import date_and_time, numeric
from common.models import JournalEntry, deed, record
from common.views import ActPage, DetailPage, EditPage, Fact, StepPage, Tab
from common.views.page import ObjectPage
from monitoring.forms.proposal import EnterForm, ProposalForm, ReasonForm
from monitoring.models import Campaign, Proposal
from monitoring.proposal_amendments import LABEL
from monitoring.signing_now import check_open, why_closed
from planning.amendment_sources import MONITORING
from planning.models import WorkPlan

from .of_campaign import OfCampaign

TONES = {"open": "amber", "accepted": "blue", "entered": "green", "refused": "grey"}


class ProposalAdd(OfCampaign, ActPage):
    """A member of the commission, or who runs it, proposes."""

    permission = "monitoring.add_proposal"
    form_class = ProposalForm
    title = gettext_lazy("New proposal")
    tab = "proposals"

    def not_now(self, *, may):
        return self.campaign.why_no_proposals() if may else ""

    def act(self, form):
        given = form.cleaned_data
        return Proposal.give(self.campaign, by=self.request.user, **given)

    def where_next(self, done):
        return self.back_url()

    def done_sentence(self):
        return _("The proposal is entered.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=str(self.campaign), **kwargs)


class OfOpenCommission:
    """A change of what the protocol covers: shut while it is signed and after."""

    def not_now(self, *, may):
        return why_closed(self.object.campaign) if may else ""

    def hold(self) -> None:
        """Lock the campaign, and refuse if the protocol was sent in the meantime."""
        check_open(Campaign.objects.select_for_update(of=("self",)).get(pk=self.object.campaign_id))


class ProposalEdit(OfOpenCommission, EditPage):
    """Another wording, until the protocol is sent."""

    model = Proposal
    form_class = ProposalForm
    permission = "monitoring.change_proposal"
    title = gettext_lazy("Proposal")

    def save(self, form):
        self.hold()
        return super().save(form)


class ProposalRemove(OfOpenCommission, ObjectPage, SingleObjectMixin, FormView):
    """Take a proposal off, until the protocol is sent."""

    model = Proposal
    permission = "monitoring.change_proposal"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        campaign = self.object.campaign
        with deed(by=request.user):
            self.hold()
            record(campaign, "remove_proposal", by=request.user, proposal=self.object.number)
            self.object._change_reason = "remove_proposal"
            self.object.delete()
            for number, later in enumerate(campaign.proposals.order_by("number"), 1):
                if later.number != number:
                    later.number, later._change_reason = number, "remove_proposal"
                    later.save()
        return HttpResponseRedirect(f"{campaign.get_absolute_url()}?tab=proposals#tab")


class ProposalDetail(DetailPage):
    """One proposal and what became of it."""

    model = Proposal
    permission = "monitoring.view_proposal"
    tones = TONES

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related("campaign__meeting", "author", "direction", "amendment__plan__kind")
        )

    def get_title(self):
        return _("Proposal %(number)s") % {"number": self.object.number}

    def steps(self):
        one, user = self.object, self.request.user
        found = [
            step for step in super().steps() if one.campaign.is_heard and step["name"] != "enter"
        ]
        if one.state == "accepted" and (url := amend_url(one, user)):
            found.insert(0, {"label": _("Amend the work plan"), "url": url, "primary": True})
            found = [found[0], *({**step, "primary": False} for step in found[1:])]
        if one.can("enter", user):
            label = one.STEPS["enter"].label
            found.append({"name": "enter", "label": label, "url": self.step_url("enter")})
        if user.has_perm("monitoring.change_proposal", one) and not why_closed(one.campaign):
            found.append({"label": _("Edit"), "url": f"{one.get_absolute_url()}edit/"})
        return found

    def facts(self):
        one, campaign = self.object, self.object.campaign
        seen = one.amendment and type(one.amendment).objects.visible_to(self.request.user)
        may_open = bool(seen) and seen.filter(pk=one.amendment_id).exists()
        return [
            Fact(_("Campaign"), campaign, campaign.get_absolute_url()),
            Fact(_("Direction"), one.direction),
            Fact(_("Proposed by"), one.author),
            Fact(_("Decided"), one.decided_at and date_and_time(one.decided_at)),
            Fact(_("Why it was refused"), one.reason),
            Fact(
                _("Amendment of the work plan"),
                one.amendment,
                one.amendment.get_absolute_url() if may_open else "",
            ),
            Fact(
                _("To be done by"), campaign.corrections_due and numeric(campaign.corrections_due)
            ),
        ]

    def tabs(self):
        return [
            Tab("text", _("Proposal"), "monitoring/tab_proposal.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        if slug == "history":
            entries = JournalEntry.objects.about(self.object)
            return {"items": deeds.history(entries, self.request.user)}
        return {}


def amend_url(proposal, user) -> str:
    """Where the amendment of the plan in force begins that carries this proposal."""
    plans = WorkPlan.objects.in_force().filter(kind__scope="organisation", kind__term="year")
    plan = plans.order_by("kind__order", "pk").first()
    if plan is None or not user.has_perm("planning.add_planamendment", plan):
        return ""
    asked = {"source": MONITORING, "thing": f"{LABEL}:{proposal.pk}", "reason": proposal.text[:900]}
    return f"{reverse('planning:plan_amend', args=[plan.pk])}?{urlencode(asked)}"


class ProposalStep(StepPage):
    """Accepted, refused with a reason, entered by an amendment."""

    model = Proposal
    permission = "monitoring.view_proposal"
    tones = TONES
    step_forms = {"refuse": ReasonForm, "enter": EnterForm}
    sentences = {
        "accept": gettext_lazy("It is to enter the work plan by an amendment that names it."),
        "refuse": gettext_lazy("It does not enter the work plan; everybody may read why."),
        "enter": gettext_lazy(
            "For an amendment that is in force already and carries this proposal."
        ),
    }
