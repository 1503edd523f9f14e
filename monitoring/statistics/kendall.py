"""Kendall's W: whether the members put the employees into the same order."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import permutations
from typing import Any

import numpy as np

from .blocks import Floats, Ints, Rows, complete, mid_ranks, refusal, tie_sum
from .tails import chi2_tail, f_tail
from .verdicts import Verdict, w_verdict

EXACT_TO = 7  # employees
WORK = 30_000_000  # orders tried for one exact probability
CHUNK = 500


@dataclass(frozen=True)
class Concordance:
    """Kendall's W and what it rests on. ``value`` is corrected for ties, ``plain`` is not."""

    value: float | None
    reason: str | None
    employees: int
    members: int
    dropped: int
    constant: tuple[int, ...] = ()  # members left out: they gave everybody the same
    rank_sums: tuple[float, ...] = ()
    s: float | None = None
    ties: int = 0
    plain: float | None = None
    chi2: float | None = None
    df: int | None = None
    p: float | None = None
    f: float | None = None
    f_df: tuple[float, float] | None = None
    f_p: float | None = None
    exact_p: Fraction | None = None
    mean_rho: float | None = None

    @property
    def verdict(self) -> Verdict | None:
        """What it means, as a word."""
        return w_verdict(self.value)


def kendall_w(rows: Rows) -> Concordance:
    """W = 12 S / (m²(n³ − n) − m T) over employees × members (Kendall and Babington Smith 1939).

    Only employees whom all marked count. A member who gave everybody the same is left out and
    named. chi² = m(n − 1)W; F = (m − 1)W/(1 − W) with n − 1 − 2/m and m − 1 times as many degrees
    (Legendre 2005); up to seven employees the exact probability under permutation.
    """
    block = complete(rows)
    n, before = block.values.shape
    if block.refusal:
        return Concordance(None, block.refusal, n, before, block.dropped)
    constant = tuple(np.flatnonzero(np.ptp(block.values, axis=0) == 0).tolist())
    kept = np.delete(block.values, constant, axis=1)
    m = kept.shape[1]
    if m == 0 or refusal(n, m):
        reason = "no_variation" if m == 0 else "too_few_members"
        return Concordance(None, reason, n, m, block.dropped, constant)
    ranks = np.column_stack([mid_ranks(column) for column in kept.T])
    sums = ranks.sum(axis=1)
    s = float(((sums - m * (n + 1) / 2) ** 2).sum())
    ties = sum(tie_sum(column) for column in kept.T)
    w = 12 * s / (m**2 * (n**3 - n) - m * ties)
    return Concordance(
        value=w,
        reason=None,
        employees=n,
        members=m,
        dropped=block.dropped,
        constant=constant,
        rank_sums=tuple(sums.tolist()),
        s=s,
        ties=ties,
        plain=12 * s / (m**2 * (n**3 - n)),
        mean_rho=float((np.corrcoef(ranks.T).sum() - m) / (m * (m - 1))),
        exact_p=exact_p(ranks) if n <= EXACT_TO else None,
        **_tests(w, n, m),
    )


def _tests(w: float, n: int, m: int) -> dict[str, Any]:
    square = m * (n - 1) * w
    found: dict[str, Any] = {"chi2": square, "df": n - 1, "p": chi2_tail(square, n - 1)}
    above = n - 1 - 2 / m
    if above > 0 and w < 1 - 1e-12:
        ratio = (m - 1) * w / (1 - w)
        found |= {"f": ratio, "f_df": (above, above * (m - 1))}
        found["f_p"] = f_tail(ratio, above, above * (m - 1))
    return found


def exact_p(ranks: Floats) -> Fraction | None:
    """How likely so much concordance is if each member's order were any order (exact).

    None where the orders are too many to be tried. Twice the ranks are counted: all are integers.
    """
    columns = (2 * ranks).round().astype(np.int64)
    middle = columns.shape[1] * (columns.shape[0] + 1)
    observed = int(((columns.sum(axis=1) - middle) ** 2).sum())
    return _exact_p(tuple(sorted(tuple(sorted(column)) for column in columns.T.tolist())), observed)


@lru_cache(maxsize=64)
def _exact_p(kinds: tuple[tuple[int, ...], ...], observed: int) -> Fraction | None:
    """The share of orders whose sums differ as much, for members who gave ranks of these kinds.

    The first member's order may be left as it is. Of the sums it is kept how often each comes
    about, whoever has it; the last member's orders are then multiplied into all of them.
    """
    middle = len(kinds) * (len(kinds[0]) + 1)
    sums, times = np.array([kinds[0]]), [1]
    for kind in kinds[1:-1]:
        orders = _orders(kind)
        if len(sums) * len(orders) > WORK:
            return None
        sums, times = _added(sums, times, orders)
    orders = _orders(kinds[-1])
    if len(sums) * len(orders) > 10 * WORK:
        return None
    needed = observed - ((sums - middle) ** 2).sum(axis=1) - (orders[0] ** 2).sum()
    cross = 2.0 * orders.T
    extreme = 0
    for start in range(0, len(sums), CHUNK):
        part = slice(start, start + CHUNK)
        products = (sums[part] - middle).astype(np.float64) @ cross
        counts = np.count_nonzero(products >= needed[part, None] - 0.5, axis=1).tolist()
        extreme += sum(c * t for c, t in zip(counts, times[part], strict=True))
    return Fraction(extreme, sum(times) * len(orders))


def _orders(kind: tuple[int, ...]) -> Ints:
    return np.array(sorted(set(permutations(kind))))


def _added(sums: Ints, times: list[int], orders: Ints) -> tuple[Ints, list[int]]:
    """The sums with one member more, sorted within, each once with how often it comes about."""
    base = int(sums.max() + orders.max()) + 1
    powers = base ** np.arange(sums.shape[1])[::-1]
    seen: Counter[int] = Counter()
    for one, often in zip(sums, times, strict=True):
        codes, counts = np.unique(np.sort(one + orders, axis=1) @ powers, return_counts=True)
        for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
            seen[code] += count * often
    return (np.array(list(seen))[:, None] // powers) % base, list(seen.values())
