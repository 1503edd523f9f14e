"""The steps of a version, each on its page, and the reader's confirmation."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.dates import date_and_time
from common.views import StepPage
from common.views.page import ObjectPage
from documents.forms import external, steps
from documents.models import Document, DocumentVersion, Reading
from documents.models.route import StepKind
from documents.proof import doubt, doubt_words
from documents.stepper import behind, planned, stepper, unchanged
from people.models import lacks_statement

from .document import TONES
from .text import unfilled_texts

ANSWERS = {
    "agree": StepKind.AGREE,
    "sign": StepKind.SIGN,
    "record_decision": StepKind.DECIDE,
}


class RouteStepPage(StepPage):
    """A step of a route: it shows whom the paper goes to, or where it stands."""

    template_name = "documents/paper_step.html"

    def done_before(self):
        kind = ANSWERS.get(self.name)
        line = self.object.sheet.answered(kind, self.request.user) if kind else None
        if line is None:
            return ""
        return _("This is done already: %(who)s, %(when)s.") % {
            "who": line.who,
            "when": date_and_time(line.decided_at),
        }

    def about(self):
        return self._route() | {"lacks_statement": self._lacks_statement()}

    def _lacks_statement(self) -> bool:
        """Whoever is to sign electronically must have stated it before."""
        signing = issubclass(self.get_form_class(), steps.SignForm)
        may = signing and self.object.can(self.name, self.request.user)
        return may and lacks_statement(self.request.user.person)

    def _route(self) -> dict:
        if self.name == "send":
            return {"route": planned(self.object), "warning": unchanged(self.object)}
        if self.object.sheet and self.object.state in ("agreeing", "approving"):
            return {"route": stepper(self.object.sheet)["steps"], "warning": behind(self.object)}
        return {}


class VersionStep(RouteStepPage):
    """Send, agree, decide, approve, return, withdraw: every step of a version."""

    model = DocumentVersion
    tones = TONES
    step_forms = {
        "send": steps.SendForm,
        "agree": steps.SignForm,
        "record_decision": steps.DecisionForm,
        "approve": steps.ApproveVersionForm,
        "send_back": steps.SendBackForm,
        "withdraw": steps.WithdrawForm,
        "enter": steps.EnterForm,
        "register": external.RegisterForm,
        "repeal": external.RepealForm,
    }
    sentences = {
        "send": gettext_lazy(
            "The text is frozen and goes along its route; those asked get a letter."
        ),
        "agree": gettext_lazy("You sign the text as it stands on the page you came from."),
        "record_decision": gettext_lazy("The decision of the body is entered with its protocol."),
        "approve": gettext_lazy(
            "You approve and sign. On its day the version comes into force in place of the "
            "one before, and every employee is asked to read it."
        ),
        "send_back": gettext_lazy("The paper goes back to its author; the round is over."),
        "recall": gettext_lazy("The paper becomes a draft again; given signatures stay on record."),
        "withdraw": gettext_lazy(
            "You withdraw the document by an order and sign: it is out of use from today, with "
            "nothing in its place. Every employee gets a letter."
        ),
        "register": gettext_lazy("The edition is registered, and staff are asked to read it."),
        "repeal": gettext_lazy(
            "Nobody works by it any more; paper copies come back, and whoever answers for a "
            "document that names it is asked to re-examine theirs."
        ),
        "enter": gettext_lazy(
            "For a document that was agreed and approved on paper: enter what the paper says."
        ),
    }
    permission = "documents.view_documentversion"

    def get_queryset(self):
        return super().get_queryset().select_related("document__type", "author")

    def about(self):
        """Before a policy goes: what was not written yet. Before a withdrawal: which documents in
        force name this one, and are to be reviewed.
        """
        about = super().about()
        if self.name == "send":
            about["unconsidered"] = self.object.unconsidered()
            about["unfilled"] = unfilled_texts(self.object, self.request.user)
        if self.name == "withdraw":
            reach = Document.objects.visible_to(self.request.user)
            named = reach.resting_on(self.object.document).in_force_on(localdate())
            about["touched"] = named
            coming = reach.resting_on(self.object.document).on_their_way()
            about["coming"] = coming.exclude(pk__in=named.values("pk"))
            about["copies_out"] = self.object.copies.away().count()
        return about


class ConfirmReading(ObjectPage, SingleObjectMixin, FormView):
    """“I have read it”: a form with nothing but the button."""

    model = DocumentVersion
    permission = "documents.view_documentversion"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        mine = Reading.objects.filter(version=self.object, person=request.user.person_id)
        reading = get_object_or_404(mine.order_by("-round")[:1])
        if wrong := doubt(self.object):
            messages.error(request, doubt_words(wrong))
        else:
            reading.confirm(by=request.user)
            messages.success(request, _("Thank you: your reading is noted."))
        return HttpResponseRedirect(self.object.get_absolute_url())
