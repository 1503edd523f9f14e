"""Orders and memos are found by number, title and text, by whoever may see them."""

from django.utils.translation import gettext_lazy as _

from common.models.translated import TranslatedText
from common.search import Card, follow, register
from common.search.kinds import NOW, PAST, WAY, Text
from documents.models import Memo, Order, OrderAppendix, OrderPoint

State = Order.State
STAGES = {
    State.APPROVED: NOW,
    State.FULFILLED: NOW,
    State.REPEALED: PAST,
    State.DROPPED: PAST,
}
OVER = (Memo.State.DONE, Memo.State.REJECTED, Memo.State.DROPPED)


def _order(order: Order) -> Card:
    return Card(
        TranslatedText(order.title),
        code=order.order_number and f"№ {order.order_number}",
        state=order.state,
        stage=STAGES.get(State(order.state), WAY),
        when=order.order_date,
    )


def _fill(found) -> None:
    """The words of points, preambles and appendices: two queries for many orders."""
    for order, card in found.values():
        card.texts += [*_texts(order.preamble), *_texts(order.basis)]
    for point in OrderPoint.objects.filter(order__in=found).order_by("place"):
        found[point.order_id][1].texts += _texts(point.text)
    for one in OrderAppendix.objects.filter(order__in=found).order_by("place"):
        found[one.order_id][1].texts += [*_texts(one.title), *_texts(one.text)]


def _texts(words) -> list[Text]:
    return [Text(said, language=code) for code, said in words.items() if said]


def _order_state(state: str):
    from documents.views.orders import TONES  # noqa: PLC0415 -- pages come later

    return State(state).label, TONES[state]


def _memo(memo: Memo) -> Card:
    return Card(
        memo.title,
        code=memo.number and f"№ {memo.number}",
        state=memo.state,
        stage=PAST if memo.state in OVER else NOW,
        texts=[Text(memo.text)],
    )


def _memo_state(state: str):
    from documents.views.memos import TONES  # noqa: PLC0415 -- pages come later

    return Memo.State(state).label, TONES[state]


register(
    "order",
    Order,
    label=_("Orders"),
    address="documents:order",
    card=_order,
    fill=_fill,
    states=_order_state,
    order=45,
)
register(
    "memo",
    Memo,
    label=_("Memos"),
    address="documents:memo",
    card=_memo,
    states=_memo_state,
    order=46,
)
follow(OrderPoint, lambda point: [("order", point.order_id)])
follow(OrderAppendix, lambda one: [("order", one.order_id)])
