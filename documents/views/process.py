"""A process with its neighbours, the forms that change it, its end, and the start of its card."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import numeric
from common.models import JournalEntry
from common.views import CreatePage, DetailPage, EditPage, Fact, ObjectActPage, Tab
from documents.forms.process import ProcessForm
from documents.models import Document, Process, ProcessCard
from documents.models.card_records import case_titles
from documents.models.holders import holders, with_names
from documents.models.process import NO_CARD_TYPE
from documents.models.process_network import network

from .document import TONES, State
from .processes import NO_CARD, card_states


class ProcessDetail(DetailPage):
    """A process: who answers for it, what it takes in and gives, by what it is measured."""

    model = Process
    permission = "documents.view_process"
    template_name = "documents/process.html"

    def get_queryset(self):
        return super().get_queryset().for_list()

    def get_title(self):
        return str(self.object.name)

    def get_context_data(self, **kwargs):
        process, user = self.object, self.request.user
        cards = ProcessCard.objects.in_force_for(user).filter(version__document=process.document_id)
        self.card = cards.select_related("version__document").first()
        states = card_states(user, [process])
        self.state = states.get(process.document_id)
        badge = (
            {"label": State(self.state).label, "tone": TONES[self.state]} if self.state else None
        )
        if not process.is_running:
            badge = {"label": _("Closed"), "tone": "grey"}
        elif not badge and not process.is_group:
            badge = {"label": NO_CARD, "tone": "grey"}
        context = {
            "number": process.number,
            "state": badge,
            "card": self.card,
            "differs": process.differs_from(self.card) if self.card else [],
        }
        may = user.has_perm("documents.change_process")
        if may and self.lacks_card() and process.card_type() is None:
            context["cannot_begin"] = NO_CARD_TYPE
        return super().get_context_data(**context | kwargs)

    def steps(self):
        process, user = self.object, self.request.user
        steps = []
        if self.known_document():
            steps.append(
                {
                    "label": _("Open the card"),
                    "url": self.known_document().get_absolute_url(),
                    "primary": True,
                }
            )
        if not user.has_perm("documents.change_process"):
            return steps
        at = [process.pk]
        if self.lacks_card() and process.card_type():
            url = reverse("documents:process_card", args=at)
            steps.append({"label": _("Begin the process card"), "url": url, "primary": True})
        steps.append({"label": _("Change"), "url": reverse("documents:process_edit", args=at)})
        end = "close" if process.is_running else "reopen"
        words = {"close": _("Close the process"), "reopen": _("Carry it on again")}[end]
        url = reverse(f"documents:process_{end}", args=at)
        steps.append({"label": words, "url": url, "danger": end == "close"})
        return steps

    def lacks_card(self) -> bool:
        process = self.object
        return not process.document_id and not process.is_group and process.is_running

    def known_document(self):
        """The document of the card, for a reader who may know of it."""
        document = self.object.document
        if document is None or not document.is_restricted:
            return document
        seen = Document.objects.visible_to(self.request.user)
        return seen.filter(pk=document.pk).first()

    def facts(self):
        process, document = self.object, self.known_document()
        held = holders([process.owner_id, process.head_id])
        up = process.parent
        facts = [
            Fact(_("Group or process above"), up, up.get_absolute_url() if up else ""),
            Fact(_("Closed on"), process.closed_on and numeric(process.closed_on)),
        ]
        if process.is_group:
            return facts
        return [
            Fact(_("Level"), process.get_level_display()),
            *facts,
            Fact(_("Unit"), process.unit),
            Fact(_("Process owner"), with_names(process.owner, held)),
            Fact(_("Process head"), with_names(process.head, held)),
            Fact(_("Criteria of effectiveness"), process.criteria and str(process.criteria)),
            Fact(
                _("Process card"),
                document and document.code,
                document.get_absolute_url() if document else "",
            ),
        ]

    def tabs(self):
        under = self.object.children.filter(closed_on=None).count()
        tabs = []
        if not self.object.is_group:
            tabs = [
                Tab("flows", _("Inputs and outputs"), "documents/tab_flows.html"),
                Tab("indicators", _("Indicators"), "documents/tab_indicators.html"),
                Tab("regulated", _("Documents and records"), "documents/tab_regulated.html"),
            ]
        if under or self.object.is_group:
            tabs.append(Tab("under", _("Under it"), "documents/tab_under.html", under))
        return [*tabs, Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        process, user, card = self.object, self.request.user, self.card
        if slug == "flows":
            net = network(user)
            return {"inputs": net.into(process), "outputs": net.out_of(process)}
        if slug == "indicators":
            return {"indicators": card.indicators.select_related("responsible") if card else []}
        if slug == "regulated":
            return regulated(card, user)
        if slug == "under":
            return {"under": process.children.filter(closed_on=None)}
        return {"items": deeds.history(JournalEntry.objects.about(process), user)}


def regulated(card, user) -> dict:
    """Documents and records of a card, as far as this reader may know of them."""
    if card is None:
        return {"documents": [], "records": []}
    documents = Document.objects.visible_to(user)
    rows = card.documents.filter(document__in=documents).select_related("document__type")
    indexes = [row.index for row in card.records.all()]
    titles = case_titles(indexes)
    return {
        "documents": [row.document for row in rows],
        "records": [(index, titles.get(index, "")) for index in indexes],
    }


class ProcessCreate(CreatePage):
    model = Process
    form_class = ProcessForm
    permission = "documents.add_process"
    title = gettext_lazy("New process")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}

    def get_cancel_url(self):
        return reverse("documents:processes")


class ProcessEdit(EditPage):
    model = Process
    form_class = ProcessForm
    permission = "documents.change_process"
    title = gettext_lazy("Process")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}


class ProcessAct(ObjectActPage):
    """A deed on a process that asks for nothing but the button."""

    model = Process
    permission = "documents.change_process"
    form_class = forms.Form
    deed = ""

    def act(self, form):
        getattr(self.object, self.deed)(by=self.request.user)
        return self.object

    def done_sentence(self):
        return _("Done: %(process)s.") % {"process": self.object}


class ProcessClose(ProcessAct):
    permission = "documents.close_process"
    deed = "close"
    title = submit_label = gettext_lazy("Close the process")
    sentence = gettext_lazy(
        "From today it is not carried on: it leaves the register, the map and the matrix. "
        "Its card stays readable."
    )
    danger = True


class ProcessReopen(ProcessAct):
    permission = "documents.close_process"
    deed = "reopen"
    title = submit_label = gettext_lazy("Carry it on again")
    sentence = gettext_lazy("It stands in the register, on the map and in the matrix again.")


class ProcessCardBegin(ProcessAct):
    """A document for the card under the next code, and on to its first version."""

    permission = "documents.add_process"
    deed = "begin_card"
    title = submit_label = gettext_lazy("Begin the process card")
    sentence = gettext_lazy(
        "A document is opened for the card under the next code of its type; then you fill in its "
        "eleven fields."
    )

    def where_next(self, done):
        return reverse("documents:version_add", args=[done.document_id])
