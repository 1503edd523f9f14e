"""The words of a process card as a text: the form of 004/4.1 with its eleven fields in order.

A version is read, compared, searched and signed by its text; for a card it is written here, never
by hand. Each field is a block under an id of its own that stays the same in every version.
"""

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.models import TranslatedText
from people.models import Organisation

from .card_records import case_titles

EMPTY = "—"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def languages(card) -> list[str]:
    """The languages a card is written in, the original first: those with its purpose and name."""
    own, name = Organisation.current().original_language, card.process.name
    have = [code for code in LANGUAGES if card.purpose.get(code) and name.get(code)]
    return sorted(have or [own], key=lambda code: code != own)


def card_html(card, language: str) -> str:
    """The card in one language; words that are missing in it stand in another."""
    with translation.override(language):
        return "\n".join(
            [
                _line("name", _("1. Process name"), card.process.name),
                _line("owner", _("2. Process owner"), card.owner),
                _line("head", _("3. Process head"), card.head or _("not appointed")),
                _purpose(card),
                _line("executors", _("6. Responsible executors"), _points(card.executors.all())),
                _line("inputs", _("7. Inputs"), _flows(card, "in")),
                _line("outputs", _("8. Outputs"), _flows(card, "out")),
                _documents(card),
                _line("records", _("10. Records"), _records(card)),
                _indicators(card),
                _line("criteria", _("Criteria of effectiveness"), _lines(card.criteria)),
                _line("methods", _("Methods"), _lines(card.methods)),
            ]
        )


def block_id(key: str) -> str:
    """The id of a field's block, alike in every card and version."""
    return "b-" + hashlib.sha256(f"process card: {key}".encode()).hexdigest()[:8]


def _table(key: str, body: SafeString) -> SafeString:
    return format_html('<table id="{}"><tbody>{}</tbody></table>', block_id(key), body)


def _line(key: str, label: str, value) -> SafeString:
    """A field with its label at the left."""
    row = format_html(
        '<tr><th scope="row">{}</th><td>{}</td></tr>',
        label,
        value if isinstance(value, SafeString) else str(value or EMPTY),
    )
    return _table(key, row)


def _purpose(card) -> SafeString:
    """Fields 4 and 5 stand side by side."""
    return _table(
        "purpose",
        format_html(
            '<tr><th scope="col">{}</th><th scope="col">{}</th></tr>'
            "<tr><td>{}</td><td>{}</td></tr>",
            _("4. Purpose of the process"),
            _("5. Tasks of the process"),
            _lines(card.purpose),
            _lines(card.tasks),
        ),
    )


def _documents(card) -> SafeString:
    """Field 9 stands over 9a and 9b."""
    rows = [row.document for row in card.documents.select_related("document__type")]
    outside = [f"{d.code} {d.title}" for d in rows if d.type.is_external]
    inside = [f"{d.code} {d.title}" for d in rows if not d.type.is_external]
    return _table(
        "documents",
        format_html(
            '<tr><th colspan="2" scope="colgroup">{}</th></tr>'
            '<tr><th scope="col">{}</th><th scope="col">{}</th></tr>'
            "<tr><td>{}</td><td>{}</td></tr>",
            _("9. Documents regulating activity within the process"),
            pgettext("process card", "9a. External"),
            pgettext("process card", "9b. Internal"),
            _points(outside),
            _points(inside),
        ),
    )


def _records(card) -> SafeString:
    indexes = [row.index for row in card.records.all()]
    titles = case_titles(indexes)
    return _points(f"{index} {titles.get(index, '')}".strip() for index in indexes)


def _indicators(card) -> SafeString:
    heads = format_html_join(
        "",
        '<th scope="col">{}</th>',
        [
            (_("Indicator"),),
            (_("Criterion"),),
            (_("How often"),),
            (_("Who measures"),),
            (_("How it is measured"),),
        ],
    )
    rows = format_html_join(
        "",
        "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        (
            (
                str(row.name),
                str(row.target) or EMPTY,
                row.get_frequency_display(),
                str(row.responsible or EMPTY),
                str(row.method) or EMPTY,
            )
            for row in card.indicators.select_related("responsible")
        ),
    )
    return _table(
        "indicators",
        format_html(
            '<tr><th colspan="5" scope="colgroup">{}</th></tr><tr>{}</tr>{}',
            _("11. Performance indicators"),
            heads,
            rows or format_html('<tr><td colspan="5">{}</td></tr>', EMPTY),
        ),
    )


def _flows(card, direction: str) -> SafeString:
    return _points(
        f"{flow.item} ({flow.party})" if flow.party else str(flow.item)
        for flow in card.flows.filter(direction=direction).select_related("item")
    )


def _points(rows: Iterable) -> SafeString:
    """Rows as a list; one row as it is."""
    words = [str(row) for row in rows]
    if len(words) > 1:
        return format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((w,) for w in words))
        )
    return format_html("{}", words[0] if words else EMPTY)


def _lines(text: TranslatedText) -> SafeString:
    """A long text: its lines as a list where there are several."""
    return _points([line.strip() for line in str(text).splitlines() if line.strip()])
