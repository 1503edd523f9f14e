"""What a load of the profile does to the database, row by row, and what it says of it."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from common.models import TranslatedField

from .profile_part import OURS, Part

REASON = "load_profile"


class Plan:
    """The rows made, changed and left alone; written as it goes, rolled back by a dry run."""

    def __init__(self, folder: Path = OURS) -> None:
        self.folder = folder  # where files that the profile names are looked for
        self.created: list[str] = []
        self.changed: list[str] = []
        self.left: list[str] = []
        self.waiting: list[str] = []
        self.dropped: Counter[str] = Counter()
        self.made: dict[type, list[Any]] = {}
        self._new: set[tuple[type, int]] = set()

    def __bool__(self) -> bool:
        """Whether there is anything to change."""
        return bool(self.created or self.changed)

    def put(self, part: Part, model, find: dict[str, Any], values: dict[str, Any]):
        """The row that ``find`` finds, made or brought up to ``values``."""
        row = model.objects.filter(**find).first()
        return self.write(part, row or model(**find), values)

    def write(self, part: Part, row, values: dict[str, Any]):
        """Give ``row`` these values; save it only if one of them is new."""
        is_new = row.pk is None
        changes = [
            (name, getattr(row, name, None), value)
            for name, value in values.items()
            if is_new or getattr(row, name, None) != value
        ]
        if not changes:
            return row
        for name, _old, value in changes:
            setattr(row, name, value)
        if not is_new and hasattr(row, "revision"):
            row.revision += 1
        _check(part, row)
        row._change_reason = REASON
        row.save()
        if is_new:
            self._new.add((type(row), row.pk))
            self.created.append(name_of(row))
            self.made.setdefault(type(row), []).append(getattr(row, "name", row))
        else:
            self.note(row, *(line for change in changes for line in difference(*change)))
        return row

    def note(self, row, *differences: str) -> None:
        """Say what changed in a row that was there before."""
        if (type(row), row.pk) not in self._new:
            self.changed += [f"{name_of(row)}: {line}" for line in differences]

    def put_set(self, row, name: str, wanted) -> None:
        """Bring a set of rows, such as the powers of a position, up to ``wanted``."""
        held, wanted = set(getattr(row, name).all()), set(wanted)
        if held == wanted:
            return
        row._change_reason = REASON
        getattr(row, name).set(wanted)
        signs = [f"+{x.code}" for x in wanted - held] + [f"-{x.code}" for x in held - wanted]
        self.note(row, f"{name}: {', '.join(sorted(signs))}")

    def in_use(self, rows: list[Part], model) -> list[tuple[int, Part]]:
        """The rows with their places in the file, without what was closed on a page: that stays
        closed and as it is, whatever the file says of it.
        """
        closed = set(model.objects.exclude(closed_on=None).values_list("code", flat=True))
        for row in (row for row in rows if row.code() in closed):
            self.waiting.append(f"{model._meta.verbose_name} {row.code()}: closed, left alone")
        return [(n, row) for n, row in enumerate(rows, 1) if row.code() not in closed]

    def leave(self, model, codes) -> None:
        """Rows that the file no longer has stay: other rows may hang on them."""
        rows = model.objects.exclude(code__in=["", *codes])  # without a code: made on a page
        if hasattr(rows, "in_use"):
            rows = rows.in_use()
        self.left += [f"{name_of(row)}: left alone, no longer in the profile" for row in rows]

    def drop(self, part: Part, *keys: str) -> None:
        """Say which keys the database has no place for; nothing is lost without a word."""
        for key in keys:
            if key in part and part.value[key] not in (None, "", [], {}):
                self.dropped[re.sub(r"\[[^\]]*\]", "", f"{part.path}.{key}").lstrip(".")] += 1


def name_of(row) -> str:
    """What the difference calls a row: its kind and its code."""
    code = next((getattr(row, key) for key in ("code", "index") if getattr(row, key, "")), row)
    return f"{row._meta.verbose_name} {code}"


def difference(name: str, old, new) -> list[str]:
    """One line for each value that changed, old → new; of a word, only the languages that did."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        return [f"{name}.{key}: {shown(old.get(key))} → {shown(new.get(key))}" for key in keys]
    return [f"{name}: {shown(old)} → {shown(new)}"]


def shown(value) -> str:
    """A value as the difference writes it."""
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, models.Model):
        return str(getattr(value, "code", value))
    if isinstance(value, dict | list | bool):
        return json.dumps(value, ensure_ascii=False)
    return f"“{value}”" if isinstance(value, str) else str(value)


def _check(part: Part, row) -> None:
    """Refuse what the row itself refuses: too long, no address, no such choice."""
    for field in row._meta.fields:
        if isinstance(field, TranslatedField):
            for language, words in getattr(row, field.name).items():
                if len(words) > field.text_length:
                    sentence = f"longer than {field.text_length} letters."
                    raise part.fail(sentence, f"{field.name}.{language}")
    try:
        row.full_clean(validate_unique=False)
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        raise part.fail(sentences[0], "" if name == NON_FIELD_ERRORS else name) from error
