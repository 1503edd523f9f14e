"""The terms of work plans: when a period ends, what it is called, which one comes (003/9.1)."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import month_name, numeric

ROMAN = ("I", "II", "III", "IV")
YEAR = 12  # months
ONE = timedelta(days=1)
SAFE = 28  # a day that every month has


class Term(models.TextChoices):
    STRATEGIC = "strategic", gettext_lazy("Strategic")
    YEAR = "year", gettext_lazy("Year")
    HALF = "half_year", gettext_lazy("Half-year")
    QUARTER = "quarter", gettext_lazy("Quarter")
    MONTH = "month", gettext_lazy("Month")
    TASK = "task", gettext_lazy("As long as it takes")


MONTHS = {Term.YEAR: YEAR, Term.HALF: 6, Term.QUARTER: 3, Term.MONTH: 1}
FREE = (Term.STRATEGIC, Term.TASK)  # whose last day is typed


def end_of(term: str, since: date) -> date | None:
    """The last day of a period that begins on a day; nothing where it is typed."""
    months = MONTHS.get(Term(term))
    if months is None:
        return None
    month = since.month - 1 + months
    first = date(since.year + month // YEAR, month % YEAR + 1, 1)
    return first.replace(day=min(since.day, SAFE)) - ONE


def nearest_start(term: str, day: date) -> date:
    """The day nearest to this one on which a period of the term may begin: a year on the first of
    any month, as school years do; half-years, quarters and months on their true first day.
    """
    if term in FREE:
        return day
    months = 1 if term == Term.YEAR else MONTHS[Term(term)]
    first = date(day.year, day.month - (day.month - 1) % months, 1)
    month = first.month - 1 + months
    following = date(first.year + month // YEAR, month % YEAR + 1, 1)
    return first if day - first <= following - day else following


def next_start(term: str, today: date) -> date:
    """The first day of the period that a new plan is most likely for: the next one."""
    months = MONTHS.get(Term(term), YEAR)
    begun = today.month - 1 - (today.month - 1) % months + months
    return date(today.year + begun // YEAR, begun % YEAR + 1, 1)


def period_words(term: str, since: date, until: date) -> str:
    """The period as people say it: 2027, III quarter of 2027, 01.09.2027 – 30.06.2028."""
    whole = since.day == 1 and end_of(term, since) == until
    months = MONTHS.get(Term(term))
    if not whole or months is None or (since.month - 1) % months:
        return f"{numeric(since)} – {numeric(until)}"
    if term == Term.YEAR:
        return str(since.year)
    told = {"year": since.year, "part": ROMAN[(since.month - 1) // months % len(ROMAN)]}
    if term == Term.HALF:
        return _("%(part)s half of %(year)s") % told
    if term == Term.QUARTER:
        return _("%(part)s quarter of %(year)s") % told
    return f"{month_name(since.month).capitalize()} {since.year}"
