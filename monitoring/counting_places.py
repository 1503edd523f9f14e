"""Scores, places and proposed nominations of a result, exactly (000/2.2, 4.4; A-20, A-22)."""

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from monitoring.scoring_rules import PRIZES, TieBreak, TiesOn, Total
from monitoring.scoring_rules import Places as PlacesRule
from monitoring.statistics.places import Places, Step, nominations, places
from monitoring.statistics.scores import Cell, Score, Scores

from .counting_inputs import Cube


@dataclass(frozen=True, eq=False)
class Standing:
    """Who got what, and who stands where."""

    cube: Cube

    @cached_property
    def scores(self) -> Scores:
        return self.cube.scores

    @cached_property
    def values(self) -> tuple[Score, ...]:
        """The weighted score of each participant."""
        return self.lowered(self.scores.values)

    def lowered(self, values: tuple[Score, ...]) -> tuple[Score, ...]:
        """Values on the scale as it is printed."""
        lift = self.cube.lift
        return values if not lift else tuple(None if v is None else v - lift for v in values)

    @cached_property
    def ranking(self) -> Scores:
        """The scores by which places are taken: weighted, or every indicator alike."""
        if self.cube.rules.total != Total.SUM:
            return self.scores
        return replace(self.scores, weights=np.ones_like(self.scores.weights))

    @cached_property
    def factor(self) -> int:
        """What makes a sum of points of a mean, as if all members had marked all indicators.

        So whom a member does not score, as oneself, loses nothing by it (A-20): the mean of those
        who score, times the number of members.
        """
        _n, indicators, members = self.scores.marks.shape
        return indicators * members

    @cached_property
    def totals(self) -> tuple[Score, ...]:
        """The sum of points of each, comparable whether more or fewer members scored them."""
        alike = replace(self.scores, weights=np.ones_like(self.scores.weights))
        lowered = self.lowered(alike.values)
        return tuple(None if v is None else v * self.factor for v in lowered)

    @cached_property
    def ranked(self) -> tuple[Score, ...]:
        """What the rules of the campaign rank by."""
        return self.totals if self.cube.rules.total == Total.SUM else self.values

    @cached_property
    def points(self) -> list[int]:
        """The plain sum of all marks of each."""
        lift = self.cube.lift
        sums = self.scores.sums.sum(axis=1) - lift * self.scores.counts.sum(axis=1)
        return sums.tolist()

    @cached_property
    def by_member(self) -> list[tuple[Score, ...]]:
        """The weighted score that each member gave; none where a mark of theirs is missing."""
        members = range(self.scores.marks.shape[2])
        return [self.lowered(self.scores.by_member(j)) for j in members]

    # Places --------------------------------------------------------------------------------------

    @cached_property
    def places(self) -> Places:
        """The places by the rules of the campaign, with what decided between equals."""
        rules = self.cube.rules
        barred = self.cube.barred
        if not self.cube.inputs["contest"]:
            barred = frozenset(range(len(self.values)))
        return places(
            dict(enumerate(self.ranked)),
            method="dense" if rules.places == PlacesRule.DENSE else "competition",
            decimals=2 if rules.ties_on == TiesOn.ROUNDED else None,
            chain=self.chain,
            ineligible=barred,
        )

    @cached_property
    def taken(self) -> Counter:
        """How many took each place."""
        return Counter(self.places.places.values())

    @cached_property
    def deciders(self) -> dict[int, str]:
        """The step that told each from somebody with an equal score, the last of several."""
        found: dict[int, str] = {}
        for line in self.places.log:
            if line.outcome == "decided":
                found.update(dict.fromkeys(line.among, line.step))  # type: ignore[arg-type]
        return found

    @cached_property
    def chain(self) -> list[Step]:
        """The steps that decide between equals, as the campaign names them."""
        steps: dict[str, Any] = {
            TieBreak.WEIGHTIEST: self._weightiest,
            TieBreak.OUTSIDER: self._outsiders,
            TieBreak.HIGHEST: self._highest,
            TieBreak.LOWEST: self._lowest,
            TieBreak.VOTE: self._votes,
        }
        return [
            Step(str(code), steps[TieBreak(code)]())
            for code in self.cube.rules.tie_break
            if code in steps
        ]

    def _votes(self) -> dict[int, Score]:
        """How many members voted for each, openly, once the count had left them equal."""
        return {row: Fraction(votes) for row, votes, _words in self.cube.inputs["votes"]}

    def _weightiest(self) -> dict[int, Score]:
        """The mean of the weightiest criterion; of several that weigh alike, their mean."""
        count = len(self.cube.inputs["criteria"])
        groups = [self.cube.columns(criterion) for criterion in range(count)]
        weights = [sum(self.cube.weights[n] for n in group) for group in groups]
        heaviest = max(weights, default=0)
        chosen = [
            n
            for group, weight in zip(groups, weights, strict=True)
            if weight == heaviest
            for n in group
        ]
        whole = (self.scores.cells[:, chosen] == Cell.SCORED).all(axis=1).tolist()
        values = self.scores.over(chosen)
        return {n: v if whole[n] else None for n, v in enumerate(values)}

    def _outsiders(self) -> dict[int, Score]:
        """What the external experts gave, as a weighted score."""
        outside = [n for n, one in enumerate(self.cube.inputs["members"]) if one["outside"]]
        found: dict[int, Score] = {}
        for n in range(len(self.values)):
            given = [self.by_member[j][n] for j in outside]
            known = [v for v in given if v is not None]
            if known and len(known) == len(given):
                found[n] = sum(known, Fraction(0)) / len(known)
        return found

    def _highest(self) -> dict[int, Score]:
        """The share of the highest points among all marks: their number, where all are marked."""
        return self._share(self.scores.marks == self.cube.top)

    def _lowest(self) -> dict[int, Score]:
        """The same of the two lowest points; fewer are better."""
        limit = self.cube.rules.lowest + self.cube.lift + 1
        low = (self.scores.marks > 0) & (self.scores.marks <= limit)
        return {n: None if v is None else -v for n, v in self._share(low).items()}

    def _share(self, found: Any) -> dict[int, Score]:
        counts = found.sum(axis=(1, 2)).tolist()
        given = self.scores.counts.sum(axis=1).tolist()
        return {n: Fraction(counts[n], given[n]) if given[n] else None for n in range(len(counts))}

    # Nominations --------------------------------------------------------------------------------

    def nominations(self) -> list[dict[str, Any]]:
        """Whom the marks propose in each direction of the work; the commission decides (4.4)."""
        if not self.cube.inputs["contest"]:
            return []
        rules = self.cube.rules
        excluded = set(self.cube.barred)
        if not rules.winners_nominated:
            excluded |= {k for k, place in self.places.places.items() if place <= PRIZES}  # type: ignore[misc]
        found = nominations(
            {
                code: dict(enumerate(self.lowered(self.scores.over(columns))))
                for code, columns in self.directions.items()
            },
            threshold=Fraction(rules.threshold),
            several=rules.several_nominations,
            excluded=frozenset(excluded),
        )
        return [
            {
                "direction": code,
                "winners": list(one.winners),
                "value": None if one.value is None else str(one.value),
                "reason": one.reason,
            }
            for code, one in found.items()
        ]

    @cached_property
    def directions(self) -> dict[str, list[int]]:
        """The indicators of each direction of the work, in the order of the criteria."""
        found: dict[str, list[int]] = {}
        criteria = self.cube.inputs["criteria"]
        for n, one in enumerate(self.cube.inputs["indicators"]):
            if code := criteria[one["criterion"]]["direction"]:
                found.setdefault(code, []).append(n)
        return found
