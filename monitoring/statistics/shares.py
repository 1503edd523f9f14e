"""Shares in surveys, with what they are worth (scoring, 9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from .tails import normal_quantile

NEGLIGIBLE = 0.05  # of the frame: up to here a sample counts as one of endlessly many


@dataclass(frozen=True)
class Share:
    """So many of so many, with its interval; None where nobody answered."""

    count: int
    n: int
    value: float | None
    interval: tuple[float, float] | None


def wilson(count: int, n: int, *, frame: int | None = None, confidence: float = 0.95) -> Share:
    """A share with Wilson's interval (1927; Newcombe 1998, method 3).

    ``frame``: how many could have answered. Where more than a twentieth of them did, the interval
    is narrowed by the finite population correction; where all did, the share is certain.
    """
    if not 0 <= count <= n or (frame is not None and n > frame):
        raise ValueError("A share counts some of those who answered, and they are of the frame.")
    if not n:
        return Share(count, n, None, None)
    p, worth = count / n, float(n)
    if frame is not None and n > NEGLIGIBLE * frame:
        if n == frame:
            return Share(count, n, p, (p, p))
        worth = n * (frame - 1) / (frame - n)
    z2 = normal_quantile((1 + confidence) / 2) ** 2
    middle = p + z2 / (2 * worth)
    reach = sqrt(z2 * (p * (1 - p) + z2 / (4 * worth)) / worth)
    low, high = (middle - reach) / (1 + z2 / worth), (middle + reach) / (1 + z2 / worth)
    return Share(count, n, p, (0.0 if count == 0 else low, 1.0 if count == n else high))


def top_two(answers: Sequence[int | None], top: int = 5, **settings: int) -> Share:
    """The share of fours and fives among those who answered."""
    given = [answer for answer in answers if answer is not None]
    return wilson(sum(answer >= top - 1 for answer in given), len(given), **settings)


def difference(
    first: Share, second: Share
) -> tuple[float, tuple[float, float]] | tuple[None, None]:
    """The difference of two shares by Newcombe's hybrid of their intervals (1998, method 10)."""
    if not (first.interval and second.interval):
        return None, None
    p, q = first.count / first.n, second.count / second.n
    (l1, u1), (l2, u2) = first.interval, second.interval
    low = p - q - sqrt((p - l1) ** 2 + (u2 - q) ** 2)
    high = p - q + sqrt((u1 - p) ** 2 + (q - l2) ** 2)
    return p - q, (low, high)


def response_rate(answered: int, asked: int) -> float | None:
    """How many of those asked answered; None where nobody was asked."""
    return answered / asked if asked else None
