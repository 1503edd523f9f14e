"""What the to-dos of orders and memos are called, and where they are done."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.waiting import rows_of, say
from documents.models import Memo, Order, OrderPoint
from documents.models.memo import CARRY_OUT as MEMO_DO
from documents.models.memo import CONSIDER
from documents.models.order_point import CARRY_OUT, CONFIRM
from documents.models.order_reading import TODO

rows_of(Order, lambda: Order.objects.select_related("kind"))
rows_of(OrderPoint, lambda: OrderPoint.objects.select_related("order__kind"))
rows_of(Memo, lambda: Memo.objects.select_related("author"))

say(TODO, _("Acquaint yourself with the order"))
say(
    CARRY_OUT,
    _("Carry out the point of the order"),
    lambda point: reverse("documents:point_step", args=[point.pk, "report"]),
)
say(CONFIRM, _("Confirm that the point is done"))
say(CONSIDER, _("Decide on the memo"), aside=lambda memo: memo.author.short_name)
say(
    MEMO_DO,
    _("Do what the memo asks"),
    lambda memo: reverse("documents:memo_step", args=[memo.pk, "finish"]),
)
