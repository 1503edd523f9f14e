"""One unit against the others: comparative analysis (001-5.3; scoring, 9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from .blocks import Floats, mid_ranks, tie_sum
from .tails import chi2_tail, f_tail, normal_two_sided, range_tail

SMALLEST = 5  # people of whom something may be published
Groups = Mapping[Any, Sequence[float | Fraction]]


@dataclass(frozen=True)
class Pair:
    """Two units compared, with the probability that stands after all pairs were looked at."""

    first: Any
    second: Any
    difference: float  # of medians, or of means (Tukey): the first less the second
    p: float | None


@dataclass(frozen=True)
class Outcome:
    """Whether units differ at all, and which pairs do; None for a reason."""

    statistic: float | None
    df: tuple[int, ...]
    p: float | None
    effect: float | None  # epsilon², or eta² of the analysis of variance
    pairs: tuple[Pair, ...] = ()
    reason: str | None = None


@dataclass(frozen=True)
class Comparison:
    """What may be published of the units; those with fewer than five people are suppressed."""

    medians: dict[Any, float]
    suppressed: tuple[Any, ...]
    ranks: Outcome
    means: Outcome


def compare(groups: Groups, smallest: int = SMALLEST) -> Comparison:
    """Kruskal-Wallis with pairs, and as a second view the analysis of variance with Tukey's pairs.

    Units with fewer than ``smallest`` people are named, but nothing of theirs is counted or shown.
    """
    shown = {key: own for key, own in groups.items() if len(own) >= smallest}
    return Comparison(
        medians={key: float(np.median(_floats(own))) for key, own in shown.items()},
        suppressed=tuple(key for key in groups if key not in shown),
        ranks=kruskal(shown),
        means=anova(shown),
    )


def kruskal(groups: Groups) -> Outcome:
    """Kruskal-Wallis H with ties, epsilon² = H/(N − 1), pairs by Mann-Whitney with Holm (1979)."""
    arrays = {key: _floats(own) for key, own in groups.items() if len(own)}
    if len(arrays) < 2:
        return Outcome(None, (), None, None, reason="too_few_units")
    everything = np.concatenate(list(arrays.values()))
    n = len(everything)
    correction = 1 - tie_sum(everything) / (n**3 - n)
    if correction <= 0:
        return Outcome(None, (len(arrays) - 1,), None, None, reason="no_variation")
    ends = np.cumsum([len(own) for own in arrays.values()])[:-1]
    parts = np.split(mid_ranks(everything), ends)
    squares = sum(part.sum() ** 2 / len(part) for part in parts)
    h = float(12 * squares / (n * (n + 1)) - 3 * (n + 1)) / correction
    df = len(arrays) - 1
    return Outcome(h, (df,), chi2_tail(h, df), h / (n - 1), _ranked_pairs(arrays))


def mann_whitney(x: Floats, y: Floats) -> float | None:
    """The two-sided normal probability, corrected for ties and continuity (Mann, Whitney 1947)."""
    a, b = len(x), len(y)
    n = a + b
    both = np.concatenate([x, y])
    u = mid_ranks(both)[:a].sum() - a * (a + 1) / 2
    spread = a * b / 12 * (n + 1 - tie_sum(both) / (n * (n - 1)))
    if spread <= 0:
        return None
    return normal_two_sided(float(max(abs(u - a * b / 2) - 0.5, 0) / spread**0.5))


def holm(chances: Sequence[float | None]) -> list[float | None]:
    """Probabilities corrected for their number, step by step from the smallest (Holm 1979)."""
    known = sorted((p, at) for at, p in enumerate(chances) if p is not None)
    found: list[float | None] = [None] * len(chances)
    highest = 0.0
    for step, (p, at) in enumerate(known):
        highest = max(highest, min(1.0, p * (len(known) - step)))
        found[at] = highest
    return found


def anova(groups: Groups) -> Outcome:
    """One-way analysis of variance with Tukey's and Kramer's pairs; the effect is eta²."""
    arrays = {key: _floats(own) for key, own in groups.items() if len(own)}
    n, k = sum(map(len, arrays.values())), len(arrays)
    if k < 2 or n <= k:
        return Outcome(
            None, (), None, None, reason="too_few_units" if k < 2 else "too_few_employees"
        )
    everything = np.concatenate(list(arrays.values()))
    within = sum(float(((own - own.mean()) ** 2).sum()) for own in arrays.values())
    whole = float(((everything - everything.mean()) ** 2).sum())
    if within <= 1e-12 * float(np.ptp(everything)) ** 2:
        return Outcome(None, (k - 1, n - k), None, None, reason="no_variation")
    noise = within / (n - k)
    f = (whole - within) / (k - 1) / noise
    pairs = tuple(
        Pair(a, b, apart, range_tail(abs(apart) / error, k, n - k))
        for a, b in combinations(arrays, 2)
        for apart in [float(arrays[a].mean() - arrays[b].mean())]
        for error in [(noise / 2 * (1 / len(arrays[a]) + 1 / len(arrays[b]))) ** 0.5]
    )
    return Outcome(f, (k - 1, n - k), f_tail(f, k - 1, n - k), (whole - within) / whole, pairs)


def _ranked_pairs(arrays: Mapping[Any, Floats]) -> tuple[Pair, ...]:
    names = list(combinations(arrays, 2))
    chances = holm([mann_whitney(arrays[a], arrays[b]) for a, b in names])
    return tuple(
        Pair(a, b, float(np.median(arrays[a]) - np.median(arrays[b])), p)
        for (a, b), p in zip(names, chances, strict=True)
    )


def _floats(values: Sequence[float | Fraction]) -> Floats:
    return np.array([float(x) for x in values], np.float64)
