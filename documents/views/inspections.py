"""Inspections: their register, one with its accounts and packages, its steps (004/7.5.5)."""

import django_filters
from django.urls import reverse, reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds, guests
from common.dates import date_and_time
from common.models import JournalEntry
from common.views import Column, DetailPage, EditPage, Fact, ListPage, StepPage, Tab
from documents.forms.inspections import CloseForm, InspectionForm
from documents.models import Inspection, InspectionAccess, InspectionPackage
from people.models import GuestVisit

TONES = {"planned": "grey", "open": "blue", "closed": "green"}
PACKAGE_TONES = {
    "waiting": "blue",
    "running": "blue",
    "ready": "green",
    "failed": "red",
    "gone": "grey",
}
SHOWN = 500  # visits on a page; all of them are in the list that is taken out


def parts_shown(inspection) -> list[str]:
    """What is shown, in words."""
    found = [str(part.label) for code, part in guests.parts().items() if code in inspection.parts]
    if inspection.shows_top:
        found.append(capfirst(inspection._meta.get_field("shows_top").verbose_name))
    return found


class InspectionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=Inspection.State.choices
    )

    class Meta:
        model = Inspection
        fields = ["state"]


class InspectionList(ListPage):
    """Every inspection from outside."""

    model = Inspection
    permission = "documents.view_inspection"
    title = gettext_lazy("Inspections")
    lead = gettext_lazy("Who from outside looked through the system, what they were shown.")
    filterset_class = InspectionFilter
    empty_text = gettext_lazy("There was no inspection yet.")
    empty_hint = gettext_lazy("When one comes: enter it, give an account, have a package made.")
    add_permission = "documents.add_inspection"
    add_label = gettext_lazy("New inspection")
    add_url = reverse_lazy("documents:inspection_add")
    columns = [
        Column("who", gettext_lazy("Who inspects"), lambda i: i.who, sort="who"),
        Column("days", gettext_lazy("Days"), lambda i: i.days, sort="since", kind="date"),
        Column("basis", gettext_lazy("Basis"), lambda i: i.basis),
        Column("given", gettext_lazy("Accounts"), lambda i: i.given, sort="given", kind="number"),
        Column("packed", gettext_lazy("Packages"), lambda i: i.packed, kind="number"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda i: i.get_state_display(),
            sort="state",
            kind="state",
            tone=lambda i: TONES[i.state],
        ),
    ]


class Kept:
    """The form of an inspection knows who fills it in."""

    model = Inspection
    form_class = InspectionForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}


class InspectionEdit(Kept, EditPage):
    """Also while inspectors are inside: they see what is shown from now on."""

    permission = "documents.keep_inspection"
    title = gettext_lazy("Inspection")

    def not_now(self, *, may):
        if may and self.object.state == Inspection.State.CLOSED:
            return _("The inspection is closed.")
        return ""

    def recorded(self, form):
        self.object.narrow_accounts(by=self.request.user)


class InspectionDetail(DetailPage):
    """Who came, what is shown to them, what they opened and took along."""

    model = Inspection
    permission = "documents.view_inspection"
    tones = TONES

    def get_queryset(self):
        return super().get_queryset().select_related("made_by")

    def may(self) -> bool:
        """Whether this reader may let people in, and it is the time for it."""
        is_over = self.object.state == Inspection.State.CLOSED
        return not is_over and self.request.user.has_perm("documents.keep_inspection", self.object)

    def steps(self):
        steps = super().steps()
        if not self.may():
            return steps
        key = [self.object.pk]
        first = [
            {"label": _("Give access"), "url": reverse("documents:access_give", args=key)},
            {"label": _("Make a package"), "url": reverse("documents:package_ask", args=key)},
            {"label": _("Edit"), "url": reverse("documents:inspection_edit", args=key)},
        ]
        first[0]["primary"] = True
        return [*first, *({**step, "primary": False} for step in steps)]

    def facts(self):
        one = self.object
        types = [str(kind.name) for kind in one.types.all()]
        return [
            Fact(_("Who inspects"), one.who),
            Fact(_("Inspectors"), "; ".join(one.inspectors.splitlines())),
            Fact(_("Basis"), one.basis),
            Fact(_("Days"), one.days),
            Fact(_("What is shown"), "; ".join(parts_shown(one))),
            Fact(_("Only these types of documents"), "; ".join(types)),
            Fact(_("Records of these cases"), "; ".join(str(case) for case in one.cases.all())),
            Fact(_("Entered by"), one.made_by),
            Fact(_("Closed"), one.closed_at and date_and_time(one.closed_at)),
            Fact(_("What was found"), one.outcome),
        ]

    def tabs(self):
        return [
            Tab("accesses", _("Accounts"), "documents/tab_accesses.html"),
            Tab("packages", _("Packages"), "documents/tab_packages.html"),
            Tab("visits", _("What was opened"), "documents/tab_visits.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        one = self.object
        if slug == "accesses":
            return {"accesses": one.accesses.for_list(), "may_keep": self.may()}
        if slug == "packages":
            rows = InspectionPackage.objects.visible_to(self.request.user).filter(inspection=one)
            return {"packages": rows.with_sums(), "package_tones": PACKAGE_TONES}
        if slug == "visits":
            visits = GuestVisit.objects.filter(user__inspects__inspection=one)
            return {"visits": visits.select_related("user__person")[:SHOWN]}
        about = JournalEntry.objects.about(one)
        for model, rows in (
            (InspectionAccess, one.accesses.all()),
            (InspectionPackage, one.packages.all()),
        ):
            keys = list(rows.values_list("pk", flat=True))
            about |= JournalEntry.objects.filter(
                content_type__app_label="documents",
                content_type__model=model._meta.model_name,
                object_id__in=keys,
            )
        return {"items": deeds.history(about, self.request.user)}


class InspectionStep(StepPage):
    """Begin and close."""

    model = Inspection
    permission = "documents.view_inspection"
    tones = TONES
    step_forms = {"close": CloseForm}
    sentences = {
        "begin": gettext_lazy("The inspectors are here: accounts and packages can be given."),
        "close": gettext_lazy("It is over: every account of its inspectors ends at once."),
    }
