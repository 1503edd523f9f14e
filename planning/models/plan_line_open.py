"""A line that is open, or open again: what is done so far, what is returned or taken back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.models import Todo
from common.text import has_words

from .plan_line_rows import ASKED, TO_CONFIRM
from .plan_line_steps import State


class OpenLine:
    """The part of a line that keeps it open (education 3.20)."""

    step: Any
    answering: Any
    was_moved: bool
    done_on: Any
    done_by: Any
    confirmed_by: Any
    confirmed_at: Any

    @property
    def open_state(self) -> str:
        """Which of the two open states is its own."""
        return State.MOVED if self.was_moved else State.PLANNED

    def tell(self, *, by, account: str):
        """What is done so far, in words: it stays open, and its day stays."""
        with self.step("tell", by=by) as move:
            if not has_words(account):
                raise ValidationError({"account": _("Say in some words what is done so far.")})
            move.target = self.open_state
            self.account = account

    def take_back(self, *, by):
        """Whoever reported it was too quick: it is open again, until somebody confirmed it."""
        with self.step("take_back", by=by) as move:
            self._open_again(move, "")

    def give_back(self, *, by, reason: str):
        """It was not done, or not wholly: what is missing."""
        with self.step("give_back", by=by) as move:
            self._open_again(move, reason)

    def reopen(self, *, by, reason: str):
        """It was confirmed by mistake: why."""
        with self.step("reopen", by=by) as move:
            self._open_again(move, reason)

    def _open_again(self, move, reason: str) -> None:
        move.reason = reason
        move.target = self.open_state
        self.done_on = self.done_by = self.confirmed_by = self.confirmed_at = None
        Todo.objects.about(self).filter(kind=TO_CONFIRM).done()
        Todo.objects.ask_each(ASKED, [(self, self.answering())])
