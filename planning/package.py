"""What meetings and plans put into packages beside their signed papers: registers, and the lines of
all plans as one table (004/5.5.3, 5.4.2).
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.package import Item, Order, register
from common.package.registers import register_lists
from common.package.writing import table_chunks
from planning.models import PlanLine

BATCH = 500


def lines(order: Order) -> Iterator[Item]:
    """Every line of the plans that are shown: what, who, by when, and whether it was done."""
    rows = PlanLine.objects.visible_to(order.reader).for_list()
    rows = rows.order_by("-plan__since", "plan", "sorted_as", "pk")
    yield Item(
        "registers/planning-lines.csv",
        gettext_lazy("Lines of work plans"),
        lambda: _lines(rows),
    )


def _lines(rows) -> Iterator[bytes]:
    from planning.views.plan_line_list import LineList  # noqa: PLC0415 -- pages come later

    columns = LineList.columns
    return table_chunks(
        [_("Plan"), *(column.label for column in columns)],
        (
            [one.plan, *(column.value(one) for column in columns)]
            for one in rows.iterator(chunk_size=BATCH)
        ),
    )


register_lists(
    "registers-meetings",
    "planning:meetings",
    "planning:protocols",
    "planning:decisions",
    "planning:agenda_items",
    label=gettext_lazy("Registers of meetings"),
    needs="planning.view_meeting",
    order=45,
)
register_lists(
    "registers-plans",
    "planning:plans",
    label=gettext_lazy("Register of work plans"),
    needs="planning.view_workplan",
    order=50,
)
register(
    "plan-lines",
    label=gettext_lazy("Lines of work plans"),
    items=lines,
    needs="planning.view_planline",
    order=51,
)
