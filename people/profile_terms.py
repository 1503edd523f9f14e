"""The profile's words for what the program calls otherwise (education 6.2, A-14)."""

from typing import Any

from common.terms import WORDS, known_messages

from .models import Organisation
from .profile import Part, Plan, section
from .profile_part import LANGUAGES


@section("terms", 13)
def terms(data: Part, plan: Plan) -> None:
    """Sentences by their English words, and under ``*`` single words of one language.

    A sentence that the program does not say is told, not refused: another version may say it.
    """
    said: dict[str, dict[str, Any]] = {}
    known = known_messages()
    for key in data:
        words = data.part(key)
        words.only(*LANGUAGES)
        said[key] = {
            code: _pairs(words, code) if key == WORDS else words.text(code) for code in words
        }
        if key != WORDS and key not in known:
            plan.waiting.append(f"terms: the program says “{key}” nowhere")
    plan.write(data, Organisation.current(), {"terms": said})


def _pairs(words: Part, language: str) -> dict[str, str]:
    """Word by word; what a word is replaced by must not be empty."""
    pairs = words.part(language)
    for word in pairs:
        if not pairs.text(word):
            raise pairs.fail("the other word is missing.", word)
    return {word.strip(): pairs.text(word) for word in pairs}
