"""Registers of personal data: requests with their week, transfers, what is due for erasure."""

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from common import deeds
from common.dates import date_and_time, numeric
from common.models import Attachment, JournalEntry
from common.printing import pdf_response
from common.views import (
    ActPage,
    Column,
    CreatePage,
    DetailPage,
    Fact,
    ListPage,
    StepPage,
    Tab,
)
from common.views.page import ObjectPage
from people.forms.personal import PaperRequestForm, RefuseForm, TransferForm
from people.models import DataRequest, Person, Transfer
from people.models.erasure import due_for_erasure

TONES = {"asked": "blue", "answered": "green", "refused": "amber"}


class DataRequests(ListPage):
    """Who asked for their data, and until when it must be answered."""

    model = DataRequest
    permission = "people.keep_personal_data"
    template_name = "people/data_requests.html"
    title = gettext_lazy("Personal data")
    lead = gettext_lazy("Requests of people about their own data; each is answered within a week.")
    empty_text = gettext_lazy("Nobody has asked yet.")
    add_permission = "people.keep_personal_data"
    add_label = gettext_lazy("Enter a request on paper")
    add_url = reverse_lazy("people:data_request_add")
    columns = [
        Column("person", gettext_lazy("Who"), lambda r: r.person.short_name, kind="person"),
        Column("kind", gettext_lazy("What"), lambda r: r.get_kind_display()),
        Column(
            "asked",
            gettext_lazy("Asked"),
            lambda r: numeric(r.asked_on),
            sort="asked_on",
            kind="date",
        ),
        Column("due", gettext_lazy("Due"), lambda r: numeric(r.due), sort="due", kind="date"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda r: r.get_state_display(),
            kind="state",
            tone=lambda r: TONES[r.state],
        ),
    ]

    def search_rows(self, rows, words):
        return rows.filter(person__in=Person.objects.search(words))


class DataRequestDetail(DetailPage):
    """One request: asked when, due when, and the answer."""

    model = DataRequest
    permission = "people.view_datarequest"
    tones = TONES

    def get_title(self):
        return self.object.get_kind_display()

    def facts(self):
        request = self.object
        answered = request.answered_at
        return [
            Fact(_("Who"), request.person.full_name),
            Fact(_("Asked"), numeric(request.asked_on)),
            Fact(_("Due"), numeric(request.due)),
            Fact(_("Answered"), answered and date_and_time(answered)),
            Fact(_("Reason of the refusal"), request.refusal),
            Fact(
                _("Printed form"),
                request.refusal and _("Open the PDF"),
                reverse("people:data_request_paper", args=[request.pk]),
            ),
        ]

    def tabs(self):
        return [
            Tab("files", _("Files"), "components/tab_files.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        if slug == "files":
            files = Attachment.objects.of(self.object)
            return {"files": [{"name": f.name, "url": f.get_absolute_url()} for f in files]}
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}

    def steps(self):
        """A copy is made by the house itself; nobody marks it by hand."""
        kind = self.object.kind
        automatic = {"answer"} if kind == DataRequest.Kind.COPY else set()
        return [step for step in super().steps() if step["name"] not in automatic]


class DataRequestStep(StepPage):
    """Erase and answer, or refuse with a reason."""

    model = DataRequest
    permission = "people.view_datarequest"
    tones = TONES
    step_forms = {"refuse": RefuseForm}
    sentences = {
        "answer": gettext_lazy(
            "The address, telephone and personal number are erased, also from the history; "
            "the account is closed. What was signed keeps its name."
        ),
        "refuse": gettext_lazy("The person gets the reason in writing."),
    }


class RefusalPaper(ObjectPage, SingleObjectMixin, View):
    """The reasoned refusal on paper, for who has no mail."""

    model = DataRequest
    permission = "people.view_datarequest"

    def get_queryset(self):
        return super().get_queryset().filter(state=DataRequest.State.REFUSED)

    def get(self, request, *args, **kwargs):
        return pdf_response(
            "print/data_refusal.html",
            {"title": _("Refusal"), "request": self.object},
            "refusal.pdf",
        )


class DataRequestAdd(ActPage):
    """A request that came on paper; its week runs from the day it was asked."""

    permission = "people.keep_personal_data"
    form_class = PaperRequestForm
    title = gettext_lazy("Enter a request on paper")

    def get_cancel_url(self):
        return reverse("people:data_requests")

    def act(self, form):
        given = form.cleaned_data
        return DataRequest.ask(
            given["person"],
            given["kind"],
            by=self.request.user,
            asked_on=given["asked_on"],
            on_paper=True,
        )

    def done_sentence(self):
        return _("The request is noted.")


class Transfers(ListPage):
    """To whom personal data was given, and on which ground."""

    model = Transfer
    permission = "people.keep_personal_data"
    title = gettext_lazy("Transfers of personal data")
    empty_text = gettext_lazy("Nothing was given to others yet.")
    add_permission = "people.keep_personal_data"
    add_label = gettext_lazy("Note a transfer")
    add_url = reverse_lazy("people:transfer_add")
    columns = [
        Column("on", gettext_lazy("Date"), lambda t: numeric(t.on), sort="on", kind="date"),
        Column("recipient", gettext_lazy("To whom"), lambda t: t.recipient, sort="recipient"),
        Column("what", gettext_lazy("What was given"), lambda t: t.what),
        Column("basis", gettext_lazy("Ground"), lambda t: t.basis),
        Column(
            "people",
            gettext_lazy("About whom"),
            lambda t: ", ".join(person.short_name for person in t.people.all()),
        ),
        Column("by", gettext_lazy("Who gave it"), lambda t: t.by.person, kind="person"),
    ]

    def search_rows(self, rows, words):
        return rows.filter(recipient__icontains=words)


class TransferAdd(CreatePage):
    model = Transfer
    form_class = TransferForm
    permission = "people.keep_personal_data"
    title = gettext_lazy("Note a transfer")

    def get_cancel_url(self):
        return reverse("people:transfers")

    def get_success_url(self):
        return reverse("people:transfers")

    def save(self, form):
        form.instance.by = self.request.user
        return form.save()


class DueForErasure(ListPage):
    """Whose addresses the rule no longer lets us keep."""

    model = Person
    permission = "people.erase_person"
    title = gettext_lazy("Due for erasure")
    lead = gettext_lazy("People who left longer ago than the profile lets us keep their addresses.")
    empty_text = gettext_lazy("Nothing is due.")
    columns = [
        Column("name", gettext_lazy("Name"), lambda p: p.full_name, sort="sorted_as"),
        Column("email", gettext_lazy("E-mail"), lambda p: p.email),
        Column("phone", gettext_lazy("Phone"), lambda p: p.phone),
    ]

    def get_queryset(self):
        return due_for_erasure()

    def row_url(self, thing):
        return reverse("people:person_data", args=[thing.pk])
