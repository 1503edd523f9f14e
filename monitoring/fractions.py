"""Exact values of a result as people read them: “89/20” is 4,45."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from common.dates import decimal_comma


def two_places(value: str | None) -> Decimal | None:
    """The value with two decimals, half rounded up."""
    if value is None:
        return None
    exact = Fraction(value) * 100
    whole = (exact.numerator * 2 + exact.denominator) // (exact.denominator * 2)
    return (Decimal(whole) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def fraction_words(value: str | None) -> str:
    """The value as papers write it; a dash where there is none."""
    return decimal_comma(two_places(value), 2) if value is not None else "—"
