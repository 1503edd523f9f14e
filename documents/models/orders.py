"""Numbers of the orders by which documents are approved, in the organisation's own pattern."""

from django.apps import apps

from common.numbering import next_number, note_number
from people.models import Organisation

REGISTER = "orders"
APPROVALS = "documents"  # the register of the kinds of orders that these numbers stand in


def order_mask() -> str:
    """How this organisation writes the numbers of orders that approve documents."""
    kinds = apps.get_model("documents", "OrderKind").objects
    if kind := kinds.filter(counter=APPROVALS).order_by("closed_on", "order").first():
        return kind.mask
    rule = Organisation.current().numbering.get("order", {})
    codes = {kind["code"]: kind["kind"] for kind in rule.get("kinds", [])}
    return rule.get("pattern", "{n}").replace("{kind}", codes.get(APPROVALS, ""))


def next_order_number(on) -> str:
    """The next number of the register of orders."""
    return next_number(REGISTER, order_mask(), on)


def note_order_number(number: str, on) -> None:
    """A number given on paper: the register goes on after it."""
    note_number(REGISTER, order_mask(), number, on)
