"""One value far from all others (Grubbs 1969; scoring, 6)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .tails import t_quantile

FEWEST = 7  # below, even the largest possible G hardly passes its critical value


@dataclass(frozen=True)
class Grubbs:
    """The farthest value, by its index, and whether it is an outlier; None for a reason."""

    g: float | None
    critical: float | None
    farthest: int | None
    outlier: bool
    reason: str | None = None


def grubbs(values: Sequence[float], *, two_sided: bool = True, level: float = 0.05) -> Grubbs:
    """G = max|x − mean|/s against its critical value (NIST/SEMATECH e-Handbook 1.3.5.17.1).

    One-sided is the question about the largest or smallest that was known before. Not for fewer
    than seven values, least of all for one cell of four marks.
    """
    x = np.array([float(value) for value in values])
    if len(x) < FEWEST:
        return Grubbs(None, None, None, False, "too_few_values")
    apart = np.abs(x - x.mean())
    deviation = float(x.std(ddof=1))
    if deviation <= 1e-12 * max(1.0, float(np.abs(x).max())):
        return Grubbs(None, None, None, False, "no_variation")
    at = int(apart.argmax())
    g, limit = float(apart[at]) / deviation, critical(len(x), two_sided=two_sided, level=level)
    return Grubbs(g, limit, at, g > limit)


def critical(n: int, *, two_sided: bool = True, level: float = 0.05) -> float:
    """What G of n values does not pass by chance."""
    t = t_quantile(level / (2 * n if two_sided else n), n - 2)
    return (n - 1) / n**0.5 * (t**2 / (n - 2 + t**2)) ** 0.5
