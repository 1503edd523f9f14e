"""Filling in a process card: its rows, its texts, and the card of the next version (004/4.1)."""

from collections.abc import Callable, Hashable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.text import fold

from .card_text import card_html, languages
from .process_card import (
    CardDocument,
    CardExecutor,
    CardFlow,
    CardIndicator,
    CardRecord,
    ProcessCard,
    ProcessItem,
)
from .text import VersionText
from .version import DocumentVersion

ROWS: dict[str, tuple[Any, Callable[[dict], Hashable]]] = {
    "executors": (CardExecutor, lambda row: row["position"].pk),
    "flows": (CardFlow, lambda row: (row["direction"], row["item"].pk)),
    "documents": (CardDocument, lambda row: row["document"].pk),
    "records": (CardRecord, lambda row: row["index"]),
    "indicators": (CardIndicator, lambda row: fold(row["name"].get("ky", ""))),
}


def fill(card: ProcessCard, rows: dict[str, list[dict]]) -> None:
    """Keep the card of a draft with its rows, and write its texts anew; inside a deed.

    A row is known by what it names, not by its place: moved, it stays the same row.
    """
    version = DocumentVersion.objects.select_for_update().get(pk=card.version_id)
    if version.state != version.State.DRAFT:
        raise ValidationError(_("This version is no longer a draft."))
    card.save()
    for name, wanted in rows.items():
        _put_rows(card, name, wanted)
    write_texts(card)


def _put_rows(card: ProcessCard, name: str, wanted: list[dict]) -> None:
    model, key_of = ROWS[name]
    fields = [f.name for f in model._meta.concrete_fields if f.name not in ("id", "card", "order")]
    held = {}
    for kept in model.objects.filter(card=card):
        held[key_of({field: getattr(kept, field) for field in fields})] = kept
    for order, values in enumerate(wanted, 1):
        row: Any = held.pop(key_of(values), None) or model(card=card)
        given = {**values, "order": order}
        if row.pk and all(getattr(row, key) == value for key, value in given.items()):
            continue
        for key, value in given.items():
            setattr(row, key, value)
        row.save()
    for row in held.values():
        row.delete()


def write_texts(card: ProcessCard) -> None:
    """The words of the card in each of its languages, as texts of its version."""
    card = ProcessCard.objects.get(pk=card.pk)  # as it is kept, not as it was given
    wanted = languages(card)
    held = {text.language: text for text in card.version.texts.all()}
    for language, text in held.items():
        if language not in wanted:
            text.delete()
        elif text.is_original and language != wanted[0]:
            text.is_original = False  # two originals never stand beside each other
            text.save()
    for language in wanted:
        text = held.get(language) or VersionText(
            version=card.version, language=language, revision=0
        )
        html, original = card_html(card, language), language == wanted[0]
        if text.pk and (text.html, text.is_original) == (html, original):
            continue
        text.html, text.is_original = html, original
        text.revision += 1
        text.save()


def begin_card(version: DocumentVersion) -> ProcessCard | None:
    """The card of a new version: a copy of the one before, or empty; inside a deed.

    Nothing where documents of this type are written as texts, or no process is named yet.
    """
    process = getattr(version.document, "process", None)
    if version.document.type.form != "process_card" or process is None:
        return None
    before = version.version_before()
    old = ProcessCard.objects.filter(version=before).first() if before else None
    if old is None:
        card = ProcessCard(
            version=version, owner=process.owner, head=process.head, criteria=process.criteria
        )
        card.save()
        return card
    rows = {name: list(model.objects.filter(card=old)) for name, (model, _key) in ROWS.items()}
    card = ProcessCard.objects.get(pk=old.pk)
    card.pk, card.version, card.revision, card._state.adding = None, version, 1, True
    card.save()
    for kept in rows.values():
        for row in kept:
            row.pk, row.card, row._state.adding = None, card, True
            row.save()
    write_texts(card)
    return card


def item_named(name: dict) -> ProcessItem:
    """The thing of this Kyrgyz name that passes between processes, made where it is new.

    Words of another language are added where there were none; to call it otherwise is done on the
    list of inputs and outputs, for all cards at once.
    """
    found = find_item(name)
    if found is None:
        found = ProcessItem(name=name)
        found.save()
        return found
    added = {code: words for code, words in name.items() if words and not found.name.get(code)}
    if added:
        found.name = type(found.name)({**found.name, **added})
        found.revision += 1
        found.save()
    return found


def find_item(name: dict) -> ProcessItem | None:
    """The thing of this Kyrgyz name, whatever the case and the letters Ң Ө Ү."""
    wanted = fold(name.get("ky", ""))
    for item in ProcessItem.objects.search(name.get("ky", "")):
        if fold(item.name.get("ky", "")) == wanted:
            return item
    return None
