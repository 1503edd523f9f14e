"""What duties open of the archive: records whose term is over are looked through (C-44)."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import DisposalAct, Record, RecordState, RetentionChange
from planning.openers import Opener, Settled, register


def undecided():
    """Records past their term that nobody has put into an act or kept longer yet."""
    return Record.objects.filter(state=RecordState.EXPIRED, act=None)


def _acts(duty):
    return DisposalAct.objects.exclude(state="cancelled").filter(date__gte=duty.starts)


def _kept_longer(duty):
    changes = RetentionChange.objects.filter(is_expert=True, at__date__gte=duty.starts)
    return changes.select_related("record")


def expiry_settled(duty) -> Settled | None:
    """Each goes by an act or is kept longer: nothing is left to decide (004/4.2.1, 4.2.4)."""
    if undecided().exists():
        return None
    act, change = _acts(duty).order_by("date", "pk").last(), _kept_longer(duty).last()
    if act:
        return Settled(act.date, act)
    return Settled(localdate(change.at), change.record) if change else None


def expiry_says(duty, user) -> str:
    """How many are left."""
    left = undecided().filter(pk__in=Record.objects.visible_to(user).values("pk")).count()
    return _("Records to decide on: %(count)s.") % {"count": left} if left else ""


def nothing_expired(duty) -> bool:
    """Nothing lies here past its term, nor was anything decided: the work will show nothing."""
    return not (undecided().exists() or _acts(duty).exists() or _kept_longer(duty).exists())


register(
    Opener(
        "records.expiry",
        gettext_lazy("Records whose term is over"),
        settled=expiry_settled,
        address=lambda duty: reverse("records:expiring"),
        says=expiry_says,
        by_hand=nothing_expired,
    )
)
