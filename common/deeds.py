"""What each deed is called in the journal and in a record's history, as part of a sentence."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.urls import Resolver404, resolve
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import changes, findings, lights
from common.dates import date_and_time

WORDS = {
    "create": gettext_lazy("began it"),
    "change": gettext_lazy("changed it"),
    "read": gettext_lazy("confirmed having read it"),
    "read_by_signing": gettext_lazy("counted the signatures of those who signed it as readings"),
    "print": gettext_lazy("made the paper"),
    "import": gettext_lazy("brought in the text"),
    "attach": gettext_lazy("attached a file"),
    "change_password": gettext_lazy("changed the password"),
    "load_profile": gettext_lazy("loaded the profile"),
    "detach": gettext_lazy("removed a file"),
    "attach_signature": gettext_lazy("attached a signature file"),
    "take_certificate": gettext_lazy("took a signing certificate into use"),
    "fail": gettext_lazy("found a fault"),
    "export": gettext_lazy("took out the list"),
    "seal": gettext_lazy("sealed the journal"),
    "set_seals_aside": gettext_lazy("set later seals aside after a restore"),
    "review_trail": gettext_lazy("reviewed the journal"),
    "erase": gettext_lazy("erased personal data"),
    "settings": gettext_lazy("changed the settings"),
    "upload_list": gettext_lazy("looked through a list before bringing it in"),
    "confirm_register": gettext_lazy("confirmed a list of a register"),
    "confirm_list": gettext_lazy("confirmed that a list agrees with the signed papers"),
    "import_list": gettext_lazy("brought in a list"),
    "run_check": gettext_lazy("asked for a check at once"),
    "finish_start": gettext_lazy("finished the first start"),
}
FORMS = {"xlsx": "Excel", "pdf": "PDF"}


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


def names() -> dict[str, str]:
    """Every deed by its code: those of the lifecycles and the others."""
    steps = {
        name: step.done or step.label
        for model in apps.get_models()
        for name, step in getattr(model, "STEPS", {}).items()
    }
    return {code: capfirst(str(words)) for code, words in (steps | WORDS).items()}


def who(entry) -> str:
    """Who did it: a person, or the system by itself."""
    return entry.user.person.short_name if entry.user else "Sapat"


def fields(entry) -> str:
    """Which fields a change touched, in the words of the form; which list was taken out, which
    check was asked for.
    """
    if entry.deed == "export":
        return _list_taken(entry.details)
    if entry.deed == "run_check":
        return f": {lights.name_of(entry.details['kind'])}"
    model = entry.content_type and entry.content_type.model_class()
    known = {field.name: field.verbose_name for field in model._meta.fields} if model else {}
    words = [str(known[name]) for name in entry.details.get("fields", []) if name in known]
    return f": {', '.join(words)}" if words and entry.deed == "change" else ""


def more(entry) -> str:
    """What a sentence about the row tells besides the deed: “: Read the journal”."""
    return _more.get(entry.deed, fields)(entry)


def _list_taken(details: dict) -> str:
    """Which register, in which form, how many rows; which page of one record."""
    try:
        match = resolve(details.get("register", ""))
    except Resolver404:
        return ""
    shown: Any = getattr(match.func, "view_class", None)
    named = getattr(shown, "export_title", None)
    title = named(**match.kwargs) if named else getattr(shown, "title", "")
    if not title and getattr(shown, "model", None):
        title = f"{findings.kind(shown.model)}, {details['register']}"
    form = FORMS.get(details.get("form", ""), "")
    if "rows" not in details:
        return f": {title or details['register']} ({form})"
    return f": {title or details['register']} ({form}, {details['rows']})"


def reasons(entries: list) -> dict[int, str]:
    """Why things were changed, by the number of the journal row: kept in the field history.

    A record that is itself a reason says so by ``REASON``, the name of the field.
    """
    asked: dict[str, dict[int, int]] = {}
    for entry in entries:
        for label, pk, *_rest in entry.details.get("history", ()):
            asked.setdefault(label, {})[pk] = entry.number
    codes, found = names(), {}
    for label, rows in asked.items():
        try:
            model: Any = apps.get_model(label)
            kept = model.history
        except LookupError:
            continue
        told = getattr(model, "REASON", "history_change_reason")
        why = kept.filter(pk__in=rows).exclude(**{f"{told}__in": ["", *codes]})
        for pk, reason in why.values_list("pk", told):
            if reason:
                found[rows[pk]] = reason
    return found


def history(entries, reader) -> list[dict]:
    """Journal rows as sentences, newest first: “Үсөнов А. approved and signed it · 12.06.2027”.

    With each stand the fields it changed, as far as this reader may see them.
    """
    entries = list(entries.select_related("user__person", "content_type").order_by("-number"))
    why = reasons(entries)
    changed = changes.of_entries(entries, reader)
    told = []
    for entry in entries:
        shown = [one for one in changed.get(entry.number, ()) if one.kind == "~" and one.is_typed]
        besides = "" if shown and entry.deed == "change" else more(entry)
        told.append(
            {
                "text": _("%(who)s %(deed)s")
                % {"who": who(entry), "deed": sentence(entry) + besides},
                "when": date_and_time(entry.at),
                "who": "",
                "changes": shown,
                "reason": why.get(entry.number, ""),
            }
        )
    return told
