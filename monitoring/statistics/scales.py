"""Other views of scores; the official one is as it was given (scoring, 8)."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .blocks import Floats, Rows, table

ANCHORS = 3
ENOUGH = 8  # employees, for a z-score


@dataclass(frozen=True, eq=False)
class View:
    """The table seen otherwise; None for a reason."""

    values: Floats | None
    reason: str | None = None


def to_hundred(score: Fraction | int) -> Fraction:
    """1 to 5 as 0 to 100, for reports: 25 (s − 1)."""
    return 25 * (Fraction(score) - 1)


def member_centred(rows: Rows) -> View:
    """Each mark less its member's mean, plus the grand mean; only where all marked all."""
    values = table(rows)
    if reason := _refusal(values):
        return View(None, reason)
    return View(values - values.mean(axis=0) + values.mean())


def member_z(rows: Rows) -> View:
    """Each mark in standard deviations of its member, from eight employees on.

    Never where members marked different employees: it would take real differences away.
    """
    values = table(rows)
    if reason := _refusal(values):
        return View(None, reason)
    if len(values) < ENOUGH:
        return View(None, "too_few_employees")
    if (np.ptp(values, axis=0) == 0).any():
        return View(None, "member_without_variation")
    return View((values - values.mean(axis=0)) / values.std(axis=0, ddof=1))


def may_share_a_ranking(
    members: tuple[Collection[Hashable], Collection[Hashable]],
    employees: tuple[Collection[Hashable], Collection[Hashable]],
) -> bool:
    """Whether units marked by different commissions may stand in one list.

    They need three anchors: members, as the same outside expert, or employees common to both.
    """
    common = set(members[0]) & set(members[1])
    if common and common == set(members[0]) == set(members[1]):
        return True  # one commission
    return len(common) + len(set(employees[0]) & set(employees[1])) >= ANCHORS


def _refusal(values: Floats) -> str | None:
    if not values.size:
        return "too_few_employees"
    return "different_subsets" if np.isnan(values).any() else None
