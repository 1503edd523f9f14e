"""The matrix of responsibility on the screen, on paper and as a spreadsheet (004/2, 5.5.1)."""

import io
import re

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common.printing import pdf_response
from common.views.outgoing import EXCEL, safe_cell, too_long
from common.views.page import Page
from documents.models import DocumentType
from documents.responsibilities import Matrix, document_matrix, documents_in_force, process_matrix

from .process_map import say_taken

PER_PAGE = 50
MOST = {"pdf": 300, "xlsx": 5000}  # rows that leave the house at once
ACROSS = 22  # positions on one sheet


class MatrixPage(Page, TemplateView):
    """A matrix with its legend; each row opens the thing it speaks of."""

    permission = "documents.view_process"
    template_name = "documents/matrix.html"
    what = ""
    empty_text = ""

    def matrix(self) -> Matrix:
        """What one screen shows."""
        raise NotImplementedError

    def whole(self) -> Matrix:
        """What goes out of the house."""
        return self.matrix()

    def count(self) -> int:
        """How many rows that would be."""
        return 0

    def get(self, request, *args, **kwargs):
        form = request.GET.get("as")
        if form not in ("pdf", "xlsx"):
            return super().get(request, *args, **kwargs)
        if self.count() > MOST[form]:
            return too_long(MOST[form])
        answer = self.as_pdf() if form == "pdf" else self.as_excel()
        say_taken(request, form)
        return answer

    def get_context_data(self, **kwargs):
        matrix = self.matrix()
        context = {
            "what": self.what,
            "positions": matrix.positions,
            "rows": matrix.rows(),
            "legend": list(matrix.signs.values()),
            "empty_text": self.empty_text,
            "tabs": [
                {
                    "label": label,
                    "url": reverse(f"documents:{name}"),
                    "active": self.request.resolver_match.url_name == name,
                }
                for name, label in (
                    ("matrix", _("Positions and processes")),
                    ("matrix_documents", _("Positions and documents")),
                )
            ],
        }
        return super().get_context_data(**context | kwargs)

    def file_name(self, ending: str) -> str:
        return f"{self.get_title()}_{localdate():%Y-%m-%d}.{ending}".replace(" ", "_")

    def as_pdf(self) -> HttpResponse:
        whole = self.whole()
        matrix = whole.used()
        sheets = [
            Matrix(matrix.positions[start : start + ACROSS], matrix.lines, matrix.signs)
            for start in range(0, len(matrix.positions) or 1, ACROSS)
        ]
        context = {
            "title": self.get_title(),
            "what": self.what,
            "sheets": [{"positions": one.positions, "rows": one.rows()} for one in sheets],
            "legend": list(matrix.signs.values()),
            "left_out": ", ".join(str(p) for p in whole.positions if p not in matrix.positions),
        }
        return pdf_response("print/matrix.html", context, self.file_name("pdf"))

    def as_excel(self) -> HttpResponse:
        from openpyxl import Workbook  # noqa: PLC0415 -- slow to import, needed only here

        matrix = self.whole()
        book = Workbook(write_only=True)
        sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", "", self.get_title())[:31])
        sheet.append([str(self.what), *(safe_cell(str(p)) for p in matrix.positions)])
        for row in matrix.rows():
            cells = [" ".join(sign for sign, _words in cell) for cell in row["cells"]]
            sheet.append([safe_cell(self.row_name(row["thing"])), *cells])
        legend = book.create_sheet(_("Legend"))
        for sign, words in matrix.signs.values():
            legend.append([str(sign), str(words)])
        out = io.BytesIO()
        book.save(out)
        response = HttpResponse(out.getvalue(), content_type=EXCEL)
        response["Content-Disposition"] = content_disposition_header(True, self.file_name("xlsx"))
        return response

    def row_name(self, thing) -> str:
        return str(thing)


class ProcessMatrix(MatrixPage):
    """Positions against processes."""

    title = gettext_lazy("Matrix of responsibility")
    what = gettext_lazy("Process")
    empty_text = gettext_lazy("There is no process yet.")

    def matrix(self):
        return process_matrix(self.request.user)


class DocumentMatrix(MatrixPage):
    """Positions against documents in force: who prepares, agrees, decides, approves, reads."""

    title = gettext_lazy("Matrix of responsibility: documents")
    what = gettext_lazy("Document")
    empty_text = gettext_lazy("No document is in force yet.")

    def found(self):
        rows = documents_in_force(self.request.user)
        kind = self.request.GET.get("type", "")
        return rows.filter(type=kind[:18]) if kind.isdecimal() else rows

    def matrix(self):
        self.page = Paginator(self.found(), PER_PAGE).get_page(self.request.GET.get("page"))
        keys = [document.pk for document in self.page.object_list]
        return document_matrix(self.request.user, self.found().filter(pk__in=keys))

    def whole(self):
        return document_matrix(self.request.user, self.found())

    def count(self):
        return self.found().count()

    def row_name(self, thing):
        return f"{thing.code} {thing.title}"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        kinds = DocumentType.objects.filter(documents__in=documents_in_force(self.request.user))
        asked = self.request.GET.get("type", "")
        kind = f"&type={asked}" if asked.isdecimal() else ""
        links = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1)
        return context | {
            "kinds": [
                {"label": str(one), "url": f"?type={one.pk}", "current": asked == str(one.pk)}
                for one in kinds.distinct()
            ],
            "asked": kind,
            "page_obj": self.page,
            "page_links": [
                {
                    "number": n if isinstance(n, int) else None,
                    "url": f"?page={n}{kind}" if isinstance(n, int) else "",
                    "current": n == self.page.number,
                }
                for n in links
            ],
        }
