"""Bringing in a list: the page that takes the file, and the page that shows each row's fate."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, View

from common.importing import KINDS, Plan

from .page import ObjectPage, Page
from .register import Cell, Row

ROWS_A_PAGE = 100
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TemplatePage(Page, View):
    """The empty spreadsheet of a list, in the reader's language."""

    def get(self, request):
        response = HttpResponse(self.workbook(), content_type=SHEET)
        response["Content-Disposition"] = f'attachment; filename="{self.file_name}"'
        return response

    def workbook(self) -> bytes:
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        return kwargs


class PreviewPage(ObjectPage, DetailView):
    """The fate of every row, and the button that brings the list in as it is shown."""

    template_name = "pages/import_preview.html"
    name_label = gettext_lazy("Name")
    confirm_form = None

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def make_plan(self) -> Plan | None:
        """What would become of each row now; nothing once the list is brought in."""
        raise NotImplementedError

    def carry_out(self, seen: str, form) -> str:
        """Bring it in; the sentence that says so. PlanChanged where it would fare otherwise."""
        raise NotImplementedError

    def get_form(self, data=None):
        return self.confirm_form(data) if self.confirm_form else None

    def again(self, status: int, form=None, **context):
        """The page once more, with what is now true of every row."""
        self.object.refresh_from_db()
        response = self.render_to_response(self.get_context_data(form=form, **context))
        response.status_code = status
        return response

    def done(self, sentence: str):
        messages.success(self.request, sentence)
        return HttpResponseRedirect(self.object.get_absolute_url())

    def get_context_data(self, form=None, **kwargs):
        plan = self.make_plan()
        context = {
            "plan": plan,
            "form": form or self.get_form(),
            "name_label": self.name_label,
            "done_facts": [
                (KINDS[kind][0], count) for kind, count in self.object.counts.items() if count
            ],
        }
        if plan is not None:
            context |= self._rows(plan)
        return super().get_context_data(**context | kwargs)

    def _rows(self, plan: Plan) -> dict:
        shown = self.request.GET.get("show", "")
        fates = [f for f in plan.fates if shown not in KINDS or f.kind == shown]
        page = Paginator(fates, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        chosen = f"&show={shown}" if shown in KINDS else ""
        return {
            "rows": [self._row(fate) for fate in page.object_list],
            "total": page.paginator.count,
            "page_obj": page,
            "page_links": [
                {
                    "number": n if isinstance(n, int) else None,
                    "url": f"?page={n}{chosen}",
                    "current": n == page.number,
                }
                for n in page.paginator.get_elided_page_range(page.number, on_each_side=1)
            ],
            "tiles": [
                {
                    "label": label,
                    "number": plan.counts[kind],
                    "url": f"?show={kind}",
                    "tone": tone if plan.counts[kind] and tone != "grey" else "",
                }
                for kind, (label, tone) in KINDS.items()
            ],
            "shown": KINDS[shown][0] if shown in KINDS else "",
        }

    def _row(self, fate) -> Row:
        word, tone = KINDS[fate.kind]
        label = str(self.name_label)
        return Row(
            "",
            [
                Cell(_("Row"), str(fate.number), "", "number"),
                Cell(label, fate.name or "—"),
                Cell(_("What happens"), str(word), tone, "state"),
                Cell(_("In detail"), fate.told),
            ],
        )
