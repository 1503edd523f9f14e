"""Numbers by a pattern of the profile: gap-free, one sequence a year where the pattern says so."""

import re
from datetime import date

from django.utils.timezone import localdate

from common.models import Sequence


def write_number(mask: str, n: int, on: date) -> str:
    """The number ``n`` written by ``mask``, such as ``{n}/01`` or ``ЛЧА-{n:02}``."""
    return mask.format(n=n, year=on.year, yy=f"{on.year % 100:02}")


def next_number(key: str, mask: str, on: date, *, yearly: bool = True) -> str:
    """Take the next number of the register ``key``; rolled back with the deed that took it."""
    return write_number(mask, Sequence.take(key, str(on.year) if yearly else ""), on)


def read_number(mask: str, number: str) -> int | None:
    """The running part of a number written by ``mask``, or None if it is written otherwise."""
    pattern = re.sub(r"\\{n(:\d+)?\\}", r"(?P<n>\\d+)", re.escape(mask))
    pattern = pattern.replace(r"\{year\}", r"\d{4}").replace(r"\{yy\}", r"\d{2}")
    match = re.fullmatch(pattern, number.strip()) if "(?P<n>" in pattern else None
    return int(match["n"]) if match else None


def note_number(key: str, mask: str, number: str, on: date, *, yearly: bool = True) -> None:
    """A number given outside the register: the register goes on after it."""
    if n := read_number(mask, number):
        Sequence.reach(key, str(on.year) if yearly else "", n)


def next_code(mask: str, taken: list[str]) -> str:
    """The first code after those in use, as a suggestion for the form."""
    used = [n for code in taken if (n := read_number(mask, code)) is not None]
    return write_number(mask, max(used, default=0) + 1, localdate())
