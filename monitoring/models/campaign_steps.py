"""Where a campaign goes: from its preparation to its last correction (000; agency 4.10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Step


class State(models.TextChoices):
    PREPARATION = "preparation", _("Preparation")
    CRITERIA = "criteria", _("Criteria approved")
    FORMED = "formed", _("Commission formed")
    COLLECTING = "collecting", _("Material is collected")
    SCORING = "scoring", _("Scoring")
    COUNTING = "counting", _("Results are being computed")
    COMPUTED = "computed", _("Results computed")
    ANNOUNCED = "announced", _("Announced at the meeting")
    CORRECTING = "correcting", _("Corrections of the work plan")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


BEFORE_SCORING = {State.PREPARATION, State.CRITERIA, State.FORMED, State.COLLECTING}
WITH_RESULTS = {State.COMPUTED, State.ANNOUNCED, State.CORRECTING, State.CLOSED}
TOLD = {State.ANNOUNCED, State.CORRECTING, State.CLOSED}


def _step(name: str, label, done, source, target, **more) -> Step:
    permission = f"monitoring.{name}_campaign"
    return Step(label=label, done=done, source=source, target=target, permission=permission, **more)


CAMPAIGN_STEPS = {
    "adopt_criteria": _step(
        "adopt_criteria",
        _("Take the approved criteria"),
        _("took the approved criteria"),
        {State.PREPARATION},
        State.CRITERIA,
    ),
    "form_commission": _step(
        "form_commission",
        _("Confirm the commission"),
        _("confirmed the commission by its signed order"),
        {State.CRITERIA},
        State.FORMED,
    ),
    "collect": _step(
        "collect",
        _("Open the collecting of material"),
        _("opened the collecting of material"),
        {State.FORMED},
        State.COLLECTING,
    ),
    "begin_scoring": _step(
        "begin_scoring",
        _("Begin the scoring"),
        _("began the scoring"),
        {State.FORMED, State.COLLECTING},
        State.SCORING,
    ),
    "open_round": _step(
        "open_round",
        _("Open another round"),
        _("opened another round after the discussion"),
        {State.SCORING},
        State.SCORING,
    ),
    "compute": _step(
        "compute",
        _("Compute the results"),
        _("ended the scoring and had the results computed"),
        {State.SCORING},
        State.COUNTING,
    ),
    "settle": _step(
        "settle",
        _("Freeze the results"),
        _("froze the computed results"),
        {State.COUNTING},
        State.COMPUTED,
    ),
    "take_vote": _step(
        "take_vote",
        _("Record the open vote"),
        _("recorded an open vote of the commission between equals"),
        {State.COMPUTED},
        State.COUNTING,
    ),
    "announce": _step(
        "announce",
        _("Announced at the meeting"),
        _("noted that the meeting heard the results"),
        {State.COMPUTED},
        State.ANNOUNCED,
    ),
    "begin_corrections": _step(
        "begin_corrections",
        _("Begin the corrections"),
        _("began the corrections of the work plan"),
        {State.ANNOUNCED},
        State.CORRECTING,
    ),
    "close": _step(
        "close",
        _("Close"),
        _("closed the campaign"),
        {State.COMPUTED, State.CORRECTING, State.ANNOUNCED},
        State.CLOSED,
    ),
    "reopen": _step(
        "reopen",
        _("Open the scoring again"),
        _("opened the scoring again"),
        {State.COMPUTED, State.ANNOUNCED, State.CORRECTING, State.CLOSED},
        State.SCORING,
        danger=True,
    ),
    "cancel": _step(
        "cancel",
        _("Cancel the campaign"),
        _("cancelled the campaign"),
        {*BEFORE_SCORING},
        State.CANCELLED,
        danger=True,
    ),
}
