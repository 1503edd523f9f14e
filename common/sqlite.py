"""SQLite taught the Kyrgyz alphabet: without this its LIKE and LOWER know only ASCII letters."""

import re
from functools import lru_cache

from django.db.backends.signals import connection_created
from django.dispatch import receiver


@lru_cache(512)
def _pattern(like: str, escape: str | None) -> re.Pattern:
    parts, letters = [], iter(like)
    for letter in letters:
        if escape and letter == escape:
            parts.append(re.escape(next(letters, "").casefold()))
        else:
            parts.append({"%": ".*", "_": "."}.get(letter) or re.escape(letter.casefold()))
    return re.compile("".join(parts), re.DOTALL)


def like(pattern: str | None, value: str | None, escape: str | None = None) -> bool | None:
    """``value LIKE pattern`` for every alphabet, ignoring case as SQLite does for ASCII."""
    if pattern is None or value is None:
        return None
    return _pattern(pattern, escape).fullmatch(str(value).casefold()) is not None


@receiver(connection_created)
def teach_alphabet(connection, **kwargs):
    """Give each new SQLite connection the functions PostgreSQL has by itself."""
    if connection.vendor != "sqlite":
        return
    raw = connection.connection
    for arguments in (2, 3):
        raw.create_function("like", arguments, like, deterministic=True)
    for name in ("lower", "upper"):
        raw.create_function(
            name,
            1,
            lambda value, name=name: getattr(value, name)() if isinstance(value, str) else value,
            deterministic=True,
        )
