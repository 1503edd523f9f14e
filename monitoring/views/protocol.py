"""The protocol of a commission: written, signed by all its members, printed (000/2.4, 4.3, 4.4)."""

from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from common.dates import date_and_time, numeric
from common.views import CreatePage, EditPage, Fact, Tab
from documents.views.paper_parts import record_step
from documents.views.route_pages import PaperPage, SignatureAdd, SignedPage, SignedStep
from monitoring.forms.protocol import ProtocolForm
from monitoring.models import CommissionProtocol
from monitoring.proposed_nominations import proposed
from monitoring.protocol_marks import whose_cases
from monitoring.protocol_paper import counts_no_more, frozen_to_print
from monitoring.protocol_words import protocol_words

from .of_campaign import OfCampaign

TONES = {"draft": "grey", "agreeing": "blue", "approved": "green"}


class ProtocolWriting:
    """What new and edit have in common: the campaign whose days and people it has."""

    model = CommissionProtocol
    form_class = ProtocolForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"campaign": self.campaign}


class ProtocolCreate(ProtocolWriting, OfCampaign, CreatePage):
    """A protocol over the result that counts."""

    permission = "monitoring.add_commissionprotocol"
    title = gettext_lazy("Protocol of the commission")
    submit_label = gettext_lazy("Save the draft")
    tab = "protocol"

    def not_now(self, *, may):
        may_later = self.request.user.powers & {"monitoring.manage"}
        if not self.campaign.has_results and (may or may_later):
            return _("The results are not computed yet.")
        if may and self.campaign.protocol is not None:
            return _("There is a protocol of this result already.")
        return ""

    def get_initial(self):
        rows = CommissionProtocol.objects.filter(
            campaign__kind=self.campaign.kind, campaign__year=self.campaign.year
        )
        return super().get_initial() | {"number": rows.count() + 1, "day": localdate()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=str(self.campaign), **kwargs)

    def save(self, form):
        form.instance.campaign = self.campaign
        form.instance.result = self.campaign.results.current().get()
        form.instance.author = self.request.user.person
        return form.save()


class ProtocolEdit(ProtocolWriting, EditPage):
    """Change a draft."""

    permission = "monitoring.change_commissionprotocol"
    title = gettext_lazy("Protocol of the commission")

    @property
    def campaign(self):
        return self.object.campaign

    def not_now(self, *, may):
        user = self.request.user
        serves = self.object.author_id == user.person_id or "monitoring.manage" in user.powers
        if may or not serves or self.object.state == "draft":
            return ""
        return _("It is being signed or signed: take it back first, if it is not signed yet.")

    def get_queryset(self):
        return super().get_queryset().distinct()


class ProtocolDetail(SignedPage):
    """The record of a protocol: what it says, who signed."""

    model = CommissionProtocol
    permission = "monitoring.view_commissionprotocol"
    template_name = "monitoring/protocol.html"
    tones = TONES

    def get_queryset(self):
        rows = super().get_queryset().distinct()
        return rows.select_related("campaign__kind", "campaign__order", "result", "author")

    def steps(self):
        found, user = super().steps(), self.request.user
        if user.has_perm("monitoring.change_commissionprotocol", self.object):
            found.append({"label": _("Edit"), "url": f"{self.object.get_absolute_url()}edit/"})
        return [*found, *record_step(self.object, user)]

    def facts(self):
        one = self.object
        return [
            Fact(_("Campaign"), one.campaign, one.campaign.get_absolute_url()),
            Fact(_("Date"), numeric(one.day)),
            Fact(_("Place"), one.place),
            Fact(_("Author"), one.author),
            Fact(_("Results computed"), date_and_time(one.result.computed_at)),
            *self.route_facts(),
        ]

    def first_tabs(self):
        return [Tab("text", _("Protocol"), "monitoring/tab_protocol_text.html")]

    def first_context(self, slug):
        said = protocol_words(frozen_to_print(self.object), get_language() or "ky")
        if shows_whose := self.object.campaign.sees_scores(self.request.user):
            whose = whose_cases(self.object.result)
            for one in said["spread"]:
                one["whose"] = whose.get(one["case"], "")
        return {"said": said, "shows_whose": shows_whose}

    def get_context_data(self, **kwargs):
        return super().get_context_data(counts_no_more=counts_no_more(self.object), **kwargs)


class ProtocolStep(SignedStep):
    """Sent to be signed, signed, returned, taken back; a signature entered from paper."""

    model = CommissionProtocol
    permission = "monitoring.view_commissionprotocol"
    tones = TONES
    sentences = SignedStep.sentences | {
        "send": gettext_lazy(
            "The protocol is frozen with the result, the nominations and the proposals; all "
            "members of the commission are asked to sign it, the chair last."
        ),
        "sign": gettext_lazy("You sign the protocol as it stands on the page you came from."),
    }

    def get_queryset(self):
        rows = super().get_queryset().distinct()
        return rows.select_related("campaign__kind", "result")

    def about(self):
        """What would be forgotten: nominations that the marks propose and nobody entered."""
        told, campaign = super().about(), self.object.campaign
        if self.name != "send" or not campaign.kind.is_contest or campaign.nominations.exists():
            return told
        words = _("No nomination is entered; the marks propose %(count)s. None can be added later.")
        line = words % {"count": len(proposed(campaign))}
        return told | {"consequences": [*told.get("consequences", ()), line]}

    def _route(self):
        if self.name != "send":
            return super()._route()
        told = {"word": _("Will be asked"), "tone": "grey"}
        members = self.object.campaign.members.active().select_related("person")
        chair = [one for one in members if one.is_chair]
        rest = [one for one in members if not one.is_chair]
        return {
            "route": [
                {
                    "label": _("Signs"),
                    "state": "later",
                    "lines": [{"who": one.person.signature_name, **told} for one in group],
                }
                for group in (rest, chair)
                if group
            ]
        }


class ProtocolPaper(PaperPage):
    """The protocol on paper: a draft, or the kept paper once it is signed."""

    model = CommissionProtocol
    permission = "monitoring.view_commissionprotocol"


class ProtocolSignature(SignatureAdd):
    """A signature file hung on the signed protocol."""

    model = CommissionProtocol
    permission = "monitoring.add_signature_to_commissionprotocol"
