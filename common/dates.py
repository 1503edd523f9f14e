"""Dates and numbers as Kyrgyz, Russian and English papers write them.

The Kyrgyz forms are a table of our own: the endings follow the vowels of each month, and the
formats that come with Django do not hold them.
"""

import calendar
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import get_language

AnyDate = TypeVar("AnyDate", bound=date)

LANGUAGES = ("ky", "ru", "en")
NO_BREAK_SPACE = "\u00a0"

# The months alone, as a heading or a list names them.
_CYRILLIC_MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_MONTHS = {
    "ky": _CYRILLIC_MONTHS,
    "ru": _CYRILLIC_MONTHS,
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip

# The months after a day: "12-июну", "12 июня".
_MONTHS_OF_DAY = {
    "ky": (
        "январы", "февралы", "марты", "апрели", "майы", "июну",
        "июлу", "августу", "сентябры", "октябры", "ноябры", "декабры",
    ),
    "ru": (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
    "en": _MONTHS["en"],
}  # fmt: skip

# The months in "2027-жылдын 12-июнундагы № 5 буйругу".
_KYRGYZ_ATTRIBUTIVE = (
    "январындагы", "февралындагы", "мартындагы", "апрелиндеги", "майындагы", "июнундагы",
    "июлундагы", "августундагы", "сентябрындагы", "октябрындагы", "ноябрындагы", "декабрындагы",
)  # fmt: skip


def held_together(name: str) -> str:
    """A name whose initials stay with the surname at the end of a line."""
    return name.replace(" ", NO_BREAK_SPACE)


def numeric(day: date) -> str:
    """The short date of forms and lists, the same in every language: 12.06.2027."""
    day = _on_the_calendar(day)
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def long_date(day: date, lang: str | None = None, *, short: bool = False) -> str:
    """The date of an act: 2027-жылдын 12-июну, 12 июня 2027 года, 12 June 2027.

    ``short`` ends the Russian one with "г.", as stamps and signature lines do.
    """
    day = _on_the_calendar(day)
    lang = _language(lang)
    month = _MONTHS_OF_DAY[lang][day.month - 1]
    if lang == "ky":
        return f"{day.year}-жылдын {day.day}-{month}"
    if lang == "ru":
        return f"{day.day} {month} {day.year} {'г.' if short else 'года'}"
    return f"{day.day} {month} {day.year}"


def in_one_line(words: str) -> str:
    """A date that no line breaks at its hyphens."""
    return words.replace("-", "\u2011")


def attributive(day: date, lang: str | None = "ky") -> str:
    """The date before what it belongs to: "2027-жылдын 12-июнундагы № 5 буйругу".

    In Russian and English it follows what it belongs to: "от 12 июня 2027 года".
    """
    day = _on_the_calendar(day)
    lang = _language(lang)
    if lang == "ky":
        return f"{day.year}-жылдын {day.day}-{_KYRGYZ_ATTRIBUTIVE[day.month - 1]}"
    return f"{'от' if lang == 'ru' else 'of'} {long_date(day, lang)}"


def month_name(month: int, lang: str | None = None) -> str:
    """A month alone, by its number 1–12: июнь, June."""
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    return _MONTHS[_language(lang)][month - 1]


def date_and_time(
    moment: datetime, lang: str | None = None, *, long: bool = False, seconds: bool = False
) -> str:
    """A moment by the clock of the active time zone: 12.06.2027 14:03.

    ``long`` writes the date as an act does, in the language: 12 июня 2027 года, 14:03;
    ``seconds`` are for the trail: 12.06.2027 14:03:59.
    """
    moment = _local(moment)
    clock = f"{moment.hour:02d}:{moment.minute:02d}" + (f":{moment.second:02d}" if seconds else "")
    return f"{long_date(moment, lang)}, {clock}" if long else f"{numeric(moment)} {clock}"


def zone(moment: datetime | None = None) -> str:
    """The time zone by which moments are shown: UTC+06:00."""
    offset = f"{timezone.localtime(moment):%z}"
    return f"UTC{offset[:3]}:{offset[3:5]}"


def moment_of_trail(moment: datetime) -> str:
    """A moment with seconds and time zone: 12.06.2027 14:03:59 (UTC+06:00)."""
    return f"{date_and_time(moment, seconds=True)} ({zone(moment)})"


def add_months(day: AnyDate, months: int) -> AnyDate:
    """The same day ``months`` later, or the last day of that month when it has no such day.

    A term "within one month" counted from 31 January ends on 28 or 29 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("the calendar does not reach that far")
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def one_year_after(day: AnyDate) -> AnyDate:
    """The same day next year; 29 February gives 28 February."""
    return add_months(day, 12)


def decimal_comma(value: Decimal | float | str | None, places: int | None = None) -> str:
    """A number in print: 4,45 and 1 234 567,5, with no-break spaces between the thousands.

    ``places`` fixes the digits after the comma, half rounded up; nothing gives nothing.
    """
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if number.is_zero():
        number = abs(number)
    return f"{number:,f}".replace(",", NO_BREAK_SPACE).replace(".", ",")


def _language(lang: str | None) -> str:
    """One of our languages: the given one, else the active one, else Kyrgyz."""
    code = (lang or get_language() or "").lower().replace("_", "-").partition("-")[0]
    return code if code in LANGUAGES else "ky"


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _on_the_calendar(day: date) -> date:
    """The day by the local calendar; a moment near midnight depends on the time zone."""
    return _local(day) if isinstance(day, datetime) else day
