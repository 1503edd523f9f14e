"""Another day for a duty: set by a person, or because what it is counted from has moved (3.25)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext

from common.models import Todo, deed, record

if TYPE_CHECKING:
    from planning.following import Moved


class DutyMoving:
    """How a duty moves, and what it opened moves along."""

    def move(self: Any, *, by, due: date, reason: str) -> "list[Moved]":
        """Another day, and why; the day by the rule stays in sight. What moved along is given."""
        from planning.following import follow  # noqa: PLC0415 -- it reads the timetable

        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self).objects.select_for_update(of=("self",)))
            if self.has_ended:
                raise ValidationError(gettext("It has ended; open it again first."))
            if due < localdate():
                raise ValidationError({"due": gettext("The new day cannot lie in the past.")})
            before = self.due
            self.shift_to(due, reason)
            record(self, "move", by=by, before=before.isoformat(), due=due.isoformat())
            self.take_along(before, reason, by=by)
            return follow(by=by)

    def shift_to(self: Any, due: date, reason: str) -> None:
        """Take another day; what waits for it says the new one. Inside a deed."""
        self.due, self.starts = due, min(self.starts, due)
        self._change_reason = reason
        self.revision += 1
        self.save()
        Todo.objects.waiting().about(self).update(due=due)

    def take_along(self: Any, before: date, reason: str, *, by) -> None:
        """The work that it opened follows where its procedure wants it to: once the journal has the
        duty’s own row, which keeps the reason. ``reason``: a person’s words, or nothing.
        """
        from planning import openers  # noqa: PLC0415 -- openers know the duties

        if opener := openers.get(self.obligation.opener):
            opener.moved(self, before, reason, by)
