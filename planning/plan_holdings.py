"""What work plans hold about a person, and why a name may have to stay."""

from django.db.models import Q
from django.utils.translation import gettext as _

from common.dates import numeric
from common.personal import Holding, collects, keeps
from planning.models import PlanAmendment, PlanLine, WorkPlan


@collects
def plans(person) -> list[Holding]:
    """Plans written by this person or of this person; lines to be done; amendments proposed."""
    own = WorkPlan.objects.filter(Q(author=person) | Q(person=person)).for_list()
    lines = PlanLine.objects.filter(Q(person=person) | Q(given_to=person) | Q(done_by=person))
    proposed = PlanAmendment.objects.filter(author=person).for_list()
    return [
        Holding(
            _("Work plans"),
            [_("Plan"), _("State")],
            [[str(plan), plan.get_state_display()] for plan in own],
        ),
        Holding(
            _("Lines of work plans"),
            [_("Plan"), _("Measure"), _("Due"), _("State"), _("What was done")],
            [
                [
                    str(line.plan),
                    str(line.measure),
                    numeric(line.due),
                    line.get_state_display(),
                    line.account,
                ]
                for line in lines.for_list()
            ],
        ),
        Holding(
            _("Amendments proposed"),
            [_("Amendment"), _("State")],
            [[str(one), one.get_state_display()] for one in proposed],
        ),
    ]


@keeps
def named_in_plans(person) -> str:
    """What was approved keeps the names of those who answer for it."""
    own = Q(author=person) | Q(person=person) | Q(lines__person=person)
    found = WorkPlan.objects.filter(own, approved_at__isnull=False)
    return _("Approved work plans name this person.") if found.exists() else ""
