"""What the deeds and the records of orders and memos are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import findings
from common.deeds import call

call(
    acquaint_order=_("acquainted themselves with the order"),
    acquaint_order_on_paper=_("noted who signed the acquaintance sheet"),
    ask_to_know_orders=_("asked the new colleague to acquaint themselves with orders"),
    close_order_kind=_("uses this kind of order no more"),
    distribute_order=_("sent the order to those it names"),
    extract_order=_("made an extract"),
    remind_of_its_day=_("reminded that its day comes near"),
    reopen_order_kind=_("uses this kind of order again"),
    tell_it_is_late=_("told that its day went by"),
)
findings.call(
    {
        "documents.memo": _("memo"),
        "documents.order": pgettext_lazy("paper", "order"),
        "documents.orderappendix": _("appendix of an order"),
        "documents.orderkind": _("kind of order"),
        "documents.orderpoint": _("point of an order"),
        "documents.orderreading": _("acquaintance with an order"),
    }
)
