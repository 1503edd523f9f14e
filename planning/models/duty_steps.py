"""The states of a duty, the steps between them, and what never may be (education 3.25)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.caller import SYSTEM
from common.models import Step


class State(models.TextChoices):
    SCHEDULED = "scheduled", _("Planned")
    OPEN = "open", pgettext_lazy("work", "Open")
    DONE = "done", _("Done in time")
    DONE_LATE = "done_late", _("Done late")
    MISSED = "missed", _("Missed")
    DROPPED = "dropped", _("No longer needed")


ENDED = (State.DONE, State.DONE_LATE, State.MISSED, State.DROPPED)
WITHOUT_A_DAY = (State.MISSED, State.DROPPED)  # nothing was done on any day

STEPS = {
    "open": Step(
        label=_("Open"),
        done=_("opened it"),
        source={State.SCHEDULED},
        target=State.OPEN,
        permission="planning.open_duty",
    ),
    "close": Step(
        label=_("Close as done"),
        done=_("closed it as done"),
        source={State.OPEN},
        target=State.DONE,
        also={State.DONE_LATE},
        permission="planning.close_duty",
    ),
    "miss": Step(
        label=_("Note as missed"),
        done=_("noted it as missed"),
        source={State.OPEN, State.SCHEDULED},
        target=State.MISSED,
        permission="planning.miss_duty",
        danger=True,
    ),
    "drop": Step(
        label=_("No longer needed"),
        done=_("noted it as no longer needed"),
        source={State.OPEN, State.SCHEDULED},
        target=State.DROPPED,
        permission="planning.drop_duty",
        danger=True,
    ),
    "reopen": Step(
        label=_("Open again"),
        done=_("opened it again"),
        source=set(ENDED),
        target=State.OPEN,
        also={State.SCHEDULED},
        permission="planning.reopen_duty",
        danger=True,
    ),
}

NEVER = [
    models.UniqueConstraint(fields=["obligation", "key"], name="duty_opens_once"),
    models.CheckConstraint(
        condition=~Q(state__in=ENDED) | Q(done_on__isnull=False) | Q(state__in=WITHOUT_A_DAY),
        name="duty_done_has_its_day",
    ),
    models.CheckConstraint(condition=~Q(state="missed") | ~Q(note=""), name="duty_missed_says_why"),
    models.CheckConstraint(
        condition=~Q(state="dropped") | (~Q(note="") & Q(done_on__isnull=True)),
        name="duty_dropped_says_why",
    ),
    models.CheckConstraint(condition=Q(starts__lte=F("due")), name="duty_opens_before_its_day"),
]

SYSTEM.allowed |= {"planning.open_duty", "planning.close_duty"}
