"""The year and the week on one sheet: the type gets smaller, then the sheet larger or the lines
fewer, until it fits.
"""

import io
import math
from dataclasses import replace
from typing import Any

from pypdf import PdfReader

from common.printing import render_pdf
from planning.weekly import WeekPlan

# Of a sheet: its class, how many lines fit about, how high a line and its signs are drawn.
YEAR_SIZES = (
    ("a4", 32, 17, 11),
    ("a4 small", 42, 13, 10),
    ("a3", 46, 14, 10),
    ("a3 small", 62, 10.5, 8.5),
    ("a3 tiny", 90, 7.5, 6.5),
)
WEEK_SIZES = (("normal", 34, 52), ("small", 46, 62), ("tiny", 60, 76))  # lines, letters of a line
FEWER = (14, 10, 8, 6, 5, 4, 3)
SLACK = 1.5  # an estimate is tried if it is wrong by so much


def year_pdf(context: dict[str, Any]) -> bytes:
    """The timeline of a year on one sheet across: A4, or A3 where it needs the room."""
    lines, data = context["year"].lines, b""
    for size, room, height, sign in YEAR_SIZES:
        if lines > room * SLACK and size != YEAR_SIZES[-1][0]:
            continue
        year = replace(context["year"], height=height, sign=sign)
        data = render_pdf("print/year.html", context | {"size": size, "year": year})
        if pages(data) == 1:
            break
    return data


def week_pdf(plan: WeekPlan, context: dict[str, Any]) -> bytes:
    """The plan of a week on one A4, whatever the week."""
    data = b""
    tries = [(size, plan, room, letters) for size, room, letters in WEEK_SIZES]
    size, room, letters = WEEK_SIZES[-1]
    tries += [(size, plan.shortened(most), room, letters) for most in FEWER]
    for size, shown, room, letters in tries:
        if lines_of(shown, letters) > room * SLACK and shown is not tries[-1][1]:
            continue
        data = render_pdf("print/week.html", context | {"plan": shown, "size": size})
        if pages(data) == 1:
            break
    return data


def lines_of(plan: WeekPlan, letters: int) -> int:
    """About how many lines of type a plan has."""
    entries = sum(math.ceil(len(one.title) / letters) for one in plan.entries)
    return entries + sum(1 for day in plan.days if not day.entries)


def pages(data: bytes) -> int:
    return len(PdfReader(io.BytesIO(data)).pages)
