"""How firm each place is: the commission drawn anew from its members, every draw gone through
(scoring.md, 7).
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from monitoring.scoring_rules import PRIZES
from monitoring.statistics.stability import Firmness, Stability, stability

from .counting_places import Standing

TAILS = (Fraction(25, 1000), Fraction(975, 1000))
LONGEST = 50  # names that stand beside a prize


@dataclass(frozen=True, eq=False)
class Firm:
    """The places of everybody in every draw."""

    standing: Standing
    seed: int

    @cached_property
    def draws(self) -> Stability:
        return stability(self.standing.ranking, seed=self.seed)

    @cached_property
    def running(self) -> list[int]:
        """Who takes a place."""
        return sorted(int(key) for key in self.standing.places.places)  # type: ignore[call-overload]

    @cached_property
    def each(self) -> list[Firmness]:
        count = len(self.standing.values)
        out = set(range(count)) - set(self.running)
        return self.draws.employees(out=out)

    @cached_property
    def intervals(self) -> dict[int, list[int]]:
        """Between which places each stands in nineteen of twenty draws."""
        rows = self.draws.numerators[self.running]
        if not rows.size:
            return {}
        ranks = np.empty(rows.shape, np.int64)
        for n in range(rows.shape[1]):
            drawn = np.sort(rows[:, n])
            ranks[:, n] = len(drawn) - np.searchsorted(drawn, rows[:, n], side="right") + 1
        if self.standing.cube.rules.places == "dense":
            for n in range(rows.shape[1]):
                levels, at = np.unique(rows[:, n], return_inverse=True)
                ranks[:, n] = len(levels) - at
        low, high = _limits(ranks, self.draws.times)
        return {
            key: [first, last]
            for key, first, last in zip(self.running, low.tolist(), high.tolist(), strict=True)
        }

    def alike(self, key: int, others: list[int]) -> list[int]:
        """Those of the others who cannot be told from one: the difference may be 0."""
        if not others:
            return []
        apart = self.draws.numerators[others] - self.draws.numerators[key]
        low, high = _limits(apart, self.draws.times)
        same = ~((low > 0) | (high < 0))
        return [other for other, is_same in zip(others, same.tolist(), strict=True) if is_same]

    @cached_property
    def neighbours(self) -> dict[int, bool]:
        """Whether each differs from whoever comes next."""
        order = sorted(self.running, key=lambda key: self.standing.places.places[key])
        if len(order) < 2:  # noqa: PLR2004 -- a neighbour is another
            return {}
        apart = self.draws.numerators[order[:-1]] - self.draws.numerators[order[1:]]
        low, high = _limits(apart, self.draws.times)
        differs = ((low > 0) | (high < 0)).tolist()
        return dict(zip(order[:-1], differs, strict=True))

    def close_calls(self) -> list[dict[str, Any]]:
        """For each of the first three places, who cannot be told from it by these marks."""
        places = self.standing.places.places
        found = []
        for key in self.running:
            if places[key] <= PRIZES:
                others = [other for other in self.running if places[other] > places[key]]
                alike = self.alike(key, others)
                found.append({"row": key, "alike": alike[:LONGEST], "count": len(alike)})
        return sorted(found, key=lambda one: places[one["row"]])


def _limits(values: Any, times: Any) -> tuple[Any, Any]:
    """In each row the smallest value up to which at least each tail's share of the draws lies."""
    order = np.argsort(values, axis=1, kind="stable")
    reached = np.cumsum(times[order], axis=1)
    whole = int(times.sum())
    found = []
    for tail in TAILS:
        at = (reached >= math.ceil(whole * tail)).argmax(axis=1)
        chosen = np.take_along_axis(order, at[:, None], axis=1)
        found.append(np.take_along_axis(values, chosen, axis=1)[:, 0])
    return found[0], found[1]
