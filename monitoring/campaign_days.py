"""The days that a new campaign is proposed: within the window of its kind, on working days."""

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.timezone import localdate

from common.working_days import WorkingDays, working_days
from monitoring.models import AssessmentKind, Campaign

DAY = timedelta(days=1)
SCORING = 10  # days from the beginning to the end of the scoring, where no window says otherwise
RESULTS = 3
BEFORE = 5  # the scoring ends so many days before the results


def proposed_year(kind: AssessmentKind | None) -> int:
    """This year, or the next where its window for the results is over."""
    today = localdate()
    window = kind and Campaign(kind=kind, year=today.year).results_window()
    return today.year + 1 if window and window[1] < today else today.year


def proposed_days(kind: AssessmentKind | None, year: int | None = None) -> dict[str, Any]:
    """Year and days; no day in the past, where the year still lets one choose."""
    found: dict[str, Any] = {"year": year or proposed_year(kind)}
    if kind is None or not date.min.year < found["year"] < date.max.year:
        return found
    calendar = working_days()
    window = Campaign(kind=kind, year=found["year"]).results_window()
    days = _in_window(window, calendar) if window else _open(found["year"], calendar)
    if not kind.collects_material:
        days["material_until"] = None
    return found | days


def _in_window(window: tuple[date, date], calendar: WorkingDays) -> dict[str, date | None]:
    """Results at two thirds of the window, the scoring some days before, material at its start."""
    first, last = window
    results = _near(first + (last - first) * 2 // 3, first, last, calendar)
    scored = calendar.shift(max(results - BEFORE * DAY, first), "previous")
    begins = first - relativedelta(months=1)
    if begins < localdate() <= scored:
        begins = localdate()
    material = calendar.shift(min(first, scored), "previous")
    return {
        "starts_on": calendar.shift(min(begins, scored), "next"),
        "material_until": max(material, calendar.shift(begins, "next")),
        "scoring_until": scored,
        "results_on": results,
    }


def _near(day: date, first: date, last: date, calendar: WorkingDays) -> date:
    """The working day at or after it, in the window if it holds one."""
    after = calendar.shift(day, "next")
    if after <= last:
        return after
    before = calendar.shift(day, "previous")
    return before if before >= first else day


def _open(year: int, calendar: WorkingDays) -> dict[str, date | None]:
    """Without a window: from today, or of another year from its first working day."""
    today = localdate()
    begins = calendar.shift(today if today.year == year else date(year, 1, 1), "next")
    scored = calendar.after(begins, SCORING)
    return {
        "starts_on": begins,
        "material_until": calendar.after(begins, BEFORE),
        "scoring_until": scored,
        "results_on": calendar.after(scored, RESULTS),
    }
