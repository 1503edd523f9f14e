"""How severe each member is, and which marks stand out; told to the chair before closing.

Nothing is left out on account of it: a mark may be talked over and given anew, and both are kept
(scoring, 6).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .blocks import Ints, Rows
from .missing import Fit, fit
from .tails import f_tail

HALF_A_POINT = 0.5
LOOK, FLAG = 2.5, 3.0


@dataclass(frozen=True)
class Severity:
    """How many points each member gives above the others, and whether that is more than chance."""

    effects: tuple[float, ...]
    reason: str | None
    f: float | None = None
    df: tuple[int, int] | None = None
    p: float | None = None

    @property
    def flagged(self) -> tuple[int, ...]:
        """Members at least half a point from the others, if that is not chance (p < .05)."""
        if self.p is None or self.p >= 0.05:
            return ()
        return tuple(j for j, e in enumerate(self.effects) if abs(e) >= HALF_A_POINT - 1e-12)


@dataclass(frozen=True)
class Outlier:
    """A mark that neither the employee nor the member's severity explains."""

    employee: int
    member: int
    residual: float
    z: float
    grade: Literal["look", "flag"]


def severity(rows: Rows) -> Severity:
    """Each member's mean less the grand mean; with gaps the least-squares effect (scoring, 6).

    F = JMS/EMS with k − 1 and the residual degrees of freedom; with gaps members adjusted for
    employees. Where nothing is left over (EMS = 0) there is no test.
    """
    fitted = fit(rows)
    if fitted.reason:
        return Severity((), fitted.reason)
    effects = tuple(fitted.severity.tolist())
    noise, k = _noise(fitted), len(effects)
    if noise is None:
        return Severity(effects, "no_residual_variation")
    f = _of_members(fitted) / (k - 1) / noise
    return Severity(effects, None, f, (k - 1, fitted.df), f_tail(f, k - 1, fitted.df))


def outliers(rows: Rows, look: float = LOOK) -> list[Outlier]:
    """Marks with |z| of ``look`` and more, the farthest first; from 3 they are flagged.

    z = e / sqrt(EMS (n − 1)(k − 1)/(nk)), with gaps sqrt(EMS (1 − leverage)). Within one cell of
    four marks no test can tell an outlier (Grubbs' largest G is 1.5): residuals are pooled.
    """
    fitted = fit(rows)
    z = standardized(fitted)
    found = [
        Outlier(
            employee=i,
            member=j,
            residual=float(fitted.residuals[i, j]),
            z=float(z[i, j]),
            grade="flag" if abs(z[i, j]) >= FLAG else "look",
        )
        for i, j in np.argwhere(np.abs(z) >= look).tolist()
    ]
    return sorted(found, key=lambda one: -abs(one.z))


def standardized(fitted: Fit) -> np.ndarray:
    """The residuals in units of their standard deviation; NaN where that says nothing."""
    noise = _noise(fitted)
    if fitted.reason or noise is None:
        return np.full_like(fitted.values, np.nan)
    free = np.where(1 - fitted.leverage > 1e-9, 1 - fitted.leverage, np.nan)
    return fitted.residuals / np.sqrt(noise * free)


@dataclass(frozen=True)
class WideCell:
    """A cell whose ends lie three points apart or more: who is asked for a reason in writing."""

    employee: int
    criterion: int
    lowest: tuple[int, ...]
    highest: tuple[int, ...]


def wide_cells(marks: Ints, apart: int = 3) -> list[WideCell]:
    """Cells of employees × criteria × members (0: no mark) with so wide a range (scoring, 6)."""
    low = np.where(marks > 0, marks, np.iinfo(np.int64).max).min(axis=2)
    high = marks.max(axis=2)
    return [
        WideCell(
            employee=i,
            criterion=c,
            lowest=tuple(np.flatnonzero(marks[i, c] == low[i, c]).tolist()),
            highest=tuple(np.flatnonzero(marks[i, c] == high[i, c]).tolist()),
        )
        for i, c in np.argwhere((high > 0) & (high - low >= apart)).tolist()
    ]


def _noise(fitted: Fit) -> float | None:
    """EMS; None where there is none to speak of."""
    if fitted.df <= 0:
        return None
    spread = float(np.nanmax(fitted.values) - np.nanmin(fitted.values))
    return fitted.noise / fitted.df if fitted.noise > 1e-12 * spread**2 else None


def _of_members(fitted: Fit) -> float:
    """The sum of squares that members explain beyond employees."""
    marked = fitted.values[~np.isnan(fitted.values).all(axis=1)]
    alone = marked - np.nanmean(marked, axis=1, keepdims=True)
    return float(np.nansum(alone**2)) - fitted.noise
