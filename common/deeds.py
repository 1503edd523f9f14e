"""What each deed is called in the journal and in a record's history, as part of a sentence."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import date_and_time

WORDS = {
    "create": gettext_lazy("began it"),
    "change": gettext_lazy("changed it"),
    "read": gettext_lazy("confirmed having read it"),
    "print": gettext_lazy("made the paper"),
    "import": gettext_lazy("brought in the text"),
    "attach": gettext_lazy("attached a file"),
    "change_password": gettext_lazy("changed the password"),
    "load_profile": gettext_lazy("loaded the profile"),
    "detach": gettext_lazy("removed a file"),
    "fail": gettext_lazy("found a fault"),
}


def call(**words) -> None:
    """An app says what its own deeds are called."""
    WORDS.update(words)


_more: dict[str, Callable[[Any], str]] = {}


def explain(deed: str, words: Callable[[Any], str]) -> None:
    """An app says what a record's history tells of its deed besides: “: Read the journal”."""
    _more[deed] = words


def sentence(entry) -> str:
    """The deed of a journal row in words."""
    model = entry.content_type and entry.content_type.model_class()
    step = getattr(model, "STEPS", {}).get(entry.deed)
    return str(step.done or step.label) if step else str(WORDS.get(entry.deed, entry.deed))


def who(entry) -> str:
    """Who did it: a person, or the system by itself."""
    return entry.user.person.short_name if entry.user else "Sapat"


def fields(entry) -> str:
    """Which fields a change touched, in the words of the form."""
    model = entry.content_type and entry.content_type.model_class()
    known = {field.name: field.verbose_name for field in model._meta.fields} if model else {}
    words = [str(known[name]) for name in entry.details.get("fields", []) if name in known]
    return f": {', '.join(words)}" if words and entry.deed == "change" else ""


def history(entries) -> list[dict]:
    """Journal rows as sentences, newest first: “Үсөнов А. approved and signed it · 12.06.2027”."""
    return [
        {
            "text": _("%(who)s %(deed)s")
            % {"who": who(entry), "deed": sentence(entry) + _more.get(entry.deed, fields)(entry)},
            "when": date_and_time(entry.at),
            "who": "",
        }
        for entry in entries.select_related("user__person", "content_type").order_by("-number")
    ]
