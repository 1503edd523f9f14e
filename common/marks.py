"""Small marks as plain strings: an icon, a state, a person, the rows of a register.

``common.templatetags.ui`` hands them to templates; a register's rows are made here because a
template would cost ten times as much.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

#: grey a draft · blue on its way · green in force or done · amber soon · red late or broken
TONES = frozenset({"grey", "blue", "green", "amber", "red"})
#: How a cell of a register is set: class of the ``<td>`` and whether a card names the column.
CELLS = {
    "code": ("c", False),
    "text": ("", False),
    "state": ("s", False),
    "number": ("n", True),
    "date": ("d", True),
    "person": ("p", True),
}

NOTHING = ("", "—")  # what a cell says that has nothing to say


def tone_of(tone: str) -> str:
    """The tone if there is such a one; a slip shows itself at once, not as a grey word."""
    if tone and tone not in TONES:
        raise ValueError(f"No tone {tone!r}; there are {', '.join(sorted(TONES))}.")
    return tone or "grey"


def part(thing: Any, name: str, default: Any = "") -> Any:
    """A named part of a dictionary or an object alike."""
    if isinstance(thing, Mapping):
        return thing.get(name, default)
    return getattr(thing, name, default)


def icon(name: str, label: str = "") -> SafeString:
    """A drawing of the sprite: ``{% icon "check" %}``; with ``label`` it is read aloud too."""
    voice = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon" {}><use href="{}#i-{}"/></svg>',
        mark_safe(voice),  # noqa: S308  (built by format_html above)
        static("build/icons.svg"),
        name,
    )


def state(value: Any, tone: str = "") -> SafeString:
    """The state as a word with its sign: of something with ``label`` and ``tone``, or a word."""
    if label := part(value, "label"):
        value, tone = label, tone or part(value, "tone")
    return format_html('<b class="state {}">{}</b>', tone_of(tone), value)


def person(someone: Any, position: str = "") -> SafeString:
    """A person in a line, with the position in grey; nobody is a dash."""
    if not someone:
        return mark_safe('<span class="quiet">—</span>')
    if not position:
        return format_html('<span class="person">{}</span>', someone)
    return format_html(
        '<span class="person">{} <span class="quiet">{}</span></span>', someone, position
    )


def short_hash(value: str) -> str:
    """A digest as people compare it, on paper and on the screen: its first and last letters."""
    return f"{value[:6]}…{value[-6:]}" if len(value) > 20 else value


def copy_hash(value: str, label: str = "") -> SafeString:
    """A digest shown by its first and last letters, with a button that copies all of it."""
    return format_html(
        '<span class="hash"><code title="{0}">{1}</code><button type="button" class="icon-button" '
        'data-copy="{0}" aria-label="{2}">{3}</button></span>',
        value,
        short_hash(value),
        label or _("Copy the digest"),
        icon("copy"),
    )


def rows(records: Iterable[Any]) -> SafeString:
    """The rows of a register: plain strings joined here, for a template would cost tenfold.

    End tags that HTML lets one leave out are left out. The first cell that says something is the
    link of the row; on a phone each row is a card whose headline is the first text
    (``static/src/register.css``).
    """
    out: list[str] = []
    for record in records:
        out.append("<tr>")
        opened = headed = False
        for cell in record.cells:
            name, named = CELLS[cell.kind]
            text: str = escape(cell.text)
            if cell.kind == "person":  # initials stay together
                text = text.replace(". ", ".\u00a0")
            if cell.kind == "state" and cell.text:
                text = f'<b class="state {tone_of(cell.tone)}">{text}</b>'
            elif cell.tone:
                text = f'<b class="{tone_of(cell.tone)}">{text}</b>'
            if cell.kind == "text" and not headed:
                name, headed = "t", True
            if not opened and cell.text not in NOTHING:
                opened = True
                if record.url:
                    text = f'<a href="{escape(record.url)}">{text}</a>'
            names = " ".join(filter(None, (name, getattr(cell, "css", ""))))
            attributes = f' class="{names}"' if " " in names else f" class={names}" if names else ""
            if (named or (cell.kind == "text" and name != "t")) and cell.text:
                attributes += f' data-l="{escape(cell.label)}"'
            out.append(f"<td{attributes}>{text}")
    return mark_safe("".join(out))  # noqa: S308  (every word above is escaped)
