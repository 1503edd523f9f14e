"""The page of a paper of others: what is known of it, its steps, its acts (004/7.5.4)."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic.detail import SingleObjectMixin

from common import deeds
from common.models import Attachment, JournalEntry
from common.printing import show
from common.views import DetailPage, EditPage, Fact, ObjectActPage, StepPage, Tab
from common.views.page import ObjectPage
from documents.forms import held
from documents.held_pdf import receipt_pdf, return_act_pdf
from documents.models import HeldPaper
from documents.models.custody_steps import ENDED, HeldState

from .held import TONES
from .mail_registers import day
from .paper_parts import file_items


class HeldDetail(DetailPage):
    """One paper of others: whose, who keeps it, what became of it."""

    model = HeldPaper
    permission = "documents.view_heldpaper"
    template_name = "documents/held_paper.html"
    tones = TONES

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related(
                *("party", "person", "keeper", "received_by", "used_by", "returned_by", "letter")
            )
        )

    def get_title(self):
        return self.object.item

    def paper_kind(self):
        return _("Paper of others No. %(number)s") % {"number": self.object.number}

    def get_context_data(self, **kwargs):
        return super().get_context_data(number=f"№ {self.object.number}", **kwargs)

    def steps(self):
        paper, user = self.object, self.request.user
        found = super().steps()
        if user.has_perm("documents.tell_owner", paper):
            url = reverse("mail:tell_owner", args=[paper.pk])
            found.insert(0, {"label": _("Note that the owner was told"), "url": url})
            url = f"{reverse('mail:outgoing_add')}?held={paper.pk}"
            found.append({"label": _("Write to the owner"), "url": url})
        if user.has_perm("documents.change_heldpaper", paper):
            url = reverse("mail:held_edit", args=[paper.pk])
            found.append({"label": _("Change the card"), "url": url})
        return found

    def facts(self):
        paper = self.object
        letter = paper.letter
        seen = letter and type(letter).objects.visible_to(self.request.user).filter(pk=letter.pk)
        post = paper.keeper.appointment()
        keeper = f"{paper.keeper}, {post.position}" if post else paper.keeper
        return [
            Fact(_("Owner"), paper.owner),
            Fact(_("Person"), paper.words if paper.party_id or paper.person_id else ""),
            Fact(_("Project"), paper.project),
            Fact(_("Carrier"), paper.get_carrier_display()),
            Fact(_("Original"), _("Yes") if paper.is_original else _("No")),
            Fact(_("Sheets"), paper.sheets),
            Fact(_("Received on"), day(paper.received_on)),
            Fact(_("Handed over by"), paper.handed_by),
            Fact(_("Received by"), paper.received_by),
            Fact(_("Answers for safekeeping"), keeper),
            Fact(_("Kept at"), paper.place),
            Fact(_("Used by"), paper.used_by and f"{paper.used_by}, {day(paper.used_from)}"),
            Fact(_("Return demanded on"), day(paper.demanded_on)),
            Fact(_("How it was demanded"), paper.demanded_how),
            Fact(_("To be returned by"), day(paper.return_by)),
            Fact(_("Returned on"), day(paper.returned_on)),
            Fact(_("Returned to"), paper.returned_to),
            Fact(_("Returned by"), paper.returned_by),
            Fact(_("Damaged or lost on"), day(paper.harmed_on)),
            Fact(_("Owner told on"), day(paper.told_on)),
            Fact(_("How the owner was told"), paper.told_how),
            Fact(_("Came with the letter"), str(letter) if seen else "", _url(letter)),
            *self._acts(),
        ]

    def _acts(self) -> list[Fact]:
        """The acts to print: of what was received, of what goes back."""
        told = [("held_receipt", _("Act of receipt"))]
        if self.object.state != HeldState.LOST:
            told.append(("held_return", _("Act of return")))
        address = {name: reverse(f"mail:{name}", args=[self.object.pk]) for name, _label in told}
        return [
            Fact(label, _("Open the PDF"), address[name], on_paper=False) for name, label in told
        ]

    def tabs(self):
        count = Attachment.objects.of(self.object).count()
        return [
            Tab("with", _("Received with it"), "documents/tab_held_papers.html"),
            Tab("files", _("Files"), "components/tab_files.html", count),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        paper, user = self.object, self.request.user
        if slug == "with":
            rows = paper.of_the_receipt().exclude(pk=paper.pk)
            seen = HeldPaper.objects.visible_to(user).values("pk")
            return {"papers": rows.filter(pk__in=seen).select_related("party", "person")}
        if slug == "files":
            return {"files": file_items(paper)}
        return {"items": deeds.history(JournalEntry.objects.about(paper), user)}


def _url(letter) -> str:
    return letter.get_absolute_url() if letter else ""


class HeldEdit(EditPage):
    """What is known of it, and who answers for it."""

    model = HeldPaper
    form_class = held.HeldForm
    permission = "documents.change_heldpaper"
    title = gettext_lazy("Change the card")

    def recorded(self, form):
        """Whoever answers for it now is asked."""
        self.object.ask_today()


class HeldStep(StepPage):
    model = HeldPaper
    permission = "documents.view_heldpaper"
    tones = TONES
    step_forms = {
        "use": held.UseForm,
        "demand": held.DemandForm,
        "give_back": held.GiveBackForm,
        "damage": held.HarmForm,
        "lose": held.HarmForm,
        "find": held.FoundForm,
    }
    sentences = {
        "demand": gettext_lazy("Whoever answers for it gets a task to return it by its day."),
        "give_back": gettext_lazy("Print the act of return first and have it signed."),
        "damage": gettext_lazy("Its owner is to be told; until then it waits in the tasks."),
        "lose": gettext_lazy("Its owner is to be told; until then it waits in the tasks."),
    }


class TellOwner(ObjectActPage):
    """Its owner was told of the damage or the loss."""

    model = HeldPaper
    permission = "documents.tell_owner"
    form_class = held.TellOwnerForm
    title = gettext_lazy("Note that the owner was told")
    submit_label = gettext_lazy("Note it")

    def act(self, form):
        self.object.tell_owner(by=self.request.user, **form.cleaned_data)
        return self.object

    def done_sentence(self):
        return _("Noted: the owner knows.")


class Receipt(ObjectPage, SingleObjectMixin, View):
    """The act of receipt: all that came at once."""

    model = HeldPaper
    permission = "documents.view_heldpaper"

    def papers(self) -> list[HeldPaper]:
        """The lines of the act that its reader may see."""
        seen = HeldPaper.objects.visible_to(self.request.user).values("pk")
        rows = self.object.of_the_receipt().filter(pk__in=seen)
        return list(rows.select_related("party", "person", "keeper", "received_by", "returned_by"))

    def get(self, request, *args, **kwargs):
        return show(receipt_pdf(self.papers()), self._name("receipt"))

    def _name(self, word: str) -> str:
        return f"{word}_{self.object.receipt}.pdf".replace("/", "-")


class ReturnAct(Receipt):
    """The act of return: what went back with it, or, before that, what is still here."""

    def get(self, request, *args, **kwargs):
        paper = self.object
        if paper.state == HeldState.LOST:
            raise Http404
        papers = [one for one in self.papers() if self._goes_along(one)]
        papers.sort(key=lambda one: (one.pk != paper.pk, one.line))
        return show(return_act_pdf(papers), self._name("return"))

    def _goes_along(self, one) -> bool:
        paper = self.object
        if paper.state == HeldState.RETURNED:
            same = (one.returned_on, one.returned_to) == (paper.returned_on, paper.returned_to)
            return one.state == HeldState.RETURNED and same
        return one.state not in ENDED
