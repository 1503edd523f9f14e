"""Orders among the signed papers: what a stranger is told of one behind its QR code (7.5.3)."""

from django.utils.translation import gettext as _

from common.dates import in_one_line, long_date, numeric
from documents.models import Order
from documents.order_pdf import order_pdf
from documents.signables import Paper, Verdict, register
from documents.stamps import words_in


def judge(order: Order) -> Verdict:
    """Whether it holds today."""
    day = {"date": in_one_line(long_date(order.order_date)) if order.order_date else "—"}
    if order.state == Order.State.REPEALED:
        new = order.repealed_by
        meaning = (
            _("Order No. %(number)s of %(date)s took its place.")
            % {"number": new.order_number, "date": numeric(new.order_date)}
            if new and new.order_date
            else ""
        )
        words = _("Genuine, but repealed: signed on %(date)s.") % day
        return Verdict("amber", "alert-triangle", words, meaning)
    return Verdict("green", "circle-check", _("Genuine. Signed on %(date)s.") % day)


def identity(order: Order, language: str) -> list[tuple[str, str]]:
    """Kind and title; of a restricted kind, or before it is signed, only the kind."""
    hidden = order.is_restricted or order.approved_at is None
    return [
        (_("Kind"), words_in(order.kind.name, language)),
        (_("Title"), "" if hidden else order.in_language(order.title, language)),
    ]


register(
    Paper(
        Order,
        pdf=order_pdf,
        languages=lambda order: order.languages(),
        stem=lambda order: f"{order.kind.form}_{order.order_number or order.pk}",
        judge=judge,
        identity=identity,
        is_closed=lambda order: order.is_restricted,
        rows=lambda orders: orders.select_related("kind").prefetch_related("points"),
    )
)
