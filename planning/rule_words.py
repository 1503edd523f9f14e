"""When an obligation falls due, as its reader says it: “every year on 1 September”.

The forms of months and weekdays are tables of our own, as in ``common/dates.py``: their endings
follow the word, and no catalogue holds them.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language, ngettext, npgettext, pgettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from common.dates import LANGUAGES, month_name
from planning import events
from planning.recurrence import frequency, kind_of, parts_of

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING = set(WEEKDAYS[:5])
QUARTERS = {1: [1, 4, 7, 10], 2: [2, 5, 8, 11], 3: [3, 6, 9, 12]}
SHIFTS = {
    "previous": __("the working day before"),
    "next": __("the next working day"),
    "none": __("it stays on that day"),
}
YEARS = {-1: __("the year before"), 0: __("the same year"), 1: __("the next year")}

# “on 1 September”: in that month.
_IN_MONTH = (
    "январда", "февралда", "мартта", "апрелде", "майда", "июнда",
    "июлда", "августта", "сентябрда", "октябрда", "ноябрда", "декабрда",
)  # fmt: skip
# “the last day of June”: of that month.
_OF_MONTH = {
    "ky": (
        "январдын", "февралдын", "марттын", "апрелдин", "майдын", "июндун",
        "июлдун", "августтун", "сентябрдын", "октябрдын", "ноябрдын", "декабрдын",
    ),
    "ru": (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
}  # fmt: skip
_DAYS = {
    "ky": ("дүйшөмбү", "шейшемби", "шаршемби", "бейшемби", "жума", "ишемби", "жекшемби"),
    "ru": ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_GENDERS = "mmfmffn"
_WHICH: dict[str, dict] = {
    "ky": {1: "биринчи", 2: "экинчи", 3: "үчүнчү", 4: "төртүнчү", 5: "бешинчи", -1: "акыркы",
           -2: "акыркынын алдындагы"},
    "ru": {1: "первый первую первое", 2: "второй вторую второе", 3: "третий третью третье",
           4: "четвёртый четвёртую четвёртое", 5: "пятый пятую пятое",
           -1: "последний последнюю последнее",
           -2: "предпоследний предпоследнюю предпоследнее"},
    "en": {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last",
           -2: "last but one"},
}  # fmt: skip

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
    return words % {"day": _joined([_day_of_month(day) for day in days]), "which": which}


def _days(parts: dict[str, str], often: str, months: list[int]) -> str:
    if "BYMONTHDAY" in parts:
        if "BYDAY" in parts or "BYSETPOS" in parts:
            return ""
        days = _numbers(parts["BYMONTHDAY"])
        if often == "MONTHLY":
            return _joined([_day_of_month(day) for day in days])
        if days == [-1]:
            return _("the last day of %(months)s") % {"months": of_months(months)}
        if min(days) < 1:
            return ""
        return _joined([day_in_month(day, month) for month in months for day in days])
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
        return _joined([weekday(day) for day in days])
    found = []
    for told in days:
        number, day = told[:-2], told[-2:]
        if not number or int(number) not in _WHICH["en"]:
            return ""
        found.append(which_weekday(int(number), day))
    return _joined(found)


# The forms of each language ------------------------------------------------------------------


def _language() -> str:
    code = (get_language() or "").lower().partition("-")[0]
    return code if code in LANGUAGES else "ky"


def day_in_month(day: int, month: int) -> str:
    """1-сентябрда, 1 сентября, 1 September."""
    language = _language()
    if language == "ky":
        return f"{day}-{_IN_MONTH[month - 1]}"
    if language == "ru":
        return f"{day} {_OF_MONTH['ru'][month - 1]}"
    return f"{day} {month_name(month, 'en')}"


def of_months(months: list[int]) -> str:
    """июндун, июня, June."""
    language = _language()
    if language == "en":
        return _joined([month_name(month, "en") for month in months])
    return _joined([_OF_MONTH[language][month - 1] for month in months])


def weekday(code: str) -> str:
    """жума күнү, в пятницу, Friday."""
    language, day = _language(), WEEKDAYS.index(code)
    name = _DAYS[language][day]
    if language == "ky":
        return f"{name} күнү"
    if language == "ru":
        return f"{'во' if code == 'TU' else 'в'} {name}"
    return name


def which_weekday(number: int, code: str) -> str:
    """акыркы жума күнү, в последнюю пятницу, the last Friday."""
    language, day = _language(), WEEKDAYS.index(code)
    which, name = _WHICH[language][number], _DAYS[language][day]
    if language == "ky":
        return f"{which} {name} күнү"
    if language == "ru":
        which = which.split()["mfn".index(_GENDERS[day])]
        return f"{'во' if number == 2 else 'в'} {which} {name}"  # noqa: PLR2004
    return f"the {which} {name}"


def _joined(words: list[str]) -> str:
    """“a, b and c”."""
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
