"""The register of papers of others, the page of one, its steps and acts (004/7.5.4)."""

import django_filters
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic.detail import SingleObjectMixin

from common import deeds
from common.models import Attachment, JournalEntry
from common.printing import show
from common.views import Column, DetailPage, EditPage, Fact, ListPage, ObjectActPage, StepPage, Tab
from common.views.act import ActPage
from common.views.page import ObjectPage
from common.waiting import due_in_words
from common.yes_no import YesNoFilter
from documents.forms import held
from documents.forms.mail import kept
from documents.held_pdf import receipt_pdf, return_act_pdf
from documents.models import HeldPaper
from documents.models.custody_steps import ENDED, HeldState

from .mail_registers import day
from .paper_parts import file_items

TONES = {
    HeldState.RECEIVED: "green",
    HeldState.IN_USE: "blue",
    HeldState.DEMANDED: "amber",
    HeldState.RETURNED: "grey",
    HeldState.DAMAGED: "red",
    HeldState.LOST: "red",
}


def tone(paper) -> str:
    """Red what should have been returned."""
    return "red" if paper.is_late else TONES[HeldState(paper.state)]


class HeldFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=HeldState.choices)
    owed = YesNoFilter(label=gettext_lazy("Demanded, not returned"), method="by_owed")
    late = YesNoFilter(label=gettext_lazy("Late"), method="by_late")
    mine = YesNoFilter(label=gettext_lazy("I answer for it"), method="by_mine")

    class Meta:
        model = HeldPaper
        fields = ["state", "owed", "late", "mine"]

    def by_owed(self, rows, name, value):
        return self._either(rows, HeldPaper.objects.owed(), value)

    def by_late(self, rows, name, value):
        return self._either(rows, HeldPaper.objects.late(), value)

    def by_mine(self, rows, name, value):
        mine = HeldPaper.objects.filter(keeper=self.request.user.person_id)
        return self._either(rows, mine, value)

    def _either(self, rows, found, value):
        keys = found.values("pk")
        return rows.filter(pk__in=keys) if value else rows.exclude(pk__in=keys)


class HeldList(ListPage):
    """What others entrusted to the house: where it is, who answers for it, what is to go back."""

    model = HeldPaper
    permission = "documents.view_heldpaper"
    template_name = "documents/letters.html"
    title = gettext_lazy("Papers of others")
    filterset_class = HeldFilter
    empty_text = gettext_lazy("Nothing of others is in the house.")
    empty_hint = gettext_lazy("Originals and files of clients, experts and candidates stand here.")
    add_permission = "documents.add_heldpaper"
    add_label = gettext_lazy("Receive papers")
    add_url = reverse_lazy("mail:held_add")
    columns = [
        Column("number", gettext_lazy("No."), lambda h: h.number, sort="pk", kind="code"),
        Column("item", gettext_lazy("What it is"), lambda h: h.item, sort="item"),
        Column("owner", gettext_lazy("Whose"), lambda h: h.owner),
        Column(
            "received",
            gettext_lazy("Received on"),
            lambda h: day(h.received_on),
            sort="received_on",
            kind="date",
        ),
        Column("keeper", gettext_lazy("Answers for it"), lambda h: h.keeper, kind="person"),
        Column("place", gettext_lazy("Kept at"), lambda h: h.place),
        Column(
            "return",
            gettext_lazy("To be returned"),
            lambda h: due_in_words(h.return_by) if h.is_owed else "",
            sort="return_by",
            tone=lambda h: "red" if h.is_late else "",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda h: h.get_state_display(),
            kind="state",
            tone=tone,
        ),
    ]

    def get_context_data(self, **kwargs):
        own = HeldPaper.objects.visible_to(self.request.user)
        chips = [
            (_("Late"), own.late().count(), "?late=true"),
            (_("Demanded, not returned"), own.owed().count(), "?owed=true"),
        ]
        return super().get_context_data(quick=[chip for chip in chips if chip[1]], **kwargs)

    def columns_out(self, form):
        told = [column for column in self.columns if column.key != "return"]
        more = [
            Column("sheets", _("Sheets"), lambda h: h.sheets or "", kind="number"),
            Column("carrier", _("Carrier"), lambda h: h.get_carrier_display()),
            Column("project", _("Project"), lambda h: h.project),
            Column("demanded", _("Return demanded on"), lambda h: day(h.demanded_on), kind="date"),
            Column("return", _("To be returned by"), lambda h: day(h.return_by), kind="date"),
            Column("returned", _("Returned on"), lambda h: day(h.returned_on), kind="date"),
            Column("to", _("Returned to"), lambda h: h.returned_to),
        ]
        return [*told[:3], *more[:3], *told[3:-1], *more[3:], told[-1]]


class HeldReceive(ActPage):
    """Receive papers: one receipt for all that was handed over at once."""

    permission = "documents.add_heldpaper"
    form_class = held.ReceiveForm
    title = gettext_lazy("Receive papers")
    submit_label = gettext_lazy("Receive")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_cancel_url(self):
        return reverse("mail:held")

    def act(self, form):
        user = self.request.user
        made = HeldPaper.objects.receive(form.cleaned_data["items"], by=user, **form.facts())
        if file := kept(form.cleaned_data["file"]):
            name, blob = file
            for one in made:
                Attachment.objects.create(owner=one, blob=blob, name=name, added_by=user)
        self.made = made
        return made[0]

    def done_sentence(self):
        return _("Received under No. %(number)s: print the act and have it signed.") % {
            "number": self.made[0].receipt
        }


class HeldDetail(DetailPage):
    """One paper of others: whose, who keeps it, what became of it."""

    model = HeldPaper
    permission = "documents.view_heldpaper"
    template_name = "documents/held_paper.html"
    tones = TONES

    def get_queryset(self):
        return super().get_queryset().select_related(
            *("party", "person", "keeper", "received_by", "used_by", "returned_by", "letter")
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
        if user.has_perm("documents.change_heldpaper", paper):
            url = reverse("mail:held_edit", args=[paper.pk])
            found.append({"label": _("Change the card"), "url": url})
        return found

    def facts(self):
        paper = self.object
        letter = paper.letter
        seen = letter and type(letter).objects.visible_to(self.request.user).filter(pk=letter.pk)
        told = [paper.keeper, post := paper.keeper.appointment()]
        acts = [("held_receipt", _("Act of receipt")), ("held_return", _("Act of return"))]
        return [
            Fact(_("Whose"), paper.owner),
            Fact(_("Person"), paper.words if paper.party_id or paper.person_id else ""),
            Fact(_("Project"), paper.project),
            Fact(_("Carrier"), paper.get_carrier_display()),
            Fact(_("Original"), _("Yes") if paper.is_original else _("No")),
            Fact(_("Sheets"), paper.sheets),
            Fact(_("Received on"), day(paper.received_on)),
            Fact(_("Handed over by"), paper.handed_by),
            Fact(_("Received by"), paper.received_by),
            Fact(
                _("Answers for safekeeping"), f"{told[0]}, {post.position}" if post else told[0]
            ),
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
            *(
                Fact(label, _("Open the PDF"), reverse(f"mail:{name}", args=[paper.pk]), on_paper=False)
                for name, label in acts
            ),
        ]

    def tabs(self):
        count = Attachment.objects.of(self.object).count()
        return [
            Tab("with", _("Received with it"), "documents/tab_held.html"),
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
