"""One cycle against the one before: dynamic analysis (001-5.3; scoring, 9)."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from .blocks import Floats, mid_ranks, tie_sum
from .scores import Score
from .tails import normal_two_sided, t_quantile, t_two_sided

EXACT_TO = 50  # differences
NO_LIMITS_BEFORE = 8  # cycles

Criteria = Mapping[Hashable, Hashable]
Alternative = Literal["two_sided", "greater"]


def matched_criteria(before: Criteria, after: Criteria) -> list[Hashable]:
    """The criteria that may be compared: those with the same id and scale in both cycles."""
    return [key for key, scale in after.items() if key in before and before[key] == scale]


def deltas(
    before: Mapping[Hashable, Mapping[Hashable, Score]],
    after: Mapping[Hashable, Mapping[Hashable, Score]],
    weights: Mapping[Hashable, int],
) -> dict[Hashable, Fraction]:
    """How much each employee gained, over the matched criteria on which there are both scores.

    ``weights``: of the matched criteria. Who has no such criterion is left out.
    """
    found = {}
    for person, scores in after.items():
        pairs = [
            (weight, new, old)
            for key, weight in weights.items()
            if (new := scores.get(key)) is not None
            and (old := before.get(person, {}).get(key)) is not None
        ]
        if pairs:
            gained = sum((w * (new - old) for w, new, old in pairs), Fraction(0))
            found[person] = gained / sum(w for w, _new, _old in pairs)
    return found


@dataclass(frozen=True)
class SignedRank:
    """Wilcoxon's signed rank test: V, over how many differences that are not 0."""

    v: float | None
    p: float | None
    n: int
    exact: bool
    reason: str | None = None


@dataclass(frozen=True)
class Change:
    """The mean change of a group with its test and effect size; None for a reason."""

    n: int
    mean: float | None
    deviation: float | None
    interval: tuple[float, float] | None
    t: float | None
    df: int | None
    p: float | None
    d_z: float | None
    wilcoxon: SignedRank
    reason: str | None = None


def change(differences: Sequence[float | Fraction], confidence: float = 0.95) -> Change:
    """Paired t with interval, d_z = mean/SD, and Wilcoxon's test (Student 1908, Wilcoxon 1945)."""
    d = np.array([float(x) for x in differences])
    n, ranked = len(d), signed_rank(differences)
    mean = float(d.mean()) if n else None
    if mean is None or n < 2:
        return Change(n, mean, None, None, None, None, None, None, ranked, "too_few_employees")
    deviation = float(d.std(ddof=1))
    if deviation <= 1e-12 * max(1.0, abs(mean)):
        return Change(n, mean, 0.0, (mean, mean), None, n - 1, None, None, ranked, "no_variation")
    error = deviation / n**0.5
    t, reach = mean / error, t_quantile((1 + confidence) / 2, n - 1) * error
    interval = (mean - reach, mean + reach)
    p = t_two_sided(t, n - 1)
    return Change(n, mean, deviation, interval, t, n - 1, p, mean / deviation, ranked)


def signed_rank(
    differences: Sequence[float | Fraction], alternative: Alternative = "two_sided"
) -> SignedRank:
    """Wilcoxon's test without the differences of 0, equal ones by mid-ranks (R: wilcox.test).

    Up to fifty differences the probability is exact, ties and all; beyond it is normal, corrected
    for ties and for continuity.
    """
    d = np.array([float(x) for x in differences if x])
    n = len(d)
    if not n:
        return SignedRank(None, None, 0, False, "no_differences")
    ranks = mid_ranks(np.abs(d).round(12))
    v = float(ranks[d > 0].sum())
    if n <= EXACT_TO:
        return SignedRank(v, _exact(ranks, v, alternative), n, True)
    spread = (n * (n + 1) * (2 * n + 1) / 24 - tie_sum(np.abs(d).round(12)) / 48) ** 0.5
    apart = v - n * (n + 1) / 4
    if alternative == "greater":
        z = (apart - 0.5) / spread
        tail = normal_two_sided(z) / 2
        return SignedRank(v, tail if z > 0 else 1 - tail, n, False)
    z = max(abs(apart) - 0.5, 0.0) / spread
    return SignedRank(v, normal_two_sided(z), n, False)


def _exact(ranks: Floats, v: float, alternative: Alternative) -> float:
    """The share of all 2^n choices of signs that are as extreme; twice the ranks are integers."""
    doubled = (2 * ranks).round().astype(int).tolist()
    ways = np.zeros(sum(doubled) + 1, dtype=object)
    ways[0] = 1
    for rank in doubled:
        more = ways.copy()
        more[rank:] += ways[: len(ways) - rank]
        ways = more
    at = round(2 * v)
    upper = Fraction(int(ways[at:].sum()), 2 ** len(doubled))
    if alternative == "greater":
        return float(upper)
    lower = Fraction(int(ways[: at + 1].sum()), 2 ** len(doubled))
    return float(min(Fraction(1), 2 * min(upper, lower)))


@dataclass(frozen=True)
class Run:
    """Three cycles and more in a row: the slope only describes, limits need eight."""

    slope: float | None
    limits_allowed: bool
    reason: str | None = None


def run(values: Sequence[float | Fraction]) -> Run:
    """The least-squares slope per cycle of a run chart."""
    n = len(values)
    if n < 3:
        return Run(None, False, "too_few_cycles")
    apart = np.arange(n) - (n - 1) / 2
    slope = float(apart @ np.array([float(x) for x in values]) / (apart @ apart))
    return Run(slope, n >= NO_LIMITS_BEFORE)
