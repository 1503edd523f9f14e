"""Lifecycles: which step takes an object from which state to which, and by whose right."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .journal import deed, record

LONGEST_REASON = 100  # signs that the field history keeps


class StepNotAllowed(Exception):
    """The object is not in a state from which this step leads."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One arrow of a lifecycle diagram; ``also`` are the other states it may lead to."""

    label: str | Promise
    source: set[str]
    target: str
    permission: str
    also: set[str] = field(default_factory=set)
    done: str | Promise = ""
    danger: bool = False


@dataclass
class Move:
    """One step while it is being taken: where it leads, and what the journal shall say of it."""

    target: str
    details: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


class Lifecycle(models.Model):
    """A model whose ``state`` moves only along the arrows of its ``STEPS`` table."""

    STEPS: ClassVar[dict[str, Step]]
    state: models.CharField
    get_state_display: Any

    class Meta:
        abstract = True

    def can(self, name: str, user) -> bool:
        """Whether ``user`` may take step ``name`` now; a page shows its button if so."""
        step = self.STEPS[name]
        return self.state in step.source and user.has_perm(step.permission, self)

    def steps_for(self, user) -> dict[str, Step]:
        """The steps ``user`` may take now, in the order of the table."""
        return {name: step for name, step in self.STEPS.items() if self.can(name, user)}

    @contextmanager
    def step(self, name: str, *, by) -> Iterator[Move]:
        """Take step ``name``: lock, check, do the body, move, save, journal - or nothing."""
        step = self.STEPS[name]
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if self.state not in step.source:
                raise StepNotAllowed(
                    _("“%(object)s” is now “%(state)s”: this step is not possible.")
                    % {"object": self, "state": self.get_state_display()}
                )
            if not by.has_perm(step.permission, self):
                raise PermissionDenied
            source = self.state
            move = Move(target=step.target)
            yield move
            if move.target not in {step.target, *step.also}:
                raise AssertionError(f"{name} does not lead to {move.target}")
            self.state = move.target
            self._change_reason = (move.reason or name)[:LONGEST_REASON]
            self.save()
            record(self, name, by=by, **{"from": source, "to": self.state, **move.details})
