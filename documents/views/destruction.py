"""Acts of destruction: drawn up, printed, signed by hand, carried out (003/5.4.3)."""

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import numeric
from common.models import JournalEntry
from common.views import Column, DetailPage, Fact, ListPage, StepPage, Tab
from common.views.act import ActPage
from documents.forms.copies import ActForm, CarryOutForm
from documents.models import DestructionAct

from .paper_parts import file_items

TONES = {"draft": "blue", "done": "green", "cancelled": "grey"}


class ActList(ListPage):
    """The acts by which paper copies were destroyed."""

    model = DestructionAct
    permission = "documents.view_destructionact"
    title = gettext_lazy("Acts of destruction")
    empty_text = gettext_lazy("No copy has been destroyed yet.")
    empty_hint = gettext_lazy("Copies in the keeper's hands are destroyed before a commission.")
    add_permission = "documents.add_destructionact"
    add_label = gettext_lazy("New act")
    add_url = reverse_lazy("documents:act_add")
    columns = [
        Column("number", gettext_lazy("No."), lambda a: a.number, kind="code"),
        Column("date", gettext_lazy("Date"), lambda a: numeric(a.date), sort="date", kind="date"),
        Column("copies", gettext_lazy("Copies"), lambda a: a.count, kind="number"),
        Column("manner", gettext_lazy("Manner of destruction"), lambda a: a.manner),
        Column("author", gettext_lazy("Drawn up by"), lambda a: a.author, kind="person"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda a: a.get_state_display(),
            kind="state",
            tone=lambda a: TONES[a.state],
        ),
    ]

    def search_rows(self, rows, words):
        return rows.filter(number__icontains=words) | rows.filter(manner__icontains=words)


class ActCreate(ActPage):
    """Choose the copies and the commission; the act is printed and signed by hand."""

    permission = "documents.add_destructionact"
    form_class = ActForm
    title = gettext_lazy("New act")
    submit_label = gettext_lazy("Draw up the act")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}

    def get_cancel_url(self):
        return reverse("documents:acts")

    def act(self, form):
        return DestructionAct.objects.draw_up(by=self.request.user, **form.cleaned_data)

    def done_sentence(self):
        return _("The act is drawn up: print it and have it signed.")


class ActDetail(DetailPage):
    model = DestructionAct
    permission = "documents.view_destructionact"
    tones = TONES

    def get_queryset(self):
        return super().get_queryset().select_related("author")

    def steps(self):
        url = reverse("documents:act_paper", args=[self.object.pk])
        return [*super().steps(), {"label": _("Print the act"), "url": url}]

    def facts(self):
        act = self.object
        return [
            Fact(_("No."), act.number),
            Fact(_("Date"), numeric(act.date)),
            Fact(_("Manner of destruction"), act.manner),
            Fact(_("Commission"), ", ".join(str(one) for one in act.commission.all())),
            Fact(_("Drawn up by"), act.author),
            Fact(_("Destroyed on"), act.done_on and numeric(act.done_on)),
        ]

    def tabs(self):
        return [
            Tab("copies", _("Copies"), "documents/tab_act_copies.html"),
            Tab("files", _("Files"), "components/tab_files.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        if slug == "copies":
            return {"copies": self.object.copies.for_list()}
        if slug == "files":
            return {"files": file_items(self.object)}
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class ActStep(StepPage):
    model = DestructionAct
    permission = "documents.view_destructionact"
    tones = TONES
    step_forms = {"carry_out": CarryOutForm}
    sentences = {
        "carry_out": gettext_lazy("The commission has signed, and the copies are destroyed."),
        "cancel": gettext_lazy("The copies are free again; the number of the act stays used."),
    }
