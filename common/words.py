"""Values in words: what the trail says of a field, short enough to be read in a line."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from common.dates import date_and_time, numeric
from common.models import TranslatedField
from common.models.journal import canonical

LONG = 160
#: How much of what is alike stands before the first difference.
BEFORE = 40


_sayers: dict[str, Callable[[Any], str]] = {}


def say_value(field: str, sayer: Callable[[Any], str]) -> None:
    """An app says how a field of its own reads that is kept as data: “app.model.field”."""
    _sayers[field] = sayer


def in_words(field: models.Field, value: Any) -> str:
    """A value of a field as people read it: choices by their words, dates as dd.mm.yyyy."""
    if value is None or value == "":
        return ""
    if sayer := _sayers.get(f"{field.model._meta.label_lower}.{field.name}"):
        return sayer(value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, TranslatedField):
        codes = [code for code, _name in settings.LANGUAGES]
        return " · ".join(f"{code}: {value[code]}" for code in codes if (value or {}).get(code))
    if isinstance(field, models.JSONField):
        return canonical(value) if value else ""
    return plainly(strip_tags(value) if isinstance(value, str) and "<" in value else value)


def plainly(value: Any) -> str:
    """A bare value as people read it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_and_time(value, seconds=True)
    if isinstance(value, date):
        return numeric(value)
    return " ".join(str(value).split())


def shortened(before: str, after: str) -> tuple[str, str]:
    """Two texts, the long ones cut to where they begin to differ."""
    same = 0
    if max(len(before), len(after)) > LONG:
        pairs = zip(before, after, strict=False)
        same = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))
    start = max(0, same - BEFORE)
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    if len(text) <= LONG:
        return text
    piece = text[start : start + LONG]
    return ("…" if start else "") + piece.strip() + ("…" if start + LONG < len(text) else "")
