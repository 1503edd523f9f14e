"""Holds: what must not be destroyed, why, since when, by whom (29)."""

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common import deeds
from common.dates import date_and_time, numeric
from common.models import JournalEntry
from common.views import Column, DetailPage, Fact, ListPage, StepPage, Tab
from common.views.act import ActPage
from documents.forms import records as forms
from documents.forms.disposal import HoldForm
from documents.models import Hold, Record

TONES = {"active": "amber", "released": "grey"}
SHOWN = 200  # records on the page of one hold; the register shows the rest


class HoldList(ListPage):
    """Holds in force, and those that were released."""

    model = Hold
    permission = "documents.view_hold"
    title = gettext_lazy("Holds")
    lead = gettext_lazy("What is held is neither destroyed nor kept for less, whatever its term.")
    empty_text = gettext_lazy("Nothing is held.")
    add_permission = "documents.add_hold"
    add_label = gettext_lazy("New hold")
    add_url = reverse_lazy("records:hold_add")
    columns = [
        Column("name", pgettext_lazy("thing", "Name"), lambda h: h.name),
        Column("basis", gettext_lazy("Basis"), lambda h: h.basis),
        Column("since", pgettext_lazy("hold", "From"), lambda h: numeric(h.since), kind="date"),
        Column(
            "until",
            gettext_lazy("Planned until"),
            lambda h: numeric(h.until) if h.until else "",
            kind="date",
        ),
        Column("set_by", gettext_lazy("Set by"), lambda h: h.set_by, kind="person"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda h: h.get_state_display(),
            kind="state",
            tone=lambda h: TONES[h.state],
        ),
    ]

    def search_rows(self, rows, words):
        return rows.filter(name__icontains=words) | rows.filter(basis__icontains=words)


class HoldCreate(ActPage):
    """Set a hold: ``?words=`` finds the records to tick."""

    permission = "documents.add_hold"
    form_class = HoldForm
    template_name = "documents/hold_form.html"
    title = gettext_lazy("New hold")
    submit_label = gettext_lazy("Set the hold")

    def get_form_kwargs(self):
        asked = self.request.GET
        return super().get_form_kwargs() | {
            "reader": self.request.user,
            "words": asked.get("words", "").strip()[:100],
        }

    def get_cancel_url(self):
        return reverse("records:holds")

    def get_context_data(self, **kwargs):
        return super().get_context_data(words=self.request.GET.get("words", ""), **kwargs)

    def act(self, form):
        return Hold.objects.lay(by=self.request.user, **form.cleaned_data)

    def done_sentence(self):
        return _("The hold is set.")


class HoldDetail(DetailPage):
    model = Hold
    permission = "documents.view_hold"
    template_name = "documents/hold.html"
    tones = TONES

    def get_context_data(self, **kwargs):
        active = self.object.state == Hold.State.ACTIVE
        return super().get_context_data(acts=self.object.acts() if active else (), **kwargs)

    def get_queryset(self):
        return super().get_queryset().select_related("set_by", "person", "process")

    def facts(self):
        hold = self.object
        cases = [f"{c.index} · {c.nomenclature.year}" for c in hold.cases.all()]
        return [
            Fact(_("Basis"), hold.basis),
            Fact(_("From"), numeric(hold.since)),
            Fact(_("Planned until"), hold.until and numeric(hold.until)),
            Fact(_("Whole cases"), ", ".join(cases)),
            Fact(_("Everything of a person"), hold.person),
            Fact(_("Everything of a process"), hold.process),
            Fact(_("Everything about"), hold.about),
            Fact(_("Set by"), hold.set_by),
            Fact(_("Released"), hold.released_at and date_and_time(hold.released_at)),
            Fact(_("Why released"), hold.release_reason),
        ]

    def tabs(self):
        return [
            Tab("records", _("Records"), "documents/tab_held.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        if slug == "records":
            reach = Record.objects.visible_to(self.request.user).order_by()
            rows = self.object.held_records().filter(pk__in=reach.values("pk"))
            return {
                "records": rows.select_related("case__nomenclature")[:SHOWN],
                "total": rows.count(),
            }
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class HoldStep(StepPage):
    """Release it, with a reason."""

    model = Hold
    permission = "documents.view_hold"
    tones = TONES
    step_forms = {"release": forms.ReasonStep}
    sentences = {
        "release": gettext_lazy("What it held follows its own term again, and may be destroyed.")
    }
