"""The pages that every kind of signed paper shares: its record, its steps, its PDF (7.3.5, 7.3.6).

A kind of paper needs a class with its model, permission, facts and first tab; the rest is here.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.models import JournalEntry
from common.views import DetailPage, Fact, Tab
from documents import openings
from documents.forms import steps
from documents.pdf import is_being_made, paper_languages
from documents.stepper import who_acts

from .paper import PaperPage
from .paper_parts import doubt_shown, file_items, sheet_context, signature_step, uncontrolled
from .signature import SignatureAdd
from .steps import RouteStepPage

__all__ = ["PaperPage", "SignatureAdd", "SignedPage", "SignedStep"]

TONES = {"draft": "grey", "agreeing": "blue", "approving": "blue", "approved": "green"}


class SignedPage(DetailPage):
    """The record of something signable: what it says, its agreement sheet, its files, its history.

    ``first_tabs`` are those that show the thing itself; the first of them is what one reads before
    one signs.
    """

    template_name = "documents/signed.html"
    tones = TONES

    def first_tabs(self) -> list[Tab]:
        raise NotImplementedError

    def first_context(self, slug: str) -> dict:
        """What a tab of one's own shows."""
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        shown = response.context_data["tab"].slug
        openings.note(request.user, self.object, read=shown == self.first_tabs()[0].slug)
        return response

    def get_context_data(self, **kwargs):
        context = {"is_being_made": is_being_made(self.object), "doubt": doubt_shown(self.object)}
        if self.object.state in self.model.STEPS["send"].source:
            context["returned"] = self.object.remarks()
        return super().get_context_data(**context, **kwargs)

    def paper_mark(self):
        return uncontrolled()

    def named(self, step: str) -> str:
        """The permission of a step of this kind of paper."""
        meta = self.model._meta
        return f"{meta.app_label}.{step}_{meta.model_name}"

    def steps(self):
        steps = super().steps()
        if self.request.user.has_perm(self.named("add_signature_to"), self.object):
            steps.append(signature_step(self.object))
        return steps

    def route_facts(self) -> list[Fact]:
        """Who acts now, and where the paper can be opened and verified."""
        paper, url = self.object, self.object.get_absolute_url()
        names = dict(settings.LANGUAGES)
        prints = [
            Fact(
                _("Printed form: %(language)s") % {"language": _(names[language])},
                _("Open the PDF"),
                f"{url}paper/?lang={language}",
                on_paper=False,
            )
            for language in paper_languages(paper)
        ]
        approved = paper.approved_at and _("Public page")
        page = reverse("verify", args=[paper.token])
        return [
            Fact(_("Who acts"), who_acts(paper)),
            *prints,
            Fact(_("Verification"), approved, page, on_paper=False),
        ]

    def tabs(self):
        tabs = self.first_tabs()
        if self.object.sheet:
            tabs.append(Tab("sheet", _("Agreement sheet"), "documents/tab_sheet.html"))
        if self.has_files():
            tabs.append(Tab("files", _("Files"), "documents/tab_files.html"))
        return [*tabs, Tab("history", _("History"), "components/tab_history.html")]

    def has_files(self) -> bool:
        """Whether there is anything to show among the files: papers, scans, what was attached."""
        return self.object.approved_at is not None

    def tab_context(self, slug):
        if slug == "sheet":
            return sheet_context(self.object)
        if slug == "files":
            return {"files": file_items(self.object)}
        if slug == "history":
            entries = JournalEntry.objects.about(self.object)
            return {"items": deeds.history(entries, self.request.user)}
        return self.first_context(slug)


ROUTE_FORMS = {
    "send": steps.SendForm,
    "agree": steps.SignForm,
    "sign": steps.SignForm,
    "enter_signature": steps.PaperSignatureForm,
    "record_decision": steps.DecisionForm,
    "approve": steps.ApproveForm,
    "send_back": steps.SendBackForm,
}

ROUTE_SENTENCES = {
    "send": gettext_lazy(
        "It is frozen as it is and goes along its route; those asked get a letter."
    ),
    "agree": gettext_lazy("You sign it as it stands on the page you came from."),
    "sign": gettext_lazy("You sign it as it stands on the page you came from."),
    "enter_signature": gettext_lazy(
        "For whoever signed the printed paper by hand: you confirm it, and its scan is kept."
    ),
    "record_decision": gettext_lazy("The decision of the body is entered with its protocol."),
    "approve": gettext_lazy("You approve and sign it as it stands on the page you came from."),
    "send_back": gettext_lazy("The paper goes back to its author; the round is over."),
    "recall": gettext_lazy("The paper becomes a draft again; given signatures stay on record."),
}


class SignedStep(RouteStepPage):
    """The steps of a route; a kind of paper adds its own forms and sentences to these."""

    tones = TONES
    step_forms = ROUTE_FORMS
    sentences = ROUTE_SENTENCES
