"""The register of papers of others and how they are received (004/7.5.4)."""

import django_filters
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import Attachment
from common.views import Column, ListPage
from common.views.act import ActPage
from common.waiting import due_in_words
from common.yes_no import YesNoFilter
from documents.forms import held
from documents.forms.mail import kept
from documents.models import HeldPaper
from documents.models.custody_steps import HeldState

from .mail_registers import day

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
        Column("item", gettext_lazy("Name of the paper"), lambda h: h.item, sort="item"),
        Column("owner", gettext_lazy("Owner"), lambda h: h.owner),
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
