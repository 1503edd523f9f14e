"""Acts of disposal: drawn up, agreed by the commission, approved, carried out (26)."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.views import Column, Fact, ListPage, Tab
from common.views.act import ActPage, ObjectActPage
from common.views.step import StepForm
from documents.forms.disposal import CarryOutForm, DisposalForm
from documents.forms.steps import SignForm
from documents.models import DisposalAct

from .route_pages import (
    ROUTE_FORMS,
    ROUTE_SENTENCES,
    PaperPage,
    SignatureAdd,
    SignedPage,
    SignedStep,
)
from .route_pages import TONES as ROUTE_TONES

#: What a hold on one of its records stops.
STOPPED = ("send", "approve", "carry_out")
TONES = ROUTE_TONES | {"done": "grey", "cancelled": "grey"}


class DisposalList(ListPage):
    """The acts by which records were put up for destruction."""

    model = DisposalAct
    permission = "documents.view_disposalacts"
    title = gettext_lazy("Disposal of records")
    lead = gettext_lazy(
        "What is past its term goes by an act: a commission agrees, the director approves."
    )
    empty_text = gettext_lazy("No act has been drawn up yet.")
    add_permission = "documents.add_disposalact"
    add_label = gettext_lazy("New act")
    add_url = reverse_lazy("records:disposal_add")
    columns = [
        Column("number", gettext_lazy("No."), lambda a: a.number, kind="code"),
        Column("date", gettext_lazy("Date"), lambda a: numeric(a.date), sort="date", kind="date"),
        Column("records", gettext_lazy("Records"), lambda a: a.count, kind="number"),
        Column("ground", gettext_lazy("Ground"), lambda a: a.ground),
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
        return rows.filter(number__icontains=words) | rows.filter(ground__icontains=words)


class DisposalCreate(ActPage):
    """Choose the records whose term is over, and the commission."""

    permission = "documents.add_disposalact"
    form_class = DisposalForm
    title = gettext_lazy("New act of disposal")
    submit_label = gettext_lazy("Draw up the act")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}

    def get_cancel_url(self):
        return reverse("records:disposals")

    def act(self, form):
        return DisposalAct.objects.draw_up(by=self.request.user, **form.cleaned_data)

    def done_sentence(self):
        return _("The act is drawn up: send it to the commission.")


def held_sentence() -> str:
    """Why an act waits."""
    return _("Nothing is destroyed by this act while a hold lies on its records.")


class DisposalDetail(SignedPage):
    """An act, with its records."""

    model = DisposalAct
    permission = "documents.view_disposalact"
    tones = TONES

    template_name = "documents/disposal.html"

    def get_queryset(self):
        return super().get_queryset().select_related("author")

    @cached_property
    def held(self):
        """A sentence for each of its records that is held."""
        return self.object.held_words()

    def steps(self):
        """What a hold stops is not offered; an approved act is there to be carried out."""
        steps = super().steps()
        if self.held:
            return [one for one in steps if one.get("name") not in STOPPED]
        return [one | {"primary": True} if one.get("name") == "carry_out" else one for one in steps]

    def get_context_data(self, **kwargs):
        named = self.request.user.has_perm("documents.view_hold")  # a hold may concern others
        context = {"held": self.held, "held_sentence": held_sentence(), "may_see_holds": named}
        return super().get_context_data(**context, **kwargs)

    def facts(self):
        act = self.object
        return [
            Fact(_("No."), act.number),
            Fact(_("Date"), numeric(act.date)),
            Fact(_("Ground"), act.ground),
            Fact(_("Manner of destruction"), act.manner),
            Fact(_("Commission"), ", ".join(str(one) for one in act.commission.all())),
            Fact(_("Drawn up by"), act.author),
            Fact(_("Destroyed on"), act.done_on and numeric(act.done_on)),
            *self.route_facts(),
        ]

    def first_tabs(self):
        return [Tab("records", _("Records"), "documents/tab_disposal.html")]

    def first_context(self, slug):
        may = self.request.user.has_perm("documents.change_disposalact", self.object)
        lines = self.object.lines().with_hold()
        return {"records": lines, "may_change": may}


class DisposalLeaveOut(ObjectActPage):
    """Leave a record out of a draft."""

    model = DisposalAct
    permission = "documents.change_disposalact"
    title = gettext_lazy("Leave a record out")
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        kept = get_object_or_404(self.object.records, pk=kwargs["record"])
        self.object.leave_out(kept, by=request.user)
        return HttpResponseRedirect(self.object.get_absolute_url())


class DisposalStep(SignedStep):
    """The route of an act, and the deed at its end."""

    model = DisposalAct
    permission = "documents.view_disposalact"
    tones = TONES
    step_forms = ROUTE_FORMS | {
        "send": StepForm,
        "approve": SignForm,
        "carry_out": CarryOutForm,
    }
    sentences = ROUTE_SENTENCES | {
        "carry_out": gettext_lazy(
            "The files of these records are removed for good; their names, numbers and hashes "
            "stay. One record under a hold stops the whole act."
        ),
        "cancel": gettext_lazy("Its records are free again; the number of the act stays used."),
    }

    def closed(self):
        """One record under a hold stops the act before anything is asked for."""
        if closed := super().closed():
            return closed
        held = self.object.held_words() if self.name in STOPPED else []
        if not held:
            return None
        blank = self.get_form_class()(request=self.request, instance=self.object)
        return self.again(blank, 409, gone=held_sentence(), held=held)


class DisposalPaper(PaperPage):
    """The act as a paper."""

    model = DisposalAct
    permission = "documents.view_disposalact"


class DisposalSignature(SignatureAdd):
    """A qualified signature made elsewhere."""

    model = DisposalAct
    permission = "documents.add_signature_to_disposalact"
