"""The register of orders, and the list of what is to be carried out by them (004/5.5.3)."""

import django_filters
from django.db.models import F, Q
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.dates import numeric
from common.views import Column, ListPage
from common.yes_no import YesNoFilter
from documents.models import Order, OrderKind, OrderPoint

from . import route_pages

TONES = route_pages.TONES | {"fulfilled": "green", "repealed": "grey", "dropped": "grey"}
POINT_TONES = {
    "planned": "grey",
    "open": "amber",
    "reported": "blue",
    "done": "green",
    "stopped": "grey",
}


class OrderFilter(django_filters.FilterSet):
    kind = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Kind"), queryset=OrderKind.objects.of_orders()
    )
    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"), method="by_year")
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=Order.State.choices)
    late = YesNoFilter(label=gettext_lazy("Late"), method="by_late")
    mine = YesNoFilter(label=gettext_lazy("Names me"), method="by_mine")

    class Meta:
        model = Order
        fields = ["kind", "year", "state", "late", "mine"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = Order.objects.visible_to(self.request.user).signed().dates("order_date", "year")
        self.filters["year"].extra["choices"] = [
            (str(d.year), str(d.year)) for d in reversed(years)
        ]

    def by_year(self, rows, name, value):
        return rows.of_year(int(value))

    def by_late(self, rows, name, value):
        return rows.filter(is_late=value)

    def by_mine(self, rows, name, value):
        return rows.naming(self.request.user.person_id, is_named=value)


def state_word(order) -> str:
    """What stands in the column of states: what is late stands out."""
    return _("Late") if order.is_late else order.get_state_display()


def state_tone(order) -> str:
    return "red" if order.is_late else TONES[order.state]


def progress(order) -> str:
    """How many of its points are done, how many know of it."""
    said = []
    if order.to_do:
        said.append(_("done %(done)s of %(all)s") % {"done": order.done, "all": order.to_do})
    if order.asked:
        said.append(_("acquainted %(read)s of %(all)s") % {"read": order.read, "all": order.asked})
    return "; ".join(said)


class OrderList(ListPage):
    """Orders, directives and assignments; what of them is late (RI-05)."""

    model = Order
    permission = "documents.view_order"
    template_name = "documents/orders.html"
    title = gettext_lazy("Orders")
    filterset_class = OrderFilter
    empty_text = gettext_lazy("There is no order yet.")
    add_permission = "documents.add_order"
    add_label = gettext_lazy("New order")
    add_url = reverse_lazy("documents:order_add")
    columns = [
        Column(
            "number",
            gettext_lazy("No."),
            lambda o: o.order_number or _("without number"),
            sort="sorted_as",
            kind="code",
        ),
        Column(
            "date",
            gettext_lazy("Date"),
            lambda o: numeric(o.order_date) if o.order_date else "",
            sort="order_date",
            kind="date",
        ),
        Column("title", gettext_lazy("Title"), lambda o: o.shown_title),
        Column("kind", gettext_lazy("Kind"), lambda o: o.kind, sort="kind__order"),
        Column("executor", gettext_lazy("Prepared by"), lambda o: o.executor or "", kind="person"),
        Column("progress", pgettext_lazy("order", "Execution"), progress),
        Column("state", gettext_lazy("State"), state_word, kind="state", tone=state_tone),
    ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        may = self.request.user.has_perm
        context["may_read_memos"] = may("documents.view_memo")
        context["may_register"] = may("documents.view_order_register")
        return context


# Points ------------------------------------------------------------------------------------------


class PointFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=OrderPoint.State.choices
    )
    late = YesNoFilter(label=gettext_lazy("Late"), method="by_late")
    mine = YesNoFilter(label=gettext_lazy("I am responsible"), method="by_mine")

    class Meta:
        model = OrderPoint
        fields = ["state", "late", "mine"]

    def by_late(self, rows, name, value):
        late = OrderPoint.objects.late().values("pk")
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)

    def by_mine(self, rows, name, value):
        mine = OrderPoint.objects.filter(responsible=self.request.user.person_id).values("pk")
        return rows.filter(pk__in=mine) if value else rows.exclude(pk__in=mine)


class PointList(ListPage):
    """What is to be carried out by orders, by whom and when (004/5.5.1)."""

    model = OrderPoint
    permission = "documents.view_orderpoint"
    title = gettext_lazy("Execution of orders")
    filterset_class = PointFilter
    empty_text = gettext_lazy("Nothing is to be carried out.")
    columns = [
        Column("order", gettext_lazy("Order"), lambda p: p.order, kind="code"),
        Column("point", gettext_lazy("Point"), lambda p: f"{p.place}. {p.shown_text}"),
        Column(
            "responsible",
            gettext_lazy("Responsible"),
            lambda p: ", ".join(person.short_name for person in p.responsible.all()),
        ),
        Column(
            "due",
            gettext_lazy("Due"),
            lambda p: numeric(p.due) if p.due else "",
            sort="due",
            kind="date",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda p: _("Late") if p.is_late else p.get_state_display(),
            kind="state",
            tone=lambda p: "red" if p.is_late else POINT_TONES[p.state],
        ),
    ]

    def get_queryset(self):
        """What is not finished first, by its day."""
        rows = super().get_queryset().to_carry_out()
        rows = rows.alias(is_over=Q(state__in=["done", "stopped"]))
        return rows.order_by("is_over", F("due").asc(nulls_last=True), "pk")

    def search_rows(self, rows, words):
        found = Order.objects.search(words).values("pk")
        return rows.filter(order__in=found)
