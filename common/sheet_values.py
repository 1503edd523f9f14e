"""What stands in a cell of a list, read as the column wants it; what is wrong is a sentence."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import numeric
from common.sheet_files import FAULT, FORMULA, RawCell
from common.text import fold

LONGEST_CELL = 2000
YEARS = range(1900, 2200)
FAR = 50  # years to come in which no list of ours has a day
EXCEL_BEGINS = date(1899, 12, 30)
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})[.-](\d{1,2})[.-](\d{1,2})")
_SHORT_YEAR = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2}")


def value_of(cell: RawCell, kind: str):
    """The value of a cell as its column wants it; empty where nothing stands."""
    if cell.kind == FORMULA:
        raise ValueError(_("a formula stands here: put its value instead."))
    if cell.kind == FAULT:
        raise ValueError(_("an error of Excel stands here: put a value instead."))
    if cell.value is None:
        return ""
    return _READERS.get(kind, text_of)(cell.value)


def text_of(value) -> str:
    """Words without the signs that no text has; whole numbers without their point."""
    if isinstance(value, datetime | date):
        return numeric(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    signs = unicodedata.normalize("NFC", str(value))
    signs = "".join(s for s in signs if unicodedata.category(s) not in ("Cf", "Co", "Cs", "Cn"))
    text = " ".join(signs.split())
    if len(text) > LONGEST_CELL:
        raise ValueError(_("the text is too long."))
    if any(unicodedata.category(sign) == "Cc" for sign in text):
        raise ValueError(_("there are signs here that no text has."))
    return text


def _code(value) -> str:
    """A code or number of a register: what Excel made another thing of is told, not guessed."""
    if isinstance(value, datetime | date):
        raise ValueError(
            _("Excel made the date %(date)s of this: set the column to text and type it again.")
            % {"date": numeric(value)}
        )
    if isinstance(value, float) and not value.is_integer():
        raise ValueError(
            _(
                "Excel keeps this as the number %(number)s, and 1.1 and 1.10 are one to it: "
                "set the column to text and type it again."
            )
            % {"number": value}
        )
    return text_of(value)


def _whole(value) -> int | str:
    text = text_of(value)
    if re.fullmatch(r"[-–−]\d{1,4}", text):
        raise ValueError(
            _("“%(text)s” is less than nothing: write it without the minus.") % {"text": text}
        )
    if text and not re.fullmatch(r"\d{1,4}", text):
        raise ValueError(_("“%(text)s” is not a whole number.") % {"text": text[:60]})
    return int(text) if text else ""


def _day(value) -> date | str:
    """A date as Excel keeps it, or as people type it: 12.06.2027."""
    found = value
    if isinstance(value, datetime):
        found = value.date()
    elif not isinstance(value, date):
        text = text_of(value)
        if not text:
            return ""
        if _SHORT_YEAR.fullmatch(text.rstrip(".")):
            raise ValueError(
                _("“%(text)s”: write the year with four digits.") % {"text": text[:40]}
            )
        try:
            if match := _DAY.fullmatch(text.rstrip(".")):
                day, month, year = map(int, match.groups())
                found = date(year, month, day)
            elif match := _ISO_DAY.fullmatch(text):
                found = date(*map(int, match.groups()))
        except ValueError:
            found = value
    if days := _serial(value):
        words = _("“%(text)s” is a number; Excel means the day %(date)s by it: write it so.")
        raise ValueError(words % {"text": text_of(value), "date": numeric(days)})
    if isinstance(found, date) and localdate().year + FAR < found.year:
        words = _("“%(text)s”: this year is too far away, look at it again.")
        raise ValueError(words % {"text": numeric(found)})
    if not isinstance(found, date) or found.year not in YEARS:
        raise ValueError(
            _("“%(text)s” is not a date: write it as 12.06.2027.") % {"text": str(value)[:40]}
        )
    return found


def _serial(value) -> date | None:
    """The day that Excel counts as this number, where a number stands instead of a day."""
    typed = str(value).strip().removesuffix(".0")
    if isinstance(value, datetime | date) or not re.fullmatch(r"[2-7]\d{4}", typed):
        return None
    return EXCEL_BEGINS + timedelta(days=int(typed))


@lru_cache(maxsize=1)
def _yes_and_no() -> dict[str, bool]:
    """Yes and no in every language of the program, and as signs."""
    found = {"1": True, "+": True, "true": True, "0": False, "false": False}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found |= {fold(_("yes")): True, fold(_("no")): False}
    return found


def _yes(value) -> bool | str:
    if isinstance(value, bool):
        return value
    text = text_of(value)
    if not text:
        return ""
    found = _yes_and_no().get(text if text == "+" else fold(text))
    if found is None:
        raise ValueError(_("“%(text)s”: write yes or no.") % {"text": text[:40]})
    return found


_READERS = {"text": text_of, "code": _code, "whole": _whole, "date": _day, "yes": _yes}
