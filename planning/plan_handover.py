"""What of work plans passes from a leaver to whoever takes over (PK-04)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import record
from people.handover import Work, register
from planning.models import PlanLine

STANDING = ["draft", "agreeing", "approving", "approved"]


def lines(person):
    """Open lines that this person does: named by the plan, or given to them."""
    own = Q(given_to=person) | Q(given_to=None, person=person)
    return PlanLine.objects.open().filter(own, plan__state__in=STANDING).for_list()


def pass_lines(person, to, by) -> None:
    """Somebody else does them now; the plan as it was approved still says who was to."""
    for line in lines(person):
        line.given_to, line._change_reason = to, "take_over"
        line.revision += 1
        line.save()
        record(line, "take_over", by=by, to=to.pk, before=person.pk)


register(
    Work("planning.lines", _("Lines of work plans"), lines, pass_lines, lambda one: one.headline)
)
