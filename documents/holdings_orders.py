"""What orders and memos hold about a person, and why a name has to stay (domain 2.6)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from common.dates import date_and_time, numeric
from common.personal import Holding, collects, keeps
from documents.models import Memo, Order, OrderPoint, OrderReading
from documents.models.order_rows import naming


@collects
def orders(person) -> list[Holding]:
    """Orders that name this person, what was theirs to do, memos they wrote or got."""
    named = Order.objects.filter(
        naming(person.pk) | Q(executors=person) | Q(named=person) | Q(executor=person)
    ).distinct()
    points = OrderPoint.objects.filter(Q(responsible=person) | Q(reported_by=person)).distinct()
    readings = OrderReading.objects.filter(person=person).select_related("order__kind")
    memos = Memo.objects.filter(
        Q(author=person) | Q(addressee=person) | Q(assigned_to=person)
    ).select_related("author", "addressee")
    return [
        Holding(
            _("Orders that name this person"),
            [_("Order"), _("State")],
            [[order.headline, order.get_state_display()] for order in named],
        ),
        Holding(
            _("Points of orders"),
            [_("Point"), _("Due"), _("State"), _("What was done")],
            [
                [
                    point.headline,
                    numeric(point.due) if point.due else "",
                    point.get_state_display(),
                    point.result,
                ]
                for point in points.select_related("order__kind")
            ],
        ),
        Holding(
            _("Acquainted with orders"),
            [_("Order"), _("Due"), _("Acquainted")],
            [
                [
                    one.order.headline,
                    numeric(one.due),
                    date_and_time(one.read_at) if one.read_at else "",
                ]
                for one in readings
            ],
        ),
        Holding(
            _("Memos"),
            [_("Memo"), _("From whom"), _("To whom"), _("Text"), _("Resolution")],
            [
                [memo.headline, str(memo.author), str(memo.addressee), memo.text, memo.resolution]
                for memo in memos
            ],
        ),
    ]


@keeps
def orders_name(person) -> str:
    """A signed order and a sent memo keep the names that stand in them."""
    signed = Order.objects.signed().filter(
        naming(person.pk) | Q(executors=person) | Q(named=person) | Q(executor=person)
    )
    memos = Memo.objects.filter(sent_at__isnull=False).filter(
        Q(author=person) | Q(addressee=person) | Q(assigned_to=person)
    )
    if signed.exists() or memos.exists():
        return _("Orders and memos that are kept name this person.")
    return ""
