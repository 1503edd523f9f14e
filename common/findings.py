"""What a check found, in the reader's words: kept as a sentence of the catalogue with its values.

Records and fields are kept by their keys, for findings hold no personal text: they are named when
somebody reads them, by what their kind is called, and linked where the reader may open them.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

_kinds: dict[str, Any] = {}


def call(kinds: dict[str, Any]) -> None:
    """An app says what a record of each of its models is called: {"people.person": "person"}."""
    _kinds.update(kinds)


def kind(model) -> str:
    """What a record of this model is called."""
    return str(_kinds.get(model._meta.label_lower, model._meta.verbose_name))


def said(values: dict[str, Any], name: Callable[..., str] | None = None) -> dict[str, Any]:
    """Values for a sentence, each record and field in words."""
    name = name or named
    return {key: name(**v) if isinstance(v, dict) else v for key, v in values.items()}


def named(model: str, pk: int | None = None, fields: list[str] | None = None) -> str:
    """A record, its fields, or only its kind: “РИ-05 1/0 (version of a document No. 4)”."""
    known = apps.get_model(model)
    if fields is not None:
        return ", ".join(str(known._meta.get_field(field).verbose_name) for field in fields)
    if pk is None:
        return kind(known)
    which = gettext("%(kind)s No. %(number)s") % {"kind": kind(known), "number": pk}
    row = known._base_manager.filter(pk=pk).first()
    return f"{row} ({which})" if row else which


def plain(found: list[dict]) -> list[str]:
    """The sentences for a letter, a paper or a console."""
    return [gettext(one["text"]) % said(one["values"]) for one in found]


def linked(found: list[dict], user) -> list[SafeString]:
    """The sentences for a page: a record that this reader may open is a link to it."""

    def link(model: str, pk: int | None = None, fields: list[str] | None = None) -> str:
        words = named(model, pk, fields)
        url = _address(model, pk, user) if pk is not None and fields is None else ""
        return format_html('<a href="{}">{}</a>', url, words) if url else words

    shown = []
    for one in found:
        values = {k: conditional_escape(v) for k, v in said(one["values"], link).items()}
        shown.append(mark_safe(conditional_escape(gettext(one["text"])) % values))  # noqa: S308
    return shown


def _address(model: str, pk: int, user) -> str:
    rows = apps.get_model(model)._default_manager.filter(pk=pk)
    if not hasattr(rows, "visible_to"):
        return ""
    row = rows.visible_to(user).first()
    return row.get_absolute_url() if row and hasattr(row, "get_absolute_url") else ""
