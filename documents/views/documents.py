"""The unified list of the documents of the organisation (004/4.2.3)."""

import django_filters
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from common.dates import numeric
from common.views import Column, ListPage
from documents.models import (
    Access,
    Document,
    DocumentType,
    DocumentVersion,
    Origin,
)
from documents.models.ending import ENDED

from .control import REVIEW, REVIEW_APART, ControlFilter, columns_out, of_day
from .document import NO_TEXT, TONES, State

STAGES = [
    ("in_force", _("In force")),
    ("way", _("On their way")),
    ("approved", State.APPROVED.label),
    ("draft", _("Drafts")),
    ("past", _("No longer in force")),
    ("none", NO_TEXT),
]


class DocumentFilter(ControlFilter):
    type = django_filters.ModelChoiceFilter(
        label=_("Type"),
        queryset=DocumentType.objects.filter(children=None).exclude(origin=Origin.EXTERNAL),
    )
    stage = django_filters.ChoiceFilter(label=_("State"), choices=STAGES, method="by_stage")
    access = django_filters.ChoiceFilter(label=_("Who reads"), choices=Access.choices)

    class Meta:
        model = Document
        fields = [
            *("type", "stage", "review", "on", "mine", "level", "unit", "access"),
            *("term", "codes"),
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.is_guest:  # drafts and what is on its way are not shown
            del self.filters["mine"]
            shown = [pair for pair in STAGES if pair[0] in ("in_force", "past")]
            self.filters["stage"].extra["choices"] = shown

    def by_stage(self, rows, name, value):
        versions = DocumentVersion.objects.visible_to(self.request.user)
        if value == "none":
            return rows.filter(versions=None)
        if value == "past":
            ended = rows.filter(pk__in=versions.filter(state__in=ENDED).values("document"))
            return ended.exclude(pk__in=versions.exclude(state__in=ENDED).values("document"))
        states = ({"in_force": [State.IN_FORCE]} | AHEAD)[value]
        return rows.filter(pk__in=versions.filter(state__in=states).values("document"))


#: Stages by which versions are asked for that are not in force yet.
AHEAD = {
    "way": [State.AGREEING, State.APPROVING],
    "approved": [State.APPROVED],
    "draft": [State.DRAFT],
}


def shown_version(document) -> str:
    """The version of the stage that was asked for, else the one in force."""
    if ahead := getattr(document, "ahead", None):
        return f"{ahead.issue}/{ahead.change}"
    return f"{document.force_issue}/{document.force_change}" if document.force_from else ""


def shown_since(document):
    """Since when, or from when, the version shown is in force."""
    ahead = getattr(document, "ahead", None)
    return ahead.in_force_from if ahead else document.force_from


def shown_state(document) -> str:
    """What the register says of a document: of the stage that was asked for; in force if any
    version is; else the state of its newest.
    """
    if ahead := getattr(document, "ahead", None):
        return ahead.state
    return "in_force" if document.force_from else document.version_state or ""


class DocumentList(ListPage):
    """The unified list of QMS documents (004/4.2.3)."""

    model = Document
    permission = "documents.view_document"
    title = _("Documents")
    filterset_class = DocumentFilter
    empty_text = _("There is no document yet.")
    empty_hint = _("Begin with the one everybody asks for.")
    import_permission = "documents.import_papers"
    import_label = _("Import of documents in force")
    import_url = reverse_lazy("documents:papers_upload")
    intake = "documents"
    add_permission = "documents.add_document"
    add_label = _("New document")
    add_url = reverse_lazy("documents:document_add")
    columns = [
        Column("code", _("Code"), lambda d: d.code, sort="sorted_as", kind="code"),
        Column("title", _("Title"), lambda d: d.title),
        Column(
            "version",
            _("Version"),
            shown_version,
            kind="number",
        ),
        Column(
            "state",
            _("State"),
            lambda d: State(shown_state(d)).label if shown_state(d) else NO_TEXT,
            kind="state",
            tone=lambda d: TONES.get(shown_state(d), "grey"),
        ),
        Column(
            "since",
            _("In force from"),
            lambda d: numeric(since) if (since := shown_since(d)) else "",
            sort="force_from",
            kind="date",
        ),
        REVIEW,
        Column("owner", _("Answers for it"), lambda d: d.owner or "", kind="person"),
    ]

    def get_queryset(self):
        """External documents have a register of their own."""
        return of_day(self.request).internal()

    def dressed(self, things):
        """Of a stage before force, the version that stands there; a guest is told of no other
        stage than what is or was in force.
        """
        user = self.request.user
        states = ENDED if user.is_guest else AHEAD.get(self.request.GET.get("stage", ""))
        if states:
            rows = DocumentVersion.objects.visible_to(user).filter(state__in=states)
            keys = [thing.pk for thing in things if not (user.is_guest and thing.force_from)]
            rows = rows.filter(document__in=keys).order_by("issue", "change")
            ahead = {one.document_id: one for one in rows}
            for thing in things:
                thing.ahead = ahead.get(thing.pk)
                thing.review_open = thing.review_open and not user.is_guest
        return things

    def columns_out(self, form):
        shown = super().columns_out(form)
        if form == "xlsx":
            apart = [REVIEW_APART if column is REVIEW else [column] for column in shown]
            shown = [column for columns in apart for column in columns]
        return [*shown, *columns_out(self.request, form)]
