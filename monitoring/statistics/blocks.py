"""Tables of employees × members as the statistics read them: floats, NaN where there is no mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[Any]
Rows = Sequence[Sequence[Any]] | NDArray[Any]


@dataclass(frozen=True)
class Block:
    """The employees whom every member marked, and how many others were dropped."""

    values: Floats
    dropped: int

    @property
    def refusal(self) -> str | None:
        """Why nothing can be said of it: the code of the reason."""
        return refusal(*self.values.shape)


def refusal(employees: int, members: int) -> str | None:
    """Agreement needs two members and two employees (scoring, 5)."""
    if members < 2:
        return "too_few_members"
    return "too_few_employees" if employees < 2 else None


def table(rows: Rows) -> Floats:
    """Rows of employees as an array; None becomes NaN, fractions become floats."""
    if isinstance(rows, np.ndarray) and rows.dtype.kind in "iuf":
        values = rows.astype(np.float64)
    else:
        values = np.array(
            [[np.nan if x is None else float(x) for x in row] for row in rows], np.float64
        )
    if values.ndim != 2:
        return values.reshape(0, 0)
    return values


def complete(rows: Rows) -> Block:
    """The rows without gaps: what Kendall's W and the intraclass correlation need."""
    values = table(rows)
    whole = ~np.isnan(values).any(axis=1)
    return Block(values[whole], int((~whole).sum()))


def mid_ranks(values: Sequence[float] | Floats) -> Floats:
    """Ranks from 1, lowest first; equal values get the mean of the ranks they take together."""
    array = np.asarray(values, np.float64)
    _values, inverse, counts = np.unique(array, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[inverse].astype(np.float64)


def tie_sum(values: Sequence[float] | Floats) -> int:
    """Sum of t³ − t over the groups of t equal values."""
    counts = np.unique(np.asarray(values, np.float64), return_counts=True)[1]
    return int((counts**3 - counts).sum())
