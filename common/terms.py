"""The words of one organisation in place of the program's own (education 6.2, A-14).

What an organisation calls otherwise stands in its profile: a whole sentence of the program, by its
English words, or single words, wherever they stand by themselves. Every translation of the
program goes through here: pages, forms, states, letters and papers.
"""

import re
from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import get_language, trans_real

WORDS = "*"  # the key of single words, beside the sentences


class Terms:
    """Sentences and words of each language, ready to be looked up."""

    def __init__(self, said: dict[str, dict[str, Any]]):
        self.said = said
        self._sentences = {key: words for key, words in said.items() if key != WORDS}
        self._words = {
            language: {word.casefold(): other for word, other in pairs.items()}
            for language, pairs in said.get(WORDS, {}).items()
            if pairs
        }
        self._patterns = {
            language: re.compile(
                r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(pairs, key=len)[::-1])) + r")(?!\w)",
                re.I,
            )
            for language, pairs in self._words.items()
        }

    def say(self, message: str, translated: str) -> str:
        """What this organisation says where the program says ``translated``."""
        language = (get_language() or "").partition("-")[0]
        said = self._sentences.get(message, {}).get(language)
        if said is None:
            if (pattern := self._patterns.get(language)) is None:
                return translated
            said = pattern.sub(lambda match: self._other(language, match[0]), str(translated))
        return mark_safe(said) if isinstance(translated, SafeData) else said  # noqa: S308 -- ours

    def _other(self, language: str, word: str) -> str:
        other = self._words[language][word.casefold()]
        if len(word) > 1 and word.isupper():
            return other.upper()
        return other[:1].upper() + other[1:] if word[:1].isupper() else other


_now: Terms | None = None


def use(said: dict[str, dict[str, Any]]) -> None:
    """From now on speak with these words: told at every look at the organisation."""
    global _now  # noqa: PLW0603 -- one organisation an installation, one way to speak
    if said != (_now.said if _now else {}):
        _now = Terms(said) if said else None


def install() -> None:
    """Let every translation of the program pass through the words of the organisation."""
    engine: Any = vars(translation)["_trans"]  # where Django itself looks its functions up
    for name in ("gettext", "pgettext", "ngettext", "npgettext"):
        setattr(engine, name, _through(getattr(trans_real, name), name))


def _through(translate: Callable[..., str], name: str) -> Callable[..., str]:
    """The sentence that is looked up; of one with a number only the words are changed."""
    place = {"gettext": 0, "pgettext": 1}.get(name)

    def translated(*args):
        found = translate(*args)
        if _now is None:
            return found
        return _now.say("" if place is None else str(args[place]), found)

    return translated


def known_messages() -> set[str]:
    """Every sentence the program can say, by its English words."""
    found: Any = trans_real.translation("ky")
    catalog = found._catalog  # no other way to ask for them
    keys = (key[0] if isinstance(key, tuple) else key for key in catalog.keys())  # noqa: SIM118
    return {key.rpartition("\x04")[2] for key in keys}
