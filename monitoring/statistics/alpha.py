"""Krippendorff's alpha: agreement of members of whom some may have marked not everybody."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .blocks import Floats, Rows, table
from .verdicts import Verdict, alpha_verdict

Metric = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True)
class Alpha:
    """The coefficient; None for a reason. Only employees with two marks and more are counted."""

    metric: Metric
    value: float | None
    reason: str | None
    employees: int
    members: int
    marks: int

    @property
    def verdict(self) -> Verdict | None:
        """What it means, as a word."""
        return alpha_verdict(self.value)


def alpha(rows: Rows, metric: Metric = "ordinal") -> Alpha:
    """1 − Do/De over employees × members (Krippendorff 2011, from the coincidence matrix).

    Gaps are taken as they are; who has fewer than two marks drops out. Undefined: fewer than two
    members or employees, or marks that are all the same (De = 0).
    """
    values = table(rows)
    pairable = values[(~np.isnan(values)).sum(axis=1) > 1]
    present = ~np.isnan(pairable)
    marks = int(present.sum())
    members = int((~np.isnan(values)).any(axis=0).sum()) if values.size else 0

    def answer(value: float | None, reason: str | None) -> Alpha:
        return Alpha(metric, value, reason, len(pairable), members, marks)

    if members < 2:
        return answer(None, "too_few_members")
    if len(pairable) < 2:
        return answer(None, "too_few_employees")
    levels, inverse = np.unique(pairable[present], return_inverse=True)
    if len(levels) < 2:
        return answer(None, "no_variation")
    counts = np.zeros((len(pairable), len(levels)))
    np.add.at(counts, (np.nonzero(present)[0], inverse), 1)
    totals = counts.sum(axis=0)
    distance = _distances(levels, totals, metric)
    pairs = ((counts @ distance) * counts).sum(axis=1)
    observed = (pairs / (counts.sum(axis=1) - 1)).sum() / marks
    expected = totals @ distance @ totals / (marks * (marks - 1))
    return answer(float(1 - observed / expected), None)


def _distances(levels: Floats, totals: Floats, metric: Metric) -> Floats:
    """The squared distance of each pair of values (Krippendorff 2011, section D)."""
    apart = levels[:, None] - levels[None, :]
    if metric == "nominal":
        return (apart != 0).astype(np.float64)
    if metric == "interval":
        return apart**2
    if metric == "ratio":
        both = levels[:, None] + levels[None, :]
        return np.divide(apart, both, out=np.zeros_like(apart), where=both != 0) ** 2
    if metric == "ordinal":
        # The values between a and b, with half of each of the two.
        middle = np.cumsum(totals) - totals / 2
        return (middle[:, None] - middle[None, :]) ** 2
    raise ValueError(f"There is no metric {metric!r}.")
