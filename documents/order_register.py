"""The register of the orders of a year: every number with what it was given to (004/5.5.3).

Numbers taken by approvals and withdrawals of documents stand in the register of that kind too, so
that none is missing.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from common.numbering import read_number
from common.reach import within_reach
from documents.models import DocumentVersion, Order, OrderKind, SheetLine
from documents.models.orders import APPROVALS
from documents.models.route import StepKind
from documents.models.withdrawal import Withdrawal


@dataclass
class RegisterRow:
    """One number of a register."""

    pk: int
    number: str
    date: date
    title: str
    executor: str
    case: str
    url: str
    n: int | None

    def get_absolute_url(self) -> str:
        return self.url


def register_rows(kind: OrderKind, year: int, user) -> list[RegisterRow]:
    """All numbers of a register in a year, in their order; a constant number of queries."""
    orders = Order.objects.visible_to(user).filter(register=f"{kind.counter}/{year}")
    found = [
        RegisterRow(
            pk=order.pk,
            number=order.order_number,
            date=order.order_date,
            title=order.shown_title,
            executor=order.executor.short_name if order.executor else "",
            case=order.case.index if order.case else kind.case_index,
            url=order.get_absolute_url(),
            n=read_number(kind.mask, order.order_number),
        )
        for order in orders.select_related("executor", "case", "kind")
        if order.order_date
    ]
    if kind.counter == APPROVALS:
        held = {row.number for row in found}
        found += [row for row in _approvals(kind, year, user) if row.number not in held]
    return sorted(found, key=lambda row: (row.n is None, row.n or 0, row.date, row.number))


def _approvals(kind: OrderKind, year: int, user) -> list[RegisterRow]:
    """The orders by which documents were approved and withdrawn: one may name several."""
    taken: dict[str, list] = defaultdict(list)
    lines = SheetLine.objects.filter(
        kind=StepKind.APPROVE, decision=SheetLine.Decision.AGREED, date__year=year
    ).exclude(number="")
    asked: dict[ContentType, set[int]] = defaultdict(set)
    told = list(lines.select_related("sheet__content_type").order_by("pk"))
    for line in told:
        asked[line.sheet.content_type].add(line.sheet.object_id)
    by_order = {c: keys for c, keys in asked.items() if _is_approved_by_order(c)}
    known = {
        (content.pk, thing.pk): thing
        for content, keys in by_order.items()
        for thing in within_reach(content.model_class(), user).filter(pk__in=keys)
    }
    for line in told:
        sheet = line.sheet
        if sheet.content_type in by_order:
            thing = known.get((sheet.content_type_id, sheet.object_id))
            taken[line.number].append((line.date, _("Approval"), thing))
    ended = list(Withdrawal.objects.filter(order_date__year=year))
    versions = within_reach(DocumentVersion, user).in_bulk([one.version_id for one in ended])
    for one in ended:
        thing = versions.get(one.version_id)
        taken[one.order_number].append((one.order_date, _("Withdrawal"), thing))
    return [_row(kind, number, rows) for number, rows in taken.items()]


def _is_approved_by_order(content: ContentType) -> bool:
    """Papers approved in one's own name take no number of an order."""
    return getattr(content.model_class(), "is_approved_by_order", False)


def _row(kind: OrderKind, number: str, rows: list) -> RegisterRow:
    words = [f"{what}: {_named(thing)}" for _day, what, thing in rows]
    first = next((thing for _day, _what, thing in rows if thing is not None), None)
    author = first.author.short_name if first is not None else ""
    return RegisterRow(
        pk=0,
        number=number,
        date=min(day for day, _what, _thing in rows),
        title="; ".join(words),
        executor=author,
        case=kind.case_index,
        url=first.get_absolute_url() if first is not None else "",
        n=read_number(kind.mask, number),
    )


def _named(thing) -> str:
    if thing is None:
        return _("a document that is not shown to you")
    return getattr(thing, "headline", None) or str(thing)


def missing(rows: list[RegisterRow]) -> list[int]:
    """The running numbers that stand nowhere in the register."""
    held = {row.n for row in rows if row.n}
    return [n for n in range(1, max(held, default=0)) if n not in held]
