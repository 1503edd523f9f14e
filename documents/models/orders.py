"""Numbers of the orders by which documents are approved, in the organisation's own pattern."""

from common.numbering import next_number, note_number
from people.models import Organisation


def order_mask() -> str:
    """How this organisation writes the numbers of orders that approve documents."""
    rule = Organisation.current().numbering.get("order", {})
    kinds = {kind["code"]: kind["kind"] for kind in rule.get("kinds", [])}
    return rule.get("pattern", "{n}").replace("{kind}", kinds.get("documents", ""))


def next_order_number(on) -> str:
    """The next number of the register of orders."""
    return next_number("orders", order_mask(), on)


def note_order_number(number: str, on) -> None:
    """A number given on paper: the register goes on after it."""
    note_number("orders", order_mask(), number, on)
