"""The states of a meeting, the steps between them, and what never may be (agency 4.22)."""

from dataclasses import replace

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models import Step
from documents.models.routing import route_steps


class State(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    OPEN = "open", pgettext_lazy("meeting", "Being held")
    HELD = "held", pgettext_lazy("meeting", "Held, minutes being finished")
    AGREEING = "agreeing", pgettext_lazy("meeting", "Minutes being signed")
    APPROVED = "approved", pgettext_lazy("meeting", "Signed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


#: While the minutes may still be written.
WRITTEN = (State.OPEN, State.HELD)
NUMBERED = (State.HELD, State.AGREEING, State.APPROVED)

_KEEP = "planning.keep_meeting"

STEPS = {
    "open": Step(
        label=_("Open the meeting"),
        done=_("opened the meeting"),
        source={State.PLANNED},
        target=State.OPEN,
        permission=_KEEP,
    ),
    "end": Step(
        label=_("End the meeting"),
        done=_("ended the meeting"),
        source={State.OPEN},
        target=State.HELD,
        permission=_KEEP,
    ),
    "move": Step(
        label=_("Move to another day"),
        done=_("moved the meeting"),
        source={State.PLANNED, State.OPEN},
        target=State.PLANNED,
        permission="planning.change_meeting",
    ),
    "cancel": Step(
        label=_("Cancel the meeting"),
        done=_("cancelled the meeting"),
        source={State.PLANNED, State.OPEN},
        target=State.CANCELLED,
        permission="planning.change_meeting",
        danger=True,
    ),
    **{
        name: replace(step, source=step.source - {"approving"})
        for name, step in route_steps("meeting", "planning", signing=True, draft="held").items()
    },
}

NEVER = [
    models.UniqueConstraint(
        fields=["register", "year", "number"],
        condition=~Q(number=""),
        name="minutes_numbered_once_a_year",
    ),
    models.CheckConstraint(
        condition=~Q(state__in=NUMBERED) | ~Q(number=""), name="meeting_held_has_its_number"
    ),
    models.CheckConstraint(
        condition=~Q(state="cancelled") | ~Q(reason=""), name="meeting_cancelled_says_why"
    ),
]
