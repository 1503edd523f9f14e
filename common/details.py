"""What a row of the journal says besides: its details in words, for the page of the row."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy

from common.words import plainly

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(\+\d\d:\d\d|Z)?")
HASH = re.compile(r"[0-9a-f]{40,64}")
#: Told elsewhere on the page, or not for people.
ELSEWHERE = {"history", "erased", "fields", "gained", "lost"}

LABELS: dict[str, Any] = {
    "from": gettext_lazy("State before"),
    "to": gettext_lazy("State after"),
    "number": gettext_lazy("No."),
    "order": gettext_lazy("order No."),
    "date": gettext_lazy("date"),
    "due": gettext_lazy("due"),
    "until": gettext_lazy("to"),
    "version": gettext_lazy("version"),
    "language": gettext_lazy("language"),
    "kind": gettext_lazy("what"),
    "way": gettext_lazy("how"),
    "means": gettext_lazy("how"),
    "on_paper": gettext_lazy("on paper"),
    "by_letter": gettext_lazy("by letter"),
    "sessions": gettext_lazy("sessions ended"),
    "left": gettext_lazy("codes left"),
    "place": gettext_lazy("page"),
    "register": gettext_lazy("list"),
    "form": gettext_lazy("format"),
    "filters": gettext_lazy("filters"),
    "rows": gettext_lazy("rows"),
    "count": gettext_lazy("count"),
    "findings": gettext_lazy("faults"),
    "asks": gettext_lazy("lines of the sheet"),
    "manifest": gettext_lazy("digest of what is signed"),
    "signatures": gettext_lazy("digests of the signatures"),
    "lines": gettext_lazy("digests of the answers"),
    "digest": gettext_lazy("digest"),
    "text": gettext_lazy("digest of the text"),
    "sha256": gettext_lazy("hash of the file"),
    "certificate": gettext_lazy("certificate"),
    "fingerprint": gettext_lazy("certificate"),
    "replaces": gettext_lazy("in place of"),
    "typed": gettext_lazy("digest of what was typed"),
    "set": gettext_lazy("backup"),
    "key": gettext_lazy("public half of the key"),
    "files": gettext_lazy("files"),
    "added": gettext_lazy("powers added"),
    "dropped": gettext_lazy("powers taken away"),
    "positions": gettext_lazy("positions"),
    "purpose": gettext_lazy("what for"),
    "profile": gettext_lazy("profile"),
    "removed": gettext_lazy("removed"),
}
_values: dict[tuple[str, str], tuple[Any, Callable[[Any], str]]] = {}


def explain_value(deed: str, key: str, label, words: Callable[[Any], str]) -> None:
    """An app says what a detail of its deed is called, and its value in words."""
    _values[deed, key] = label, words


def in_words(entry) -> list[tuple[str, str]]:
    """(name, value) of what a row says besides its changes, in the order of the table above."""
    told = []
    order = {key: place for place, key in enumerate(LABELS)}
    for key, value in sorted(entry.details.items(), key=lambda pair: order.get(pair[0], 99)):
        if key in ELSEWHERE or value in (None, "", [], {}):
            continue
        if key in ("from", "to") and hasattr(_model(entry), "history"):
            continue  # the state stands among the changes
        label, words = _values.get((entry.deed, key), (LABELS.get(key, key), None))
        said = words(value) if words else _said(entry, key, value)
        told.append((str(label), said))
    return told


def _model(entry) -> Any:
    return entry.content_type and entry.content_type.model_class()


def _said(entry, key: str, value: Any) -> str:
    model = _model(entry)
    if key in ("from", "to") and hasattr(model, "State"):
        return str(dict(model.State.choices).get(value, value))
    if key == "language":
        return str(dict(settings.LANGUAGES).get(value, value))
    if isinstance(value, list):
        return ", ".join(_said(entry, "", one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_said(entry, '', one)}" for name, one in value.items())
    if not isinstance(value, str):
        return plainly(value)
    if HASH.fullmatch(value):
        return f"{value[:12]}…{value[-4:]}"
    if DAY.fullmatch(value):
        return plainly(date.fromisoformat(value))
    return plainly(datetime.fromisoformat(value)) if MOMENT.fullmatch(value) else value
