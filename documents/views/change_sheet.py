"""The change sheet of a document on its own, as it stands today."""

from django.utils.timezone import localdate
from django.views.generic import DetailView

from common.models import Opening
from common.printing import pdf_response
from common.views.page import ObjectPage
from documents.change_sheet import sheet_context
from documents.models import Document


class ChangeSheet(ObjectPage, DetailView):
    """The sheet as a PDF (003, last page)."""

    model = Document
    permission = "documents.view_document"

    def get(self, request, *args, **kwargs):
        if self.object.is_restricted:
            Opening.objects.note(request.user, self.object)
        context = sheet_context(self.object, request.LANGUAGE_CODE)
        name = f"{self.object.code}_{localdate():%Y-%m-%d}.pdf"
        return pdf_response("print/change_sheet.html", context, name)
