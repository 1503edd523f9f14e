"""Bringing in documents that are in force on paper: list, scans, the fate of every row."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import deed
from common.sheet_template import write_template
from common.tasks import soon
from common.views.importing import PreviewPage, TemplatePage, UploadPage
from documents.forms.papers import ConfirmForm, FilesForm, PapersForm
from documents.models import DocumentType, PaperImport
from documents.paper_fields import FIELDS
from documents.paper_files import keep_files
from documents.papers_writing import confirm, plan_for
from documents.tasks import enter_papers
from people.models import Body, Position


class PapersTemplate(TemplatePage):
    """The empty list, with types, positions and bodies to choose from."""

    permission = "documents.import_papers"
    file_name = "sapat-documents.xlsx"

    def workbook(self):
        lists = {
            _("Types"): DocumentType.objects.filter(children=None),
            _("Positions"): Position.objects.in_use(),
            _("Bodies"): Body.objects.all(),
        }
        return write_template(_("Documents"), FIELDS, lists)


class PapersUpload(UploadPage):
    """Takes the filled-in list and its files."""

    permission = "documents.import_papers"
    template_name = "documents/papers_upload.html"
    form_class = PapersForm
    model = PaperImport
    template_route = "documents:papers_template"
    list_route = "documents:documents"
    title = gettext_lazy("Import of documents in force")

    def form_valid(self, form):
        with deed(by=self.request.user):
            made = self.keep(form)
        for sentence in keep_files(made, form.cleaned_data["files"], by=self.request.user):
            messages.warning(self.request, sentence)
        return HttpResponseRedirect(made.get_absolute_url())


class PapersPreview(PreviewPage):
    """Every row's fate; the worker brings the list in once somebody has confirmed it."""

    model = PaperImport
    permission = "documents.import_papers"
    template_name = "documents/papers_preview.html"
    title = gettext_lazy("Import of documents in force")
    name_label = gettext_lazy("Document")
    confirm_form = ConfirmForm
    sheet_fields = FIELDS

    def make_plan(self):
        return plan_for(self.object, self.request.user)

    def post(self, request, *args, **kwargs):
        if request.POST.get("act") == "files":
            return self._more_files()
        return super().post(request, *args, **kwargs)

    def carry_out(self, seen, given):
        if confirm(self.object, by=self.request.user, seen=seen):
            soon(enter_papers)

    def _more_files(self):
        form = FilesForm(self.request.POST, self.request.FILES)
        if self.object.state != PaperImport.State.PREVIEW:
            return self.shown_anew()
        if not form.is_valid():
            return self.again(422, files_form=form)
        for sentence in keep_files(self.object, form.cleaned_data["files"], by=self.request.user):
            messages.warning(self.request, sentence)
        return self.shown_anew()

    def get_context_data(self, **kwargs):
        context = {
            "files_form": FilesForm(),
            "files": len(self.object.files),
            "back_url": reverse("documents:papers_upload"),
            "list_url": reverse("documents:documents"),
            "list_label": _("Documents"),
        }
        return super().get_context_data(**context | kwargs)
