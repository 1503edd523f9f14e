"""Intraclass correlations: how far the members' scores can stand for each other."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .blocks import Floats, Rows, complete
from .tails import f_quantile
from .verdicts import Verdict, icc_verdict

Form = Literal["1,1", "2,1", "3,1", "1,k", "2,k", "3,k"]
Interval = tuple[float, float]
FORMS: tuple[Form, ...] = ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")


@dataclass(frozen=True)
class Squares:
    """The mean squares of a complete block: of employees, within, of members, of the rest."""

    bms: float
    wms: float
    jms: float
    ems: float
    employees: int
    members: int

    @property
    def f(self) -> float | None:
        """Whether members differ in severity: JMS/EMS; None where nothing is left over."""
        return self.jms / self.ems if self.ems else None


@dataclass(frozen=True)
class Correlation:
    """One form of the coefficient with its 95 % interval; None for a reason."""

    form: Form
    value: float | None
    reason: str | None
    interval: Interval | None = None

    @property
    def verdict(self) -> Verdict | None:
        """What it means, as a word."""
        return icc_verdict(self.value)


@dataclass(frozen=True)
class Correlations:
    """All six forms over the employees whom every member marked.

    Places rest on the form “3,k”, levels (thresholds, years) on the form “2,k”.
    """

    forms: dict[Form, Correlation]
    squares: Squares | None
    employees: int
    members: int
    dropped: int


def mean_squares(values: Floats) -> Squares:
    """The two-way table of variance of a complete block of at least 2 × 2."""
    n, k = values.shape
    grand = values.mean()
    rows, columns = values.mean(axis=1), values.mean(axis=0)
    of_rows = k * ((rows - grand) ** 2).sum()
    of_columns = n * ((columns - grand) ** 2).sum()
    rest = ((values - rows[:, None] - columns + grand) ** 2).sum()
    spread = float(np.ptp(values))

    def mean(square: float, df: int) -> float:
        return float(square) / df if spread and square > 1e-12 * spread**2 else 0.0

    return Squares(
        bms=mean(of_rows, n - 1),
        wms=mean(of_columns + rest, n * (k - 1)),
        jms=mean(of_columns, k - 1),
        ems=mean(rest, (n - 1) * (k - 1)),
        employees=n,
        members=k,
    )


def icc(rows: Rows, confidence: float = 0.95) -> Correlations:
    """The six forms of Shrout and Fleiss 1979, with the intervals of McGraw and Wong 1996.

    Undefined: fewer than two members or employees, or no difference between employees to speak of.
    """
    block = complete(rows)
    n, k = block.values.shape
    reason, squares = block.refusal, None
    if not reason:
        squares = mean_squares(block.values)
        reason = None if squares.bms or squares.wms else "no_variation"
    forms = {
        form: _form(form, squares, confidence)
        if squares and not reason
        else Correlation(form, None, reason)
        for form in FORMS
    }
    return Correlations(forms, squares, n, k, block.dropped)


def _form(form: Form, of: Squares, confidence: float) -> Correlation:
    b, w, j, e, n, k = of.bms, of.wms, of.jms, of.ems, of.employees, of.members
    above, below = {
        "1,1": (b - w, b + (k - 1) * w),
        "2,1": (b - e, b + (k - 1) * e + k * (j - e) / n),
        "3,1": (b - e, b + (k - 1) * e),
        "1,k": (b - w, b),
        "2,k": (b - e, b + (j - e) / n),
        "3,k": (b - e, b),
    }[form]
    if below <= 0:
        return Correlation(form, None, "no_variation_between_employees")
    value = above / below
    try:
        limits = _level(form, of, confidence) if form[0] == "2" else _plain(form, of, confidence)
    except ZeroDivisionError:
        limits = None
    known = limits is not None and limits[0] <= value <= limits[1]
    return Correlation(form, value, None, limits if known else None)


def _plain(form: Form, of: Squares, confidence: float) -> Interval | None:
    """Limits of the forms 1 and 3, by F of employees against what is within or left over."""
    n, k = of.employees, of.members
    noise, df = (of.wms, n * (k - 1)) if form[0] == "1" else (of.ems, (n - 1) * (k - 1))
    if not noise:
        return None
    ratio, tail = of.bms / noise, (1 + confidence) / 2
    low = ratio / f_quantile(tail, n - 1, df)
    high = ratio * f_quantile(tail, df, n - 1)
    if form.endswith("k"):
        return (1 - 1 / low, 1 - 1 / high) if low and high else None
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _level(form: Form, of: Squares, confidence: float) -> Interval | None:
    """Limits of the form 2 (Shrout and Fleiss 1979, by Satterthwaite); of k members by k."""
    b, j, e, n, k = of.bms, of.jms, of.ems, of.employees, of.members
    if not e:
        return None
    single = (b - e) / (b + (k - 1) * e + k * (j - e) / n)
    a, c = k * single * j / e, n * (1 + (k - 1) * single) - k * single
    df = (k - 1) * (n - 1) * (a + c) ** 2 / ((n - 1) * a**2 + c**2)
    tail = (1 + confidence) / 2
    up, down = f_quantile(tail, n - 1, df), f_quantile(tail, df, n - 1)
    noise = k * j + (k * n - k - n) * e
    low = n * (b - up * e) / (up * noise + n * b)
    high = n * (down * b - e) / (noise + n * down * b)
    if form.endswith("k"):
        return low * k / (1 + low * (k - 1)), high * k / (1 + high * (k - 1))
    return low, high
