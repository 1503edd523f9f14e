"""Required documents: what is there, what is not, and the register of documents by level."""

import django_filters
from django.db.models import OuterRef, Subquery
from django.db.models.functions import TruncDate
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from django.views.generic.edit import FormView

from common.dates import add_months, numeric
from common.models import deed, record
from common.views import Column, CreatePage, EditPage, ListPage, Page, outgoing
from common.views.page import ObjectPage
from documents import required_check
from documents.evidence import State
from documents.forms.library import RequiredForm
from documents.models import Document, DocumentLevel, DocumentReview, RequiredDocument

SHOWN = [
    ("missing", pgettext_lazy("required document", "Missing")),
    ("unready", gettext_lazy("Not in force")),
    ("there", gettext_lazy("In force")),
]


class RequiredBoard(Page, TemplateView):
    """Whether every document that must be there is there (004/4.2.1; 003/5.4.3)."""

    template_name = "documents/required.html"
    permission = "documents.view_requireddocument"
    title = gettext_lazy("Required documents")
    filterset_class = None

    def get(self, request, *args, **kwargs):
        lines = required_check.check(request.user)
        if request.GET.get("as") == "xlsx":
            return outgoing.excel(self, outgoing.Rows(self.chosen(lines)), self.chips())
        if request.GET.get("as") == "pdf":
            return outgoing.pdf(self, outgoing.Rows(self.chosen(lines)), self.chips())
        return self.render_to_response(self.get_context_data(lines=lines))

    @property
    def only(self) -> str:
        asked = self.request.GET.get("only", "")
        return asked if asked in dict(SHOWN) else ""

    def chosen(self, lines: list) -> list:
        return [line for line in lines if not self.only or line.state == self.only]

    def chips(self) -> list[dict]:
        label = dict(SHOWN).get(self.only)
        return [{"label": _("State"), "value": label}] if label else []

    def columns_out(self, form: str) -> list[Column]:
        return [
            Column("number", _("Number"), lambda r: r.number, kind="code"),
            Column("title", _("Document"), lambda r: r.title),
            Column("level", _("Level"), lambda r: r.required.level or ""),
            Column("clause", _("Demanded by"), lambda r: r.required.clause or ""),
            Column("code", _("Code"), lambda r: r.code, kind="code"),
            Column("state", _("State"), lambda r: r.words, kind="state", tone=lambda r: r.tone),
        ]

    def notes(self) -> list[str]:
        return []

    def dressed(self, things: list) -> list:
        return things

    def get_context_data(self, *, lines, **kwargs):
        told = required_check.counts(lines)
        user = self.request.user
        chosen = self.chosen(lines)
        context = {
            "lines": chosen,
            "is_empty": not lines,
            "only": dict(SHOWN).get(self.only, ""),
            "tiles": [
                {
                    "label": label,
                    "number": told[state],
                    "url": f"?only={state}" if told[state] else "?",
                    "tone": required_check.TONES[state] if told[state] else "",
                }
                for state, label in SHOWN
            ],
            "coverage": coverage(lines),
            "may_change": user.has_perm("documents.change_requireddocument"),
            "has_levels": DocumentLevel.objects.exists(),
            "excel_url": f"?{self.question('xlsx')}",
            "pdf_url": f"?{self.question('pdf')}",
        }
        if user.has_perm("documents.add_requireddocument"):
            url = reverse("documents:required_add")
            context["act"] = {"label": _("Add a requirement"), "url": url}
        return super().get_context_data(**context | kwargs)

    def question(self, form: str) -> str:
        query = self.request.GET.copy()
        query["as"] = form
        return query.urlencode()


def coverage(lines: list) -> list[dict]:
    """What of units and positions has no document of its own yet, by the line that asks for it."""
    found: dict[int, dict] = {}
    for line in lines:
        if line.about is not None:
            row = found.setdefault(
                line.required.pk, {"title": line.required.title, "all": 0, "there": 0}
            )
            row["all"] += 1
            row["there"] += line.state == required_check.THERE
    return list(found.values())


class RequiredForms:
    """What new and edit have in common."""

    model = RequiredDocument
    form_class = RequiredForm
    template_name = "documents/required_form.html"

    def get_cancel_url(self):
        return reverse("documents:required")

    def get_success_url(self):
        return reverse("documents:required")


class RequiredCreate(RequiredForms, CreatePage):
    permission = "documents.add_requireddocument"
    title = gettext_lazy("Add a requirement")

    def get_initial(self):
        last = RequiredDocument.objects.order_by("-order").first()
        return {"order": last.order + 1 if last else 1}


class RequiredEdit(RequiredForms, EditPage):
    permission = "documents.change_requireddocument"
    title = gettext_lazy("Required document")


class RequiredRemove(ObjectPage, FormView):
    """It is not required any more; the field history keeps that it was."""

    model = RequiredDocument
    permission = "documents.change_requireddocument"
    http_method_names = ["post"]

    def get_object(self):
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def post(self, request, *args, **kwargs):
        with deed(by=request.user):
            record(self.object, "remove_requirement", by=request.user, number=self.object.number)
            self.object._change_reason = "remove_requirement"
            self.object.delete()
        return HttpResponseRedirect(reverse("documents:required"))


# Documents by level -------------------------------------------------------------------------------


class LevelFilter(django_filters.FilterSet):
    level = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Level"),
        queryset=DocumentLevel.objects.all(),
        field_name="type__level",
    )

    class Meta:
        model = Document
        fields = ["level"]


def next_review(document) -> str:
    """When the document is to be looked through again, by its own term or that of its type."""
    months = document.review_months or document.type.review_months
    since = document.reviewed_on or document.force_from
    return numeric(add_months(since, months)) if months and since else ""


class DocumentsByLevel(ListPage):
    """Documents in force by level, with who uses them (003/5.4.2, table 1)."""

    model = Document
    permission = "documents.view_document"
    title = gettext_lazy("Documents by level")
    filterset_class = LevelFilter
    empty_text = gettext_lazy("No document with a level is in force.")
    columns = [
        Column("level", gettext_lazy("Level"), lambda d: d.type.level, sort="type__level__order"),
        Column("code", gettext_lazy("Code"), lambda d: d.code, sort="sorted_as", kind="code"),
        Column("title", gettext_lazy("Document"), lambda d: d.title),
        Column("users", gettext_lazy("Users of the level"), lambda d: d.type.level.users),
        Column(
            "version",
            gettext_lazy("Version"),
            lambda d: f"{d.force_issue}/{d.force_change}",
            kind="number",
        ),
        Column(
            "since",
            gettext_lazy("In force from"),
            lambda d: numeric(d.force_from),
            sort="force_from",
            kind="date",
        ),
        Column("review", gettext_lazy("Next review"), next_review, kind="date"),
    ]

    def get_queryset(self):
        reviewed = DocumentReview.objects.filter(document=OuterRef("pk"), state="done")
        done = TruncDate("done_at")
        return (
            super()
            .get_queryset()
            .filter(versions__state=State.IN_FORCE, type__level__isnull=False)
            .select_related("type__level", "owner")
            .annotate(reviewed_on=Subquery(reviewed.order_by("-done_at").values(day=done)[:1]))
            .order_by("type__level__order", "sorted_as", "pk")
        )

    def columns_out(self, form):
        place = {column.key: column for column in self.columns}
        return [
            *(place[key] for key in ("level", "code", "title", "users")),
            Column("issue", _("Issue"), lambda d: d.force_issue, kind="number"),
            Column("change", _("Change"), lambda d: d.force_change, kind="number"),
            place["since"],
            Column("owner", _("Answers for it"), lambda d: d.owner or ""),
            place["review"],
        ]
