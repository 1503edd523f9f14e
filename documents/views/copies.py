"""Paper copies: the register, one copy and its steps, making and distributing (003/5.4.3)."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import deeds
from common.dates import numeric
from common.models import JournalEntry
from common.views import Column, DetailPage, Fact, ListPage, StepPage, Tab
from common.views.act import ObjectActPage
from documents.forms import copies as forms
from documents.models import CopyKind, DocumentVersion, PaperCopy
from documents.models.copy_rows import COPIED
from documents.models.ending import ENDED
from people.models import Person

from .paper_parts import file_items

State = PaperCopy.State
COPY_TONES = {
    State.MADE: "grey",
    State.ISSUED: "green",
    State.RECALLED: "amber",
    State.RETURNED: "grey",
    State.DESTROYED: "grey",
    State.LOST: "red",
}
OVERDUE = gettext_lazy("Recalled, overdue")


def state_word(copy) -> str:
    """The state of a copy; what did not come back in time says so."""
    return str(OVERDUE) if copy.is_overdue else copy.get_state_display()


def tone_of(copy) -> str:
    return "red" if copy.is_overdue else COPY_TONES[copy.state]


def day(value) -> str:
    return numeric(value) if value else ""


class CopyFilter(django_filters.FilterSet):
    holder = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Holder"),
        queryset=lambda request: Person.objects.filter(
            pk__in=PaperCopy.objects.visible_to(request.user).values("holder")
        ),
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind of copy"), choices=CopyKind.choices)
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=State.choices)
    version = django_filters.ChoiceFilter(
        label=gettext_lazy("Version"),
        choices=[
            ("valid", gettext_lazy("Still valid")),
            ("ended", gettext_lazy("Superseded or withdrawn")),
        ],
        method="by_version",
    )
    overdue = django_filters.ChoiceFilter(
        label=gettext_lazy("Return"),
        choices=[("yes", gettext_lazy("Overdue"))],
        method="by_overdue",
    )

    class Meta:
        model = PaperCopy
        fields = ["holder", "kind", "state", "version", "overdue"]

    def by_version(self, rows, name, value):
        ended = {"version__state__in": ENDED}
        return rows.filter(**ended) if value == "ended" else rows.exclude(**ended)

    def by_overdue(self, rows, name, value):
        return rows.overdue()


class CopyList(ListPage):
    """Every copy on paper: its number, whose hands it is in, when it came back (P-22)."""

    model = PaperCopy
    permission = "documents.view_papercopy"
    title = gettext_lazy("Paper copies")
    filterset_class = CopyFilter
    empty_text = gettext_lazy("There are no paper copies.")
    empty_hint = gettext_lazy("They are made on the page of a version, under “Paper copies”.")
    columns = [
        Column(
            "document",
            gettext_lazy("Document"),
            lambda c: c.version.headline,
            sort="version__document__sorted_as",
        ),
        Column(
            "number", gettext_lazy("Copy No."), lambda c: c.shown_number, sort="number", kind="code"
        ),
        Column("kind", gettext_lazy("Kind of copy"), lambda c: c.get_kind_display(), sort="kind"),
        Column("holder", gettext_lazy("Holder"), lambda c: c.held_by, kind="person"),
        Column(
            "issued",
            gettext_lazy("Issued"),
            lambda c: day(c.issued_on),
            sort="issued_on",
            kind="date",
        ),
        Column(
            "returned",
            gettext_lazy("Returned"),
            lambda c: day(c.returned_on),
            sort="returned_on",
            kind="date",
        ),
        Column("state", gettext_lazy("State"), state_word, kind="state", tone=tone_of),
    ]

    def columns_out(self, form):
        return [
            *self.columns,
            Column("language", _("Language"), lambda c: c.language_name),
            Column("place", _("Kept at"), lambda c: c.place),
            Column("received", _("Signed for"), lambda c: day(c.received_on), kind="date"),
            Column("due", _("To be returned by"), lambda c: day(c.due), kind="date"),
            Column("act", _("Act of destruction"), lambda c: f"№ {c.act.number}" if c.act else ""),
            Column("note", _("Note"), lambda c: c.note),
        ]


class CopyDetail(DetailPage):
    """One copy and all that happened to it."""

    model = PaperCopy
    permission = "documents.view_papercopy"
    tones = COPY_TONES

    def get_queryset(self):
        return super().get_queryset().for_list()

    def get_title(self):
        return str(self.object.version.document.title)

    def get_context_data(self, **kwargs):
        copy = self.object
        state = {"label": state_word(copy), "tone": tone_of(copy)}
        return super().get_context_data(**kwargs) | {"number": str(copy), "state": state}

    def steps(self):
        # Destroyed only by an act, so there is no button for it here.
        steps = [step for step in super().steps() if step["name"] != "destroy"]
        user, copy = self.request.user, self.object
        if user.has_perm("documents.keep_papercopy", copy) and not copy.why_not_printed:
            url = reverse("documents:copy_print", args=[copy.pk])
            steps.append({"label": _("Print the copy"), "url": url})
        return steps

    def facts(self):
        copy = self.object
        version = copy.version
        act_url = copy.act.get_absolute_url() if copy.act else ""
        may_see_act = self.request.user.has_perm("documents.view_destructionact")
        return [
            Fact(_("Version"), version, version.get_absolute_url()),
            Fact(_("State of the version"), version.get_state_display()),
            Fact(_("Kind of copy"), copy.get_kind_display()),
            Fact(_("Copy No."), copy.shown_number),
            Fact(_("Language"), copy.language_name),
            Fact(_("Holder"), copy.held_by),
            Fact(_("Kept at"), copy.place),
            Fact(_("Issued"), day(copy.issued_on)),
            Fact(_("Signed for"), day(copy.received_on)),
            Fact(_("Recalled"), day(copy.recalled_on)),
            Fact(_("To be returned by"), day(copy.due)),
            Fact(_("Returned"), day(copy.returned_on)),
            Fact(_("Lost on"), day(copy.lost_on)),
            Fact(_("Act of destruction"), copy.act, act_url if may_see_act else ""),
            Fact(_("Note"), copy.note),
        ]

    def tabs(self):
        return [
            Tab("history", _("History"), "components/tab_history.html"),
            Tab("files", _("Files"), "components/tab_files.html"),
        ]

    def tab_context(self, slug):
        if slug == "files":
            return {"files": file_items(self.object)}
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class CopyStep(StepPage):
    """Issue, receive, recall, take back, lose, find."""

    model = PaperCopy
    permission = "documents.view_papercopy"
    tones = COPY_TONES
    step_forms = {
        "issue": forms.IssueForm,
        "take_back": forms.TakeBackForm,
        "lose": forms.LoseForm,
        "find": forms.FindForm,
    }
    sentences = {
        "issue": gettext_lazy("The holder answers for the copy until it comes back."),
        "receive": gettext_lazy("The holder has signed for the copy."),
        "recall": gettext_lazy("The holder gets a letter, the keeper collects the copy."),
        "take_back": gettext_lazy("The copy is in the keeper's hands again."),
        "lose": gettext_lazy("The copy is noted as lost; it can be found again later."),
        "find": gettext_lazy("The copy turned up again."),
        "destroy": gettext_lazy("A copy is destroyed only by an act."),
    }

    def get_queryset(self):
        return super().get_queryset().for_list()


class OnVersion(ObjectActPage):
    """A deed on the copies of one version."""

    model = DocumentVersion
    permission = "documents.add_papercopy"

    def get_queryset(self):
        return super().get_queryset().select_related("document__type").distinct()

    def not_now(self, *, may):
        if may and self.object.state not in COPIED:
            return _("Copies are made only of what is approved and has not ended.")
        return ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"version": self.object}

    def get_cancel_url(self):
        return self.where_next(None)

    def where_next(self, done):
        return f"{self.object.get_absolute_url()}?tab=copies#tab"


class CopiesMake(OnVersion):
    form_class = forms.MakeForm
    title = gettext_lazy("Make copies")
    submit_label = gettext_lazy("Make")

    def act(self, form):
        self.made = PaperCopy.objects.make(self.object, by=self.request.user, **form.cleaned_data)
        return self.made

    def done_sentence(self):
        return _("Made: %(numbers)s.") % {
            "numbers": ", ".join(f"№ {copy.shown_number}" for copy in self.made)
        }


class CopiesDistribute(OnVersion):
    form_class = forms.DistributeForm
    title = gettext_lazy("Distribute copies")
    submit_label = gettext_lazy("Issue the copies")
    sentence = gettext_lazy("Each gets a numbered working copy and signs for it in the list.")

    def act(self, form):
        self.made = PaperCopy.objects.distribute(
            self.object, by=self.request.user, **form.cleaned_data
        )
        return self.made

    def done_sentence(self):
        count = len(self.made)
        words = ngettext("%(count)s copy was issued.", "%(count)s copies were issued.", count)
        return words % {"count": count}
