"""A rule as the fields of a form, and back: what a person chooses, what the sweep reads."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from planning.recurrence import kind_of, parts_of
from planning.rule_words import QUARTERS, WEEKDAYS

HOW = [
    ("yearly", _("Every year on a day")),
    ("quarterly", _("Every quarter")),
    ("monthly", _("Every month")),
    ("weekly", _("Every week on some days")),
    ("daily", _("Every working day")),
    ("rrule", _("By a rule of its own (RFC 5545)")),
    ("last_working_week", _("In the last working week of the year")),
    ("before", _("So long before another obligation")),
    ("after", _("So long after another obligation is done")),
    ("event", _("When something happens")),
]
LAST = -1
UNITS = [("working_days", _("working days")), ("days", _("days")), ("months", _("months"))]
COUNTED = ("before", "after", "event")
#: Beside which field it stands that the rule cannot be kept.
FIELD = {
    "yearly": "day",
    "quarterly": "day",
    "monthly": "day",
    "weekly": "weekdays",
    "daily": "how",
    "rrule": "rrule",
    "last_working_week": "how",
    "before": "length",
    "after": "length",
    "event": "length",
}


def fields_of(rule: dict[str, Any]) -> dict[str, Any]:
    """What the fields of the form show of a rule."""
    kind = kind_of(rule)
    shown: dict[str, Any] = {
        "shift": rule.get("shift", "previous"),
        "belongs": str(rule.get("year", 0)),
        "how": kind,
    }
    if kind == "rrule":
        return shown | {"rrule": rule["rrule"], "counted_from": rule.get("from")} | _split(rule)
    if kind in COUNTED:
        unit = next(unit for unit, _label in UNITS if unit in rule)
        shown |= {"length": rule[unit], "unit": unit}
        shown["happens" if kind == "event" else f"{kind}_what"] = rule[kind]
    return shown


def _split(rule: dict[str, Any]) -> dict[str, Any]:
    """The everyday recurrences by their parts; any other stays a rule of its own."""
    if rule.get("from"):
        return {}
    parts = parts_of(rule["rrule"])
    often, given = parts.get("FREQ"), set(parts) - {"FREQ"}
    if often == "DAILY" and not given and rule.get("shift") != "none":
        return {"how": "daily"}
    if often == "WEEKLY" and given == {"BYDAY"}:
        days = parts["BYDAY"].split(",")
        return {"how": "weekly", "weekdays": days} if set(days) <= set(WEEKDAYS) else {}
    if not parts.get("BYMONTHDAY", "").removeprefix("-").isdecimal():
        return {}
    day = int(parts["BYMONTHDAY"])
    if day < LAST:
        return {}
    if often == "MONTHLY" and given == {"BYMONTHDAY"}:
        return {"how": "monthly", "day": day}
    if often != "YEARLY" or given != {"BYMONTH", "BYMONTHDAY"}:
        return {}
    if parts["BYMONTH"].isdecimal():
        return {"how": "yearly", "month": int(parts["BYMONTH"]), "day": day}
    for first, months in QUARTERS.items():
        if parts["BYMONTH"] == ",".join(map(str, months)):
            return {"how": "quarterly", "month_of_quarter": first, "day": day}
    return {}


def rule_of(given: dict[str, Any]) -> dict[str, Any]:
    """The rule that the fields say; what a kind does not ask for is left out."""
    how = given["how"]
    rule: dict[str, Any] = {}
    if how in COUNTED:
        rule[how] = given["happens"] if how == "event" else given[f"{how}_what"]
        rule[given["unit"]] = given["length"]
    elif how == "last_working_week":
        rule[how] = True
    else:
        rule["rrule"] = _rrule(given)
        if how == "rrule" and given.get("counted_from"):
            rule["from"] = given["counted_from"].isoformat()
    if how not in ("last_working_week", "daily"):
        rule["shift"] = given["shift"]
    if belongs := int(given["belongs"] or 0):
        rule["year"] = belongs
    return rule


def _rrule(given: dict[str, Any]) -> str:
    how, day = given["how"], given.get("day")
    if how == "yearly":
        return f"FREQ=YEARLY;BYMONTH={given['month']};BYMONTHDAY={day}"
    if how == "quarterly":
        months = ",".join(map(str, QUARTERS[int(given["month_of_quarter"])]))
        return f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={day}"
    if how == "monthly":
        return f"FREQ=MONTHLY;BYMONTHDAY={day}"
    if how == "weekly":
        return f"FREQ=WEEKLY;BYDAY={','.join(given['weekdays'])}"
    if how == "daily":
        return "FREQ=DAILY"
    return given["rrule"].strip().upper().removeprefix("RRULE:")


def needed(how: str) -> tuple[str, ...]:
    """Which fields a kind asks for."""
    return {
        "yearly": ("month", "day"),
        "quarterly": ("month_of_quarter", "day"),
        "monthly": ("day",),
        "weekly": ("weekdays",),
        "rrule": ("rrule",),
        "before": ("before_what", "length", "unit"),
        "after": ("after_what", "length", "unit"),
        "event": ("happens", "length", "unit"),
    }.get(how, ())
