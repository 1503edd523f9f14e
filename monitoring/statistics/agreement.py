"""How often members gave the same mark, and the page of agreement as a whole (001-5.4)."""

from dataclasses import dataclass

import numpy as np

from .alpha import Alpha, Metric, alpha
from .blocks import Floats, Rows, table
from .icc import Correlations, icc
from .kendall import Concordance, kendall_w
from .verdicts import little_variation

METRICS: tuple[Metric, ...] = ("nominal", "ordinal", "interval", "ratio")


@dataclass(frozen=True)
class Matches:
    """Shares of pairs of marks of one employee that are equal, or at most one point apart."""

    exact: float | None
    adjacent: float | None
    pairs: int
    reason: str | None = None


@dataclass(frozen=True)
class Agreement:
    """Everything the page of agreement shows. ``ceiling``: why coefficients say little here."""

    w: Concordance
    alphas: dict[Metric, Alpha]
    icc: Correlations
    matches: Matches
    ceiling: str | None


def agreement(rows: Rows) -> Agreement:
    """All measures over employees × members: weighted scores, or the marks of one criterion."""
    values = table(rows)
    return Agreement(
        w=kendall_w(values),
        alphas={metric: alpha(values, metric) for metric in METRICS},
        icc=icc(values),
        matches=matches(values),
        ceiling=little_variation(values),
    )


def matches(rows: Rows) -> Matches:
    """Per cent agreement over all pairs of members who marked the same employee or cell."""
    values = table(rows)
    apart = _pairs(values)
    if not apart.size:
        reason = "too_few_members" if values.shape[1] < 2 else "no_pairs"
        return Matches(None, None, 0, reason)
    close = 1 + 1e-9
    return Matches(float((apart == 0).mean()), float((apart <= close).mean()), apart.size)


def r_wg(marks: list[int] | list[float], top: int = 5) -> float | None:
    """1 − s²/σ² of one cell: agreement against marks given at random (James and others 1984).

    σ² = (A² − 1)/12 of A equally likely marks. Below zero it is printed as none at all; None with
    fewer than two marks.
    """
    if len(marks) < 2:
        return None
    return float(1 - np.var(marks, ddof=1) / ((top**2 - 1) / 12))


def _pairs(values: Floats) -> Floats:
    """How far apart the marks of each pair of members are, where both gave one."""
    first, second = np.triu_indices(values.shape[1], 1)
    apart = np.abs(values[:, first] - values[:, second])
    return apart[~np.isnan(apart)]
