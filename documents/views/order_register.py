"""The register of a year on a page, as PDF and Excel; the kinds of orders (004/5.5.3)."""

from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common import deeds
from common.dates import numeric
from common.models import JournalEntry
from common.text import fold
from common.views import (
    Column,
    CreatePage,
    DetailPage,
    EditPage,
    Fact,
    ListPage,
    ObjectActPage,
    Tab,
)
from common.views.outgoing import Rows
from common.views.step import StepForm
from documents.forms.order_steps import OrderKindForm
from documents.models import Order, OrderKind
from documents.order_register import missing, register_rows


class OrderRegister(ListPage):
    """Every number of one register in one year: the journal of registration."""

    permission = "documents.view_order_register"
    template_name = "documents/order_register.html"
    empty_text = gettext_lazy("No number was given in this register this year.")
    columns = [
        Column("number", gettext_lazy("No."), lambda r: r.number, kind="code"),
        Column("date", gettext_lazy("Date"), lambda r: numeric(r.date), kind="date"),
        Column("title", gettext_lazy("Title"), lambda r: r.title),
        Column("executor", gettext_lazy("Prepared by"), lambda r: r.executor),
        Column("case", gettext_lazy("Case"), lambda r: r.case, kind="code"),
    ]

    @cached_property
    def registers(self) -> list[OrderKind]:
        """The first kind of each register."""
        kinds = {kind.counter: kind for kind in reversed(OrderKind.objects.of_orders())}
        return sorted(kinds.values(), key=lambda kind: kind.order)

    @cached_property
    def kind(self) -> OrderKind:
        """The register that is shown."""
        asked = self.request.GET.get("register", "")
        found = [kind for kind in self.registers if kind.counter == asked] or self.registers
        if not found:
            raise Http404
        return found[0]

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("year", "")
        return int(asked) if asked.isdecimal() and len(asked) == 4 else localdate().year

    def get_title(self):
        names = [str(kind) for kind in OrderKind.objects.filter(counter=self.kind.counter)]
        return _("Register of orders %(year)s: %(kinds)s") % {
            "year": self.year,
            "kinds": ", ".join(names),
        }

    def get_queryset(self):
        return Rows(register_rows(self.kind, self.year, self.request.user))

    def found(self):
        rows = self.get_queryset()
        if words := fold(self.request.GET.get("q", "")).split():
            rows = Rows(r for r in rows if all(w in fold(f"{r.number} {r.title}") for w in words))
        return rows

    def shown(self, page):
        return list(page.object_list)

    def notes(self):
        """Whether a number is missing: one that was skipped on paper is to be explained."""
        gaps = missing(self.get_queryset())
        if not gaps:
            return [_("No number is missing.")]
        shown = ", ".join(map(str, gaps[:20]))
        return [_("Not given to anything: %(numbers)s.") % {"numbers": shown}]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        years = [d.year for d in Order.objects.signed().dates("order_date", "year")]
        this = self.kind.counter
        return context | {
            "notes": self.notes(),
            "register_links": [
                (kind, f"?register={kind.counter}&year={self.year}", kind.counter == this)
                for kind in self.registers
            ],
            "year_links": [
                (year, f"?register={this}&year={year}", year == self.year)
                for year in sorted({*years, localdate().year, self.year})
            ],
        }


# Kinds -------------------------------------------------------------------------------------------


class OrderKindList(ListPage):
    """The kinds of orders with their registers and routes."""

    model = OrderKind
    permission = "documents.view_orderkind"
    title = gettext_lazy("Kinds of orders")
    add_permission = "documents.add_orderkind"
    add_label = gettext_lazy("New kind")
    add_url = reverse_lazy("documents:order_kind_add")
    empty_text = gettext_lazy("There is no kind of order yet: the profile brings them.")
    columns = [
        Column("name", pgettext_lazy("thing", "Name"), lambda k: k),
        Column("form", gettext_lazy("Form"), lambda k: k.get_form_display()),
        Column("mask", gettext_lazy("Numbers"), lambda k: k.mask, kind="code"),
        Column("case", gettext_lazy("Case"), lambda k: k.case_index, kind="code"),
        Column("route", gettext_lazy("Route"), lambda k: k.route or ""),
        Column(
            "seen",
            gettext_lazy("Who sees it"),
            lambda k: _("Those named") if k.is_restricted else _("All employees"),
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda k: _("Closed") if k.closed_on else _("In use"),
            kind="state",
            tone=lambda k: "grey" if k.closed_on else "green",
        ),
    ]

    def search_rows(self, rows, words):
        return rows.filter(code__icontains=words)


class OrderKindDetail(DetailPage):
    """One kind: its register and the words it prints."""

    model = OrderKind
    permission = "documents.view_orderkind"

    def steps(self):
        if not self.request.user.has_perm("documents.change_orderkind", self.object):
            return []
        page = self.object.get_absolute_url()
        word = _("Use it again") if self.object.closed_on else _("Use it no more")
        return [
            {"label": _("Edit"), "url": f"{page}edit/", "primary": True},
            {"label": word, "url": f"{page}close/"},
        ]

    def facts(self):
        kind = self.object
        words = ("heading", "preamble", "verb", "repeal_words", "control_words")
        words += ("own_control_words", "appendix_words")
        return [
            Fact(_("Code"), kind.code),
            Fact(_("Form"), kind.get_form_display()),
            Fact(_("Register"), kind.counter),
            Fact(_("Pattern of numbers"), kind.mask),
            Fact(_("Case index"), kind.case_index),
            Fact(_("Route"), kind.route),
            Fact(_("Executors sign the paper order"), _("Yes") if kind.executors_sign else _("No")),
            Fact(_("Who sees it"), _("Those named") if kind.is_restricted else _("All employees")),
            Fact(_("Closed on"), kind.closed_on and numeric(kind.closed_on)),
            *(
                Fact(kind._meta.get_field(name).verbose_name, str(getattr(kind, name)))
                for name in words
            ),
        ]

    def tabs(self):
        return [Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class OrderKindCreate(CreatePage):
    model = OrderKind
    form_class = OrderKindForm
    permission = "documents.add_orderkind"
    title = gettext_lazy("New kind of order")

    def get_cancel_url(self):
        return reverse("documents:order_kinds")


class OrderKindEdit(EditPage):
    model = OrderKind
    form_class = OrderKindForm
    permission = "documents.change_orderkind"
    title = gettext_lazy("Kind of order")


class OrderKindClose(ObjectActPage):
    """Use a kind no more, or again; its orders stay as they are."""

    model = OrderKind
    permission = "documents.change_orderkind"
    form_class = StepForm

    def get_title(self):
        return _("Use it again") if self.object.closed_on else _("Use it no more")

    @property
    def submit_label(self):
        return self.get_title()

    @property
    def sentence(self):
        if self.object.closed_on:
            return _("New orders of this kind can be written again.")
        return _("No new order of this kind is written; those there are stay as they are.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request, "instance": self.object}

    def act(self, form):
        (self.object.reopen if self.object.closed_on else self.object.close)(by=self.request.user)
        return self.object
