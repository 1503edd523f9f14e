"""The states of a duty and the steps between them (education 3.25)."""

from django.db import models
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


ENDED = (State.DONE, State.DONE_LATE, State.MISSED)

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
    "reopen": Step(
        label=_("Open again"),
        done=_("opened it again"),
        source={State.DONE, State.DONE_LATE, State.MISSED},
        target=State.OPEN,
        permission="planning.reopen_duty",
        danger=True,
    ),
}

SYSTEM.allowed |= {"planning.open_duty", "planning.close_duty"}
