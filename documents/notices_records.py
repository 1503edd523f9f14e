"""Who is told that a hold stops an act of disposal (DP-02)."""

from common.notices import Draft, after
from documents.models import Hold


@after(Hold, "lay_hold")
def act_stopped(entry):
    """Whoever drew up an act in which something stands that is held from now on."""
    hold = entry.object
    doer = entry.user.person_id if entry.user else None
    for act in hold.acts().select_related("author").exclude(author=doer):
        yield Draft(act.author, "hold_on_act", {"act": act, "hold": hold})
