"""Who may do what with orders and memos (RI-05; agency 3.2): a part of the matrix of powers."""

import rules
from django.utils.translation import gettext_lazy as _

from common import guests
from people.rules import holds, is_employee

from .models.order_rows import KEEPERS
from .rules import approves, is_author, is_draft, keeps, may_author, route_rules


@rules.predicate
def controls_it(user, order):
    """Whoever keeps control of an order, in person or for whom they stand in."""
    return order is not None and order.controlled_by_id in {user.person_id, *user.stands_in_for}


@rules.predicate
def controls_its_order(user, point):
    return point is not None and controls_it(user, point.order)


@rules.predicate
def is_asked_to_carry_out(user, point):
    """The point waits for them: they are named, or it was handed over to them."""
    return point is not None and user.person is not None and point.asks(user.person)


@rules.predicate
def sees_every_order(user):
    return bool(user.powers & KEEPERS)


@rules.predicate
def is_signed(user, order):
    return order is not None and order.is_signed


@rules.predicate
def holds_now(user, order):
    return order is not None and order.state in ("approved", "fulfilled")


@rules.predicate
def reported_it(user, point):
    """What they carried out themselves somebody else looks at."""
    return point is not None and point.reported_by_id == user.person_id


@rules.predicate
def wrote_it(user, memo):
    return memo is not None and memo.author_id == user.person_id


@rules.predicate
def is_its_addressee(user, memo):
    return memo is not None and memo.addressee_id in {user.person_id, *user.stands_in_for}


@rules.predicate
def was_given_it(user, memo):
    return memo is not None and memo.assigned_to_id == user.person_id


prepares = may_author | keeps | approves
rules.add_perm("documents.view_order", is_employee)
rules.add_perm("documents.add_order", prepares)
rules.add_perm("documents.add_restricted_order", sees_every_order)
route_rules("documents", "order", is_author | keeps, own_act=True)
rules.add_perm("documents.enter_order", keeps)
rules.add_perm("documents.drop_order", (is_author | keeps) & is_draft)
rules.add_perm("documents.fulfil_order", controls_it | keeps)
rules.add_perm("documents.repeal_order", approves | keeps)
rules.add_perm("documents.extract_order", is_signed & (keeps | holds("people.manage")))
rules.add_perm("documents.view_order_readings", is_author | sees_every_order)
rules.add_perm("documents.acquaint_with_order", holds_now & keeps)
rules.add_perm("documents.view_order_register", keeps | approves)

rules.add_perm("documents.view_orderpoint", is_employee)
rules.add_perm("documents.begin_orderpoint", approves | keeps)
rules.add_perm("documents.report_orderpoint", is_asked_to_carry_out)
rules.add_perm("documents.confirm_orderpoint", controls_its_order | (keeps & ~reported_it))

rules.add_perm("documents.view_orderkind", is_employee)
rules.add_perm("documents.change_orderkind", keeps)
rules.add_perm("documents.add_orderkind", keeps)

rules.add_perm("documents.view_memo", is_employee)
rules.add_perm("documents.add_memo", is_employee)
rules.add_perm("documents.change_memo", wrote_it & is_draft)
rules.add_perm("documents.send_memo", wrote_it)
rules.add_perm("documents.resolve_memo", is_its_addressee)
rules.add_perm("documents.finish_memo", was_given_it)

# What an inspection may be shown of orders; memos stay in the house.
guests.show(
    "orders",
    *("documents.view_order", "documents.view_orderpoint", "documents.view_orderkind"),
    label=_("Orders and their execution"),
    order=25,
)
