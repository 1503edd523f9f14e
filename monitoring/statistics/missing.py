"""What missing marks do: employees and members fitted together (scoring, 4).

If a severe member did not mark somebody, the plain mean flatters. The additive model
x = mu + employee + member, fitted by least squares to the marks there are, does not. It equals
the plain means where nothing is missing. Shown beside the official score.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .blocks import Floats, Rows, refusal, table


@dataclass(frozen=True, eq=False)
class Fit:
    """The model fitted to employees × members; ``reason`` says why there is none.

    ``levels`` are what the employees would have got from all members (NaN: no mark at all),
    ``severity`` what each member adds to it, summing to 0.
    """

    values: Floats
    reason: str | None
    levels: Floats
    severity: Floats
    residuals: Floats
    leverage: Floats  # how far each mark draws the fit to itself
    df: int

    @property
    def noise(self) -> float:
        """Sum of the squared residuals."""
        return float(np.nansum(self.residuals**2))


def fit(rows: Rows) -> Fit:
    """Least squares of the two-way additive model with gaps (the “LS means” of a linear model).

    Undefined where members cannot be compared through employees whom several marked.
    """
    values = table(rows)
    present = ~np.isnan(values)
    n, k = values.shape
    members = int(present.any(axis=0).sum()) if values.size else 0
    why = refusal(int(present.any(axis=1).sum()) if values.size else 0, members)
    if why or members < k:
        return _none(values, why or "member_without_marks")
    of_each = present.sum(axis=1)
    share = present / np.maximum(of_each, 1)[:, None]
    means = np.where(of_each > 0, np.nansum(values, axis=1) / np.maximum(of_each, 1), np.nan)
    # Employees taken out, members are left: k equations, one less independent.
    equations = np.diag(present.sum(axis=0).astype(np.float64)) - present.T @ share
    if np.linalg.matrix_rank(equations) < k - 1:
        return _none(values, "not_connected")
    inverse = np.linalg.pinv(equations)
    severity = inverse @ np.nansum(values - means[:, None], axis=0)
    levels = means - share @ severity
    own = np.eye(k)[None, :, :] - share[:, None, :]
    leverage = 1 / np.maximum(of_each, 1)[:, None] + np.einsum("ijl,lm,ijm->ij", own, inverse, own)
    return Fit(
        values=values,
        reason=None,
        levels=levels,
        severity=severity,
        residuals=values - levels[:, None] - severity,
        leverage=np.where(present, leverage, np.nan),
        df=int(present.sum()) - int((of_each > 0).sum()) - (k - 1),
    )


def yates(rows: Sequence[Sequence[int | Fraction | None]]) -> Fraction | None:
    """What the one missing cell of a table would be: (aT + bB − G)/((a − 1)(b − 1)) (Yates 1933).

    T is the total of its row, B of its column, G of all. None unless just one cell of a table of
    at least 2 × 2 is missing.
    """
    gaps = [(i, j) for i, row in enumerate(rows) for j, x in enumerate(row) if x is None]
    a, b = len(rows), len(rows[0]) if rows else 0
    if len(gaps) != 1 or a < 2 or b < 2:
        return None
    i, j = gaps[0]
    of_row = sum(Fraction(x) for x in rows[i] if x is not None)
    of_column = sum(Fraction(row[j]) for row in rows if row[j] is not None)  # type: ignore[arg-type]
    whole = sum(Fraction(x) for row in rows for x in row if x is not None)
    return Fraction(a * of_row + b * of_column - whole) / ((a - 1) * (b - 1))


def _none(values: Floats, reason: str) -> Fit:
    n, k = values.shape
    nothing = np.full((n, k), np.nan)
    return Fit(values, reason, np.full(n, np.nan), np.full(k, np.nan), nothing, nothing, 0)
