"""The total score of each employee from the members' marks, in exact arithmetic (000-2.2-b).

Marks lie in a cube of employees × criteria × members. Per criterion the mean of the members who
marked it, then the weighted sum over the criteria that apply: never the mean of members' means.
The weights of the criteria that apply are brought to their own sum; a missing mark does not make
a criterion inapplicable.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]
Score = Fraction | None
Values = tuple[Score, ...]


class Gap(IntEnum):
    """Why there is no mark; only what was forgotten keeps the commission from closing."""

    NONE = 0
    NOT_APPLICABLE = 1
    STRUCTURAL = 2  # oneself, or a conflict of interest that was declared
    CANNOT_JUDGE = 3
    REFUSED = 4
    FORGOTTEN = 5


class Cell(IntEnum):
    """What one criterion of one employee came to."""

    SCORED = 0
    NOT_APPLICABLE = 1
    TOO_FEW = 2  # fewer members than the minimum: the chair decides


class ScoreError(ValueError):
    """The marks or the weights are not what can be counted: why, in a sentence."""


@dataclass(frozen=True, eq=False)
class Scores:
    """What the marks came to. Employees, criteria and members are named by their index."""

    marks: Ints
    gaps: Ints
    weights: Ints
    sums: Ints
    counts: Ints
    cells: Ints

    @cached_property
    def values(self) -> Values:
        """The official score of each employee; None while one of the cells has too few marks."""
        return self._weighted(self.sums, self.counts, self.cells)

    @cached_property
    def points(self) -> tuple[int, ...]:
        """The plain sum of all marks of each employee."""
        return tuple(self.sums.sum(axis=1).tolist())

    @cached_property
    def unsettled(self) -> list[tuple[int, int]]:
        """Employee and criterion of each cell on which the chair has to decide."""
        return _places_of(self.cells == Cell.TOO_FEW)

    @cached_property
    def forgotten(self) -> list[tuple[int, int, int]]:
        """Employee, criterion and member of each mark that was forgotten: none may be left."""
        return _places_of(self.gaps == Gap.FORGOTTEN)

    def means(self, employee: int) -> Values:
        """The mean mark of the employee on each criterion."""
        row = zip(self.sums[employee], self.counts[employee], self.cells[employee], strict=True)
        return tuple(Fraction(int(s), int(n)) if c == Cell.SCORED else None for s, n, c in row)

    def over(self, criteria: Iterable[int]) -> Values:
        """The score over some of the criteria alone, as a nomination asks."""
        chosen = sorted(set(criteria))
        parts = (self.sums[:, chosen], self.counts[:, chosen], self.cells[:, chosen])
        return self._weighted(*parts, weights=self.weights[chosen])

    def by_member(self, member: int) -> Values:
        """The weighted score one member gave; None where a mark of that member is missing."""
        own = self.marks[:, :, member]
        cells = np.where(own > 0, Cell.SCORED, Cell.TOO_FEW)
        cells[self.cells == Cell.NOT_APPLICABLE] = Cell.NOT_APPLICABLE
        return self._weighted(own, np.minimum(own, 1), cells)

    def medians(self) -> Values:
        """Shown beside: the middle mark of each criterion, of two middle ones their mean."""
        ordered = np.sort(self.marks, axis=2)
        first = self.marks.shape[2] - self.counts
        middle = [first + (self.counts - 1) // 2, first + self.counts // 2]
        found = np.clip(np.stack(middle, axis=2), 0, self.marks.shape[2] - 1)
        both = np.take_along_axis(ordered, found, axis=2).sum(axis=2)
        return self._weighted(both, np.full_like(both, 2), self.cells)

    def trimmed(self) -> Values:
        """Shown beside, the “olympic” score: without one lowest and one highest mark.

        Of four marks it is the median, of three the middle one; of fewer it does not exist.
        """
        least = np.where(self.marks > 0, self.marks, np.iinfo(np.int64).max).min(axis=2)
        inner = np.where(self.counts > 2, self.sums - least - self.marks.max(axis=2), 0)
        cells = np.where((self.counts < 3) & (self.cells == Cell.SCORED), Cell.TOO_FEW, self.cells)
        return self._weighted(inner, np.maximum(self.counts - 2, 1), cells)

    def _weighted(
        self, sums: Ints, counts: Ints, cells: Ints, weights: Ints | None = None
    ) -> Values:
        weights = self.weights if weights is None else weights
        above, below = weighted(sums, counts, cells, weights, self.marks.shape[2])
        return tuple(
            Fraction(a, b) if b else None
            for a, b in zip(above.tolist(), below.tolist(), strict=True)
        )


def weighted(sums: Ints, counts: Ints, cells: Ints, weights: Ints, members: int) -> tuple[Any, Any]:
    """Numerator and denominator of each employee's weighted score: sum w·m / sum w (scoring, 2).

    The denominator is 0 where there is no score. In 64-bit integers where they suffice.
    """
    common = math.lcm(*range(1, max(members, 2) + 1))
    used = cells == Cell.SCORED
    largest = int(sums.max(initial=1)) * common * int(weights.sum())
    if largest >= 2**62:
        sums, counts, weights = (part.astype(object) for part in (sums, counts, weights))
    above = np.where(used, sums * (common // np.maximum(counts, 1)), 0) @ weights
    below = common * (used @ weights)
    below[(cells == Cell.TOO_FEW).any(axis=1)] = 0
    return above, below


def score(
    marks: Ints,
    weights: Sequence[int],
    gaps: Ints | None = None,
    *,
    minimum: int = 3,
    whole: int = 100,
    top: int = 5,
) -> Scores:
    """Score a cube of marks: integers from 1 to ``top``, 0 where there is none (scoring, 2 and 4).

    ``gaps`` says of each 0 why, as a ``Gap``; without it each was forgotten. ``weights`` are
    positive integers, one a criterion, that sum to ``whole`` (per cent or per mille). A cell with
    fewer than ``minimum`` marks is not scored. ScoreError: something of this does not hold.
    """
    marks = np.asarray(marks)
    if marks.ndim != 3 or marks.dtype.kind not in "iu":
        raise ScoreError("Marks are whole numbers by employee, criterion and member.")
    if marks.size and (marks.min() < 0 or marks.max() > top):
        raise ScoreError(f"A mark is a whole number from 1 to {top}.")
    marks = marks.astype(np.int64, copy=False)
    if gaps is None:
        gaps = np.where(marks > 0, Gap.NONE, Gap.FORGOTTEN)
    gaps = np.asarray(gaps)
    if gaps.shape != marks.shape or ((gaps == Gap.NONE) != (marks > 0)).any():
        raise ScoreError("Each missing mark, and no other, says why it is missing.")
    sums, counts = marks.sum(axis=2), np.count_nonzero(marks, axis=2)
    cells = np.where(counts < minimum, Cell.TOO_FEW, Cell.SCORED)
    cells[_inapplicable(gaps, counts)] = Cell.NOT_APPLICABLE
    return Scores(
        marks, gaps, _checked_weights(weights, marks.shape[1], whole), sums, counts, cells
    )


def score_plain(
    marks: Sequence[Sequence[Sequence[int | Gap | None]]], weights: Sequence[int], **settings: int
) -> Scores:
    """``score`` of lists in lists: a mark, a ``Gap``, or None for what was forgotten."""
    shape = [len(marks), len(weights), len(marks[0][0]) if marks and marks[0] else 0]
    cube, gaps = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for i, rows in enumerate(marks):
        if len(rows) != shape[1]:
            raise ScoreError("Each employee has a row for each criterion.")
        for c, row in enumerate(rows):
            if len(row) != shape[2]:
                raise ScoreError("Each row has a place for each member.")
            for j, mark in enumerate(row):
                if mark is None or isinstance(mark, Gap):
                    gaps[i, c, j] = mark or Gap.FORGOTTEN
                else:
                    cube[i, c, j] = checked_mark(mark, settings.get("top", 5))
    return score(cube, weights, gaps, **settings)


def checked_mark(mark: object, top: int = 5) -> int:
    """The mark, if it is a whole number from 1 to ``top``; ScoreError otherwise."""
    if type(mark) is not int or not 1 <= mark <= top:
        raise ScoreError(f"A mark is a whole number from 1 to {top}, not {mark!r}.")
    return mark


def half_up(value: Fraction | int, decimals: int = 2) -> Decimal:
    """The value as it is printed: halves go away from zero (scoring, 2)."""
    scaled = abs(Fraction(value)) * 10**decimals
    digits = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal((int(value < 0), tuple(int(d) for d in str(digits)), -decimals))


def weighted_mean(values: Sequence[int | Fraction], weights: Sequence[int | Fraction]) -> Fraction:
    """Sum of w·x over sum of w, exactly."""
    pairs = zip(values, weights, strict=True)
    return Fraction(sum(Fraction(x) * w for x, w in pairs)) / Fraction(sum(weights))


def trimmed_mean(values: Sequence[int | Fraction], share: Fraction) -> Fraction:
    """The mean without that share of the values at either end, rounded down (R: mean(trim))."""
    cut = math.floor(len(values) * share)
    inner = sorted(values)[cut : len(values) - cut]
    return Fraction(sum(Fraction(x) for x in inner), len(inner))


def _inapplicable(gaps: Ints, counts: Ints) -> Ints:
    """Cells without a mark of which every member who may speak says that it does not apply."""
    says = gaps == Gap.NOT_APPLICABLE
    silent = gaps == Gap.STRUCTURAL
    return (counts == 0) & says.any(axis=2) & (says | silent).all(axis=2)


def _checked_weights(weights: Sequence[int], criteria: int, whole: int) -> Ints:
    if len(weights) != criteria:
        raise ScoreError("Each criterion has one weight.")
    if any(isinstance(w, bool) or not isinstance(w, int | np.integer) or w <= 0 for w in weights):
        raise ScoreError("A weight is a whole number above zero.")
    if sum(weights) != whole:
        raise ScoreError(f"The weights sum to {sum(weights)}, not to {whole}.")
    return np.array([int(w) for w in weights], np.int64)


def _places_of(found: Ints) -> list[Any]:
    return [tuple(place) for place in np.argwhere(found).tolist()]
