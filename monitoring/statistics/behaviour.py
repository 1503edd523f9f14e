"""How each member uses the scale: to be talked over, never corrected by itself (scoring, 6)."""

from dataclasses import dataclass

import numpy as np

from .blocks import Floats, Ints, Rows, table
from .tails import t_quantile

STRAIGHT, HALO = 0.6, 0.85


@dataclass(frozen=True)
class Habit:
    """One member's habits; None where too little was marked to tell.

    ``central``: the marks hardly spread, their deviation is below half the median member's.
    ``straight``: the share of employees with one and the same mark throughout. ``halo``: the mean
    correlation between criteria.
    """

    deviation: float | None
    central: bool
    straight: float | None
    straight_lining: bool
    correlation: float | None
    halo: bool


def habits(marks: Ints) -> list[Habit]:
    """The habits of each member from a cube of marks, 0 where there is none.

    Straight-lining: more than three fifths of the employees with two marks and more. Halo: above
    .85 and above the mean of the colleagues.
    """
    members = range(marks.shape[2])
    spread = [_deviation(marks[:, :, j]) for j in members]
    straight = [_straight(marks[:, :, j]) for j in members]
    halo = [_between_criteria(marks[:, :, j]) for j in members]
    known = [s for s in spread if s is not None]
    usual = float(np.median(known)) if len(known) > 1 else 0.0
    found = []
    for j in members:
        own, line, high = spread[j], straight[j], halo[j]
        others = [h for at, h in enumerate(halo) if at != j and h is not None]
        found.append(
            Habit(
                deviation=own,
                central=own is not None and own < usual / 2,
                straight=line,
                straight_lining=line is not None and line > STRAIGHT,
                correlation=high,
                halo=high is not None
                and high > HALO
                and (not others or high > sum(others) / len(others)),
            )
        )
    return found


@dataclass(frozen=True)
class Difference:
    """A mean difference with its 95 % interval; None for a reason."""

    mean: float | None
    interval: tuple[float, float] | None
    n: int
    reason: str | None = None


def external_against_staff(rows: Rows, external: int) -> Difference:
    """How much more the outside expert gives than the staff's mean, by employee (paired t)."""
    values = table(rows)
    theirs = np.delete(values, external, axis=1)
    both = ~np.isnan(values[:, external]) & ~np.isnan(theirs).all(axis=1)
    if not both.any():
        return Difference(None, None, 0, "no_pairs")
    apart = values[both, external] - np.nanmean(theirs[both], axis=1)
    n, mean = len(apart), float(apart.mean())
    if n < 2:
        return Difference(mean, None, n, "too_few_employees")
    reach = t_quantile(0.975, n - 1) * float(apart.std(ddof=1)) / n**0.5
    return Difference(mean, (mean - reach, mean + reach), n)


def _deviation(own: Ints) -> float | None:
    given = own[own > 0]
    return float(given.std(ddof=1)) if given.size > 1 else None


def _straight(own: Ints) -> float | None:
    several = own[(own > 0).sum(axis=1) > 1]
    if not len(several):
        return None
    low = np.where(several > 0, several, several.max()).min(axis=1)
    return float((low == several.max(axis=1)).mean())


def _between_criteria(own: Ints) -> float | None:
    """The mean Pearson correlation over pairs of criteria that both vary, over who has both."""
    values = np.where(own > 0, own, np.nan).astype(np.float64)
    found = [
        r
        for a in range(values.shape[1])
        for b in range(a)
        if (r := _pearson(values[:, a], values[:, b])) is not None
    ]
    return sum(found) / len(found) if found else None


def _pearson(x: Floats, y: Floats) -> float | None:
    both = ~np.isnan(x) & ~np.isnan(y)
    if both.sum() < 3:
        return None
    x, y = x[both] - x[both].mean(), y[both] - y[both].mean()
    spread = float((x @ x) * (y @ y))
    return float(x @ y) / spread**0.5 if spread > 0 else None
