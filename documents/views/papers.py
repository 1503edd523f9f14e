"""Bringing in documents that are in force on paper: list, scans, the fate of every row."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormView

from common.dates import date_and_time
from common.importing import NotImportable, PlanChanged
from common.models import Blob, deed, record
from common.sheet_template import write_template
from common.tasks import soon
from common.views import Page
from common.views.importing import PreviewPage, TemplatePage
from documents.forms.papers import ConfirmForm, FilesForm, PapersForm
from documents.models import DocumentType, PaperImport
from documents.paper_fields import FIELDS
from documents.paper_files import keep_files
from documents.papers_writing import confirm, plan_for
from documents.tasks import enter_papers
from people.models import Body, Position

SHOWN = 10
TONES = {"done": "green", "running": "blue", "preview": "grey"}


def choices(rows) -> list[tuple]:
    """Codes and names, as a sheet to choose from."""
    return [(r.code, *(r.name.get(code, "") for code in ("ky", "ru", "en"))) for r in rows]


class PapersTemplate(TemplatePage):
    """The empty list, with types, positions and bodies to choose from."""

    permission = "documents.import_papers"
    file_name = "sapat-documents.xlsx"

    def workbook(self):
        lists = {
            _("Types"): choices(DocumentType.objects.filter(children=None)),
            _("Positions"): choices(Position.objects.all()),
            _("Bodies"): choices(Body.objects.all()),
        }
        return write_template(_("Documents"), FIELDS, lists)


class PapersUpload(Page, FormView):
    """Takes the filled-in list and its files; nothing is entered yet."""

    permission = "documents.import_papers"
    template_name = "documents/papers_upload.html"
    form_class = PapersForm
    title = gettext_lazy("Import of documents in force")

    def form_valid(self, form):
        user = self.request.user
        blob = Blob.store([form.data_read])
        with deed(by=user):
            made = PaperImport.objects.create(
                name=form.cleaned_data["file"].name[:255], blob=blob, by=user
            )
            record(made, "upload_list", by=user, sha256=blob.sha256)
        for sentence in keep_files(made, form.cleaned_data["files"], by=user):
            messages.warning(self.request, sentence)
        return HttpResponseRedirect(made.get_absolute_url())

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs):
        found = PaperImport.objects.visible_to(self.request.user).for_list()
        past = [
            {
                "title": one.name,
                "sub": f"{one.by.person.short_name} · {date_and_time(one.created_at)}",
                "url": one.get_absolute_url(),
                "due": one.get_state_display(),
                "tone": TONES[one.state],
            }
            for one in found[:SHOWN]
        ]
        return super().get_context_data(
            past=past, template_url=reverse("documents:papers_template"), **kwargs
        )


class PapersPreview(PreviewPage):
    """Every row's fate; the worker brings the list in once somebody has confirmed it."""

    model = PaperImport
    permission = "documents.import_papers"
    template_name = "documents/papers_preview.html"
    title = gettext_lazy("Import of documents in force")
    name_label = gettext_lazy("Document")
    confirm_form = ConfirmForm

    def make_plan(self):
        if self.object.state != PaperImport.State.PREVIEW:
            return None
        if not hasattr(self, "_plan"):
            self._plan = plan_for(self.object, self.request.user)
        return self._plan

    def post(self, request, *args, **kwargs):
        if request.POST.get("act") == "files":
            return self._more_files()
        form = ConfirmForm(request.POST)
        if not form.is_valid():
            return self.again(422, form=form)
        try:
            first = confirm(self.object, by=request.user, seen=request.POST.get("seen", ""))
        except PlanChanged:
            return self.again(409, changed=True)
        except NotImportable:
            return self.again(422)
        if first:
            soon(enter_papers)
        return HttpResponseRedirect(self.object.get_absolute_url())

    def _more_files(self):
        form = FilesForm(self.request.POST, self.request.FILES)
        if self.object.state != PaperImport.State.PREVIEW:
            return HttpResponseRedirect(self.object.get_absolute_url())
        if not form.is_valid():
            return self.again(422, files_form=form)
        for sentence in keep_files(self.object, form.cleaned_data["files"], by=self.request.user):
            messages.warning(self.request, sentence)
        return HttpResponseRedirect(self.object.get_absolute_url())

    def get_context_data(self, **kwargs):
        context = {
            "files_form": FilesForm(),
            "files": len(self.object.files),
            "back_url": reverse("documents:papers_upload"),
            "list_url": reverse("documents:documents"),
            "list_label": _("Documents"),
        }
        return super().get_context_data(**context | kwargs)
