"""Which few kinds make most nonconformities (Juran 1951; scoring, 10)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Number = int | Fraction


@dataclass(frozen=True)
class Bar:
    """One kind: its value, its share and that of all up to it, in per cent."""

    name: str
    value: Number
    share: Fraction
    reached: Fraction
    vital: bool


@dataclass(frozen=True)
class Pareto:
    """The kinds by value; “no_nonconformities” where there is none."""

    bars: tuple[Bar, ...]
    reason: str | None = None

    @property
    def vital_few(self) -> int:
        """How many of the first kinds make four fifths."""
        return sum(bar.vital for bar in self.bars)


def pareto(
    counts: Mapping[str, Number],
    weights: Mapping[str, Number] | None = None,
    *,
    other: str | None = None,
    order: Callable[[str], Any] = str,
    reach: Fraction | int = 80,
) -> Pareto:
    """Kinds from the most to the least, equal ones by name, ``other`` last whatever its value.

    ``weights`` (severity, cost) multiply the counts. The vital few are the smallest number of first
    kinds that reaches 80 %. ``order``: how names are put in order.
    """
    values = {name: n * (weights[name] if weights else 1) for name, n in counts.items()}
    if any(value < 0 for value in values.values()):
        raise ValueError("Counts and weights are not below 0.")
    whole = sum(values.values())
    if not whole:
        return Pareto((), "no_nonconformities")
    names = sorted(values, key=lambda name: (name == other, -values[name], order(name)))
    bars, so_far = [], Fraction(0)
    for name in names:
        share = Fraction(100) * values[name] / whole
        bars.append(Bar(name, values[name], share, so_far + share, so_far < reach))
        so_far += share
    return Pareto(tuple(bars))
