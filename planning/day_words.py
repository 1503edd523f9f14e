"""Months and weekdays with the endings that a sentence asks for: “on 1 September”.

Tables of our own, as in ``common/dates.py``: the endings follow the word, no catalogue holds them.
"""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.dates import LANGUAGES, month_name

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
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
WHICH: dict[str, dict] = {
    "ky": {1: "биринчи", 2: "экинчи", 3: "үчүнчү", 4: "төртүнчү", 5: "бешинчи", -1: "акыркы",
           -2: "акыркынын алдындагы"},
    "ru": {1: "первый первую первое", 2: "второй вторую второе", 3: "третий третью третье",
           4: "четвёртый четвёртую четвёртое", 5: "пятый пятую пятое",
           -1: "последний последнюю последнее",
           -2: "предпоследний предпоследнюю предпоследнее"},
    "en": {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last",
           -2: "last but one"},
}  # fmt: skip


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
        return joined([month_name(month, "en") for month in months])
    return joined([_OF_MONTH[language][month - 1] for month in months])


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
    which, name = WHICH[language][number], _DAYS[language][day]
    if language == "ky":
        return f"{which} {name} күнү"
    if language == "ru":
        which = which.split()["mfn".index(_GENDERS[day])]
        return f"{'во' if number == 2 else 'в'} {which} {name}"  # noqa: PLR2004
    return f"the {which} {name}"


def joined(words: list[str]) -> str:
    """“a, b and c”."""
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
