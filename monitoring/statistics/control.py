"""Control charts of nonconformities and of measured values (Shewhart 1931; scoring, 10).

Limits are frozen once there are enough points, and counted anew only by a decision, without the
points whose cause is on record. They follow each point's own size; sizes are not averaged.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from .blocks import Floats
from .tails import binomial_count

Rule = Literal["beyond", "eight_on_one_side", "six_in_a_row", "two_of_three"]
ENOUGH = {"p": 20, "u": 20, "c": 20, "x": 8, "mr": 8}
D2, RANGE_LIMIT = 1.128, 3.267
OVERDISPERSED = 1.2
TAIL = 0.00135  # beyond three sigmas on one side


@dataclass(frozen=True)
class Signal:
    """A point (by its index) at which a rule is broken."""

    point: int
    rule: Rule


@dataclass(frozen=True)
class Chart:
    """Points with their centre and limits; None and a reason where there is nothing to draw.

    ``sigma_z`` is the spread beyond what the kind of chart expects (Laney 2002); ``base`` how many
    points the limits come from.
    """

    kind: str
    points: tuple[float, ...]
    centre: float | None
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()
    signals: tuple[Signal, ...] = ()
    sigma_z: float | None = None
    base: int = 0
    reason: str | None = None

    @property
    def may_be_frozen(self) -> bool:
        """Whether the limits come from enough points to be kept."""
        return self.base >= ENOUGH[self.kind]

    @property
    def overdispersed(self) -> bool:
        """Whether the limits should be Laney's."""
        return self.sigma_z is not None and self.sigma_z > OVERDISPERSED


def p_chart(
    counts: Sequence[int],
    sizes: Sequence[int],
    *,
    frozen: float | None = None,
    leave_out: Collection[int] = (),
    laney: bool = False,
) -> Chart:
    """Shares of nonconforming: p ± 3 sqrt(p(1 − p)/n), not below 0 nor above 1.

    ``frozen``: the centre as it was decided. ``leave_out``: points that do not count towards it.
    Where fewer than five are expected the limits are those of the exact binomial.
    """
    d, n = _sized(counts, sizes)
    p = _centre(d, n, frozen, leave_out)
    if p is None:
        return Chart("p", (), None, reason="no_data")
    sigma = np.sqrt(p * (1 - p) / n)
    chart = _chart("p", d / n, p, sigma, laney=laney, ceiling=1.0, base=len(_counted(d, leave_out)))
    few = [i for i in range(len(n)) if min(n[i] * p, n[i] * (1 - p)) < 5 and not laney]
    if not few or not 0 < p < 1:
        return chart
    lower, upper = np.array(chart.lower), np.array(chart.upper)
    for i in few:
        lower[i] = binomial_count(TAIL, int(n[i]), p) / n[i]
        upper[i] = binomial_count(1 - TAIL, int(n[i]), p) / n[i]
    return replace(
        chart,
        lower=tuple(lower.tolist()),
        upper=tuple(upper.tolist()),
        signals=broken_rules(d / n, p, sigma, lower, upper),
    )


def u_chart(
    counts: Sequence[float],
    areas: Sequence[float],
    *,
    frozen: float | None = None,
    leave_out: Collection[int] = (),
    laney: bool = False,
) -> Chart:
    """Nonconformities per audit, project or page: u ± 3 sqrt(u/a), not below 0."""
    c, a = _sized(counts, areas)
    u = _centre(c, a, frozen, leave_out)
    if u is None:
        return Chart("u", (), None, reason="no_data")
    return _chart("u", c / a, u, np.sqrt(u / a), laney=laney, base=len(_counted(c, leave_out)))


def c_chart(
    counts: Sequence[float], *, frozen: float | None = None, leave_out: Collection[int] = ()
) -> Chart:
    """Nonconformities where all areas are equal: c ± 3 sqrt(c), not below 0."""
    c, ones = _sized(counts, [1] * len(counts))
    centre = _centre(c, ones, frozen, leave_out)
    if centre is None:
        return Chart("c", (), None, reason="no_data")
    sigma = np.full(len(c), centre**0.5)
    return _chart("c", c, centre, sigma, base=len(_counted(c, leave_out)))


def xmr_chart(
    values: Sequence[float],
    *,
    frozen: tuple[float, float] | None = None,
    leave_out: Collection[int] = (),
) -> tuple[Chart, Chart]:
    """Single values x ± 3 MR/1.128, and their moving ranges up to 3.267 MR (MR: their mean).

    ``frozen``: mean and mean range as they were decided. The range at an index is that to the
    point before, so that it is there from the second point on.
    """
    x = np.array([float(value) for value in values])
    ranges = np.abs(np.diff(x))
    counted = _counted(x, leave_out)
    usual = [r for i, r in enumerate(ranges.tolist()) if not {i, i + 1} & set(leave_out)]
    if not len(x) or (frozen is None and not usual):
        reason = "too_few_points" if len(x) else "no_data"
        x_chart = Chart("x", tuple(x.tolist()), None, reason=reason)
        return x_chart, Chart("mr", tuple(ranges.tolist()), None, reason=reason)
    mean, spread = frozen or (float(x[counted].mean()), sum(usual) / len(usual))
    base = len(counted)
    sigma = np.full(len(x), spread / D2)
    single = _chart("x", x, mean, sigma, floor=-np.inf, base=base)
    limit = RANGE_LIMIT * spread
    over = tuple(Signal(i, "beyond") for i, r in enumerate(ranges.tolist()) if r > limit)
    flat = (0.0,) * len(ranges), (limit,) * len(ranges)
    return single, Chart("mr", tuple(ranges.tolist()), spread, *flat, over, base=base)


def laney_sigma(z: Floats) -> float | None:
    """The mean moving range of standardized points over 1.128 (Laney 2002)."""
    return float(np.abs(np.diff(z)).mean() / D2) if len(z) > 1 else None


def broken_rules(
    points: Floats, centre: float, sigma: Floats, lower: Floats, upper: Floats
) -> tuple[Signal, ...]:
    """The rules that are broken, each at the point that breaks it.

    One point beyond a limit; eight in a row on one side; six in a row rising or falling; two of
    three beyond two sigmas on one side.
    """
    apart = np.where(np.isclose(points, centre, rtol=1e-12, atol=0), 0, points - centre)
    side = np.sign(apart)
    far = np.where(np.abs(apart) > 2 * sigma, side, 0)
    steps = np.sign(np.diff(points))
    found = []
    for i, point in enumerate(points):
        if not lower[i] <= point <= upper[i]:
            found.append(Signal(i, "beyond"))
        if i >= 7 and abs(side[i - 7 : i + 1].sum()) == 8:
            found.append(Signal(i, "eight_on_one_side"))
        if i >= 5 and abs(steps[i - 5 : i].sum()) == 5:
            found.append(Signal(i, "six_in_a_row"))
        if far[i] and (far[max(i - 2, 0) : i + 1] == far[i]).sum() >= 2:
            found.append(Signal(i, "two_of_three"))
    return tuple(found)


def _sized(counts: Sequence[float], sizes: Sequence[float]) -> tuple[Floats, Floats]:
    """Counts and sizes side by side; ValueError if they cannot be those of one chart."""
    c, a = np.array(counts, np.float64), np.array(sizes, np.float64)
    if c.shape != a.shape or (a <= 0).any() or (c < 0).any():
        raise ValueError("Each point has a count from 0 on and a size above 0.")
    return c, a


def _counted(points: Floats, leave_out: Collection[int]) -> list[int]:
    return [i for i in range(len(points)) if i not in leave_out]


def _centre(
    counts: Floats, sizes: Floats, frozen: float | None, leave_out: Collection[int]
) -> float | None:
    counted = _counted(counts, leave_out)
    if not len(counts) or (frozen is None and not counted):
        return None
    return frozen if frozen is not None else float(counts[counted].sum() / sizes[counted].sum())


def _chart(
    kind: str,
    points: Floats,
    centre: float,
    sigma: Floats,
    *,
    base: int,
    laney: bool = False,
    floor: float = 0.0,
    ceiling: float = np.inf,
) -> Chart:
    """The chart of three sigmas, widened by Laney's where that is asked for."""
    spread = None
    if kind in ("p", "u") and sigma.all():
        spread = laney_sigma((points - centre) / sigma)
    if laney and spread is not None:
        sigma = sigma * spread
    lower = np.maximum(centre - 3 * sigma, floor)
    upper = np.minimum(centre + 3 * sigma, ceiling)
    return Chart(
        kind=kind,
        points=tuple(points.tolist()),
        centre=centre,
        lower=tuple(lower.tolist()),
        upper=tuple(upper.tolist()),
        signals=broken_rules(points, centre, sigma, lower, upper),
        sigma_z=spread,
        base=base,
    )
