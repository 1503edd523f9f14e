"""Who may do what with records, materials, holds, acts of disposal and the fund (DP-02)."""

import rules
from django.utils.translation import gettext_lazy as _

from common import guests
from common.caller import SYSTEM
from people.rules import holds, is_employee

from .rules import approves, is_author, keeps, manages, route_rules
from .rules_inspection import is_guest


@rules.predicate
def is_open(user, thing):
    return thing is not None and thing.state == "open"


@rules.predicate
def is_kept(user, thing):
    return thing is not None and thing.state == "kept"


@rules.predicate
def stands_in_no_act(user, thing):
    return thing is not None and thing.act_id is None


@rules.predicate
def ends_by_hand(user, thing):
    """Kept until replaced, or as long as needed: somebody says when that is."""
    return thing is not None and thing.keep in ("replaced", "needed") and thing.until is None


keeper = keeps | manages

rules.add_perm("documents.view_record", is_employee)
rules.add_perm("documents.add_record", is_employee)
rules.add_perm("documents.change_record", (is_author | keeper) & is_open)
rules.add_perm("documents.close_record", is_author | keeper)
rules.add_perm("documents.drop_record", is_author | keeper)
rules.add_perm("documents.store_record", keeper)
rules.add_perm("documents.end_term_record", keeper & stands_in_no_act & ends_by_hand)
rules.add_perm("documents.keep_longer_record", keeper & stands_in_no_act)
rules.add_perm("documents.change_retention_record", keeper & stands_in_no_act)
rules.add_perm("documents.lose_record", keeper & stands_in_no_act)
rules.add_perm("documents.restore_record", keeper)
# Only through an act that the director approved: no page offers it for one record.
rules.add_perm("documents.destroy_record", keeper)
rules.add_perm("documents.view_expiring", keeper | approves)

rules.add_perm("documents.view_material", is_employee)
rules.add_perm("documents.add_material", is_employee)
rules.add_perm("documents.change_material", (is_author | keeper) & is_kept)
rules.add_perm("documents.promote_material", is_author | keeper)
rules.add_perm("documents.discard_material", is_author | keeper)

rules.add_perm("documents.view_hold", keeper | approves)
rules.add_perm("documents.add_hold", keeper | approves)
rules.add_perm("documents.release_hold", manages | approves)

route_rules("documents", "disposalact", keeper)
rules.add_perm("documents.view_disposalact", is_employee)
rules.add_perm("documents.view_disposalacts", keeper | approves | is_guest)
rules.add_perm("documents.add_disposalact", keeper)
rules.add_perm("documents.carry_out_disposalact", keeper)
rules.add_perm("documents.cancel_disposalact", keeper)

rules.add_perm("documents.view_funditem", is_employee)
rules.add_perm("documents.add_funditem", keeper | holds("planning.manage"))
rules.add_perm("documents.change_funditem", keeper | holds("planning.manage"))

SYSTEM.allowed.add("documents.expire_record")

# What an inspection may be shown of the archive: materials are no records, holds concern others.
guests.show(
    "records",
    *("documents.view_record", "documents.view_funditem"),
    *("documents.view_disposalact", "documents.view_disposalacts"),
    label=_("Records, the fund of information, acts of disposal"),
    order=30,
)
