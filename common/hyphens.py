"""Where words may break: browsers know no Kyrgyz, so narrow places get soft hyphens from here."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

KYRGYZ = Path(__file__).with_name("hyph_ky.dic")  # pyphen knows none
SOFT = "\u00ad"
SHORT = 7  # letters; what is no longer stays whole
_WORD = re.compile(r"[^\W\d_]+")


@cache
def languages() -> Any:
    """pyphen, with the languages it knows and ours."""
    import pyphen  # noqa: PLC0415 -- comes with WeasyPrint

    pyphen.LANGUAGES["ky"] = KYRGYZ
    pyphen.LANGUAGES_LOWERCASE["ky"] = "ky"
    return pyphen


@lru_cache(maxsize=4096)
def _broken(word: str, language: str) -> str:
    pyphen = languages()
    known = pyphen.language_fallback(language)
    return pyphen.Pyphen(lang=known).inserted(word, SOFT) if known else word


def soft(text: str, language: str = "") -> str:
    """The text with soft hyphens in its long words, by the rules of the language."""
    code = language or get_language() or "ky"

    def with_breaks(found: re.Match) -> str:
        word = found.group()
        return _broken(word, code) if len(word) > SHORT else word

    return _WORD.sub(with_breaks, str(text))
