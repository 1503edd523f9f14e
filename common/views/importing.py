"""Bringing in a list: the page that takes the file, and the page that shows each row's fate."""

from pathlib import PurePath

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, View

from common.dates import date_and_time
from common.importing import KINDS, NotImportable, Plan, PlanChanged
from common.intake.marked import marked
from common.models import Blob, deed, record
from common.models.importing import Import

from .page import ObjectPage, Page
from .register import Cell, Row

ROWS_A_PAGE = 100
PAST_SHOWN = 10
TONES = {
    Import.State.DONE: "green",
    Import.State.RUNNING: "blue",
    Import.State.PREVIEW: "grey",
}
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TemplatePage(Page, View):
    """The empty spreadsheet of a list, in the reader's language."""

    def get(self, request, *args, **kwargs):
        response = HttpResponse(self.workbook(), content_type=SHEET)
        response["Content-Disposition"] = f'attachment; filename="{self.file_name}"'
        return response

    def workbook(self) -> bytes:
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        return kwargs


class UploadPage(Page, FormView):
    """Takes the filled-in list and names the lists brought in before; nothing is written yet."""

    model: type[Import]
    template_route = ""
    list_route = ""

    def keep(self, form) -> Import:
        """The uploaded list, kept to be looked through; inside the deed of bringing it."""
        blob = Blob.store([form.data_read])
        name = form.cleaned_data["file"].name[:255]
        made = self.model.objects.create(name=name, blob=blob, by=self.request.user)
        record(made, "upload_list", by=self.request.user, sha256=blob.sha256)
        return made

    def form_valid(self, form):
        with deed(by=self.request.user):
            made = self.keep(form)
        return HttpResponseRedirect(made.get_absolute_url())

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def brought_before(self):
        """The lists of this kind that this reader may look at, newest first."""
        return self.model.objects.visible_to(self.request.user).for_list()

    def get_template_url(self) -> str:
        return reverse(self.template_route)

    def get_list_url(self) -> str:
        return reverse(self.list_route)

    def get_context_data(self, **kwargs):
        past = [
            {
                "title": one.name,
                "sub": f"{one.by.person.short_name} · {date_and_time(one.created_at)}",
                "url": one.get_absolute_url(),
                "due": one.get_state_display(),
                "tone": TONES[one.state],
            }
            for one in self.brought_before()[:PAST_SHOWN]
        ]
        context = {
            "past": past,
            "template_url": self.get_template_url(),
            "leave_url": self.get_list_url(),
        }
        return super().get_context_data(**context | kwargs)


class PreviewPage(ObjectPage, DetailView):
    """The fate of every row, and the button that brings the list in as it is shown."""

    template_name = "pages/import_preview.html"
    name_label = gettext_lazy("Name")
    confirm_form = None
    sheet_fields: list = []

    def get(self, request, *args, **kwargs):
        if request.GET.get("as") == "xlsx" and self.plan is not None:
            return self.marked()
        return self.render_to_response(self.get_context_data())

    def post(self, request, *args, **kwargs):
        form = self.get_form(request.POST)
        if form is not None and not form.is_valid():
            return self.again(422, form=form)
        try:
            self.carry_out(request.POST.get("seen", ""), form.cleaned_data if form else {})
        except PlanChanged:
            return self.again(409, changed=True)
        except NotImportable:
            return self.again(422)
        return self.shown_anew()

    @cached_property
    def plan(self) -> Plan | None:
        """What would become of each row now; nothing once the list is brought in."""
        return self.make_plan() if self.object.state == Import.State.PREVIEW else None

    def marked(self) -> HttpResponse:
        """The list as it was brought, with what happens to each row beside it."""
        data = marked(self.object.read(), self.sheet_fields, self.plan)
        response = HttpResponse(data, content_type=SHEET)
        word = _("checked")
        name = f"{PurePath(self.object.name).stem[:100]}_{word}.xlsx"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response

    def make_plan(self) -> Plan:
        """The fate of every row, with the database as it is now."""
        raise NotImplementedError

    def carry_out(self, seen: str, given: dict) -> None:
        """Bring it in and say so; ``given`` is what the confirming form asked.

        PlanChanged where the rows would fare otherwise than shown.
        """
        raise NotImplementedError

    def get_form(self, data=None):
        return self.confirm_form(data) if self.confirm_form else None

    def again(self, status: int, form=None, **context):
        """The page once more, with what is now true of every row."""
        self.object.refresh_from_db()
        self.__dict__.pop("plan", None)
        response = self.render_to_response(self.get_context_data(form=form, **context))
        response.status_code = status
        return response

    def shown_anew(self):
        return HttpResponseRedirect(self.object.get_absolute_url())

    def get_context_data(self, form=None, **kwargs):
        plan = self.plan
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
            context["marked_url"] = "?as=xlsx" if self.sheet_fields else ""
        return super().get_context_data(**context | kwargs)

    def _rows(self, plan: Plan) -> dict:
        shown = self.request.GET.get("show", "")
        fates = [f for f in plan.fates if shown not in KINDS or f.kind == shown]
        fates.sort(key=lambda fate: list(KINDS).index(fate.kind))  # what is wrong stands first
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
