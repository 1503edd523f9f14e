"""The rules of one scoring, as its profile or its campaign sets them (000/2.2, 4.4; A-20, A-22).

They are copied into the campaign when it is begun and printed in its protocol: a later change of
the profile changes no campaign that runs.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PRIZES = 3  # the places that are given (000/4.4)


class Total(models.TextChoices):
    """What the total of clause 000/2.2 is; the other stands beside it on the consolidated sheet."""

    WEIGHTED_MEAN = "weighted_mean", gettext_lazy("Weighted mean")
    SUM = "sum", gettext_lazy("Sum of points")


class Places(models.TextChoices):
    COMPETITION = "competition", gettext_lazy("Shared places leave a gap: 1, 2, 2, 4")
    DENSE = "dense", gettext_lazy("Shared places leave no gap: 1, 2, 2, 3")


class TiesOn(models.TextChoices):
    EXACT = "exact", gettext_lazy("The exact score")
    ROUNDED = "rounded", gettext_lazy("The score with two decimals")


class TieBreak(models.TextChoices):
    """Steps by which equal scores are told apart; each that decides is logged (scoring.md, 3)."""

    WEIGHTIEST = "weightiest", gettext_lazy("Score of the weightiest criterion")
    OUTSIDER = "outsider", gettext_lazy("Score given by the external expert")
    HIGHEST = "highest", gettext_lazy("More of the highest points")
    LOWEST = "lowest", gettext_lazy("Fewer of the lowest points")
    VOTE = "vote", gettext_lazy("Open vote of the commission")


class Ground(models.TextChoices):
    """Why a member does not score somebody (scoring.md, 4; domain 1.2)."""

    SELF = "self", gettext_lazy("Would score themselves")
    SUBORDINATE = "subordinate", gettext_lazy("Leads whom they would score")
    SUPERIOR = "superior", gettext_lazy("Is led by whom they would score")
    UNIT = "unit", gettext_lazy("Of the same unit")
    ORGANISATION = "organisation", gettext_lazy("Comes from the organisation itself")
    DECLARED = "declared", gettext_lazy("Declared by the member")


@dataclass(frozen=True, kw_only=True)
class ScoringRules:
    """One set of rules; ``needed`` marks make a cell valid, ``quorum`` signed sheets a result.

    ``conflicts`` are the grounds the system looks for by itself. ``spread`` points between the
    lowest and the highest mark ask both ends for a sentence; 0 asks nobody.
    """

    lowest: int = 1
    highest: int = 5
    total: str = Total.WEIGHTED_MEAN
    places: str = Places.COMPETITION
    ties_on: str = TiesOn.EXACT
    tie_break: tuple[str, ...] = ()
    needed: int = 3
    quorum: int = 4
    conflicts: tuple[str, ...] = (Ground.SELF,)
    spread: int = 3
    threshold: str = "4.00"
    several_nominations: bool = False
    winners_nominated: bool = True

    @classmethod
    def of(cls, data: dict[str, Any]) -> "ScoringRules":
        """The rules kept as JSON; what is not said there is as usual."""
        known = {one.name for one in fields(cls)}
        lists = {"tie_break", "conflicts"}
        said: dict[str, Any] = {k: v for k, v in data.items() if k in known}
        return cls(**said | {name: tuple(said[name]) for name in lists & set(said)})

    def data(self) -> dict[str, Any]:
        """The rules as JSON."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}

    def faults(self) -> dict[str, str]:
        """What cannot be so, by the name of the rule."""
        found = {}
        if not 0 <= self.lowest < self.highest <= 10:
            found["highest"] = _("The scale goes from 0 or more up to 10 at most.")
        if not 1 <= self.needed <= self.quorum:
            found["needed"] = _("A score needs one mark at least, and no more than members sign.")
        if self.spread and not 1 < self.spread <= self.highest - self.lowest:
            found["spread"] = _("The spread lies within the scale.")
        return found
