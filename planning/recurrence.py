"""When duties fall due: rules as data, and the days that come of them (RFC 5545; agency, 5).

Pure: a rule, the working calendar and days go in, days come out. A rule is a dictionary with
exactly one of these keys, and with those beside it that ``BESIDE`` allows:

``rrule``              days by which it is done, as “FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1”
``last_working_week``  the week (Monday to Sunday) that holds the last working day of the year
``before``             so long before the day of another obligation
``after``              so long after another obligation was done
``event``              so long after something happened
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrule, rrulestr
from django.utils.translation import gettext as _

from common.dates import add_months
from common.working_days import WorkingDays

KINDS = ("rrule", "last_working_week", "before", "after", "event")
LENGTHS = ("working_days", "days", "months")
SHIFTS = ("previous", "next", "none")
BESIDE = {
    "rrule": {"shift", "from", "year"},
    "last_working_week": {"year"},
    "before": {*LENGTHS, "shift", "year"},
    "after": {*LENGTHS, "shift", "year"},
    "event": {*LENGTHS, "shift", "year"},
}
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
PARTS = {"FREQ", "INTERVAL", "WKST", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "BYYEARDAY"}
PARTS |= {"BYWEEKNO"}
ANCHOR = date(2018, 1, 1)  # a Monday: what a rule with an interval is counted from, unless it says
LONGEST = 1000  # days or months
#: How far each number reaches; the library would try what is beyond until the year 9999.
REACH = {
    "INTERVAL": (1, 100),
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYSETPOS": (-366, 366),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
}
BY_THE_DAY = {"FREQ", "INTERVAL", "WKST", "BYDAY", "BYMONTH"}
NUMBER = re.compile(r"-?[1-9][0-9]{0,2}", re.ASCII)
TRIED = range(2025, 2033)  # a leap year and the years around it, one of 53 weeks among them


class RuleError(ValueError):
    """The rule cannot be kept: why, in a sentence."""


@dataclass(frozen=True)
class Occurrence:
    """One time that a duty falls due: the day the rule names, the day by which it is done."""

    nominal: date
    due: date
    year: int


def kind_of(rule: dict[str, Any]) -> str:
    """By which of its keys a rule counts."""
    return next((kind for kind in KINDS if rule.get(kind)), "")


def is_dated(rule: dict[str, Any]) -> bool:
    """Whether the calendar alone says when; else it waits for another duty or for an event."""
    return kind_of(rule) in ("rrule", "last_working_week", "before")


def frequency(rule: dict[str, Any]) -> str:
    """YEARLY, MONTHLY, WEEKLY or DAILY; nothing where the rule is no recurrence."""
    return parts_of(rule["rrule"]).get("FREQ", "") if rule.get("rrule") else ""


# Checking -----------------------------------------------------------------------------------


def check(rule: Any) -> None:
    """Refuse what could not be kept, or would fall silent in some years."""
    if not isinstance(rule, dict):
        raise RuleError(_("Say when, as a rule."))
    kinds = [kind for kind in KINDS if kind in rule]
    if len(kinds) != 1 or not rule[kinds[0]]:
        raise RuleError(_("Say in exactly one way when it falls due."))
    kind = kinds[0]
    if strange := set(rule) - {kind} - BESIDE[kind]:
        raise RuleError(_("The rule does not know “%(word)s”.") % {"word": sorted(strange)[0]})
    if rule.get("shift", "previous") not in SHIFTS:
        raise RuleError(_("A day off moves to the day before, the next one, or stays."))
    if not isinstance(rule.get("year", 0), int) or rule.get("year", 0) not in (-1, 0, 1):
        raise RuleError(_("It belongs to its own year, the one before or the next."))
    if kind == "rrule":
        _check_rrule(rule)
    elif kind != "last_working_week":
        _check_length(rule)


def _check_length(rule: dict) -> None:
    lengths = [name for name in LENGTHS if name in rule]
    if len(lengths) != 1:
        raise RuleError(_("Say how long: in working days, in days or in months."))
    length = rule[lengths[0]]
    if isinstance(length, bool) or not isinstance(length, int) or not 0 <= length <= LONGEST:
        raise RuleError(_("How long is a whole number, 0 or more."))


def _check_rrule(rule: dict) -> None:
    text = rule["rrule"]
    parts = parts_of(text)
    if parts.get("FREQ") not in FREQUENCIES:
        raise RuleError(_("The rule says how often: yearly, monthly, weekly or daily."))
    if strange := set(parts) - PARTS:
        raise RuleError(_("The rule does not know “%(word)s”.") % {"word": sorted(strange)[0]})
    _check_numbers(parts)
    if not _names_its_day(parts):
        raise RuleError(_("The rule names its day: of the week, of the month, or of the year."))
    try:
        days = _days(rule, *_ends(TRIED))
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise RuleError(_("This is not a rule of recurrence.")) from error
    if parts.get("INTERVAL", "1") != "1":
        if not days:
            raise RuleError(_("This rule never gives a day."))
        return
    if {day.year for day in days} < set(TRIED):
        raise RuleError(
            _("In some years there is no such day, as 29 February: take the last of the month.")
        )
    months = {(day.year, day.month) for day in days}
    if parts["FREQ"] == "MONTHLY" and "BYMONTH" not in parts and len(months) < len(TRIED) * 12:
        raise RuleError(_("Some months have no such day: take the last of the month."))


def _check_numbers(parts: dict[str, str]) -> None:
    """Refuse numbers that no calendar has, and days sought in each day of ten thousand years."""
    for name, (least, most) in REACH.items():
        for told in parts.get(name, str(most)).split(","):
            if not (NUMBER.fullmatch(told) and least <= int(told) <= most):
                words = _("“%(word)s” is no number that %(name)s can have.")
                raise RuleError(words % {"word": told, "name": name})
    strange = set(parts) - BY_THE_DAY
    if parts["FREQ"] in ("DAILY", "WEEKLY") and strange:
        raise RuleError(_("The rule does not know “%(word)s”.") % {"word": sorted(strange)[0]})


def _names_its_day(parts: dict[str, str]) -> bool:
    wanted = {
        "YEARLY": {"BYMONTHDAY", "BYDAY", "BYYEARDAY"},
        "MONTHLY": {"BYMONTHDAY", "BYDAY"},
        "WEEKLY": {"BYDAY"},
        "DAILY": set(parts),
    }[parts["FREQ"]]
    if parts["FREQ"] == "YEARLY" and "BYMONTHDAY" in parts and "BYMONTH" not in parts:
        return False
    return bool(wanted & set(parts))


def _ends(years: range) -> tuple[date, date]:
    return date(years[0], 1, 1), date(years[-1], 12, 31)


# Days ---------------------------------------------------------------------------------------


def parts_of(text: Any) -> dict[str, str]:
    """“FREQ=YEARLY;BYMONTH=9” by its parts; nothing of what is no such text."""
    if not isinstance(text, str):
        return {}
    pairs = [part.partition("=") for part in text.upper().split(";") if part]
    return {name: value for name, sign, value in pairs if sign and value}


def _days(rule: dict, since: date, until: date) -> list[date]:
    """The days that the recurrence itself gives, both ends among them."""
    start = date.fromisoformat(rule["from"]) if rule.get("from") else ANCHOR
    if parts_of(rule["rrule"]).get("INTERVAL", "1") == "1" and not rule.get("from"):
        start = date(since.year, 1, 1) - timedelta(days=366)  # near: quick, and the same days
    made = rrulestr(rule["rrule"].upper(), dtstart=_midnight(start))
    if not isinstance(made, rrule):
        raise RuleError(_("This is not a rule of recurrence."))
    found = made.between(_midnight(since), _midnight(until), inc=True)
    return [moment.date() for moment in found]


def _midnight(day: date) -> datetime:
    """A day as the recurrence library wants it: it knows moments, here without a zone."""
    return datetime.combine(day, time.min)


def dated(rule: dict, since: date, until: date, calendar: WorkingDays) -> Iterator[Occurrence]:
    """What a recurrence or the last working week gives, of the days the rule itself names.

    A week without a working day has no weekly duty, and a day off no daily one.
    """
    more = rule.get("year", 0)
    if rule.get("last_working_week"):
        for year in range(since.year, until.year + 1):
            last = calendar.last_of_year(year)
            if since <= last <= until:
                yield Occurrence(date(year, 12, 31), last, year + more)
        return
    how_often = frequency(rule)
    for day in _days(rule, since, until):
        due = calendar.shift(day, rule.get("shift", "previous"))
        if how_often == "DAILY" and due != day:
            continue
        if how_often == "WEEKLY" and due.isocalendar()[:2] != day.isocalendar()[:2]:
            continue
        yield Occurrence(day, due, day.year + more)


def circle(graph: Mapping[str, Iterable[str]]) -> str:
    """A code that waits for itself, however many stand between; nothing where none does."""
    for code in graph:
        seen: set[str] = set()
        ahead = set(graph[code])
        while ahead:
            if code in ahead:
                return code
            seen |= ahead
            ahead = {more for one in ahead for more in graph.get(one, ())} - seen
    return ""


def counted(rule: dict, base: date, calendar: WorkingDays) -> date:
    """The day so long before or after another one, as the rule counts."""
    sign = -1 if rule.get("before") else 1
    if "working_days" in rule:
        return calendar.after(base, sign * rule["working_days"])
    if "days" in rule:
        day = base + timedelta(days=sign * rule["days"])
    else:
        day = add_months(base, sign * rule["months"])
    shifted = calendar.shift(day, rule.get("shift", "previous"))
    return shifted if sign < 0 or shifted >= base else day


def last_week_begins(due: date) -> date:
    """Monday of the week a day is in."""
    return due - timedelta(days=due.weekday())
