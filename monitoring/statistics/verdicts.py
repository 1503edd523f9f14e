"""What a coefficient of agreement means in a word, and when it means nothing (scoring, 5)."""

from bisect import bisect_right
from typing import Literal

import numpy as np

from .blocks import Rows, table

Verdict = Literal["poor", "moderate", "good", "excellent"]
WORDS: tuple[Verdict, ...] = ("poor", "moderate", "good", "excellent")


def icc_verdict(value: float | None) -> Verdict | None:
    """Below .50, to .75, to .90, above (Koo and Li 2016)."""
    return _word(value, (0.5, 0.75), 0.9)


def alpha_verdict(value: float | None) -> Verdict | None:
    """Below .667, to .80 only tentative conclusions, from .80 good (Krippendorff 2004)."""
    return _word(value, (0.667, 0.8), 1.0)


def w_verdict(value: float | None) -> Verdict | None:
    """Below .3, to .5, to .7, above (Schmidt 1997)."""
    return _word(value, (0.3, 0.5), 0.7)


def little_variation(rows: Rows) -> str | None:
    """The ceiling: why a coefficient is not informative, if it is not (scoring, 5).

    “equal_marks”: more than four fifths of the scores are equal. “equal_employees”: the means of
    the employees hardly differ, their standard deviation is below a quarter of a point.
    """
    values = table(rows)
    given = values[~np.isnan(values)]
    if given.size and np.unique(given, return_counts=True)[1].max() > 0.8 * given.size:
        return "equal_marks"
    marked = values[~np.isnan(values).all(axis=1)]
    if len(marked) > 1 and np.nanmean(marked, axis=1).std(ddof=1) < 0.25:
        return "equal_employees"
    return None


def _word(value: float | None, limits: tuple[float, float], excellent: float) -> Verdict | None:
    if value is None:
        return None
    return "excellent" if value > excellent else WORDS[bisect_right(limits, value)]
