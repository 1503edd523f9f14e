"""Change requests: the register, a request, asking for a change, deciding on it."""

import django_filters
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import date_and_time
from common.models import JournalEntry
from common.reach import within_reach
from common.views import (
    Column,
    CreatePage,
    DetailPage,
    EditPage,
    Fact,
    ListPage,
    StepPage,
    Tab,
)
from common.yes_no import YesNoFilter
from documents.forms.change_request import ChangeRequestForm, DecisionForm
from documents.models import ChangeRequest, Document, DocumentVersion

TONES = {"proposed": "blue", "accepted": "amber", "rejected": "grey", "done": "green"}


class ChangeRequestFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=ChangeRequest.State.choices
    )
    mine = YesNoFilter(
        label=gettext_lazy("Asked by me"),
        method="by_mine",
    )

    class Meta:
        model = ChangeRequest
        fields = ["state", "mine"]

    def by_mine(self, rows, name, value):
        own = {"asked_by": self.request.user.person_id}
        return rows.filter(**own) if value else rows.exclude(**own)


def short(words: str) -> str:
    """The first words, for a row."""
    return Truncator(words).chars(90)


def carried_by(request) -> str:
    """The version that carries a request."""
    return str(request.version or "")


class ChangeRequestList(ListPage):
    """The register of change requests (004/7.3.7)."""

    model = ChangeRequest
    permission = "documents.view_changerequest"
    title = gettext_lazy("Change requests")
    filterset_class = ChangeRequestFilter
    empty_text = gettext_lazy("Nobody has proposed a change yet.")
    empty_hint = gettext_lazy("Open a document and press “Propose a change”.")
    columns = [
        Column("number", gettext_lazy("No."), lambda r: r.pk, sort="pk", kind="number"),
        Column(
            "document",
            gettext_lazy("Document"),
            lambda r: r.document.code,
            sort="document__sorted_as",
            kind="code",
        ),
        Column("what", gettext_lazy("What is to change"), lambda r: short(r.what)),
        Column("asked_by", gettext_lazy("Asked by"), lambda r: r.asked_by, kind="person"),
        Column(
            "asked",
            gettext_lazy("Asked on"),
            lambda r: date_and_time(r.asked_at),
            sort="asked_at",
            kind="date",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda r: r.get_state_display(),
            kind="state",
            tone=lambda r: TONES[r.state],
        ),
    ]

    def search_rows(self, rows, words):
        return rows.filter(document__in=Document.objects.search(words).values("pk"))

    def columns_out(self, form):
        told = [c for c in self.columns if c.key != "what"]
        more = [
            Column("what", _("What is to change"), lambda r: r.what),
            Column("why", _("Reason"), lambda r: r.why),
        ]
        if form == "xlsx":
            more += [
                Column("system", _("Impact on the system"), lambda r: r.impact_system),
                Column("process", _("Impact on processes"), lambda r: r.impact_process),
                Column(
                    "organisation",
                    _("Impact on the organisation"),
                    lambda r: r.impact_organisation,
                ),
                Column("resources", _("Resources"), lambda r: r.resources),
            ]
        more += [
            Column("decision", _("Ground of the decision"), lambda r: r.decision),
            Column("decided_by", _("Decided by"), lambda r: r.decided_by or "", kind="person"),
        ]
        return [*told[:2], *more, *told[2:]]


class ChangeRequestDetail(DetailPage):
    """A request with its impact, and which documents name the one it would change."""

    model = ChangeRequest
    permission = "documents.view_changerequest"
    template_name = "documents/change_request.html"
    tones = TONES

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related("document__type", "asked_by", "decided_by", "version__document")
        )

    def get_title(self):
        return str(self.object.document.title)

    def paper_kind(self):
        return _("Change request No. %(number)s") % {"number": self.object.pk}

    def paper_hands(self):
        asked = self.object
        hands = [(_("Asked by"), asked.asked_by.signature_name)]
        if asked.decided_by:
            hands.append((_("Decided by"), asked.decided_by.signature_name))
        return hands

    def get_context_data(self, **kwargs):
        user, document = self.request.user, self.object.document
        return super().get_context_data(
            number=f"№ {self.object.pk}",
            touched=Document.objects.visible_to(user).resting_on(document),
            **kwargs,
        )

    def steps(self):
        steps = super().steps()
        document = self.object.document
        is_next = self.object.state == "accepted" and not self.object.version_id
        if is_next and self.request.user.has_perm("documents.add_documentversion", document):
            url = reverse("documents:version_add", args=[document.pk])
            steps.insert(0, {"label": _("New version"), "url": url})
        if self.request.user.has_perm("documents.change_changerequest", self.object):
            steps.append(
                {"label": _("Change the request"), "url": f"{self.object.get_absolute_url()}edit/"}
            )
        return steps

    def facts(self):
        asked, user = self.object, self.request.user
        document, version = asked.document, asked.version
        if version is not None:
            version = DocumentVersion.objects.visible_to(user).filter(pk=version.pk).first()
        cause = asked.cause
        if cause is not None:
            cause = within_reach(type(cause), user).filter(pk=cause.pk).first()
        decided = asked.decided_at and date_and_time(asked.decided_at)
        return [
            Fact(_("Document"), f"{document.code} · {document.title}", document.get_absolute_url()),
            Fact(_("Asked by"), asked.asked_by),
            Fact(_("Asked on"), date_and_time(asked.asked_at)),
            Fact(
                _("Cause"),
                cause and str(cause),
                cause.get_absolute_url() if hasattr(cause, "get_absolute_url") else "",
            ),
            Fact(_("Decided by"), asked.decided_by),
            Fact(_("Decided on"), decided),
            Fact(_("Ground of the decision"), asked.decision),
            Fact(
                _("Carried by"),
                version and str(version),
                version.get_absolute_url() if version else "",
            ),
        ]

    def tabs(self):
        return [Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class ChangeRequestCreate(CreatePage):
    """Any employee proposes a change of a document they may read."""

    model = ChangeRequest
    form_class = ChangeRequestForm
    permission = "documents.add_changerequest"
    title = gettext_lazy("Propose a change")
    submit_label = gettext_lazy("Propose")

    def dispatch(self, request, *args, **kwargs):
        documents = Document.objects.visible_to(request.user)
        self.document = get_object_or_404(documents, pk=kwargs["document"])
        return super().dispatch(request, *args, **kwargs)

    def get_title(self):
        return f"{super().get_title()} · {self.document.code}"

    def get_cancel_url(self):
        return self.document.get_absolute_url()

    def save(self, form):
        form.instance.document = self.document
        return form.instance.ask(by=self.request.user)

    def saved_message(self):
        return _("Your request is with those who decide; you will be told.")


class ChangeRequestEdit(EditPage):
    """Whoever asked says it better, while nobody has decided."""

    model = ChangeRequest
    form_class = ChangeRequestForm
    permission = "documents.change_changerequest"
    title = gettext_lazy("Change the request")


class ChangeRequestStep(StepPage):
    """Accept or reject, with a ground."""

    model = ChangeRequest
    permission = "documents.view_changerequest"
    template_name = "documents/request_step.html"
    tones = TONES
    step_forms = {"accept": DecisionForm, "reject": DecisionForm}
    sentences = {
        "accept": gettext_lazy("A new version may carry it out; the one who asked is told."),
        "reject": gettext_lazy(
            "Nothing changes; a draft that was to carry it does not. The one who asked is told."
        ),
    }


def impact_context(version, user) -> dict:
    """Why a version changes and what that touches: for those who work on it and approve it."""
    if version.state not in ("draft", "agreeing", "approving"):
        return {}
    reach = ChangeRequest.objects.visible_to(user).filter(version=version.pk)
    return {
        "impact": list(reach.select_related("asked_by", "document")),
        "touched": Document.objects.visible_to(user).resting_on(version.document),
        "lacks_request": version.state == "draft" and version.lacks_request(),
    }


def requests_about(document, user) -> list[dict]:
    """The requests to change a document with their tones, newest first."""
    rows = document.requests.visible_to(user).select_related("asked_by")
    return [{"request": asked, "tone": TONES[asked.state], "what": short(asked.what)}
            for asked in rows]  # fmt: skip
