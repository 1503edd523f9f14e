"""Weights of indicators: whole thousandths, so that they sum exactly (000/3.2)."""

from decimal import Decimal

from common.dates import decimal_comma

WHOLE = 1000  # the weights of a set sum to this
TENTHS = 10  # of a per cent


def in_per_cent(weight: int) -> Decimal:
    """Thousandths as a number of per cent."""
    return (Decimal(weight) / TENTHS).normalize()


def percent(weight: int) -> str:
    """Thousandths as people write them in per cent: 12,5."""
    return decimal_comma(in_per_cent(weight))


def thousandths(given: Decimal) -> int:
    """Per cent as they are typed, with one digit after the comma at most, in thousandths."""
    return int(given * TENTHS)
