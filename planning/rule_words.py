"""When an obligation falls due, as its reader says it: “every year on 1 September”.

The endings of months and weekdays stand in ``planning/day_words.py``.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext

from planning import events
from planning.day_words import (
    WEEKDAYS,
    WHICH,
    day_in_month,
    joined,
    of_months,
    weekday,
    which_weekday,
)
from planning.recurrence import frequency, kind_of, parts_of

WORKING = set(WEEKDAYS[:5])
QUARTERS = {1: [1, 4, 7, 10], 2: [2, 5, 8, 11], 3: [3, 6, 9, 12]}
SHIFTS = {
    "previous": gettext_lazy("the working day before"),
    "next": gettext_lazy("the next working day"),
    "none": gettext_lazy("it stays on that day"),
}
YEARS = {
    -1: gettext_lazy("the year before"),
    0: gettext_lazy("the same year"),
    1: gettext_lazy("the next year"),
}

Names = Callable[[str], str]


def in_words(rule: dict[str, Any], name_of: Names = str) -> str:
    """A rule as a sentence; ``name_of`` gives the name of another obligation by its code."""
    kind = kind_of(rule)
    if kind == "rrule":
        return _recurrence(rule)
    if kind == "last_working_week":
        return _("in the last working week of the year")
    if kind == "event":
        known = events.get(rule["event"])
        return _counted_from_event(rule, str(known.label) if known else rule["event"])
    if kind in ("before", "after"):
        return _counted(rule, kind, name_of(rule[kind]))
    return ""


def _counted(rule: dict, kind: str, name: str) -> str:
    if _length(rule) == 0:
        if kind == "before":
            return _("on the day of “%(name)s”") % {"name": name}
        return _("as soon as “%(name)s” is done") % {"name": name}
    if kind == "before":
        return _("%(length)s before “%(name)s”") % {"length": _ahead(rule), "name": name}
    return _("within %(length)s after “%(name)s” is done") % {
        "length": _within(rule),
        "name": name,
    }


def _counted_from_event(rule: dict, event: str) -> str:
    if _length(rule) == 0:
        return _("on the day when it happens: %(event)s") % {"event": event}
    return _("within %(length)s after it happens: %(event)s") % {
        "length": _within(rule),
        "event": event,
    }


def _length(rule: dict) -> int:
    return next(rule[key] for key in ("working_days", "days", "months") if key in rule)


def _ahead(rule: dict) -> str:
    """“10 working days” before something."""
    n = _length(rule)
    if "working_days" in rule:
        words = ngettext("%(n)s working day", "%(n)s working days", n)
    elif "days" in rule:
        words = ngettext("%(n)s day", "%(n)s days", n)
    else:
        words = ngettext("%(n)s month", "%(n)s months", n)
    return words % {"n": n}


def _within(rule: dict) -> str:
    """“10 working days” within which something is done; other endings than before something."""
    n = _length(rule)
    if "working_days" in rule:
        words = npgettext("within", "%(n)s working day", "%(n)s working days", n)
    elif "days" in rule:
        words = npgettext("within", "%(n)s day", "%(n)s days", n)
    else:
        words = npgettext("within", "%(n)s month", "%(n)s months", n)
    return words % {"n": n}


# Recurrences --------------------------------------------------------------------------------


def _recurrence(rule: dict) -> str:
    parts = parts_of(rule["rrule"])
    try:
        said = _said(rule, parts)
    except (ValueError, KeyError):
        said = ""
    return said or _("by a rule of its own: %(rule)s") % {"rule": rule["rrule"]}


def _said(rule: dict, parts: dict[str, str]) -> str:
    """The sentence, or nothing where the rule is no everyday one."""
    often, interval = frequency(rule), int(parts.get("INTERVAL", "1"))
    known = {"FREQ", "INTERVAL", "WKST", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"}
    if set(parts) - known or (often == "DAILY" and set(parts) - {"FREQ", "WKST"}):
        return ""
    if often == "DAILY":
        return _("every day") if rule.get("shift") == "none" else _("every working day")
    months = [int(month) for month in parts.get("BYMONTH", "").split(",") if month]
    if len(months) == 12:  # noqa: PLR2004
        often, months = "MONTHLY", []
    if often == "MONTHLY" and months and interval == 1:
        often = "YEARLY"
    if often in ("WEEKLY", "MONTHLY") and months:
        return ""
    if often == "YEARLY" and not months:
        return ""
    first = next((n for n, found in QUARTERS.items() if found == months), 0)
    if often == "YEARLY" and interval == 1 and first and "BYMONTHDAY" in parts:
        return _on(_("every quarter"), _quarterly(first, _numbers(parts["BYMONTHDAY"])))
    days = _days(parts, often, months)
    return _on(_every(often, interval), days) if days else ""


def _on(every: str, days: str) -> str:
    return _("%(every)s on %(days)s") % {"every": every, "days": days}


def _every(often: str, n: int) -> str:
    if n == 1:
        return {
            "YEARLY": _("every year"),
            "MONTHLY": _("every month"),
            "WEEKLY": _("every week"),
        }[often]
    words = {
        "YEARLY": ngettext("every %(n)s year", "every %(n)s years", n),
        "MONTHLY": ngettext("every %(n)s month", "every %(n)s months", n),
        "WEEKLY": ngettext("every %(n)s week", "every %(n)s weeks", n),
    }[often]
    return words % {"n": n}


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _quarterly(first: int, days: list[int]) -> str:
    """The last day of the quarter, or a day of one of its months."""
    if first == 3 and days == [-1]:  # noqa: PLR2004
        return _("its last day")
    which = {
        1: pgettext("month", "first"),
        2: pgettext("month", "second"),
        3: pgettext("month", "third"),
    }[first]
    if days == [-1]:
        return _("the last day of its %(which)s month") % {"which": which}
    words = _("%(day)s of its %(which)s month")
    return words % {"day": joined([_day_of_month(day) for day in days]), "which": which}


def _days(parts: dict[str, str], often: str, months: list[int]) -> str:
    if "BYMONTHDAY" in parts:
        if "BYDAY" in parts or "BYSETPOS" in parts:
            return ""
        days = _numbers(parts["BYMONTHDAY"])
        if often == "MONTHLY":
            return joined([_day_of_month(day) for day in days])
        if days == [-1]:
            return _("the last day of %(months)s") % {"months": of_months(months)}
        if min(days) < 1:
            return ""
        return joined([day_in_month(day, month) for month in months for day in days])
    if "BYDAY" not in parts:
        return ""
    weekdays = _weekdays(parts["BYDAY"].split(","), parts.get("BYSETPOS", ""), often)
    if weekdays and months:
        return _("%(weekday)s of %(months)s") % {
            "weekday": weekdays,
            "months": of_months(months),
        }
    return weekdays


def _day_of_month(day: int) -> str:
    if day == -1:
        return _("its last day")
    if day < 1:
        raise ValueError(day)
    return _("day %(day)s") % {"day": day}


def _weekdays(days: list[str], position: str, often: str) -> str:
    """“Friday”, “the last Friday”, “the last working day” of a month or a year."""
    if position:
        if set(days) == WORKING and position == "-1":
            return _("its last day from Monday to Friday")
        if set(days) == WORKING and position == "1":
            return _("its first day from Monday to Friday")
        if len(days) != 1 or often == "WEEKLY":
            return ""
        days = [f"{int(position)}{days[0]}"]
    if often == "WEEKLY":
        return joined([weekday(day) for day in days])
    found = []
    for told in days:
        number, day = told[:-2], told[-2:]
        if not number or int(number) not in WHICH["en"]:
            return ""
        found.append(which_weekday(int(number), day))
    return joined(found)
