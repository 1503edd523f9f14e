"""How a person's name, personal number and telephone are written, shown and checked.

Plain functions, so that a person, a frozen signature and an import say a name alike. A name
has a surname, a given name and a patronymic, of which any may look other than Slavic ones do.
"""

import re
import unicodedata
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# "Son of", "daughter of", "of the line of": a name with one of these is said whole or not at all.
_KINSHIP_WORDS = (
    "уулу", "кызы", "теги", "тегин", "оглу", "оглы", "угли", "ўғли", "қизи", "ұлы", "қызы",
    "uulu", "kyzy", "tegi", "tegin", "oglu", "ogly", "o'g'li", "ugli", "qizi",
)  # fmt: skip

_PIN = re.compile(r"[0-9]{14}")
_YEARS_OF_A_PIN = range(1900, 2100)

HOME_CODE = "+996"
_HOME_PHONE = re.compile(r"\+996[0-9]{9}")
_FOREIGN_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_PHONE_MARKS = re.compile(r"[\s().\-–—/]")
_TRUNK_ZERO = re.compile(r"\(0\)")


def full_name(surname: str, given: str, patronymic: str = "") -> str:
    """The name in full, as passports order it: Фамилия Имя Отчество."""
    return " ".join(filter(None, map(_clean, (surname, given, patronymic))))


def short_name(surname: str, given: str, patronymic: str = "", override: str = "") -> str:
    """The name in lists and tables: Фамилия И. О.

    A stored ``override`` wins. A patronymic with "уулу" or "кызы" stays whole: it means a
    parent and has no initial. Without a surname nothing is cut, since what is left is the name.
    """
    return _clean(override) or _shortened(surname, given, patronymic, surname_first=True)


def signature_name(surname: str, given: str, patronymic: str = "", override: str = "") -> str:
    """The name in stamps and under signatures: И. О. Фамилия.

    A stored ``override`` is used here as it is, too: whoever wrote it chose the order.
    """
    return _clean(override) or _shortened(surname, given, patronymic, surname_first=False)


def validate_name(surname: str, given: str, patronymic: str = "") -> None:
    """Demand a given name and at least one of surname and patronymic; either may be absent."""
    if not _clean(given):
        raise ValidationError({"given": _("Enter the given name.")})
    if not _clean(surname) and not _clean(patronymic):
        raise ValidationError(
            {"surname": _("Enter the surname, or the patronymic if there is none.")}
        )


def validate_pin(value: str) -> None:
    """Demand the 14 digits of a personal or taxpayer number (ПИН, ИНН), kept as text."""
    if not _PIN.fullmatch(value):
        raise ValidationError(_("A personal number (PIN) has exactly 14 digits."), code="pin")


def pin_warning(value: str) -> str:
    """A doubt about a personal number whose digits 2 to 9 are not a date; empty if none.

    It stops nothing: how numbers are given is settled elsewhere and may change.
    """
    if not _PIN.fullmatch(value):
        return ""
    day, month, year = int(value[1:3]), int(value[3:5]), int(value[5:9])
    try:
        likely = date(year, month, day).year in _YEARS_OF_A_PIN
    except ValueError:
        likely = False
    if likely:
        return ""
    return _("Digits 2 to 9 of this number are not a date. Check it against the document.")


def normalise_phone(value: str) -> str:
    """The number as it is stored: +996XXXXXXXXX, or "+" and the country code of another country.

    A number typed as people say it at home, with 0 or nothing in front, gets +996.
    """
    text = _TRUNK_ZERO.sub("", unicodedata.normalize("NFKC", value))
    text = _PHONE_MARKS.sub("", text)
    if not text:
        return ""
    if text.startswith("00"):
        text = f"+{text[2:]}"
    elif re.fullmatch(r"0[0-9]{9}", text):
        text = HOME_CODE + text[1:]
    elif re.fullmatch(r"996[0-9]{9}", text):
        text = f"+{text}"
    elif re.fullmatch(r"[1-9][0-9]{8}", text):
        text = HOME_CODE + text
    if text.startswith(HOME_CODE):
        if not _HOME_PHONE.fullmatch(text):
            raise ValidationError(_("After +996 a telephone number has 9 digits."), code="phone")
    elif not _FOREIGN_PHONE.fullmatch(text):
        raise ValidationError(
            _("Enter +996 and 9 digits, or a foreign telephone number with its country code."),
            code="phone",
        )
    return text


def validate_phone(value: str) -> None:
    """Refuse what cannot be a telephone number, for a field that stores what is typed."""
    normalise_phone(value)


def show_phone(value: str) -> str:
    """A stored number as people read it; a foreign one as it is stored.

    Of the towns only Bishkek has a code of three digits, as mobile numbers have; the others have
    four: +996 (3522) 5-00-00.
    """
    if not _HOME_PHONE.fullmatch(value):
        return value
    rest = value.removeprefix(HOME_CODE)
    if rest.startswith("3") and not rest.startswith("312"):
        return f"{HOME_CODE} ({rest[:4]}) {rest[4]}-{rest[5:7]}-{rest[7:]}"
    return f"{HOME_CODE} ({rest[:3]}) {rest[3:5]}-{rest[5:7]}-{rest[7:]}"


def _clean(part: str) -> str:
    return " ".join(unicodedata.normalize("NFC", part or "").split())


def _shortened(surname: str, given: str, patronymic: str, *, surname_first: bool) -> str:
    surname = _clean(surname)
    if not surname:
        return full_name("", given, patronymic)
    initials = " ".join(filter(None, [_initials(given), _initials(patronymic)]))
    return " ".join(filter(None, [surname, initials] if surname_first else [initials, surname]))


def _initials(part: str) -> str:
    """ "Анна-Мария" gives "А.-М.", "Усон Жакшылык" gives "У. Ж.", "Жакшылык уулу" itself."""
    part = _clean(part)
    if part.casefold().endswith(_KINSHIP_WORDS):
        return part
    words = (map(_initial, word.split("-")) for word in part.split())
    return " ".join(filter(None, ("-".join(filter(None, word)) for word in words)))


def _initial(word: str) -> str:
    """The first letter of ``word`` with a full stop, if it has a letter."""
    letter = next((sign for sign in word if sign.isalpha()), "")
    return f"{letter.upper()}." if letter else ""
