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


def pattern_of(mask: str) -> str:
    """What numbers written by ``mask`` look like, with the running part in brackets; nothing for a
    mask that has no running part. Read alike by Python and by both databases.
    """
    pattern = re.sub(r"\\{n(:\d+)?\\}", r"([0-9]+)", re.escape(mask))
    pattern = pattern.replace(r"\{year\}", r"[0-9]{4}").replace(r"\{yy\}", r"[0-9]{2}")
    return pattern if "([0-9]+)" in pattern else ""


def read_number(mask: str, number: str) -> int | None:
    """The running part of a number written by ``mask``, or None if it is written otherwise."""
    pattern = pattern_of(mask)
    match = re.fullmatch(pattern, number.strip()) if pattern else None
    return int(match[1]) if match else None


def note_number(key: str, mask: str, number: str, on: date, *, yearly: bool = True) -> None:
    """A number given outside the register: the register goes on after it."""
    if n := read_number(mask, number):
        Sequence.reach(key, str(on.year) if yearly else "", n)


def next_code(mask: str, taken: list[str]) -> str:
    """The first code after those in use, as a suggestion for the form."""
    used = [n for code in taken if (n := read_number(mask, code)) is not None]
    return write_number(mask, max(used, default=0) + 1, localdate())
