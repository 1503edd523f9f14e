"""A document with its versions."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import deeds
from common.models import JournalEntry, Opening
from common.views import CreatePage, DetailPage, EditPage, Fact, Tab
from documents import change_sheet
from documents.forms.document import DocumentForm, asked_for
from documents.models import Document, DocumentVersion
from documents.models.version import PUBLISHED

from .another import warn_of_another
from .change_requests import requests_about
from .clause_links import clauses_context, clauses_tab
from .control import control_facts, standing_marks
from .relations import links_context
from .reviews import reviews_of

State = DocumentVersion.State
TONES = {
    State.DRAFT: "grey",
    State.AGREEING: "blue",
    State.APPROVING: "blue",
    State.APPROVED: "blue",
    State.IN_FORCE: "green",
    State.SUPERSEDED: "grey",
    State.WITHDRAWN: "red",
}
NO_TEXT = _("No text yet")
OPENINGS_SHOWN = 200


class DocumentDetail(DetailPage):
    """A document: what it is, and every version of it that the reader may see."""

    shows_external = False

    model = Document
    permission = "documents.view_document"
    template_name = "documents/document.html"

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related(*("type", "owner", "author", "basis", "unit", "position"))
        )

    def get_title(self):
        return str(self.object.title)

    def get(self, request, *args, **kwargs):
        if self.object.type.is_external and not self.shows_external:
            url = reverse("documents:external", args=[self.object.pk])
            return HttpResponseRedirect(f"{url}?{request.GET.urlencode()}")
        response = super().get(request, *args, **kwargs)
        if self.object.is_restricted:
            Opening.objects.note(request.user, self.object)
        return response

    def get_context_data(self, **kwargs):
        document = self.object
        self.versions = list(
            DocumentVersion.objects.visible_to(self.request.user)
            .filter(document=document)
            .select_related("author")
        )
        self.current = next((v for v in self.versions if v.state == State.IN_FORCE), None)
        current = self.current
        shown = current or next(iter(self.versions), None)
        state = (
            {"label": shown.get_state_display(), "tone": TONES[shown.state]}
            if shown
            else {"label": NO_TEXT, "tone": "grey"}
        )
        context = super().get_context_data(**kwargs)
        return context | {
            "number": document.code,
            "state": state,
            "current": current,
            "marks": standing_marks(document, current),
        }

    def steps(self):
        user, document = self.request.user, self.object
        steps = []
        on_way = any(v.state not in [*PUBLISHED, State.APPROVED] for v in self.versions)
        if user.has_perm("documents.add_documentversion") and not on_way:
            steps.append(
                {
                    "label": _("New version") if self.versions else _("Write the first version"),
                    "url": reverse("documents:version_add", args=[document.pk]),
                    "primary": True,
                }
            )
        place = [document.pk]
        if self.versions and user.has_perm("documents.add_changerequest"):
            url = reverse("documents:change_request_add", args=place)
            steps.append({"label": _("Propose a change"), "url": url})
        if self.current and user.has_perm("documents.add_documentreview"):
            url = reverse("documents:review_open", args=place)
            steps.append({"label": _("Open a review"), "url": url})
        if len(self.versions) > 1:
            url = reverse("documents:compare", args=place)
            steps.append({"label": _("Compare versions"), "url": url})
        if user.has_perm("documents.change_document", document):
            url = reverse("documents:document_edit", args=[document.pk])
            steps.append({"label": _("Change the card"), "url": url})
        return steps

    def facts(self):
        document = self.object
        basis = document.basis_for(self.request.user)
        process = getattr(document, "process", None)
        return [
            Fact(_("Type"), document.type),
            Fact(_("Process"), process, process.get_absolute_url() if process else ""),
            Fact(_("About the unit"), document.unit),
            Fact(_("About the position"), document.position),
            Fact(_("Answers for it"), document.owner),
            Fact(_("Who reads"), document.get_access_display()),
            Fact(
                _("Basis"),
                basis and f"{basis.code} · {basis.title}",
                basis.get_absolute_url() if basis else "",
            ),
            Fact(_("Other basis"), document.basis_text),
            *control_facts(document, self.current),
            Fact(_("Other titles"), "; ".join(document.aliases.splitlines())),
            Fact(_("Author"), document.author),
        ]

    def tabs(self):
        tabs = [
            Tab("versions", _("Versions"), "documents/tab_versions.html", len(self.versions)),
            Tab("links", _("Links"), "documents/tab_links.html"),
            clauses_tab(self.object),
            Tab("reviews", _("Reviews"), "documents/tab_reviews.html"),
            Tab("requests", _("Requests"), "documents/tab_requests.html"),
            Tab("sheet", _("Change sheet"), "documents/tab_change_sheet.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]
        if self.object.is_restricted and self.request.user.has_perm("common.view_openings"):
            tabs.append(Tab("openings", _("Openings"), "documents/tab_openings.html"))
        return tabs

    def tab_context(self, slug):
        if slug == "versions":
            return {
                "versions": [
                    {"version": version, "tone": TONES[version.state]} for version in self.versions
                ]
            }
        if slug == "links":
            return links_context(self.object, self.request.user)
        if slug == "clauses":
            return clauses_context(self.object, self.request.user)
        if slug == "reviews":
            return {"reviews": reviews_of(self.object, self.request.user)}
        if slug == "requests":
            return {"requests": requests_about(self.object, self.request.user)}
        if slug == "sheet":
            return {"changes": change_sheet.lines(self.object, self.request.LANGUAGE_CODE)}
        if slug == "openings":
            own = Opening.objects.about(Document.objects.filter(pk=self.object.pk))
            of_versions = Opening.objects.about(self.object.versions.all())
            return {"openings": (own | of_versions).for_list()[:OPENINGS_SHOWN]}
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class DocumentCreate(CreatePage):
    model = Document
    form_class = DocumentForm
    permission = "documents.add_document"
    title = _("New document")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}

    def get_initial(self):
        return self.initial | asked_for(self.request.GET)

    def get_cancel_url(self):
        return reverse("documents:documents")

    def get_success_url(self):
        """The card is there: on to its first version."""
        return reverse("documents:version_add", args=[self.object.pk])

    def save(self, form):
        form.instance.author = self.request.user.person
        document = form.save()
        warn_of_another(self.request, document)
        return document


class DocumentEdit(EditPage):
    model = Document
    form_class = DocumentForm
    permission = "documents.change_document"
    title = _("The card of a document")

    def get_queryset(self):
        return super().get_queryset().internal()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}

    def form_valid(self, form):
        """A card whose version is on its route stays as it was frozen there."""
        if self.object.versions.filter(state__in=["agreeing", "approving"]).exists():
            form.add_error(
                None, _("A version of this document is on its route: take it back first.")
            )
            return self.form_invalid(form)
        return super().form_valid(form)

    def save(self, form):
        document = super().save(form)
        warn_of_another(self.request, document)
        return document
