"""Reading a profile: a part of the YAML file that knows its own path, so that every refusal can
name the place where the file is wrong.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from common.models import TranslatedText

from .models.standing import Standing

OURS = settings.BASE_DIR / "profiles"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


class ProfileError(Exception):
    """The file cannot be loaded: where it is wrong, and why, in a sentence."""


class _Strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which a key given twice is a mistake, not a silent choice of the second."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _value in node.value:
            if (key := key_node.value) in seen:
                line = key_node.start_mark.line + 1
                raise ProfileError(f"line {line}: the key “{key}” is given twice.")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def read(path: Path) -> "Part":
    """The whole file as one part; a section written as ``{from: FILE}`` is read from there."""
    data = _yaml(path)
    if not isinstance(data, dict):
        raise ProfileError(f"{path}: the file must hold named sections.")
    for name, value in data.items():
        if isinstance(value, dict) and [*value] == ["from"]:
            part = Part(value, str(name))
            data[name] = _yaml(beside(path.parent, part.code("from"), part))
    return Part(data)


def beside(folder: Path, name: str, part: "Part") -> Path:
    """A file that a profile names: it lies beside the profile, or comes with the program."""
    if not name.startswith(("/", ".", "~")) and ".." not in name:
        for place in (folder, OURS):
            if (path := place / name).is_file():
                return path
    raise part.fail(f"there is no file “{name}” beside the profile.")


def _yaml(path: Path) -> Any:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), _Strict)  # noqa: S506 -- a SafeLoader
    except OSError as error:
        raise ProfileError(f"{path}: the file cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path}: the file is not in UTF-8.") from error
    except yaml.YAMLError as error:
        raise ProfileError(f"{path}: this is not YAML: {error}") from error
    return data


def plain(value: Any) -> Any:
    """A value as JSON keeps it: dates as ISO text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


class Part:
    """One place in the file: a value, and the path that leads to it."""

    def __init__(self, value: Any, path: str = ""):
        self.value, self.path = value, path

    def fail(self, sentence: str, key: str = "") -> ProfileError:
        """The refusal of what stands here (or under ``key``)."""
        return ProfileError(f"{self._at(key) if key else self.path}: {sentence}")

    def __contains__(self, key: str) -> bool:
        return key in self._mapping()

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _mapping(self) -> dict:
        if not isinstance(self.value, dict):
            raise self.fail("named values are expected here.")
        return self.value

    def __iter__(self) -> Iterator[str]:
        """The keys written here."""
        return iter(self._mapping())

    def only(self, *known: str) -> None:
        """Refuse a key that no one understands: it is a slip of the pen, or a lost demand."""
        for key in self._mapping():
            if key not in known:
                raise self.fail(f"unknown key; known are {', '.join(sorted(known))}.", str(key))

    def leave_out(self, name: str) -> None:
        """As if a section, or one key of it ("section.key"), did not stand in the file."""
        section, _dot, key = name.partition(".")
        if not key:
            self._mapping().pop(section, None)
        elif isinstance(inner := self._mapping().get(section), dict):
            inner.pop(key, None)

    def part(self, key: str) -> "Part":
        """What stands under ``key``."""
        if key not in self._mapping():
            raise self.fail("this is missing.", key)
        return Part(self.value[key], self._at(key))

    def rows(self, key: str = "") -> "list[Part]":
        """The rows under ``key`` (or here), each named by its code where it has one."""
        here = self.part(key) if key else self
        if not isinstance(here.value, list):
            raise here.fail("a list is expected here.")
        rows = []
        for number, value in enumerate(here.value, 1):
            named = isinstance(value, dict) and next(
                (value[k] for k in ("code", "index", "login") if value.get(k)), None
            )
            rows.append(Part(value, f"{here.path}[{named or number}]"))
        return rows

    def coded(self, key: str = "") -> "list[Part]":
        """The rows under ``key``, each with a code of its own."""
        rows, seen = self.rows(key), set()
        for row in rows:
            if (code := row.code()) in seen:
                raise row.fail(f"the code “{code}” is given twice.")
            seen.add(code)
        return rows

    def code(self, key: str = "code") -> str:
        """A code: never shown, never changed, how a row is found again."""
        if code := self.text(key):
            return code
        raise self.fail("a code is needed.", key)

    def text(self, key: str, default: str = "") -> str:
        """A line of text; nothing and null are empty."""
        value = self._mapping().get(key)
        if value is None:
            return default
        if not isinstance(value, str):
            raise self.fail(f"a text is expected, not {value!r}; put it in quotes.", key)
        return value.strip()

    def words(self, key: str, *, required: bool = True) -> TranslatedText:
        """A word in ky, ru and en; Kyrgyz is the one that must be there."""
        if self._mapping().get(key) is None and not required:
            return TranslatedText()
        part = self.part(key)
        part.only(*LANGUAGES)
        words = TranslatedText({code: part.text(code) for code in LANGUAGES if part.text(code)})
        if not words.get("ky"):
            raise part.fail("the Kyrgyz words are missing.", "ky")
        return words

    def number(self, key: str) -> int | None:
        """A whole number, or nothing."""
        value = self._mapping().get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self.fail(f"a whole number is expected, not {value!r}.", key)
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """Yes or no."""
        value = self._mapping().get(key, default)
        if not isinstance(value, bool):
            raise self.fail(f"true or false is expected, not {value!r}.", key)
        return value

    def choice(self, key: str, choices: Iterable[str], default: str = "") -> str:
        """One of a few words."""
        value, choices = self.text(key, default), list(choices)
        if value not in choices:
            known = ", ".join(choices)
            raise self.fail(f"“{value}” is not known; choose one of {known}.", key)
        return value

    def find(self, key: str, model, *, by: str = "code", required: bool = True):
        """The row that ``key`` names by its code."""
        name = self.text(key)
        if not name:
            if required:
                raise self.fail("this is missing.", key)
            return None
        row = model.objects.filter(**{by: name}).first()
        if row is None:
            raise self.fail(f"there is no {model._meta.verbose_name} “{name}”.", key)
        if isinstance(row, Standing) and row.closed_on:
            raise self.fail(f"the {model._meta.verbose_name} “{name}” is closed.", key)
        return row
