"""What the to-dos of work plans are called."""

from django.utils.translation import gettext_lazy as _

from common.waiting import rows_of, say
from planning.models import PlanAmendment, PlanLine, WorkPlan
from planning.models.plan_line import ASKED, TO_CONFIRM

rows_of(WorkPlan, lambda: WorkPlan.objects.for_list())
rows_of(PlanAmendment, lambda: PlanAmendment.objects.for_list())
rows_of(PlanLine, lambda: PlanLine.objects.for_list())


def _day(line) -> str:
    """Which plan it is of."""
    return str(line.plan.kind)


say(ASKED, _("Do by the work plan"), aside=_day)
say(TO_CONFIRM, _("See whether it was done and confirm it"), aside=_day)
