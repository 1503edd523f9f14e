"""How firm scores and places are if the commission had been drawn anew from its members.

All k^k equally likely draws of k members with repetition are gone through (4^4 = 256, of which 35
are distinct): nothing is left to chance. From six members on 10 000 draws by a seed that is kept.
Rough with four members, and the intervals are too narrow: it says how firm a place is, no more
(scoring, 7; Efron and Tibshirani 1993).
"""

import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .blocks import Floats, Ints
from .scores import Cell, Scores, weighted

EXACT_TO = 5  # members
DRAWS = 10_000


@dataclass(frozen=True)
class Firmness:
    """One employee over all draws; None where no draw gives a score."""

    error: float | None
    interval: tuple[Fraction, Fraction] | None
    first: Fraction  # how likely the first place
    top_three: Fraction
    draws: int  # in how many of them there is a score


@dataclass(frozen=True, eq=False)
class Stability:
    """Every employee's score in every distinct draw, as a numerator over one denominator.

    −1 stands for no score: all marks of some criterion came from members not drawn.
    """

    numerators: Ints  # employees × distinct draws
    denominator: int
    times: Ints  # how often each distinct draw comes about
    seed: int | None

    @property
    def draws(self) -> int:
        """How many draws there are in all."""
        return int(self.times.sum())

    def employees(
        self, confidence: Fraction = Fraction(95, 100), out: Collection[int] = ()
    ) -> list[Firmness]:
        """Error, limits by the inverted distribution, and how likely the first places are.

        ``out``: who is out of competition and takes no place from anybody.
        """
        if not len(self.numerators):
            return []
        running = self.numerators.copy()
        running[list(out)] = -1
        found = running >= 0
        best = -np.sort(-running, axis=0)[:3]
        first = (found & (running == best[0])) @ self.times
        three = (found & (running >= best[-1])) @ self.times
        return [
            Firmness(
                *_error_and_limits(row, self.times, self.denominator, confidence),
                first=Fraction(int(one), self.draws),
                top_three=Fraction(int(top), self.draws),
                draws=int(self.times[row >= 0].sum()),
            )
            for row, one, top in zip(self.numerators, first, three, strict=True)
        ]

    def distinguishable(
        self, a: int, b: int, confidence: Fraction = Fraction(95, 100)
    ) -> bool | None:
        """Whether two employees differ whoever is drawn: 0 lies outside their paired difference."""
        both = (self.numerators[a] >= 0) & (self.numerators[b] >= 0)
        if not both.any():
            return None
        apart = (self.numerators[a] - self.numerators[b])[both]
        low, high = _limits(apart, self.times[both], confidence)
        return bool(low > 0 or high < 0)


def stability(scores: Scores, seed: int | None = None) -> Stability:
    """Draw the commission anew from its members, and score all employees in each draw.

    Who has no official score has none in any draw. ``seed`` is needed from six members on, and is
    to be kept with the result.
    """
    members = scores.marks.shape[2]
    drawn, times = resamples(members) if members <= EXACT_TO else sampled(members, seed)
    settled = ~(scores.cells == Cell.TOO_FEW).any(axis=1)
    above, below = [], []
    given = (scores.marks > 0).astype(np.int64)
    for often in drawn:
        counts = given @ often
        cells = np.where((counts == 0) & (scores.cells == Cell.SCORED), Cell.TOO_FEW, scores.cells)
        one, whole = weighted(scores.marks @ often, counts, cells, scores.weights, members)
        above.append(one)
        below.append(np.where(settled, whole, 0))
    top, bottom = np.stack(above, axis=1), np.stack(below, axis=1)
    return Stability(*_common(top, bottom), times, seed if members > EXACT_TO else None)


def resamples(members: int) -> tuple[Ints, Ints]:
    """Every distinct draw (how often each member is in it), and how many draws come to it."""
    drawn = np.array(list(_shares(members, members)), np.int64).reshape(-1, members)
    ways = [
        math.factorial(members) // math.prod(math.factorial(t) for t in row)
        for row in drawn.tolist()
    ]
    return drawn, np.array(ways, np.int64)


def sampled(members: int, seed: int | None, draws: int = DRAWS) -> tuple[Ints, Ints]:
    """The distinct draws among so many that the seed gives, whatever the version of NumPy."""
    if seed is None:
        raise ValueError("From six members on a seed is needed, and is to be kept.")
    frozen = np.random.RandomState(seed)  # its stream never changes, unlike that of default_rng
    chance = np.full(members, 1 / members)
    found = np.unique(frozen.multinomial(members, chance, draws), axis=0, return_counts=True)
    return found[0].astype(np.int64), found[1].astype(np.int64)


def bootstrap_error(values: list[float], statistic: Callable[[Floats], float]) -> float:
    """The exact bootstrap standard error of a statistic of up to some ten values."""
    array = np.asarray(values, np.float64)
    drawn, times = resamples(len(values))
    found = np.array([statistic(np.repeat(array, row)) for row in drawn])
    mean = float(found @ times) / float(times.sum())
    return math.sqrt(float((found - mean) ** 2 @ times) / float(times.sum()))


def _shares(total: int, members: int) -> Iterator[tuple[int, ...]]:
    """All ways to share a number of draws among members."""
    if members == 1:
        yield (total,)
        return
    for own in range(total + 1):
        for rest in _shares(total - own, members - 1):
            yield (own, *rest)


def _common(above: Ints, below: Ints) -> tuple[Ints, int]:
    """All scores over one denominator; −1 where there is none."""
    wholes = [int(b) for b in np.unique(below) if b]
    common = math.lcm(*wholes)
    if wholes and int(above.max(initial=0)) * (common // min(wholes)) >= 2**62:
        above, below = above.astype(object), below.astype(object)
    factor = np.where(below > 0, common // np.maximum(below, 1), 0)
    return np.where(below > 0, above * factor, -1), common


def _error_and_limits(
    row: Ints, times: Ints, denominator: int, confidence: Fraction
) -> tuple[float | None, tuple[Fraction, Fraction] | None]:
    own, often = row[row >= 0], times[row >= 0]
    if not len(own):
        return None, None
    values, whole = (own / denominator).astype(np.float64), float(often.sum())
    mean = float(values @ often) / whole
    error = math.sqrt(float((values - mean) ** 2 @ often) / whole)
    low, high = _limits(own, often, confidence)
    return error, (Fraction(low, denominator), Fraction(high, denominator))


def _limits(values: Ints, times: Ints, confidence: Fraction) -> tuple[int, int]:
    """The smallest values up to which at least each tail's share of the draws lies."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(times[order])
    whole = int(reached[-1])
    ends = [(1 - confidence) / 2, (1 + confidence) / 2]
    at = [int(np.searchsorted(reached, math.ceil(whole * end))) for end in ends]
    return int(values[order[at[0]]]), int(values[order[at[1]]])
