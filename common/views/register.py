"""The register page: filters, search, order, pages, kept views, Excel and PDF; constant queries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.dates import numeric
from common.intake import get as get_intake

from . import outgoing, views
from .page import Page

PER_PAGE = [25, 50, 100]


class Cell(NamedTuple):
    """One value of a row, ready to show."""

    label: str
    text: str
    tone: str = ""
    kind: str = "text"
    css: str = ""


class Row(NamedTuple):
    url: str
    cells: list[Cell]


@dataclass(frozen=True)
class Column:
    """One column: its word, the value as the reader sees it, and what it sorts by."""

    key: str
    label: Any
    value: Callable[[Any], str]
    sort: str = ""
    kind: str = "text"
    tone: Callable[[Any], str] | None = None
    css: Callable[[Any], str] | None = None  # how deep a thing stands, whether it heads others

    def cell(self, thing) -> Cell:
        return Cell(
            str(self.label),
            str(self.value(thing)),
            self.tone(thing) if self.tone else "",
            self.kind,
            self.css(thing) if self.css else "",
        )


class ListPage(Page, TemplateView):
    """A register. Subclasses name columns, filters and words; rows start from ``visible_to``."""

    template_name = "pages/register.html"
    model: Any
    filterset_class: Any = None
    columns: list[Column] = []
    lead = ""
    empty_text = ""
    empty_hint = ""
    add_permission = ""
    add_label = ""
    add_url = ""
    import_permission = ""
    import_label = ""
    import_url = ""
    intake = ""

    # Rows -----------------------------------------------------------------------------------

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user).for_list()

    def get(self, request, *args, **kwargs):
        rows = self.found()
        if request.GET.get("as") == "xlsx":
            return self.as_excel(rows)
        if request.GET.get("as") == "pdf":
            return self.as_pdf(rows)
        return self.render_to_response(self.get_context_data(rows=rows))

    def post(self, request, *args, **kwargs):
        """Keep this view under a name; rename, share or forget one."""
        views.change(request)
        return redirect(request.get_full_path())

    def found(self):
        """The rows that the filters, the search words and the order ask for."""
        rows = self.get_queryset()
        if self.filterset_class:
            self.filterset = self.filterset_class(
                self.request.GET, queryset=rows, request=self.request, **self.filter_more()
            )
            rows = self.filterset.qs
            self.filterset.form.is_filter = True
        if words := self.request.GET.get("q", "").strip():
            rows = self.search_rows(rows, words)
        sort = self.request.GET.get("sort", "")
        column = next((c for c in self.columns if c.sort and c.key == sort.lstrip("-")), None)
        if column:
            rows = rows.order_by(("-" if sort.startswith("-") else "") + column.sort, "pk")
        return rows

    def filter_more(self) -> dict[str, Any]:
        """What the filters of this list take besides, as keyword arguments."""
        return {}

    def search_rows(self, rows, words):
        """The rows that hold the words; searched models know how."""
        return rows.search(words)

    def link(self, **changes) -> str:
        """This page's address with some of its questions changed."""
        query = self.request.GET.copy()
        query.pop("as", None)
        for key, value in changes.items():
            query.pop(key, None)
            if value not in (None, ""):
                query[key] = value
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def row_url(self, thing) -> str:
        """Where a row opens; nowhere for rows that are no records."""
        return thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""

    # What the page shows -----------------------------------------------------------------------

    def get_context_data(self, *, rows, **kwargs):
        per = self.request.GET.get("per", "")
        per = int(per) if per.isdecimal() and int(per) in PER_PAGE else PER_PAGE[0]
        page = Paginator(rows, per).get_page(self.request.GET.get("page"))
        context = {
            "lead": self.lead,
            "total": page.paginator.count,
            "rows": [
                Row(self.row_url(thing), [c.cell(thing) for c in self.columns])
                for thing in self.dressed(self.shown(page))
            ],
            "columns": [self._heading(column) for column in self.columns],
            "filter_form": self.filterset.form if self.filterset_class else None,
            "active_filters": self._chips(),
            "q": self.request.GET.get("q", ""),
            "kept": [
                (name, self.request.GET[name])
                for name in ("sort", "per")
                if name in self.request.GET
            ],
            "page_obj": page,
            "page_links": [
                {
                    "number": n if isinstance(n, int) else None,
                    "url": self.link(page=n) if isinstance(n, int) else "",
                    "current": n == page.number,
                }
                for n in page.paginator.get_elided_page_range(page.number, on_each_side=1)
            ],
            "page_size_links": [
                {"number": n, "url": self.link(per=n, page=None), "current": n == per}
                for n in PER_PAGE
            ],
            "excel_url": self.link(**{"as": "xlsx", "page": None}),
            "pdf_url": self.link(**{"as": "pdf", "page": None}),
            "saved_views": views.shown(self.request),
            "may_share": self.request.user.has_perm("common.share_views"),
            "save_view_url": "" if self.request.user.is_guest else self.request.get_full_path(),
            "empty": {"text": self.empty_text, "hint": self.empty_hint},
        }
        if self.add_permission and self.request.user.has_perm(self.add_permission):
            context |= {"add_url": self.get_add_url(), "add_label": self.add_label}
            context["empty"] |= {"url": context["add_url"], "label": self.add_label}
        if self.import_permission and self.request.user.has_perm(self.import_permission):
            context |= {"import_url": self.import_url, "import_label": self.import_label}
        if self.intake and self.request.user.has_perm(get_intake(self.intake).permission):
            context["intake_url"] = reverse("list_upload", args=[self.intake])
        return super().get_context_data(**context | kwargs)

    def get_add_url(self) -> str:
        return str(self.add_url)

    def shown(self, page) -> list:
        """The rows of one page. Among all that were found only the keys are sorted and skipped
        through, so that what a row shows is gathered and computed for these rows alone.
        """
        rows = page.paginator.object_list
        if not isinstance(rows, QuerySet):
            return list(page.object_list)
        found = self.get_queryset().filter(pk__in=page.object_list.values("pk"))
        order = rows.query.order_by
        return list(found.order_by(*order) if order else found)

    def _heading(self, column: Column) -> dict:
        sort = self.request.GET.get("sort", "")
        now = {column.key: "asc", f"-{column.key}": "desc"}.get(sort) if column.sort else None
        after = f"-{column.key}" if now == "asc" else column.key
        return {
            "label": column.label,
            "key": column.key,
            "sort_url": self.link(sort=after, page=None) if column.sort else "",
            "sorted": now,
            "numeric": column.kind == "number",
        }

    def _chips(self) -> list[dict]:
        if not self.filterset_class or not self.filterset.form.is_valid():
            return []
        chips = []
        for name, value in self.filterset.form.cleaned_data.items():
            if value in (None, "", []) or name not in self.request.GET:
                continue
            field = self.filterset.form.fields[name]
            words = self.chip_words(name, field, value)
            chips.append(
                {"label": field.label, "value": words, "remove_url": self.link(**{name: None})}
            )
        return chips

    def chip_words(self, name: str, field, value) -> Any:
        """What a filter in use says on its chip and on paper."""
        if isinstance(value, date):
            return numeric(value)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        choices = getattr(field, "choices", None) or []
        return next((label for key, label in choices if key == value), value)

    # Out of the house --------------------------------------------------------------------------

    def columns_out(self, form: str) -> list[Column]:
        """The columns of a list that leaves the house as ``xlsx`` or ``pdf``."""
        return self.columns

    def notes(self) -> list[str]:
        """What a printed list says under its title."""
        return []

    def dressed(self, things: list) -> list:
        """Rows about to be shown, with what a page adds to them; one question a kind, not a row."""
        return things

    def as_excel(self, rows) -> HttpResponse:
        """The rows found, as an Excel sheet."""
        return outgoing.excel(self, rows, self._chips())

    def as_pdf(self, rows) -> HttpResponse:
        """The rows found, as a printed list with the organisation's head."""
        return outgoing.pdf(self, rows, self._chips())
