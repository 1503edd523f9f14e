"""The components every page is made of; a builtin library, so no template loads it.

An argument a component does not know raises ``TemplateSyntaxError``; a tone it does not know
raises ``ValueError``. Colour carries meaning only, and always beside a word.
"""

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy

from common import dates, gallery, marks
from common.hyphens import soft
from common.marks import part, tone_of

register = template.Library()

LANGUAGE_LABELS = {"ky": "КЫР", "ru": "РУС", "en": "ENG"}
THEMES = {
    "light": ("sun", gettext_lazy("Light")),
    "dark": ("moon", gettext_lazy("Dark")),
    "auto": ("device-desktop", gettext_lazy("As on my device")),
}

# Small marks --------------------------------------------------------------------------------

register.simple_tag(marks.icon)
register.simple_tag(marks.state)
register.simple_tag(marks.person)
register.simple_tag(marks.copy_hash)
register.simple_tag(marks.rows)


@register.filter
def day(value: date | None) -> str:
    """The short date of lists: 12.06.2027."""
    return dates.numeric(value) if value else ""


@register.filter
def long_day(value: date | None) -> str:
    """The date as papers write it: 2027-жылдын 12-июну."""
    return dates.long_date(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A date with the hour: 12.06.2027 14:03."""
    return dates.date_and_time(value) if value else ""


@register.filter
def second(value: datetime | None) -> str:
    """A moment of the trail, with seconds and time zone: 12.06.2027 14:03:59 (UTC+06:00)."""
    return dates.moment_of_trail(value) if value else ""


@register.filter
def size(value: int | None) -> str:
    """How big a file is, as a person says it."""
    words = filesizeformat(value or 0)
    return words.replace(",", ".") if get_language() == "en" else words


@register.filter
def command(words: str) -> str:
    """A command to be typed at this installation, as it is called here: “backup --list”."""
    return f"{'sapat-manage' if settings.PRODUCTION else 'manage.py'} {words}"


# Boxes and lists ----------------------------------------------------------------------------


@register.simple_block_tag
def panel(content: str, title: str = "", tone: str = "", hint: str = "") -> str:
    """A titled part of a page: ``{% panel title=… %}…{% endpanel %}``."""
    tone = tone_of(tone) if tone else ""
    context = {"content": content, "title": title, "tone": tone, "hint": hint}
    return render_to_string("components/panel.html", context)


@register.inclusion_tag("components/empty.html")
def empty(text: str, hint: str = "", url: str = "", label: str = "", icon_name: str = "") -> dict:
    """What stands where nothing is yet: what to do first, and the button to do it."""
    return {"text": text, "hint": hint, "url": url, "label": label, "icon_name": icon_name}


@register.filter
def breakable(text: Any) -> str:
    """A text for a narrow place: its long words may break by the rules of the language."""
    return soft(str(text))


@register.inclusion_tag("components/notice.html")
def notice(text: str, tone: str = "blue", title: str = "") -> dict:
    """A sentence that must be seen: blue to know, green done, amber mind, red broken."""
    return {"text": text, "tone": tone_of(tone), "title": title}


@register.inclusion_tag("components/tile.html")
def tile(item: Any) -> dict:
    """A number with its word; it opens the list it counts."""
    return {"item": item, "tone": tone_of(part(item, "tone")) if part(item, "tone") else ""}


@register.inclusion_tag("components/agenda.html")
def agenda(items: list, empty_text: str = "") -> dict:
    """A list of what waits: title, what of, when due."""
    return {"items": items, "empty_text": empty_text}


@register.inclusion_tag("components/facts.html")
def facts(items: list) -> dict:
    """Named facts beside a record: (label, value) or (label, value, url)."""
    return {"items": [(*item, None)[:3] for item in items]}


@register.inclusion_tag("components/tabs.html")
def tabs(items: list, label: str = "") -> dict:
    """Parts of a record as links; without script each is an ordinary page."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/acts.html")
def acts(steps: list) -> dict:
    """What the reader may do now: one filled button, the rest in a menu."""
    first = [step for step in steps if part(step, "primary")][:1]
    return {"first": first, "others": [step for step in steps if step not in first]}


@register.inclusion_tag("components/history.html")
def history(items: list) -> dict:
    """What happened, newest first, in sentences: ``text``, ``when``, ``who``."""
    return {"items": items}


@register.inclusion_tag("components/changes.html")
def changes(items: list) -> dict:
    """Fields that a deed changed: what each said before, and after."""
    return {"items": items}


@register.inclusion_tag("components/stepper.html")
def stepper(steps: list) -> dict:
    """The way of an approval: ordered steps, each with one line or several at a time.

    A step has ``label``, ``state`` (done, now, later, back) and ``lines``; a line has ``who``,
    ``position``, ``acting`` (for whom, or who acts), ``word``, ``tone``, ``when``, ``remark`` and
    ``signature`` (``words``, ``digest``, ``means``).
    """
    return {"steps": steps}


@register.inclusion_tag("components/files.html")
def files(items: list, empty_text: str = "") -> dict:
    """Files with their size; an item has ``name``, ``url``, ``size`` and maybe ``note``."""
    return {"items": items, "empty_text": empty_text}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str) -> dict:
    """How far a thing is, as a bar and as words: 3 of 8."""
    return {"done": min(done, total), "total": total or 1, "whole": total, "label": label}


@register.inclusion_tag("components/pager.html")
def pager(page_obj: Any, page_links: list, page_size_links: list | None = None) -> dict:
    """Pages of a list, and how many rows a page."""
    return {"page_obj": page_obj, "page_links": page_links, "page_size_links": page_size_links}


@register.simple_tag
def demo() -> dict:
    """What the gallery shows: every component in every state."""
    return gallery.demo()


@register.inclusion_tag("components/diff_legend.html")
def diff_legend() -> dict:
    """What the marks in a comparison of two texts mean."""
    return {}


# The frame ----------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def theme_attribute(context: template.Context) -> SafeString:
    """``data-bs-theme`` of the page when its reader chose one; else the device decides by CSS."""
    theme = chosen_theme(context)
    return format_html(' data-bs-theme="{}"', theme) if theme != "auto" else mark_safe("")


def chosen_theme(context: template.Context) -> str:
    """The theme kept in the cookie; anything else there is as if nothing were."""
    request = context.get("request")
    theme = request.COOKIES.get("theme", "auto") if request else "auto"
    return theme if theme in THEMES else "auto"


@register.inclusion_tag("components/languages.html", takes_context=True)
def language_switch(context: template.Context) -> dict:
    """The three languages; the page comes back in the chosen one."""
    return {
        "request": context.get("request"),
        "languages": [(code, LANGUAGE_LABELS.get(code, code)) for code, _n in settings.LANGUAGES],
    }


@register.inclusion_tag("components/themes.html", takes_context=True)
def theme_switch(context: template.Context) -> dict:
    """Light, dark, or as the device is."""
    return {
        "request": context.get("request"),
        "chosen": chosen_theme(context),
        "themes": [(code, *look) for code, look in THEMES.items()],
    }


@register.simple_tag
def url_or(name: str, fallback: str = "/") -> str:
    """An address by name; the fallback where there is none, so an error page never fails."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return fallback


@register.filter
def initials(name: Any) -> SafeString:
    """The two letters that stand for a person in the corner."""
    words = str(name).replace(".", " ").split()
    return conditional_escape("".join(word[0] for word in words[:2]).upper())
