"""The states of a line of a plan, the steps between them, what never may be (education 3.20)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models import Step


class State(models.TextChoices):
    PLANNED = "planned", _("Planned")
    MOVED = "moved", pgettext_lazy("line of a plan", "Moved")
    REPORTED = "reported", _("Reported as done")
    DONE = "done", pgettext_lazy("line of a plan", "Done")
    CANCELLED = "cancelled", pgettext_lazy("line of a plan", "Cancelled")


OPEN = (State.PLANNED, State.MOVED)
WAITING = (*OPEN, State.REPORTED)

#: ``move`` and ``cancel`` are taken by an amendment alone, in the name of who approved it.
BY_AMENDMENT = ("move", "cancel")

STEPS = {
    "report": Step(
        label=_("Report as done"),
        done=_("reported it as done"),
        source=set(OPEN),
        target=State.REPORTED,
        permission="planning.report_planline",
    ),
    "tell": Step(
        label=_("Say what is done so far"),
        done=_("said what is done so far"),
        source=set(OPEN),
        target=State.PLANNED,
        also={State.MOVED},
        permission="planning.report_planline",
    ),
    "take_back": Step(
        label=_("Take the report back"),
        done=_("took the report back"),
        source={State.REPORTED},
        target=State.PLANNED,
        also={State.MOVED},
        permission="planning.take_back_planline",
        danger=True,
    ),
    "confirm": Step(
        label=_("Confirm that it is done"),
        done=_("confirmed that it is done"),
        source={State.REPORTED},
        target=State.DONE,
        permission="planning.confirm_planline",
    ),
    "give_back": Step(
        label=_("Return to be finished"),
        done=_("returned it to be finished"),
        source={State.REPORTED},
        target=State.PLANNED,
        also={State.MOVED},
        permission="planning.confirm_planline",
        danger=True,
    ),
    "reopen": Step(
        label=pgettext_lazy("line of a plan", "Open again"),
        done=_("opened the line again"),
        source={State.DONE},
        target=State.PLANNED,
        also={State.MOVED},
        permission="planning.reopen_planline",
        danger=True,
    ),
    "move": Step(
        label=pgettext_lazy("line of a plan", "Move"),
        done=_("moved it by an amendment"),
        source=set(OPEN),
        target=State.MOVED,
        permission="planning.amend_planline",
    ),
    "cancel": Step(
        label=pgettext_lazy("line of a plan", "Cancel"),
        done=_("cancelled it by an amendment"),
        source=set(OPEN),
        target=State.CANCELLED,
        permission="planning.amend_planline",
        danger=True,
    ),
}

NEVER = [
    models.UniqueConstraint(
        fields=["plan", "number"],
        name="plan_line_number_once",
        violation_error_message=_("This number is already in the plan."),
    ),
    models.CheckConstraint(
        condition=~Q(state__in=["reported", "done"]) | Q(done_on__isnull=False),
        name="plan_line_done_has_its_day",
    ),
    models.CheckConstraint(
        condition=~Q(state__in=["moved", "cancelled"]) | ~Q(why=""),
        name="plan_line_moved_says_why",
    ),
    models.CheckConstraint(
        condition=~Q(state="done") | Q(confirmed_by__isnull=False),
        name="plan_line_done_was_confirmed",
    ),
]
