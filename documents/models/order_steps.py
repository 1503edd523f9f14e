"""The arrows of an order: those of every signable paper, and what becomes of it afterwards."""

from django.utils.translation import gettext_lazy as _

from common.models import Step

from .routing import route_steps


def order_steps() -> dict[str, Step]:
    """The table of steps of an order (agency 4.22)."""
    shared = route_steps("order")
    approve = shared["approve"]
    return {
        **shared,
        "approve": Step(
            label=_("Sign the order"),
            done=_("signed the order"),
            source=approve.source,
            target=approve.target,
            permission=approve.permission,
        ),
        "enter": Step(
            label=_("Enter as signed on paper"),
            done=_("entered it as signed on paper"),
            source={"draft"},
            target="approved",
            permission="documents.enter_order",
        ),
        "fulfil": Step(
            label=_("Carried out"),
            done=_("noted that it is carried out"),
            source={"approved"},
            target="fulfilled",
            permission="documents.fulfil_order",
        ),
        "repeal": Step(
            label=_("Repeal by a new order"),
            done=_("repealed it by a new order"),
            source={"approved", "fulfilled"},
            target="repealed",
            permission="documents.repeal_order",
            danger=True,
        ),
        "drop": Step(
            label=_("Drop the draft"),
            done=_("dropped the draft"),
            source={"draft"},
            target="dropped",
            permission="documents.drop_order",
            danger=True,
        ),
    }
