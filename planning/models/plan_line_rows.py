"""Lines of plans in numbers: whom they are shown, which are open, late, whose (PK-04)."""

from django.db.models import Q
from django.utils.timezone import localdate

from common.models import Todo
from common.models.searched import SearchedQuerySet

from .plan import WorkPlan
from .plan_line_steps import OPEN

ASKED = "planning.plan_line"
TO_CONFIRM = "planning.plan_line_confirm"


class PlanLineQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """Those of the plans that one may see."""
        return self.filter(plan__in=WorkPlan.objects.visible_to(user))

    def for_list(self):
        """All that a row shows."""
        return self.select_related(
            *(
                "plan__kind",
                "plan__unit",
                "plan__person",
                "plan__body",
                "person",
                "position",
                "unit",
            ),
            *("given_to", "amended_by", "added_by"),
        )

    def open(self):
        """Not done yet, and not cancelled."""
        return self.filter(state__in=OPEN)

    def late(self, on=None):
        """Open past the day."""
        return self.open().filter(due__lt=on or localdate())

    def asking(self):
        """Open lines of plans in force: those that somebody is to do."""
        return self.open().filter(plan__state="approved")

    def of_user(self, user):
        """Those this user answers for: given to them, theirs by name, position or unit."""
        free = Q(given_to=None)
        return self.filter(
            Q(given_to=user.person_id)
            | (free & Q(person=user.person_id))
            | (free & Q(person=None, position__in=user.positions))
            | (free & Q(person=None, position=None, unit__in=user.headed))
        )

    def end_todos(self) -> None:
        """Nobody is asked about these any more."""
        keys = list(self.values_list("pk", flat=True))
        kinds = (ASKED, TO_CONFIRM)
        todos = Todo.objects.waiting().filter(kind__in=kinds, content_type__model="planline")
        todos.filter(content_type__app_label="planning", object_id__in=keys).done()
