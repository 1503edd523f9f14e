"""The life of a record: open, closed, stored, expired, destroyed; lost, restored (agency 4.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models import Step


class RecordState(models.TextChoices):
    """Where a record stands."""

    OPEN = "open", pgettext_lazy("record", "Open")
    CLOSED = "closed", pgettext_lazy("record", "Closed")
    STORED = "stored", _("In storage")
    EXPIRED = "expired", pgettext_lazy("record", "Term is over")
    DESTROYED = "destroyed", pgettext_lazy("record", "Destroyed")
    LOST = "lost", pgettext_lazy("record", "Lost")
    RESTORED = "restored", pgettext_lazy("record", "Restored")
    DROPPED = "dropped", pgettext_lazy("record", "Dropped")


S = RecordState
#: Nothing of it was closed yet: what it holds may still be changed.
UNLOCKED = (S.OPEN, S.DROPPED)
#: It lies in the archive with a term.
KEPT = (S.STORED, S.RESTORED)


def record_steps() -> dict[str, Step]:
    """The arrows of a record."""
    may = "documents.{}_record".format
    return {
        "close": Step(
            label=_("Close the record"),
            done=_("closed the record"),
            source={S.OPEN},
            target=S.CLOSED,
            permission=may("close"),
        ),
        "store": Step(
            label=_("Put into storage"),
            done=_("put the record into storage"),
            source={S.CLOSED},
            target=S.STORED,
            permission=may("store"),
        ),
        "expire": Step(
            label=_("Term is over"),
            done=_("noted that the term of the record is over"),
            source={*KEPT},
            target=S.EXPIRED,
            permission=may("expire"),
        ),
        "end_term": Step(
            label=_("No longer needed"),
            done=_("noted that the record was replaced or is no longer needed"),
            source={*KEPT},
            target=S.EXPIRED,
            also={S.STORED},
            permission=may("end_term"),
        ),
        "keep_longer": Step(
            label=_("Keep longer"),
            done=_("keeps the record longer by the expert check"),
            source={S.EXPIRED},
            target=S.STORED,
            permission=may("keep_longer"),
        ),
        "lose": Step(
            label=_("Enter as lost"),
            done=_("entered the record as lost"),
            source={S.CLOSED, *KEPT, S.EXPIRED},
            target=S.LOST,
            permission=may("lose"),
            danger=True,
        ),
        "restore": Step(
            label=pgettext_lazy("record", "Restore"),
            done=_("restored the record"),
            source={S.LOST},
            target=S.RESTORED,
            also={S.CLOSED},
            permission=may("restore"),
        ),
        "destroy": Step(
            label=_("Destroy by an act"),
            done=_("destroyed the record by an act"),
            source={S.EXPIRED},
            target=S.DESTROYED,
            permission=may("destroy"),
            danger=True,
        ),
        "drop": Step(
            label=_("Drop the record"),
            done=_("dropped the record that was opened by mistake"),
            source={S.OPEN},
            target=S.DROPPED,
            permission=may("drop"),
            danger=True,
        ),
    }
